package io.flowshield.authn.requirement;

import java.util.List;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.services.clientpolicy.executor.ClientPolicyExecutorProvider;
import org.keycloak.services.clientpolicy.executor.ClientPolicyExecutorProviderFactory;

/** Makes the client-policy executor {@code flowshield-requirement}. */
public final class RequirementExecutorFactory implements ClientPolicyExecutorProviderFactory {
  public static final String ID = "flowshield-requirement";

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public String getHelpText() {
    return "Flow Shield: gives no token to a user who is blocked, nor to a session that has to sign"
        + " in again. Bind it with the condition any-client.";
  }

  @Override
  public List<ProviderConfigProperty> getConfigProperties() {
    return List.of();
  }

  @Override
  public ClientPolicyExecutorProvider<?> create(KeycloakSession session) {
    return new RequirementExecutor(session);
  }

  @Override
  public void init(Config.Scope config) {
    // nothing to read
  }

  @Override
  public void postInit(KeycloakSessionFactory factory) {
    // nothing to prepare
  }

  @Override
  public void close() {
    // nothing to release
  }
}
