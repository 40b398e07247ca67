package io.flowshield.ml.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.davidmoten.aws.lw.client.Client;
import com.github.davidmoten.aws.lw.client.Credentials;
import com.github.davidmoten.aws.lw.client.HttpMethod;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against S3Proxy, a server that speaks S3 and checks what was signed. */
@Tag("B1")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BucketStorageTest {
  @TempDir static Path buckets;
  private static BucketServer server;

  @TempDir Path local;

  @BeforeAll
  static void start() throws Exception {
    Path published = BucketServer.published(buckets);
    Path version = Files.createDirectories(published.resolve("nlp_models/taste/1"));
    Files.writeString(version.resolve("weights.bin"), "good");
    Files.writeString(version.resolve("metadata.json"), "{}");
    Files.writeString(buckets.resolve("models").resolve("elsewhere"), "not ours");
    server = BucketServer.over(buckets);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static ModelStorage open(String scheme) {
    return server.settings(scheme, BucketServer.SECRET_KEY).open(Map.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3", "gs"})
  void lists_and_reads_what_lies_below_its_prefix(String scheme) throws Exception {
    ModelStorage storage = open(scheme);
    assertThat(storage.list())
        .extracting(ModelStorage.Entry::key)
        .containsExactlyInAnyOrder(
            "nlp_models/taste/1/weights.bin", "nlp_models/taste/1/metadata.json");
    storage.download("nlp_models/taste/1/weights.bin", local.resolve("weights"), 100);
    assertThat(local.resolve("weights")).hasContent("good");
    assertThat(storage.location()).isEqualTo(scheme + "://models/published");
  }

  @Test
  void reads_large_files_whole() throws Exception {
    byte[] bytes = new byte[3_000_000];
    new Random(1).nextBytes(bytes);
    Path large = BucketServer.published(buckets).resolve("large");
    Files.write(large, bytes);
    try {
      open("s3").download("large", local.resolve("large"), bytes.length);
      assertThat(local.resolve("large")).hasBinaryContent(bytes);
      assertThatThrownBy(
              () -> open("s3").download("large", local.resolve("second"), bytes.length - 1))
          .hasMessageContaining("larger than");
    } finally {
      Files.delete(large);
    }
  }

  @Test
  void lists_more_than_a_page() throws Exception {
    Path many = Files.createDirectories(BucketServer.published(buckets).resolve("many"));
    for (int i = 0; i < 1_100; i++) {
      Files.writeString(many.resolve("file" + i), "");
    }
    try {
      assertThat(open("s3").list()).hasSize(1_102);
    } finally {
      for (int i = 0; i < 1_100; i++) {
        Files.delete(many.resolve("file" + i));
      }
      Files.delete(many);
    }
  }

  @Test
  void a_file_that_was_put_anew_has_another_stamp() throws Exception {
    Client client =
        Client.s3()
            .region("us-east-1")
            .credentials(Credentials.of(BucketServer.ACCESS_KEY, BucketServer.SECRET_KEY))
            .baseUrlFactory((service, region) -> server.endpoint() + "/")
            .build();
    List<String> stamps = new ArrayList<>();
    for (String text : List.of("first", "other")) {
      client.path("models", "published", "put").method(HttpMethod.PUT).requestBody(text).execute();
      open("s3").list().stream()
          .filter(entry -> entry.key().equals("put"))
          .forEach(entry -> stamps.add(entry.stamp()));
    }
    Files.delete(BucketServer.published(buckets).resolve("put"));
    assertThat(stamps).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void a_wrong_secret_is_refused_by_the_server() {
    assertThatThrownBy(() -> server.settings("s3", "wrong").open(Map.of()).list())
        .isInstanceOf(IOException.class)
        .hasMessage("s3://models/published answers 403 SignatureDoesNotMatch");
  }

  @Test
  void a_missing_file_is_an_error() {
    assertThatThrownBy(() -> open("s3").download("missing", local.resolve("missing"), 100))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("404 NoSuchKey");
  }

  @Test
  void keys_may_come_from_the_environment() throws Exception {
    StorageSettings settings =
        new StorageSettings(URI.create("s3://models"), server.endpoint(), null, null, null);
    Map<String, String> environment =
        Map.of(
            "AWS_ACCESS_KEY_ID", BucketServer.ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY", BucketServer.SECRET_KEY);
    assertThat(settings.open(environment).list())
        .extracting(ModelStorage.Entry::key)
        .contains("elsewhere", "published/nlp_models/taste/1/weights.bin");
    assertThatThrownBy(() -> settings.open(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("an access key and its secret are needed");
  }

  @Test
  void a_redirect_is_not_followed() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    HttpServer other = HttpServer.create(new InetSocketAddress(loopback(), 0), 0);
    other.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange
              .getResponseHeaders()
              .set(
                  "Location",
                  server.endpoint() + "/models/published/nlp_models/taste/1/metadata.json");
          exchange.sendResponseHeaders(307, -1);
          exchange.close();
        });
    other.start();
    try {
      ModelStorage storage = at(URI.create("http://127.0.0.1:" + other.getAddress().getPort()));
      assertThatThrownBy(() -> storage.download("a", local.resolve("a"), 100))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("answers 307");
      assertThat(asked).hasValue(1);
      assertThat(local.resolve("a")).doesNotExist();
    } finally {
      other.stop(0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no xml",
        "<Other/>",
        "<!DOCTYPE x [<!ENTITY e SYSTEM"
            + " \"file:///etc/passwd\">]><ListBucketResult>&e;</ListBucketResult>",
        "<ListBucketResult><Contents><Key>published/k</Key><Size>many</Size></Contents></ListBucketResult>"
      })
  void an_answer_that_is_no_list_is_an_error(String answer) throws Exception {
    HttpServer other = HttpServer.create(new InetSocketAddress(loopback(), 0), 0);
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    other.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    other.start();
    try {
      ModelStorage storage = at(URI.create("http://127.0.0.1:" + other.getAddress().getPort()));
      assertThatThrownBy(storage::list)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no list of a bucket");
    } finally {
      other.stop(0);
    }
  }

  @Test
  void a_store_that_is_down_is_an_error_that_names_it() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, loopback())) {
      port = socket.getLocalPort();
    }
    assertThatThrownBy(() -> at(URI.create("http://127.0.0.1:" + port)).list())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("s3://models/published cannot be reached")
        .hasMessageContaining("refused");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://models",
        "s3:///models",
        "s3://Models",
        "s3://models/../other",
        "s3://a@models/b",
        "models"
      })
  void what_is_no_store_is_refused_with_a_reason(String location) {
    StorageSettings settings =
        new StorageSettings(URI.create(location), null, null, "id", "secret");
    assertThatThrownBy(() -> settings.open(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(location);
  }

  @Test
  void the_settings_do_not_tell_their_secret() {
    assertThat(server.settings("s3", "very secret").toString()).doesNotContain("very secret");
  }

  private static ModelStorage at(URI endpoint) {
    return new StorageSettings(URI.create("s3://models/published"), endpoint, null, "id", "secret")
        .open(Map.of());
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }
}
