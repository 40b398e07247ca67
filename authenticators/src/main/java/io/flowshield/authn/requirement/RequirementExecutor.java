package io.flowshield.authn.requirement;

import io.flowshield.risk.RiskService;
import io.flowshield.risk.session.SessionAge;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.grants.ciba.channel.CIBAAuthenticationRequest;
import org.keycloak.protocol.oidc.grants.ciba.clientpolicy.context.CIBAContext;
import org.keycloak.protocol.oidc.grants.device.clientpolicy.context.DeviceTokenRequestContext;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.idm.ClientPolicyExecutorConfigurationRepresentation;
import org.keycloak.services.clientpolicy.ClientPolicyContext;
import org.keycloak.services.clientpolicy.ClientPolicyException;
import org.keycloak.services.clientpolicy.context.ClientPolicyClientSessionContext;
import org.keycloak.services.clientpolicy.context.JWTAuthorizationGrantContext;
import org.keycloak.services.clientpolicy.context.TokenExchangeRequestContext;
import org.keycloak.services.clientpolicy.executor.ClientPolicyExecutorProvider;

/**
 * Asks what is required of the user before a client gets tokens without a login: by refresh,
 * exchange, device code, CIBA, an identity provider's assertion and as a service account, and
 * before user info is told. A refusal reads as if the session had ended, or the user were disabled
 * where there is none yet. Introspection is left alone: RFC 7662 wants {@code active: false} there,
 * which a policy cannot answer, and an ended session has that answer already.
 */
