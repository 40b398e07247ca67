package io.flowshield.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.internal.testservice.GRPCServerHelper;
import io.temporal.internal.testservice.TestServicesStarter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The relay's way into servers of three kinds, each named by a profile only. */
@Tag("D10")
@Timeout(90)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TemporalSettingsTest {
  private static final TemporalSettings BY_PROFILE = new TemporalSettings(null, null, null);

  @TempDir Path folder;

  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final TestServicesStarter services = new TestServicesStarter(true, 0);
  private Server plain;
  private Server secure;
  private Server mutual;
  private Path profiles;

  @BeforeEach
  void open() throws IOException, InterruptedException, GeneralSecurityException {
    Certificate server = Certificate.create(folder, "server");
    Certificate client = Certificate.create(folder, "client");
    plain = builder().build().start();
    secure =
        builder()
            .useTransportSecurity(server.certificate().toFile(), server.key().toFile())
            .build()
            .start();
    mutual =
        builder()
            .sslContext(
                GrpcSslContexts.forServer(server.certificate().toFile(), server.key().toFile())
                    .trustManager(client.certificate().toFile())
                    .clientAuth(ClientAuth.REQUIRE)
                    .build())
            .build()
            .start();
    profiles =
        Files.writeString(
            folder.resolve("temporal.toml"),
            """
            [profile.local]
            address = "127.0.0.1:%d"

            [profile.mutual]
            address = "127.0.0.1:%d"
            namespace = "ours"
            [profile.mutual.tls]
            server_ca_cert_path = "%s"
            client_cert_path = "%s"
            client_key_path = "%s"

            [profile.stranger]
            address = "127.0.0.1:%d"
            [profile.stranger.tls]
            server_ca_cert_path = "%s"

            [profile.key]
            address = "127.0.0.1:%d"
            api_key = "very-secret"
            [profile.key.tls]
            server_ca_cert_path = "%s"
            """
                .formatted(
                    plain.getPort(),
                    mutual.getPort(),
                    server.certificate(),
                    client.certificate(),
                    client.key(),
                    mutual.getPort(),
                    server.certificate(),
                    secure.getPort(),
                    server.certificate()));
  }

  @AfterEach
  void close() {
    plain.shutdownNow();
    secure.shutdownNow();
    mutual.shutdownNow();
    services.close();
  }

  private NettyServerBuilder builder() {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    GRPCServerHelper.registerServicesAndHealthChecks(services.getServices(), builder);
    return builder.intercept(
        new ServerInterceptor() {
          @Override
          public <Q, A> ServerCall.Listener<Q> interceptCall(
              ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            String authorization =
                headers.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER));
            authorizations.add(authorization == null ? "" : authorization);
            return next.startCall(call, headers);
          }
        });
  }

  private TemporalConnection connection(TemporalSettings settings, String profile)
      throws IOException {
    return settings.connection(
        null, Map.of("TEMPORAL_CONFIG_FILE", profiles.toString(), "TEMPORAL_PROFILE", profile));
  }

  private static void ask(TemporalConnection connection) {
    connection
        .client()
        .getWorkflowServiceStubs()
        .blockingStub()
        .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
  }

  @Test
  void without_security_on_this_machine() throws IOException {
    try (TemporalConnection connection = connection(BY_PROFILE, "local")) {
      connection.prepareNamespace();
      ask(connection);
      assertThat(authorizations).isNotEmpty().containsOnly("");
      assertThat(connection.client().getOptions().getNamespace()).isEqualTo("default");
    }
  }

  @Test
  void with_certificates_on_both_sides() throws IOException {
    try (TemporalConnection connection = connection(BY_PROFILE, "mutual")) {
      ask(connection);
      assertThat(connection.client().getOptions().getNamespace()).isEqualTo("ours");
    }
  }

  @Test
  void and_not_without_one_of_ours() throws IOException {
    try (TemporalConnection connection = connection(BY_PROFILE, "stranger")) {
      assertThatThrownBy(() -> ask(connection)).isInstanceOf(StatusRuntimeException.class);
      assertThat(authorizations).isEmpty();
    }
  }

  @Test
  void with_an_api_key() throws IOException {
    try (TemporalConnection connection = connection(BY_PROFILE, "key")) {
      ask(connection);
      assertThat(authorizations).contains("Bearer very-secret");
    }
  }

  @Test
  void options_of_the_server_go_before_the_profile() throws IOException {
    TemporalSettings here = new TemporalSettings("127.0.0.1:" + plain.getPort(), "elsewhere", null);
    try (TemporalConnection connection =
        here.connection(null, Map.of("TEMPORAL_ADDRESS", "127.0.0.1:1"))) {
      ask(connection);
      assertThat(connection.client().getOptions().getNamespace()).isEqualTo("elsewhere");
    }
  }

  @Test
  void a_profile_that_is_not_there_is_told() {
    assertThatThrownBy(() -> connection(BY_PROFILE, "nowhere")).hasMessageContaining("nowhere");
  }

  @Test
  void keys_that_cannot_be_used_are_an_error_and_never_no_encryption()
      throws GeneralSecurityException {
    assertThat(BY_PROFILE.encryption(null)).isEmpty();
    assertThatThrownBy(() -> new TemporalSettings(null, null, "wrong").encryption(null))
        .isInstanceOf(GeneralSecurityException.class);
  }
}
