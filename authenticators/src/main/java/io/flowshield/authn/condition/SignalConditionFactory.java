package io.flowshield.authn.condition;

import java.util.List;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticator;
import org.keycloak.provider.ProviderConfigProperty;

/** Makes the condition {@code flowshield-condition-signal}. */
public final class SignalConditionFactory implements ConditionFactory {
  public static final String ID = "flowshield-condition-signal";

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public String getDisplayType() {
    return "Condition - risk signal";
  }

  @Override
  public String getHelpText() {
    return "The sub-flow runs when a signal that you name fired in this login, whatever the level"
        + " is. \"Flow Shield: judge risk\" has to stand in front of it.";
  }

  @Override
  public List<ProviderConfigProperty> getConfigProperties() {
    return SignalConditionConfig.PROPERTIES;
  }

  @Override
  public ConditionalAuthenticator getSingleton() {
    return SignalCondition.INSTANCE;
  }
}