final class RequirementExecutor
    implements ClientPolicyExecutorProvider<ClientPolicyExecutorConfigurationRepresentation> {
  private static final Logger LOG = Logger.getLogger(RequirementExecutor.class);

  private final KeycloakSession session;

  RequirementExecutor(KeycloakSession session) {
    this.session = session;
  }

  /**
   * Who wants to go on.
   *
   * @param authenticated when the user last signed in; {@link Instant#MAX} for one who is about to
   */
  private record Subject(UserModel user, Instant authenticated, boolean offline) {}

  /** What Keycloak answers when the session has ended. */
  private record Refusal(String error, String description, Response.Status status) {
    static Refusal grant(String description) {
      return new Refusal(
          OAuthErrorException.INVALID_GRANT, description, Response.Status.BAD_REQUEST);
    }

    static Refusal request(String description) {
      return new Refusal(
          OAuthErrorException.INVALID_REQUEST, description, Response.Status.BAD_REQUEST);
    }
  }

  @Override
  public String getProviderId() {
    return RequirementExecutorFactory.ID;
  }

  @Override
  public Class<ClientPolicyExecutorConfigurationRepresentation> getExecutorConfigurationClass() {
    return ClientPolicyExecutorConfigurationRepresentation.class;
  }

  @Override
  public void executeOnEvent(ClientPolicyContext context) throws ClientPolicyException {
    Subject subject = asked(context);
    if (subject != null) {
      Refusal refusal = refusal(context, subject);
      throw new ClientPolicyException(refusal.error(), refusal.description(), refusal.status());
    }
  }

  /** The subject when it may not go on; a fault of ours refuses nobody. */
  private @Nullable Subject asked(ClientPolicyContext context) {
    try {
      Subject subject = subject(context);
      RiskService service = session.getProvider(RiskService.class);
      return subject == null
              || service == null
              || service.mayContinue(
                  session.getContext().getRealm(), subject.user(), subject.authenticated())
          ? null
          : subject;
    } catch (RuntimeException e) {
      LOG.errorf(e, "Requirements are not enforced at a %s", context.getEvent());
      return null;
    }
  }

  private @Nullable Subject subject(ClientPolicyContext context) {
    return switch (context.getEvent()) {
      case TOKEN_REFRESH_RESPONSE, SERVICE_ACCOUNT_TOKEN_REQUEST, USERINFO_REQUEST ->
          context instanceof ClientPolicyClientSessionContext known
              ? of(known.getClientSession().getUserSession())
              : null;
      case DEVICE_TOKEN_REQUEST ->
          context instanceof DeviceTokenRequestContext device
              ? of(find(device.getDeviceCodeModel().getUserSessionId()))
              : null;
      case TOKEN_EXCHANGE_REQUEST ->
          context instanceof TokenExchangeRequestContext exchange
              ? ofToken(
                  exchange
                      .getTokenExchangeContext()
                      .getFormParams()
                      .getFirst(OAuth2Constants.SUBJECT_TOKEN))
              : null;
      case BACKCHANNEL_AUTHENTICATION_REQUEST ->
          context instanceof CIBAContext ciba
              ? about(ciba.getParsedRequest().getUser(), Instant.MAX)
              : null;
      case BACKCHANNEL_TOKEN_REQUEST ->
          context instanceof CIBAContext ciba ? ofRequest(ciba.getParsedRequest()) : null;
      case JWT_AUTHORIZATION_GRANT ->
          context instanceof JWTAuthorizationGrantContext grant ? ofAssertion(grant) : null;
      default -> null;
    };
  }

  private static @Nullable Subject of(@Nullable UserSessionModel session) {
    return session == null || session.getUser() == null
        ? null
        : new Subject(session.getUser(), SessionAge.authenticated(session), session.isOffline());
  }

  private static @Nullable Subject about(@Nullable UserModel user, Instant authenticated) {
    return user == null ? null : new Subject(user, authenticated, false);
  }

  /**
   * Of a request of before that somebody confirmed elsewhere: it names its user by the id only, and
   * nobody notes when it was confirmed.
   */
  private @Nullable Subject ofRequest(CIBAAuthenticationRequest request) {
    Long began = request.getIat();
    return request.getSubject() == null || began == null
        ? null
        : about(
            session.users().getUserById(realm(), request.getSubject()),
            Instant.ofEpochSecond(began));
  }

  /** Of whom an identity provider speaks, by its own id of the user. */
  private @Nullable Subject ofAssertion(JWTAuthorizationGrantContext grant) {
    return about(
        session
            .users()
            .getUserByFederatedIdentity(
                realm(),
                new FederatedIdentityModel(
                    grant.getIdentityProviderAlias(),
                    grant.getAuthorizationGrantContext().getSubject(),
                    null)),
        Instant.MAX);
  }

  /** Of a token of this realm; what else it is worth Keycloak judges itself. */
  private @Nullable Subject ofToken(@Nullable String token) {
    AccessToken read = token == null ? null : session.tokens().decode(token, AccessToken.class);
    if (read == null) {
      return null;
    }
    Subject known = of(find(read.getSessionId()));
    UserModel user =
        known != null || read.getSubject() == null
            ? null
            : session.users().getUserById(realm(), read.getSubject());
    return user == null ? known : about(user, Instant.MAX);
  }

  private @Nullable UserSessionModel find(@Nullable String id) {
    if (id == null) {
      return null;
    }
    UserSessionModel online = session.sessions().getUserSession(realm(), id);
    return online != null ? online : session.sessions().getOfflineUserSession(realm(), id);
  }

  private RealmModel realm() {
    return session.getContext().getRealm();
  }

  private static Refusal refusal(ClientPolicyContext context, Subject subject) {
    return switch (context.getEvent()) {
      case TOKEN_EXCHANGE_REQUEST -> Refusal.request("Invalid token");
      case BACKCHANNEL_AUTHENTICATION_REQUEST -> Refusal.request("invalid_user");
      case BACKCHANNEL_TOKEN_REQUEST -> Refusal.grant("User disabled");
      case JWT_AUTHORIZATION_GRANT -> Refusal.grant("User is not enabled");
      case USERINFO_REQUEST ->
          new Refusal(
              OAuthErrorException.INVALID_TOKEN,
              "user_session_not_found",
              Response.Status.UNAUTHORIZED);
      default ->
          Refusal.grant(
              subject.offline() ? "Offline user session not found" : "Session not active");
    };
  }
}
