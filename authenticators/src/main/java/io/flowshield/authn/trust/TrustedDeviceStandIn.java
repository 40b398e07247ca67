package io.flowshield.authn.trust;

import io.flowshield.authn.challenge.ChallengeReasons;
import io.flowshield.authn.config.Step;
import io.flowshield.ml.context.Door;
import io.flowshield.risk.RiskService;
import io.flowshield.risk.session.DecisionNotes;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Whether the browser of a login stands in for the second factor that its decision asks for.
 * Keycloak asks conditions again after each step; a decision is answered once, so that a browser
 * remembered in the middle of a login does not take back what that login was asked for.
 */
public final class TrustedDeviceStandIn {
  /** A forgotten password has none that was shown, and an account to be linked is another's. */
  static final Set<Door> DOORS = EnumSet.of(Door.BROWSER_LOGIN, Door.POST_BROKER_LOGIN);

  private static final String ANSWERED = "flowshield.trustedDevice.decision";
  private static final String ANSWER = "flowshield.trustedDevice";

  private TrustedDeviceStandIn() {}

  /** True when it does; the decision and the login's event then say so. */
  public static boolean of(AuthenticationFlowContext context) {
    AuthenticationSessionModel login = context.getAuthenticationSession();
    String decision = login.getAuthNote(DecisionNotes.DECISION);
    if (decision == null || !decision.equals(login.getAuthNote(ANSWERED))) {
      boolean standsIn = standsIn(context, decision);
      login.setAuthNote(ANSWER, Boolean.toString(standsIn));
      login.setAuthNote(ANSWERED, decision);
      if (standsIn) {
        ChallengeReasons.withdraw(context);
      }
    }
    boolean used = Boolean.parseBoolean(login.getAuthNote(ANSWER));
    if (used) {
      context.getEvent().detail(DecisionNotes.TRUSTED_DEVICE_DETAIL, "used");
    }
    return used;
  }

  private static boolean standsIn(AuthenticationFlowContext context, @Nullable String decision) {
    RiskService service = context.getSession().getProvider(RiskService.class);
    UserModel user = context.getUser();
    return decision != null
        && service != null
        && user != null
        && DOORS.contains(Step.door(context))
        && service.trustedDevices(context.getRealm()).standsIn(user, decision);
  }
}
