package io.flowshield.authn.condition;

import io.flowshield.authn.trust.TrustedDeviceStandIn;
import io.flowshield.risk.policy.RiskLevel;
import io.flowshield.risk.session.DecisionNotes;
import io.micrometer.core.instrument.Metrics;
import java.util.Arrays;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Matches the level of the decision noted by {@code flowshield-risk}. Where none was made the level
 * counts as LOW, and that is counted: such a flow lacks the risk authenticator. A MEDIUM one can be
 * passed over on a trusted device, a HIGH one never.
 */
final class RiskLevelCondition implements Condition {
  static final RiskLevelCondition INSTANCE = new RiskLevelCondition();

  /** Counter of evaluations that found no decision. */
  static final String WITHOUT_DECISION = "flowshield_condition_without_decision";

  private static final Logger LOG = Logger.getLogger(RiskLevelCondition.class);

  private RiskLevelCondition() {}

  @Override
  public boolean matchCondition(AuthenticationFlowContext context) {
    RiskLevelConditionConfig config = RiskLevelConditionConfig.of(context.getAuthenticatorConfig());
    RiskLevel level = level(context.getAuthenticationSession());
    return config.matches(level)
        && !(level == RiskLevel.MEDIUM
            && config.unlessTrusted()
            && TrustedDeviceStandIn.of(context));
  }

  static RiskLevel level(AuthenticationSessionModel session) {
    String noted = session.getAuthNote(DecisionNotes.LEVEL);
    Optional<RiskLevel> level =
        Arrays.stream(RiskLevel.values()).filter(value -> value.name().equals(noted)).findFirst();
    if (level.isEmpty()) {
      Metrics.counter(WITHOUT_DECISION).increment();
      LOG.debug("A risk level is asked for and flowshield-risk has not run: counts as LOW");
    }
    return level.orElse(RiskLevel.LOW);
  }

  @Override
  public boolean requiresUser() {
    return false;
  }
}
