package io.flowshield.authn.requirement;

import io.flowshield.risk.RiskService;
import io.flowshield.risk.session.DecisionNotes;
import io.flowshield.risk.session.Passwords;
import io.flowshield.risk.session.SessionAge;
import io.flowshield.risk.store.Requirement;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.AuthenticationSessionManager;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.services.util.AuthenticationFlowURLHelper;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Asks at every login, those by cookie too, what is required of the user. A session that may not go
 * on is ended and its browser led to the login form, as if it had expired.
 */
final class RequirementAction implements RequiredActionProvider {
  private final KeycloakSession session;

  RequirementAction(KeycloakSession session) {
    this.session = session;
  }

  @Override
  public void evaluateTriggers(RequiredActionContext context) {
    AuthenticationSessionModel login = context.getAuthenticationSession();
    Optional<Requirement> required = required(context);
    if (required.isEmpty()) {
      login.removeRequiredAction(RequirementActionFactory.ID);
      return;
    }
    context.getEvent().detail(DecisionNotes.REQUIREMENT_DETAIL, required.get().kind().name());
    if (required.get().kind() == Requirement.Kind.CHANGE_PASSWORD
        && Passwords.canChange(context.getRealm(), context.getUser())) {
      login.addRequiredAction(UserModel.RequiredAction.UPDATE_PASSWORD);
    } else {
      login.addRequiredAction(RequirementActionFactory.ID);
    }
  }

  private Optional<Requirement> required(RequiredActionContext context) {
    RiskService service = session.getProvider(RiskService.class);
    UserSessionModel joined = joined(context.getAuthenticationSession());
    return service == null
        ? Optional.empty()
        : service.requiredAtLogin(
            context.getRealm(),
            context.getUser(),
            joined == null ? null : SessionAge.authenticated(joined));
  }

  /** The session that a cookie named; null when credentials were shown. */
  private @Nullable UserSessionModel joined(AuthenticationSessionModel login) {
    return Boolean.parseBoolean(login.getAuthNote(AuthenticationManager.SSO_AUTH))
        ? new AuthenticationSessionManager(session).getUserSession(login)
        : null;
  }

  @Override
  public void requiredActionChallenge(RequiredActionContext context) {
    Optional<Requirement> required = required(context);
    if (required.isEmpty()) {
      context.success();
      return;
    }
    context
        .getEvent()
        .clone()
        .event(EventType.LOGIN)
        .user(context.getUser())
        .detail(DecisionNotes.REQUIREMENT_DETAIL, required.get().kind().name())
        .detail(Details.REASON, required.get().reason())
        .error(Errors.ACCESS_DENIED);
    UserSessionModel joined = joined(context.getAuthenticationSession());
    context.challenge(
        joined == null
            ? context
                .form()
                .setError("flowshield.denied")
                .createErrorPage(Response.Status.FORBIDDEN)
            : signInAgain(context, joined));
  }

  private Response signInAgain(RequiredActionContext context, UserSessionModel joined) {
    AuthenticationManager.backchannelLogout(session, joined, true);
    AuthenticationManager.expireIdentityCookie(session);
    AuthenticationSessionModel fresh =
        AuthenticationProcessor.recreate(session, context.getAuthenticationSession());
    AuthenticationProcessor.resetFlow(fresh, LoginActionsService.AUTHENTICATE_PATH);
    URI form =
        new AuthenticationFlowURLHelper(session, context.getRealm(), context.getUriInfo())
            .getLastExecutionUrl(
                LoginActionsService.AUTHENTICATE_PATH,
                null,
                fresh.getClient().getClientId(),
                fresh.getTabId(),
                AuthenticationProcessor.getClientData(session, fresh));
    return Response.status(Response.Status.FOUND).location(form).build();
  }

  @Override
  public void processAction(RequiredActionContext context) {
    requiredActionChallenge(context);
  }

  @Override
  public void close() {
    // holds nothing
  }
}
