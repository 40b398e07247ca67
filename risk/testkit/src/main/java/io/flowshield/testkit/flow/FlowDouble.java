package io.flowshield.testkit.flow;

import io.flowshield.risk.RiskDecision;
import io.flowshield.risk.session.DecisionNotes;
import io.flowshield.testkit.partial.PartialDouble;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.FlowStatus;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.Provider;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * One step of one login, without a server: an authenticator or condition of your own is handed
 * {@link #context}, and the test looks at {@link #status} and at the notes of {@link #login}. What
 * a step asks for beyond that fails the test by name; {@link #knowing} adds it.
 */
public final class FlowDouble {
  private final Map<String, String> notes = new HashMap<>();
  private final Map<String, String> userSessionNotes = new HashMap<>();
  private final Set<String> requiredActions = new HashSet<>();
  private final Map<Class<?>, Provider> providers = new HashMap<>();
  private final MultivaluedMap<String, String> form = new MultivaluedHashMap<>();
  private final PartialDouble<RealmModel> realm =
      PartialDouble.of(RealmModel.class)
          .returning("getId", "realm-id")
          .returning("getName", "realm")
          .returning("getAttribute", null);
  private final PartialDouble<UserModel> user =
      PartialDouble.of(UserModel.class)
          .returning("getId", "user-id")
          .returning("getUsername", "user");
  private final PartialDouble<ClientModel> client =
      PartialDouble.of(ClientModel.class)
          .returning("getId", "client-id")
          .returning("getClientId", "shop")
          .returning("getAttribute", null);
  private final PartialDouble<KeycloakSession> session = PartialDouble.of(KeycloakSession.class);
  private final PartialDouble<AuthenticationFlowContext> context =
      PartialDouble.of(AuthenticationFlowContext.class);
  private final AuthenticationSessionModel login;
  private @Nullable FlowStatus status;
  private @Nullable AuthenticationFlowError error;

  /** A browser's login, behind the password, of a user with the id {@code user-id}. */
  public FlowDouble() {
    RealmModel ofRealm = realm.object();
    UserModel ofUser = user.object();
    login = login(ofRealm);
    HttpRequest request =
        PartialDouble.of(HttpRequest.class)
            .returning("getDecodedFormParameters", form)
            .returning("getHttpMethod", "POST")
            .object();
    session.when("getProvider", arguments -> providers.get((Class<?>) arguments[0]));
    context
        .returning("getSession", session.object())
        .returning("getRealm", ofRealm)
        .returning("getUser", ofUser)
        .returning("getAuthenticationSession", login)
        .returning("getAuthenticatorConfig", null)
        .returning("getFlowPath", "authenticate")
        .returning("getHttpRequest", request)
        .when("success", arguments -> ended(FlowStatus.SUCCESS, null))
        .when("attempted", arguments -> ended(FlowStatus.ATTEMPTED, null))
        .when("challenge", arguments -> ended(FlowStatus.CHALLENGE, null))
        .when("forceChallenge", arguments -> ended(FlowStatus.FORCE_CHALLENGE, null))
        .when("failure", arguments -> ended(FlowStatus.FAILED, arguments[0]))
        .when("failureChallenge", arguments -> ended(FlowStatus.FAILURE_CHALLENGE, arguments[0]));
  }

  private AuthenticationSessionModel login(RealmModel ofRealm) {
    return PartialDouble.of(AuthenticationSessionModel.class)
        .returning("getRealm", ofRealm)
        .returning("getClient", client.object())
        .returning("getUserSessionNotes", userSessionNotes)
        .returning("getRequiredActions", requiredActions)
        .when("getAuthNote", arguments -> notes.get((String) arguments[0]))
        .when("setAuthNote", arguments -> notes.put((String) arguments[0], (String) arguments[1]))
        .when("removeAuthNote", arguments -> notes.remove((String) arguments[0]))
        .when(
            "setUserSessionNote",
            arguments -> userSessionNotes.put((String) arguments[0], (String) arguments[1]))
        .when("addRequiredAction", arguments -> requiredActions.add(action(arguments[0])))
        .when("removeRequiredAction", arguments -> requiredActions.remove(action(arguments[0])))
        .object();
  }

  private static String action(Object action) {
    return action instanceof UserModel.RequiredAction known ? known.name() : (String) action;
  }

  private @Nullable Object ended(FlowStatus how, @Nullable Object why) {
    status = how;
    error = (AuthenticationFlowError) why;
    return null;
  }

  /** The session has this provider; of all others it has none. */
  public <P extends Provider> FlowDouble serving(Class<P> type, P provider) {
    providers.put(type, provider);
    return this;
  }

  /** As if {@code flowshield-risk} had stood in front of the step and had decided this. */
  public FlowDouble judged(RiskDecision decision) {
    DecisionNotes.write(login, decision);
    return this;
  }

  /** A field of the form that was sent. */
  public FlowDouble sent(String field, String value) {
    form.add(field, value);
    return this;
  }

  /** The step's configuration; without this it has none. */
  public FlowDouble configured(Map<String, String> values) {
    AuthenticatorConfigModel config = new AuthenticatorConfigModel();
    config.setConfig(values);
    context.returning("getAuthenticatorConfig", config);
    return this;
  }

  /** The context knows one more method, or answers one otherwise. */
  public FlowDouble knowing(String method, PartialDouble.Answer answer) {
    context.when(method, answer);
    return this;
  }

  /** To answer more, or otherwise. */
  public PartialDouble<RealmModel> realm() {
    return realm;
  }

  /** To answer more, or otherwise. */
  public PartialDouble<UserModel> user() {
    return user;
  }

  /** What providers are made with. */
  public KeycloakSession session() {
    return session.object();
  }

  /** What a step is handed. */
  public AuthenticationFlowContext context() {
    return context.object();
  }

  /** Keeps notes and required actions in memory. */
  public AuthenticationSessionModel login() {
    return login;
  }

  /** How the step has ended last; empty when it has said nothing yet. */
  public Optional<FlowStatus> status() {
    return Optional.ofNullable(status);
  }

  /** Why it failed. */
  public Optional<AuthenticationFlowError> error() {
    return Optional.ofNullable(error);
  }
}
