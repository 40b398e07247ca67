package io.flowshield.risk.rest;

import io.flowshield.risk.DefaultRiskServiceFactory;
import io.flowshield.risk.RiskNode;
import io.flowshield.risk.RiskService;
import jakarta.ws.rs.core.Response;
import org.keycloak.models.KeycloakSession;

/** What the REST resources share with the risk service of their node. */
final class RiskNodes {
  private RiskNodes() {}

  static RiskNode of(KeycloakSession session) {
    if (session.getKeycloakSessionFactory().getProviderFactory(RiskService.class, "default")
        instanceof DefaultRiskServiceFactory factory) {
      return factory.node();
    }
    throw new Refusal(Response.Status.NOT_IMPLEMENTED, "Another risk service is in charge");
  }
}
