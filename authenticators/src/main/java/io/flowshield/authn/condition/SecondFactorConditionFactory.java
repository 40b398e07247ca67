package io.flowshield.authn.condition;

import java.util.List;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticator;
import org.keycloak.provider.ProviderConfigProperty;

/** Makes the condition {@code flowshield-condition-second-factor}. */
public final class SecondFactorConditionFactory implements ConditionFactory {
  public static final String ID = "flowshield-condition-second-factor";

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public String getDisplayType() {
    return "Condition - second factor ready";
  }

  @Override
  public String getHelpText() {
    return "The sub-flow runs by whether the user has a second factor ready: an OTP device, a"
        + " security key or a verified e-mail address. With \"Flow Shield: refuse\" behind it, it"
        + " keeps a risky user from enrolling a factor and walking through.";
  }

  @Override
  public List<ProviderConfigProperty> getConfigProperties() {
    return SecondFactorConditionConfig.PROPERTIES;
  }

  @Override
  public ConditionalAuthenticator getSingleton() {
    return SecondFactorCondition.INSTANCE;
  }
}
