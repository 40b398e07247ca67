package io.flowshield.risk;

import org.keycloak.provider.ProviderFactory;

/** Makes one {@link RiskService} for each Keycloak session. */
public interface RiskServiceFactory extends ProviderFactory<RiskService> {}
