package io.flowshield.authn.condition;

import java.util.List;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticator;
import org.keycloak.provider.ProviderConfigProperty;

/** Makes the condition {@code flowshield-condition-risk-level}. */
public final class RiskLevelConditionFactory implements ConditionFactory {
  public static final String ID = "flowshield-condition-risk-level";

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public String getDisplayType() {
    return "Condition - risk level";
  }

  @Override
  public String getHelpText() {
    return "The sub-flow runs when the risk level noted by \"Flow Shield: judge risk\" lies between"
        + " two levels. Without a judgement the level counts as LOW. Place it first in the"
        + " sub-flow.";
  }

  @Override
  public List<ProviderConfigProperty> getConfigProperties() {
    return RiskLevelConditionConfig.PROPERTIES;
  }

  @Override
  public ConditionalAuthenticator getSingleton() {
    return RiskLevelCondition.INSTANCE;
  }
}
