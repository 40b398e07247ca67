package io.flowshield.risk.custom;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The SPI {@code flowshield-signal}: any number of {@link CustomSignal}s. */
public final class CustomSignalSpi implements Spi {

  @Override
  public boolean isInternal() {
    return false;
  }

  @Override
  public String getName() {
    return "flowshield-signal";
  }

  @Override
  public Class<? extends Provider> getProviderClass() {
    return CustomSignal.class;
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Class<? extends ProviderFactory> getProviderFactoryClass() {
    return CustomSignal.class;
  }
}
