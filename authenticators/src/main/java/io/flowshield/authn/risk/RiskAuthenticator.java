package io.flowshield.authn.risk;

import io.flowshield.authn.challenge.ChallengeReasons;
import io.flowshield.authn.config.Step;
import io.flowshield.authn.deny.LikeWrongPassword;
import io.flowshield.authn.password.LeakedPasswordCheck;
import io.flowshield.ml.context.Door;
import io.flowshield.risk.RiskDecision;
import io.flowshield.risk.RiskService;
import io.flowshield.risk.policy.Action;
import io.flowshield.risk.policy.RiskLevel;
import io.flowshield.risk.session.DecisionNotes;
import io.flowshield.risk.session.Passwords;
import io.flowshield.risk.store.Requirement;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Has a login judged, once it is known whose it is, and notes the decision. Sub-flows behind it
 * hang on the noted level; it stops nobody itself but users who are blocked.
 */
final class RiskAuthenticator implements Step {
  private static final Logger LOG = Logger.getLogger(RiskAuthenticator.class);

  private final KeycloakSession session;

  RiskAuthenticator(KeycloakSession session) {
    this.session = session;
  }

  @Override
  public void authenticate(AuthenticationFlowContext context) {
    AuthenticationSessionModel login = context.getAuthenticationSession();
    Door door = Step.door(context);
    if (context.getUser() == null) {
      withoutUser(context, door);
      return;
    }
    if (door == Door.POST_BROKER_LOGIN
        && DecisionNotes.door(login).equals(Optional.of(Door.FIRST_BROKER_LOGIN))) {
      // one login, one decision
      context.success();
      return;
    }
    RiskService service = session.getProvider(RiskService.class);
    boolean newPassword = service != null && LeakedPasswordCheck.look(context, service);
    RiskAuthenticatorConfig config = RiskAuthenticatorConfig.of(context.getAuthenticatorConfig());
    RiskDecision decision = judge(context, service, door, config.reportOnly());
    if (decision == null) {
      login.setAuthNote(DecisionNotes.LEVEL, config.whenUnjudged().name());
    } else {
      DecisionNotes.write(login, decision);
    }
    if (isBlocked(context, service)) {
      LikeWrongPassword.refuse(session, context);
      return;
    }
    if (newPassword && (decision == null || decision.effectiveAction() != Action.DENY)) {
      LeakedPasswordCheck.ask(login);
    }
    if (decision != null && door.isInBrowser() && decision.effectiveAction() == Action.CHALLENGE) {
      if (door == Door.FIRST_BROKER_LOGIN && DecisionNotes.isNewAccount(login)) {
        askForAddress(context);
      } else {
        ChallengeReasons.announce(context);
      }
    }
    context.success();
  }

  /** Whoever has forgotten a password may have named nobody, and must not learn that. */
  private static void withoutUser(AuthenticationFlowContext context, Door door) {
    if (door == Door.RESET_CREDENTIALS) {
      context.getAuthenticationSession().setAuthNote(DecisionNotes.LEVEL, RiskLevel.LOW.name());
      context.success();
    } else {
      context.failure(AuthenticationFlowError.UNKNOWN_USER);
    }
  }

  /**
   * An account that this very login has made has no second factor to show and nothing yet to take:
   * as after a registration, the address has to be confirmed, unless the provider vouches for it.
   */
  private static void askForAddress(AuthenticationFlowContext context) {
    UserModel user = context.getUser();
    if (!user.isEmailVerified()) {
      user.addRequiredAction(UserModel.RequiredAction.VERIFY_EMAIL);
    }
    context.getAuthenticationSession().setAuthNote(DecisionNotes.LEVEL, RiskLevel.LOW.name());
  }

  /** Blocked, or to choose another password where none can be chosen. */
  private boolean isBlocked(AuthenticationFlowContext context, @Nullable RiskService service) {
    Optional<Requirement> required =
        service == null
            ? Optional.empty()
            : service.requiredAtLogin(context.getRealm(), context.getUser(), null);
    required.ifPresent(
        present ->
            context.getEvent().detail(DecisionNotes.REQUIREMENT_DETAIL, present.kind().name()));
    return required
        .filter(
            present ->
                present.kind() == Requirement.Kind.BLOCKED
                    || !Passwords.canChange(context.getRealm(), context.getUser()))
        .isPresent();
  }

  private @Nullable RiskDecision judge(
      AuthenticationFlowContext context,
      @Nullable RiskService service,
      Door door,
      boolean reportOnly) {
    if (service == null) {
      LOG.error("No risk service: the login is not judged");
      return null;
    }
    try {
      return service.assessLogin(
          context.getRealm(),
          context.getAuthenticationSession().getClient(),
          context.getUser(),
          door,
          context
              .getHttpRequest()
              .getDecodedFormParameters()
              .getFirst(DecisionNotes.TELEMETRY_FIELD),
          reportOnly);
    } catch (RuntimeException e) {
      LOG.error("The risk service failed: the login is not judged", e);
      return null;
    }
  }

  /** It is asked to judge somebody who has named nobody, see {@link #withoutUser}. */
  @Override
  public boolean requiresUser() {
    return false;
  }

  @Override
  public void action(AuthenticationFlowContext context) {
    throw new IllegalStateException("flowshield-risk shows no page");
  }
}
