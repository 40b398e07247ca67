package io.flowshield.temporal;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The SPI {@code flowshield-relay}, so that the relay has its settings and can be switched off. */
public final class OutboxRelaySpi implements Spi {
  public static final String NAME = "flowshield-relay";

  @Override
  public boolean isInternal() {
    return false;
  }

  @Override
  public String getName() {
    return NAME;
  }

  @Override
  public Class<? extends Provider> getProviderClass() {
    return OutboxRelayProvider.class;
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Class<? extends ProviderFactory> getProviderFactoryClass() {
    return OutboxRelayProviderFactory.class;
  }
}
