package io.flowshield.authn.password;

import io.flowshield.authn.config.Step;
import io.flowshield.risk.RiskService;
import io.flowshield.risk.password.LeakedPassword;
import io.flowshield.risk.policy.RealmSettings;
import io.flowshield.risk.session.Passwords;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.ConfigurableAuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;

/**
 * Asks, where the realm wants it, whether the password that this request has just proved is among
 * leaked ones. Whoever does not complete the login learns nothing: the new password is asked for by
 * a required action of the login itself, which Keycloak shows behind every other step.
 */
public final class LeakedPasswordCheck {
  private static final Logger LOG = Logger.getLogger(LeakedPasswordCheck.class);

  /** Query parameter of the step that a browser's form was sent to. */
  private static final String EXECUTION = "execution";

  /** Note of a login that is to end with a new password. */
  private static final String ASKED = "flowshield.askedForPassword";

  private LeakedPasswordCheck() {}

  /**
   * Looks before the login is judged, so that the stored decision can tell. Forgets what an earlier
   * attempt in the same window has left: whoever was refused and then signs in as somebody else
   * would learn from it that the first password was right. Never throws: what fails here must not
   * fail a login.
   *
   * @return whether a new password has to be asked for
   */
  public static boolean look(AuthenticationFlowContext context, RiskService service) {
    try {
      AuthenticationSessionModel login = context.getAuthenticationSession();
      if (login.getAuthNote(ASKED) != null) {
        login.removeAuthNote(ASKED);
        login.removeRequiredAction(UserModel.RequiredAction.UPDATE_PASSWORD);
      }
      LeakedPassword setting = RealmSettings.leakedPassword(context.getRealm());
      String password = setting == LeakedPassword.OFF ? null : proved(context);
      return password != null
          && service.isLeaked(password)
          && setting == LeakedPassword.CHANGE
          && Passwords.canStore(context.getRealm(), context.getUser());
    } catch (RuntimeException e) {
      // the exception's text may hold the password
      LOG.errorf("A verified password could not be looked up: %s", e.getClass().getName());
      return false;
    }
  }

  /** Has the login end with a new password, when it is completed. */
  public static void ask(AuthenticationSessionModel login) {
    login.setAuthNote(ASKED, "true");
    login.addRequiredAction(UserModel.RequiredAction.UPDATE_PASSWORD);
  }

  /** The password that a step of this very request has found right. */
  private static @Nullable String proved(AuthenticationFlowContext context) {
    String password =
        context
            .getHttpRequest()
            .getDecodedFormParameters()
            .getFirst(CredentialRepresentation.PASSWORD);
    return password == null
            || password.isEmpty()
            || steps(context).noneMatch(step -> isProof(context, step))
        ? null
        : password;
  }

  /** A direct grant runs all its steps in one request, a browser sends one form to one step. */
  private static Stream<AuthenticationExecutionModel> steps(AuthenticationFlowContext context) {
    RealmModel realm = context.getRealm();
    if (Step.isDirectGrant(context)) {
      return context.getAuthenticationSession().getExecutionStatus().keySet().stream()
          .map(realm::getAuthenticationExecutionById);
    }
    String sent =
        context.getSession().getContext().getUri().getQueryParameters().getFirst(EXECUTION);
    return Stream.ofNullable(sent).map(realm::getAuthenticationExecutionById);
  }

  private static boolean isProof(
      AuthenticationFlowContext context, @Nullable AuthenticationExecutionModel step) {
    return step != null
        && step.getAuthenticator() != null
        && context.getAuthenticationSession().getExecutionStatus().get(step.getId())
            == ExecutionStatus.SUCCESS
        && asksForPassword(context.getSession(), step.getAuthenticator());
  }

  private static boolean asksForPassword(KeycloakSession session, String authenticator) {
    return session
                .getKeycloakSessionFactory()
                .getProviderFactory(Authenticator.class, authenticator)
            instanceof ConfigurableAuthenticatorFactory factory
        && PasswordCredentialModel.TYPE.equals(factory.getReferenceCategory());
  }
}
