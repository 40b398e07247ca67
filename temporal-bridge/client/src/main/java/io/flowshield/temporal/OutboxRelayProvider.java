package io.flowshield.temporal;

import org.keycloak.provider.Provider;

/** Nothing to call: the relay works by itself from start to stop of the server. */
public interface OutboxRelayProvider extends Provider {}
