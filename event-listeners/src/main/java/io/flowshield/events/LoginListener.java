package io.flowshield.events;

import io.flowshield.risk.RiskService;
import io.flowshield.risk.continuous.SessionEvent;
import io.flowshield.risk.session.DecisionNotes;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Tells the risk service which logins were completed and which failed, and what sessions are used
 * for. Only listens: nothing that must not be lost is written here, since Keycloak swallows what a
 * listener throws.
 */
final class LoginListener implements EventListenerProvider {
  private static final Logger LOG = Logger.getLogger(LoginListener.class);

  /** Errors that say that somebody guessed; a closed browser or an expired page says nothing. */
  private static final Set<String> GUESSES =
      Set.of(Errors.USER_NOT_FOUND, Errors.INVALID_USER_CREDENTIALS);

  private static final Pattern RESET_PASSWORD = Pattern.compile("users/([^/]+)/reset-password");

  private final KeycloakSession session;

  LoginListener(KeycloakSession session) {
    this.session = session;
  }

  /** Uses of a session that continuous evaluation looks at. */
  private static final Map<EventType, SessionEvent.Kind> USES =
      Map.ofEntries(
          Map.entry(EventType.LOGIN, SessionEvent.Kind.LOGIN),
          Map.entry(EventType.CODE_TO_TOKEN, SessionEvent.Kind.TOKENS),
          Map.entry(EventType.REFRESH_TOKEN, SessionEvent.Kind.TOKENS),
          Map.entry(EventType.UPDATE_CREDENTIAL, SessionEvent.Kind.SENSITIVE_ACTION),
          Map.entry(EventType.REMOVE_CREDENTIAL, SessionEvent.Kind.SENSITIVE_ACTION),
          Map.entry(EventType.UPDATE_EMAIL, SessionEvent.Kind.SENSITIVE_ACTION),
          Map.entry(EventType.UPDATE_PROFILE, SessionEvent.Kind.SENSITIVE_ACTION),
          Map.entry(EventType.FEDERATED_IDENTITY_LINK, SessionEvent.Kind.SENSITIVE_ACTION),
          Map.entry(EventType.REMOVE_FEDERATED_IDENTITY, SessionEvent.Kind.SENSITIVE_ACTION),
          Map.entry(EventType.GRANT_CONSENT, SessionEvent.Kind.SENSITIVE_ACTION),
          Map.entry(EventType.UPDATE_CONSENT, SessionEvent.Kind.SENSITIVE_ACTION));

  @Override
  public void onEvent(Event event) {
    try {
      used(event);
      switch (event.getType()) {
        case LOGIN -> completed(event);
        case LOGIN_ERROR -> failed(event);
        case LOGOUT -> loggedOut(event);
        // The older events of single credentials come along with the first of these.
        case UPDATE_CREDENTIAL -> {
          credentialChanged(event);
          ownPasswordChanged(event);
        }
        case REMOVE_CREDENTIAL, UPDATE_EMAIL -> credentialChanged(event);
        default -> {
          // nothing to learn from it yet
        }
      }
    } catch (RuntimeException e) {
      LOG.warnf(e, "Nothing learnt from event %s", event.getId());
    }
  }

  private void used(Event event) {
    SessionEvent.Kind kind = USES.get(event.getType());
    if (kind == null || event.getUserId() == null) {
      return;
    }
    RealmModel realm = session.realms().getRealm(event.getRealmId());
    RiskService service = session.getProvider(RiskService.class);
    if (realm != null && service != null) {
      service.sessionUsed(
          realm,
          new SessionEvent(kind, event.getUserId(), event.getSessionId(), event.getClientId()));
    }
  }

  @Override
  public void onEvent(AdminEvent event, boolean includeRepresentation) {
    try {
      Matcher path = RESET_PASSWORD.matcher(String.valueOf(event.getResourcePath()));
      if (event.getOperationType() == OperationType.ACTION && path.matches()) {
        passwordChanged(event.getRealmId(), path.group(1));
      }
    } catch (RuntimeException e) {
      LOG.warnf(e, "Nothing learnt from admin event %s", event.getId());
    }
  }

  private void ownPasswordChanged(Event event) {
    if (event.getDetails() != null
        && event.getUserId() != null
        && PasswordCredentialModel.TYPE.equals(event.getDetails().get(Details.CREDENTIAL_TYPE))) {
      passwordChanged(event.getRealmId(), event.getUserId());
    }
  }

  private void passwordChanged(String realmId, String userId) {
    RealmModel realm = session.realms().getRealm(realmId);
    RiskService service = session.getProvider(RiskService.class);
    if (realm != null && service != null) {
      service.passwordChanged(realm, userId);
    }
  }

  private void completed(Event event) {
    String decision = decision();
    RealmModel realm = session.realms().getRealm(event.getRealmId());
    if (decision == null || realm == null || event.getUserId() == null) {
      return;
    }
    UserModel user = session.users().getUserById(realm, event.getUserId());
    RiskService service = session.getProvider(RiskService.class);
    if (user != null && service != null) {
      service.loginCompleted(realm, user, decision, event.getSessionId());
    }
  }

  private void loggedOut(Event event) {
    RealmModel realm = session.realms().getRealm(event.getRealmId());
    RiskService service = session.getProvider(RiskService.class);
    String user = event.getUserId();
    String userSession = event.getSessionId();
    if (realm != null && service != null && user != null && userSession != null) {
      service.loggedOut(realm, user, userSession);
    }
  }

  private void credentialChanged(Event event) {
    RealmModel realm = session.realms().getRealm(event.getRealmId());
    RiskService service = session.getProvider(RiskService.class);
    String user = event.getUserId();
    if (realm != null && service != null && user != null) {
      service.credentialChanged(realm, user);
    }
  }

  /**
   * The decision of this very login. The user session's note would outlive it: a second application
   * that signs in by cookie has the same user session and was never judged.
   */
  private @Nullable String decision() {
    AuthenticationSessionModel login = session.getContext().getAuthenticationSession();
    return login == null ? null : login.getAuthNote(DecisionNotes.DECISION);
  }

  private void failed(Event event) {
    if (!GUESSES.contains(event.getError())) {
      return;
    }
    RealmModel realm = session.realms().getRealm(event.getRealmId());
    RiskService service = session.getProvider(RiskService.class);
    if (realm != null && service != null) {
      if (isRefusal(event)) {
        service.loginFailed(realm, null);
      } else {
        service.loginFailed(realm, event.getUserId());
        service.holdRefusal(realm, Duration.ofMillis(Time.currentTimeMillis() - event.getTime()));
      }
    }
  }

  /**
   * A refusal that looks like a wrong password names its decision. It counts against the network it
   * came from, not against the user: an owner who was refused by mistake would be refused the more,
   * the more often he tries.
   */
  private static boolean isRefusal(Event event) {
    return event.getDetails() != null
        && event.getDetails().containsKey(DecisionNotes.DECISION_DETAIL);
  }

  @Override
  public void close() {
    // holds nothing
  }
}
