package io.flowshield.temporal;

import org.keycloak.provider.ProviderFactory;

/** Starts and stops the node's relay. */
public interface OutboxRelayProviderFactory extends ProviderFactory<OutboxRelayProvider> {}
