package io.flowshield.temporal;

import io.flowshield.workflow.encryption.PayloadEncryption;
import java.util.Optional;
import org.keycloak.provider.ProviderFactory;

/** Starts and stops the node's relay. */
public interface OutboxRelayProviderFactory extends ProviderFactory<OutboxRelayProvider> {
  /** What encrypts payloads on the way to Temporal; empty when nothing does. */
  Optional<PayloadEncryption> encryption();
}
