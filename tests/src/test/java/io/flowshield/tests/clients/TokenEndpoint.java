package io.flowshield.tests.clients;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResourceOwnerPasswordCredentialsGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import java.net.URI;

/**
 * A client of the demo realm that does by itself, and wrongly if told so, what the applications do
 * right. It comes back to the application's address, where nobody knows its state: the code is left
 * alone there.
 */
final class TokenEndpoint {
  private final URI realm;
  private final ClientID client;
  private final URI callback;
  private final Secret secret;

  private TokenEndpoint(FlowShieldStack stack, String client, URI application, String secret) {
    this.realm = stack.keycloak().url().resolve("/realms/flowshield/protocol/openid-connect/");
    this.client = new ClientID(client);
    this.callback = application.resolve("/callback");
    this.secret = new Secret(secret);
  }

  /** As the confidential client, or as the public one, which has no secret. */
  static TokenEndpoint of(FlowShieldStack stack, Client client) throws Exception {
    if (client == Client.OIDC_PUBLIC) {
      return new TokenEndpoint(stack, "demo-spa", stack.publicOidc().url(), "");
    }
    String id = stack.admin().get("/clients?clientId=demo-web").get(0).path("id").asText();
    return new TokenEndpoint(
        stack,
        "demo-web",
        stack.oidc().url(),
        stack.admin().get("/clients/" + id + "/client-secret").path("value").asText());
  }

  /** The same client with a secret that is not its own. */
  TokenEndpoint withWrongSecret(FlowShieldStack stack) {
    return new TokenEndpoint(stack, client.getValue(), callback, "not-the-secret");
  }

  /** Where a login begins. */
  URI authorization(CodeVerifier verifier) {
    return request().codeChallenge(verifier, CodeChallengeMethod.S256).build().toURI();
  }

  /** Where one begins that names no verifier. */
  URI authorizationWithoutPkce() {
    return request().build().toURI();
  }

  private AuthenticationRequest.Builder request() {
    return new AuthenticationRequest.Builder(
            ResponseType.CODE, new Scope("openid"), client, callback)
        .endpointURI(realm.resolve("auth"));
  }

  /** The code that a login ended with. */
  AuthorizationCode code(Page end) throws Exception {
    return AuthenticationResponseParser.parse(end.uri()).toSuccessResponse().getAuthorizationCode();
  }

  /** Exchanges a code. */
  TokenResponse exchange(AuthorizationCode code, CodeVerifier verifier) throws Exception {
    return send(new AuthorizationCodeGrant(code, callback, verifier));
  }

  /** Refreshes. */
  TokenResponse refresh(RefreshToken token) throws Exception {
    return send(new RefreshTokenGrant(token));
  }

  /**
   * Asks for tokens with a password.
   *
   * @param otp what the OTP device shows, empty for no parameter
   */
  TokenResponse password(String username, String password, String otp) throws Exception {
    TokenRequest.Builder request =
        request(
            new ResourceOwnerPasswordCredentialsGrant(username, new Secret(password)),
            new Scope("openid"));
    return send(otp.isEmpty() ? request : request.customParameter("totp", otp));
  }

  private TokenResponse send(AuthorizationGrant grant) throws Exception {
    return send(request(grant, null));
  }

  private TokenRequest.Builder request(AuthorizationGrant grant, Scope scope) {
    URI endpoint = realm.resolve("token");
    TokenRequest.Builder request =
        secret.getValue().isEmpty()
            ? new TokenRequest.Builder(endpoint, client, grant)
            : new TokenRequest.Builder(endpoint, new ClientSecretBasic(client, secret), grant);
    return scope == null ? request : request.scope(scope);
  }

  private static TokenResponse send(TokenRequest.Builder request) throws Exception {
    return OIDCTokenResponseParser.parse(request.build().toHTTPRequest().send());
  }
}
