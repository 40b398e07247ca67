package io.flowshield.authn.condition;

import java.util.List;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticator;
import org.keycloak.provider.ProviderConfigProperty;

/** Makes the condition {@code flowshield-condition-requirement}. */
public final class RequirementConditionFactory implements ConditionFactory {
  public static final String ID = "flowshield-condition-requirement";

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public String getDisplayType() {
    return "Condition - open requirement";
  }

  @Override
  public String getHelpText() {
    return "The sub-flow runs for users of whom something is required: to sign in again, another"
        + " password, or to stay out. Place it behind the step that finds the user.";
  }

  @Override
  public List<ProviderConfigProperty> getConfigProperties() {
    return RequirementConditionConfig.PROPERTIES;
  }

  @Override
  public ConditionalAuthenticator getSingleton() {
    return RequirementCondition.INSTANCE;
  }
}
