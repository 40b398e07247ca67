package io.flowshield.risk;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/**
 * The SPI {@code flowshield-risk}. Authenticators, form actions and listeners ask for {@link
 * RiskService} by its class, so another implementation may take the place of the default one.
 */
public final class RiskServiceSpi implements Spi {
  public static final String NAME = "flowshield-risk";

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
    return RiskService.class;
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Class<? extends ProviderFactory> getProviderFactoryClass() {
    return RiskServiceFactory.class;
  }
}
