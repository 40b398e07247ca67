package io.flowshield.authn.password;

import io.flowshield.ml.context.RegistrationFacts;
import io.flowshield.risk.RiskService;
import io.flowshield.risk.password.PasswordHints;
import io.flowshield.risk.password.RangeLookup;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.policy.PolicyError;

/**
 * Refuses a new password that has leaked: by the list on this machine and, when the administrator
 * named one, by a range service. When that does not answer in time, the list alone counts.
 *
 * @param range the service, or none
 */
record NotLeakedRule(KeycloakSession session, RangeLookup range) implements PasswordRule {
  /** Keycloak asks twice in a registration; the service must not answer differently. */
  private static final String ANSWERED = NotLeakedRule.class.getName();

  /** What the service said in this request. */
  private record Answer(String password, boolean leaked) {
    @Override
    public String toString() {
      return "Answer[hidden]";
    }
  }

  @Override
  public @Nullable PolicyError refusal(RealmModel realm, RegistrationFacts owner, String password) {
    RiskService service = session.getProvider(RiskService.class);
    if (service == null || !service.isEnabled()) {
      return null;
    }
    boolean leaked = PasswordHints.isLeaked(service.assessPassword(realm, password, owner));
    return leaked || leakedElsewhere(password) ? new PolicyError(PasswordHints.LEAKED) : null;
  }

  private boolean leakedElsewhere(String password) {
    Answer before = session.getAttribute(ANSWERED, Answer.class);
    if (before != null && before.password().equals(password)) {
      return before.leaked();
    }
    Answer now = new Answer(password, range.knows(password));
    session.setAttribute(ANSWERED, now);
    return now.leaked();
  }

  @Override
  public @Nullable Object parseConfig(@Nullable String value) {
    return null;
  }
}
