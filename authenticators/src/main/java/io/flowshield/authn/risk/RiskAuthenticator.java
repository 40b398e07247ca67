package io.flowshield.authn.risk;

import io.flowshield.authn.challenge.ChallengeReasons;
import io.flowshield.authn.config.Step;
import io.flowshield.authn.deny.LikeWrongPassword;
import io.flowshield.authn.password.LeakedPasswordCheck;
import io.flowshield.ml.context.Door;
import io.flowshield.risk.RiskDecision;
import io.flowshield.risk.RiskService;
import io.flowshield.risk.policy.Action;
import io.flowshield.risk.session.DecisionNotes;
import io.flowshield.risk.session.Passwords;
import io.flowshield.risk.store.Requirement;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.KeycloakSession;

/**
 * Has a login judged, once the password was right, and notes the decision. Sub-flows behind it hang
 * on the noted level; it stops nobody itself but users who are blocked.
 */
final class RiskAuthenticator implements Step {
  private static final Logger LOG = Logger.getLogger(RiskAuthenticator.class);

  private final KeycloakSession session;

  RiskAuthenticator(KeycloakSession session) {
    this.session = session;
  }

  @Override
  public void authenticate(AuthenticationFlowContext context) {
    RiskService service = session.getProvider(RiskService.class);
    boolean newPassword = service != null && LeakedPasswordCheck.look(context, service);
    RiskDecision decision = judge(context, service);
    if (decision == null) {
      context
          .getAuthenticationSession()
          .setAuthNote(
              DecisionNotes.LEVEL,
              RiskAuthenticatorConfig.of(context.getAuthenticatorConfig()).whenUnjudged().name());
    } else {
      DecisionNotes.write(context.getAuthenticationSession(), decision);
    }
    if (isBlocked(context, service)) {
      LikeWrongPassword.refuse(session, context);
      return;
    }
    if (newPassword && (decision == null || decision.effectiveAction() != Action.DENY)) {
      LeakedPasswordCheck.ask(context.getAuthenticationSession());
    }
    if (decision != null
        && decision.door() == Door.BROWSER_LOGIN
        && decision.effectiveAction() == Action.CHALLENGE) {
      ChallengeReasons.announce(context);
    }
    context.success();
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
      AuthenticationFlowContext context, @Nullable RiskService service) {
    if (service == null) {
      LOG.error("No risk service: the login is not judged");
      return null;
    }
    try {
      return service.assessLogin(
          context.getRealm(),
          context.getAuthenticationSession().getClient(),
          context.getUser(),
          Step.isDirectGrant(context) ? Door.DIRECT_GRANT : Door.BROWSER_LOGIN,
          context
              .getHttpRequest()
              .getDecodedFormParameters()
              .getFirst(DecisionNotes.TELEMETRY_FIELD));
    } catch (RuntimeException e) {
      LOG.error("The risk service failed: the login is not judged", e);
      return null;
    }
  }

  @Override
  public void action(AuthenticationFlowContext context) {
    throw new IllegalStateException("flowshield-risk shows no page");
  }
}
