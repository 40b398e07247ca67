package io.flowshield.temporal;

import io.flowshield.risk.VaultSecrets;
import io.flowshield.workflow.encryption.PayloadEncryption;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * Where Temporal is, how to get in, and what it may read. As in every program that uses Temporal,
 * the environment's {@code TEMPORAL_*} and the profile file tell (address, namespace, API key,
 * mutual TLS); the server's options go first.
 *
 * @param address {@code host:port}, null to leave it to the profile
 * @param namespace null to leave it to the profile
 * @param payloadKeys keyset, {@code vault:name}, or null to send payloads readable
 */
record TemporalSettings(
    @Nullable String address, @Nullable String namespace, @Nullable String payloadKeys) {
  private static final String ADDRESS = "temporalAddress";
  private static final String NAMESPACE = "namespace";
  private static final String PAYLOAD_KEYS = "payloadKeys";

  static TemporalSettings of(Config.Scope config) {
    String keys = config.get(PAYLOAD_KEYS);
    return new TemporalSettings(
        config.get(ADDRESS),
        config.get(NAMESPACE),
        keys == null ? System.getenv(PayloadEncryption.VARIABLE) : keys);
  }

  /**
   * Reads the profile; nothing is opened yet.
   *
   * @throws IOException when its file cannot be read
   * @throws IllegalArgumentException when it does not make sense
   */
  TemporalConnection connection(@Nullable PayloadEncryption encryption) throws IOException {
    return connection(encryption, System.getenv());
  }

  TemporalConnection connection(
      @Nullable PayloadEncryption encryption, Map<String, String> environment) throws IOException {
    ClientConfigProfile profile =
        ClientConfigProfile.load(
            LoadClientConfigProfileOptions.newBuilder().setEnvOverrides(environment).build());
    WorkflowServiceStubsOptions.Builder target =
        WorkflowServiceStubsOptions.newBuilder(profile.toWorkflowServiceStubsOptions());
    if (address != null) {
      target.setTarget(address);
    }
    return new TemporalConnection(
        target,
        namespace == null ? namespace(profile) : namespace,
        PayloadEncryption.converter(encryption));
  }

  /** The profile's, or Temporal's default. */
  private static String namespace(ClientConfigProfile profile) {
    return WorkflowClientOptions.newBuilder(profile.toWorkflowClientOptions())
        .validateAndBuildWithDefaults()
        .getNamespace();
  }

  /**
   * What encrypts payloads, if anything does.
   *
   * @param sessions for the vault
   * @throws GeneralSecurityException when keys are set and cannot be used: then nothing may be
   *     sent, since it would be readable
   */
  Optional<PayloadEncryption> encryption(@Nullable KeycloakSessionFactory sessions)
      throws GeneralSecurityException {
    if (payloadKeys == null || payloadKeys.isBlank()) {
      return Optional.empty();
    }
    String keys = VaultSecrets.resolve(sessions, payloadKeys);
    if (keys == null) {
      throw new GeneralSecurityException("the vault does not have the keys of payloads");
    }
    return Optional.of(PayloadEncryption.of(keys));
  }

  /** For the server's info page. */
  static List<ProviderConfigProperty> describe() {
    ProviderConfigurationBuilder builder = ProviderConfigurationBuilder.create();
    text(builder, ADDRESS, "Host and port of Temporal's frontend; else TEMPORAL_ADDRESS.");
    text(builder, NAMESPACE, "Temporal namespace of the sagas; else TEMPORAL_NAMESPACE.");
    text(builder, PAYLOAD_KEYS, "Keys that encrypt what Temporal stores, or vault:name.");
    return builder.build();
  }

  private static void text(ProviderConfigurationBuilder builder, String name, String help) {
    builder.property().name(name).type(ProviderConfigProperty.STRING_TYPE).helpText(help).add();
  }

  /** Without secrets. */
  @Override
  public String toString() {
    return "TemporalSettings[" + address + ", " + namespace + "]";
  }
}
