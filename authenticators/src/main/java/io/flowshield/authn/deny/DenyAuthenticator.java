package io.flowshield.authn.deny;

import io.flowshield.authn.config.Step;
import io.flowshield.ml.context.Door;
import io.flowshield.risk.RiskService;
import io.flowshield.risk.session.DecisionNotes;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserManager;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.utils.FormMessage;
import org.keycloak.representations.idm.OAuth2ErrorRepresentation;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.messages.Messages;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Refuses a login. Unless told otherwise everything that can be seen from outside equals a wrong
 * password: the answer, the event, the brute-force counter and where the flow stands afterwards; a
 * forgotten password is answered as if the mail had been sent. Where nobody has typed a password
 * there is nothing to give away, and the page says what happened.
 */
final class DenyAuthenticator implements Step {
  private static final Logger LOG = Logger.getLogger(DenyAuthenticator.class);

  private final KeycloakSession session;

  DenyAuthenticator(KeycloakSession session) {
    this.session = session;
  }

  @Override
  public void authenticate(AuthenticationFlowContext context) {
    refuse(context, DenyConfig.of(context.getAuthenticatorConfig()).likeWrongPassword());
  }

  void refuse(AuthenticationFlowContext context, boolean likeWrongPassword) {
    Door door = Step.door(context);
    if (door == Door.DIRECT_GRANT) {
      refuseGrant(context, likeWrongPassword);
    } else if (!likeWrongPassword) {
      refuseOpenly(context);
    } else if (door == Door.RESET_CREDENTIALS && !Step.hasFollowedLink(context)) {
      refuseLikeMailSent(context);
    } else {
      Optional<PasswordStep> step =
          PasswordStep.before(
              context.getRealm(), context.getTopLevelFlow(), context.getExecution());
      if (step.isPresent() && step.get().isShown(context.getAuthenticationSession(), door)) {
        refuseLikeWrongPassword(context, step.get());
      } else if (door == Door.BROWSER_LOGIN) {
        refuseLikeUnknownForm(context);
      } else {
        refuseOpenly(context);
      }
    }
  }

  /**
   * What Keycloak's own step answers for a mail that was sent, and for a user whom nobody knows.
   */
  private static void refuseLikeMailSent(AuthenticationFlowContext context) {
    EventBuilder refusal = context.getEvent().clone().user(context.getUser());
    String decision = context.getAuthenticationSession().getAuthNote(DecisionNotes.DECISION);
    if (decision != null) {
      refusal.detail(DecisionNotes.DECISION_DETAIL, decision);
    }
    refusal.error(Errors.ACCESS_DENIED);
    context.forkWithSuccessMessage(new FormMessage(Messages.EMAIL_SENT));
    hold(context);
  }

  /** The JSON of Keycloak's own step for a wrong password in the direct grant. */
  private static void refuseGrant(AuthenticationFlowContext context, boolean likeWrongPassword) {
    report(context, likeWrongPassword ? Errors.INVALID_USER_CREDENTIALS : Errors.ACCESS_DENIED);
    OAuth2ErrorRepresentation error =
        new OAuth2ErrorRepresentation(
            "invalid_grant",
            likeWrongPassword ? "Invalid user credentials" : "Sign-in refused: too risky");
    context.failure(
        AuthenticationFlowError.INVALID_USER,
        Response.status(Response.Status.BAD_REQUEST)
            .entity(error)
            .type(MediaType.APPLICATION_JSON_TYPE)
            .build());
  }

  private static void refuseOpenly(AuthenticationFlowContext context) {
    report(context, Errors.ACCESS_DENIED);
    forgetNewAccount(context);
    context.failure(
        AuthenticationFlowError.ACCESS_DENIED,
        context.form().setError("flowshield.denied").createErrorPage(Response.Status.FORBIDDEN));
  }

  /** Otherwise it would stand in the way of the same person's next login by the same provider. */
  private static void forgetNewAccount(AuthenticationFlowContext context) {
    if (Step.door(context) == Door.FIRST_BROKER_LOGIN
        && DecisionNotes.isNewAccount(context.getAuthenticationSession())) {
      new UserManager(context.getSession()).removeUser(context.getRealm(), context.getUser());
      context.clearUser();
    }
  }

  private static void refuseLikeUnknownForm(AuthenticationFlowContext context) {
    LOG.warnf(
        "Flow %s has no password form of Keycloak's in front of flowshield-deny: it cannot answer"
            + " like one",
        context.getTopLevelFlow().getAlias());
    report(context, Errors.INVALID_USER_CREDENTIALS);
    context.failure(
        AuthenticationFlowError.INVALID_CREDENTIALS,
        context
            .form()
            .setError(Messages.INVALID_USER)
            .createErrorPage(Response.Status.BAD_REQUEST));
  }

  private void refuseLikeWrongPassword(AuthenticationFlowContext context, PasswordStep step) {
    UserModel user = context.getUser();
    report(context, Errors.INVALID_USER_CREDENTIALS);
    countFailure(context, user);
    forget(context);
    Response page = WrongPasswordPage.draw(session, context, step);
    step.returnTo(context.getAuthenticationSession());
    // Any result handed to the context would make this execution the current one, and the address
    // that the page puts into the browser's history would name it. An exception with a response is
    // how Keycloak lets a step end the request by itself.
    context
        .getAuthenticationSession()
        .setAuthNote(
            AuthenticationProcessor.CURRENT_AUTHENTICATION_EXECUTION, step.execution().getId());
    throw new WebApplicationException(page);
  }

  /** Keycloak's event of a wrong password is held by its listener, this one here. */
  private static void report(AuthenticationFlowContext context, String error) {
    String decision = context.getAuthenticationSession().getAuthNote(DecisionNotes.DECISION);
    context.getEvent().user(context.getUser());
    if (decision != null) {
      context.getEvent().detail(DecisionNotes.DECISION_DETAIL, decision);
    }
    context.getEvent().error(error);
    hold(context);
  }

  private static void hold(AuthenticationFlowContext context) {
    RiskService service = context.getSession().getProvider(RiskService.class);
    if (service != null) {
      service.holdRefusal(context.getRealm(), Duration.ZERO);
    }
  }

  /** Otherwise a lock that never comes would tell that the password was right. */
  private static void countFailure(AuthenticationFlowContext context, UserModel user) {
    if (context.getRealm().isBruteForceProtected()) {
      context
          .getProtector()
          .failedLogin(
              context.getRealm(),
              user,
              context.getConnection(),
              context.getSession().getContext().getHttpRequest().getUri(),
              Set.of(PasswordCredentialModel.TYPE));
    }
  }

  private static void forget(AuthenticationFlowContext context) {
    AuthenticationSessionModel session = context.getAuthenticationSession();
    session.removeAuthNote(AuthenticationManager.PASSWORD_VALIDATED);
    session.removeAuthNote(AuthenticationProcessor.AUTHN_CREDENTIALS);
    session.removeAuthNote(DecisionNotes.DECISION);
    session.removeAuthNote(DecisionNotes.LEVEL);
    session.removeAuthNote(DecisionNotes.REASONS);
    if (!Boolean.parseBoolean(session.getAuthNote(UserSetBefore.NOTE))) {
      context.clearUser();
    }
  }

  /** Names a note that Keycloak's forms keep to themselves. */
  private abstract static class UserSetBefore extends AbstractUsernameFormAuthenticator {
    static final String NOTE = USER_SET_BEFORE_USERNAME_PASSWORD_AUTH;
  }

  @Override
  public void action(AuthenticationFlowContext context) {
    throw new IllegalStateException("flowshield-deny shows no page of its own");
  }
}
