package io.flowshield.authn.deny;

import io.flowshield.authn.config.Step;
import io.flowshield.risk.session.DecisionNotes;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator;
import org.keycloak.events.Errors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.representations.idm.OAuth2ErrorRepresentation;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.messages.Messages;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Refuses a login. Unless told otherwise everything that can be seen from outside equals a wrong
 * password: the answer, the event, the brute-force counter and where the flow stands afterwards.
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
    if (Step.isDirectGrant(context)) {
      refuseGrant(context, likeWrongPassword);
    } else if (likeWrongPassword) {
      refuseLikeWrongPassword(context);
    } else {
      refuseOpenly(context);
    }
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
    context.failure(
        AuthenticationFlowError.ACCESS_DENIED,
        context.form().setError("flowshield.denied").createErrorPage(Response.Status.FORBIDDEN));
  }

  private void refuseLikeWrongPassword(AuthenticationFlowContext context) {
    Optional<PasswordStep> step =
        PasswordStep.before(context.getRealm(), context.getTopLevelFlow(), context.getExecution());
    if (step.isEmpty()) {
      LOG.warnf(
          "Flow %s has no password form of Keycloak's in front of flowshield-deny: it cannot"
              + " answer like one",
          context.getTopLevelFlow().getAlias());
      report(context, Errors.INVALID_USER_CREDENTIALS);
      context.failure(
          AuthenticationFlowError.INVALID_CREDENTIALS,
          context
              .form()
              .setError(Messages.INVALID_USER)
              .createErrorPage(Response.Status.BAD_REQUEST));
      return;
    }
    UserModel user = context.getUser();
    report(context, Errors.INVALID_USER_CREDENTIALS);
    countFailure(context, user);
    forget(context);
    Response page = WrongPasswordPage.draw(session, context, step.get());
    step.get().returnTo(context.getAuthenticationSession());
    // Any result handed to the context would make this execution the current one, and the address
    // that the page puts into the browser's history would name it. An exception with a response is
    // how Keycloak lets a step end the request by itself.
    context
        .getAuthenticationSession()
        .setAuthNote(
            AuthenticationProcessor.CURRENT_AUTHENTICATION_EXECUTION,
            step.get().execution().getId());
    throw new WebApplicationException(page);
  }

  private static void report(AuthenticationFlowContext context, String error) {
    String decision = context.getAuthenticationSession().getAuthNote(DecisionNotes.DECISION);
    context.getEvent().user(context.getUser());
    if (decision != null) {
      context.getEvent().detail(DecisionNotes.DECISION_DETAIL, decision);
    }
    context.getEvent().error(error);
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
