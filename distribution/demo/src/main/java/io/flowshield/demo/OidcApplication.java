package io.flowshield.demo;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCClaimsRequest;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.claims.ACR;
import com.nimbusds.openid.connect.sdk.claims.ClaimRequirement;
import com.nimbusds.openid.connect.sdk.claims.ClaimsSetRequest;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A sample application that signs people in with OpenID Connect (code flow, PKCE), built with a
 * library that knows nothing of Keycloak.
 *
 * <p>Paths: {@code /} a page; {@code /login} begins, with the parameters {@code acr} (wished for),
 * {@code essential} (an {@code acr} without which nobody gets in), {@code prompt} and {@code
 * max_age}; {@code /callback} and {@code /refresh} show the ID token's claims as JSON in {@code
 * pre#claims}; {@code /userinfo} shows {@code pre#userinfo}; {@code /logout} ends the session at
 * the provider too and leads to {@code /signed-out}. What fails is told in {@code p#error}.
 */
public final class OidcApplication implements AutoCloseable {
  private record Pending(CodeVerifier verifier, Nonce nonce, String essential) {}

  /** The provider did not give tokens. */
  private static final class NoTokens extends Exception {
    NoTokens(TokenResponse refusal) {
      super(String.valueOf(refusal.toErrorResponse().getErrorObject().toJSONObject()));
    }
  }

  private final ClientID clientId;
  private final @Nullable Secret clientSecret;
  private final URI issuer;
  private final Map<String, Pending> pending = new ConcurrentHashMap<>();
  private final Map<String, OIDCTokens> sessions = new ConcurrentHashMap<>();
  private final HttpApplication http;
  private @Nullable OIDCProviderMetadata metadata;

  /**
   * @param port 0 for any
   * @param clientSecret null for a public client
   */
  public OidcApplication(
      Listening listening, int port, URI issuer, String clientId, @Nullable String clientSecret)
      throws IOException {
    this.issuer = issuer;
    this.clientId = new ClientID(clientId);
    this.clientSecret = clientSecret == null ? null : new Secret(clientSecret);
    this.http = new HttpApplication(listening, port, this::handle);
  }

  /** Its start page. */
  public URI url() {
    return http.url().resolve("/");
  }

  /** Where a sign-in begins. */
  public URI loginUrl() {
    return http.url().resolve("/login");
  }

  private URI callback() {
    return http.url().resolve("/callback");
  }

  private void handle(HttpExchange exchange)
      throws IOException, GeneralException, BadJOSEException, JOSEException {
    try {
      switch (exchange.getRequestURI().getPath()) {
        case "/login" -> login(exchange);
        case "/callback" -> callback(exchange);
        case "/refresh" -> refresh(exchange);
        case "/userinfo" -> userInfo(exchange);
        case "/logout" -> logout(exchange);
        case "/signed-out" -> signedOut(exchange);
        case "/" ->
            page(
                exchange,
                200,
                "<h1>%s</h1><p><a href=\"/login\">Sign in</a></p>"
                    .formatted(escape(clientId.getValue())));
        default -> page(exchange, 404, "<h1>Not found</h1>");
      }
    } catch (NoTokens e) {
      refuse(exchange, String.valueOf(e.getMessage()));
    }
  }

  private void login(HttpExchange exchange) throws IOException, GeneralException {
    Map<String, String> wishes = HttpApplication.query(exchange);
    State state = new State();
    Pending attempt =
        new Pending(new CodeVerifier(), new Nonce(), wishes.getOrDefault("essential", ""));
    pending.put(state.getValue(), attempt);
    AuthenticationRequest.Builder request =
        new AuthenticationRequest.Builder(
                ResponseType.CODE, new Scope("openid", "profile", "email"), clientId, callback())
            .endpointURI(metadata().getAuthorizationEndpointURI())
            .state(state)
            .nonce(attempt.nonce())
            .codeChallenge(attempt.verifier(), CodeChallengeMethod.S256);
    if (wishes.containsKey("acr")) {
      request.acrValues(Stream.of(wishes.get("acr").split(" ")).map(ACR::new).toList());
    }
    if (!attempt.essential().isEmpty()) {
      request.claims(
          new OIDCClaimsRequest()
              .withIDTokenClaimsRequest(
                  new ClaimsSetRequest(
                      List.of(
                          new ClaimsSetRequest.Entry("acr")
                              .withClaimRequirement(ClaimRequirement.ESSENTIAL)
                              .withValue(attempt.essential())))));
    }
    if (wishes.containsKey("prompt")) {
      request.prompt(Prompt.parse(wishes.get("prompt")));
    }
    if (wishes.containsKey("max_age")) {
      request.maxAge(Integer.parseInt(wishes.get("max_age")));
    }
    HttpApplication.redirect(exchange, request.build().toURI());
  }

  private void callback(HttpExchange exchange)
      throws IOException, GeneralException, BadJOSEException, JOSEException, NoTokens {
    Map<String, String> answer = HttpApplication.query(exchange);
    Pending attempt = pending.remove(answer.getOrDefault("state", ""));
    String code = answer.get("code");
    if (attempt == null || code == null) {
      refuse(exchange, String.valueOf(answer.get("error")));
      return;
    }
    OIDCTokens tokens =
        tokens(
            new AuthorizationCodeGrant(
                new AuthorizationCode(code), callback(), attempt.verifier()));
    IDTokenClaimsSet claims = validator().validate(tokens.getIDToken(), attempt.nonce());
    ACR reached = claims.getACR();
    // An essential claim is a wish to the provider; to rely on it the application has to look.
    if (!attempt.essential().isEmpty()
        && (reached == null || !reached.getValue().equals(attempt.essential()))) {
      refuse(exchange, "acr is " + reached);
      return;
    }
    String session = UUID.randomUUID().toString();
    sessions.put(session, tokens);
    HttpApplication.setCookie(exchange, cookieName(), session);
    signedIn(exchange, claims);
  }

  private void refresh(HttpExchange exchange)
      throws IOException, GeneralException, BadJOSEException, JOSEException, NoTokens {
    OIDCTokens old = sessions.get(session(exchange));
    if (old == null) {
      refuse(exchange, "no session");
      return;
    }
    OIDCTokens fresh = tokens(new RefreshTokenGrant(old.getRefreshToken()));
    sessions.put(session(exchange), fresh);
    signedIn(exchange, validator().validate(fresh.getIDToken(), null));
  }

  private void userInfo(HttpExchange exchange) throws IOException, GeneralException {
    OIDCTokens tokens = sessions.get(session(exchange));
    if (tokens == null) {
      refuse(exchange, "no session");
      return;
    }
    UserInfoResponse response =
        UserInfoResponse.parse(
            new UserInfoRequest(metadata().getUserInfoEndpointURI(), tokens.getBearerAccessToken())
                .toHTTPRequest()
                .send());
    if (!response.indicatesSuccess()) {
      refuse(exchange, String.valueOf(response.toErrorResponse().getErrorObject()));
      return;
    }
    page(
        exchange,
        200,
        "<h1>User</h1><pre id=\"userinfo\">%s</pre>"
            .formatted(escape(response.toSuccessResponse().getUserInfo().toJSONString())));
  }

  private void logout(HttpExchange exchange) throws IOException, GeneralException {
    OIDCTokens tokens = sessions.get(session(exchange));
    HttpApplication.redirect(
        exchange,
        new LogoutRequest(
                metadata().getEndSessionEndpointURI(),
                tokens == null ? null : tokens.getIDToken(),
                http.url().resolve("/signed-out"),
                new State())
            .toURI());
  }

  private void signedOut(HttpExchange exchange) throws IOException {
    sessions.remove(session(exchange));
    page(exchange, 200, "<h1 id=\"signed-out\">Signed out</h1>");
  }

  private OIDCTokens tokens(AuthorizationGrant grant)
      throws IOException, GeneralException, NoTokens {
    URI endpoint = metadata().getTokenEndpointURI();
    TokenRequest request =
        clientSecret == null
            ? new TokenRequest.Builder(endpoint, clientId, grant).build()
            : new TokenRequest.Builder(
                    endpoint, new ClientSecretBasic(clientId, clientSecret), grant)
                .build();
    TokenResponse response = OIDCTokenResponseParser.parse(request.toHTTPRequest().send());
    if (!response.indicatesSuccess()) {
      throw new NoTokens(response);
    }
    return ((OIDCTokenResponse) response.toSuccessResponse()).getOIDCTokens();
  }

  private IDTokenValidator validator() throws IOException, GeneralException {
    return new IDTokenValidator(
        metadata().getIssuer(), clientId, JWSAlgorithm.RS256, metadata().getJWKSetURI().toURL());
  }

  private synchronized OIDCProviderMetadata metadata() throws GeneralException, IOException {
    OIDCProviderMetadata known = metadata;
    if (known == null) {
      known = OIDCProviderMetadata.resolve(new Issuer(issuer));
      metadata = known;
    }
    return known;
  }

  private String cookieName() {
    return clientId.getValue() + "-session";
  }

  private String session(HttpExchange exchange) {
    return HttpApplication.cookie(exchange, cookieName());
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }

  private static void signedIn(HttpExchange exchange, IDTokenClaimsSet claims) throws IOException {
    page(
        exchange,
        200,
        "<h1>Signed in</h1><pre id=\"claims\">%s</pre>".formatted(escape(claims.toJSONString())));
  }

  private static void refuse(HttpExchange exchange, String why) throws IOException {
    page(exchange, 400, "<h1>Not signed in</h1><p id=\"error\">%s</p>".formatted(escape(why)));
  }

  private static void page(HttpExchange exchange, int status, String body) throws IOException {
    HttpApplication.respond(
        exchange, status, "text/html", "<!doctype html><meta charset=\"utf-8\">" + body);
  }

  @Override
  public void close() {
    http.close();
  }
}
