package io.flowshield.demo;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
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
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A sample application that signs people in with OpenID Connect (code flow, PKCE), built with a
 * library that knows nothing of Keycloak. Paths: {@code /} a page, {@code /login} begins, {@code
 * /callback} shows the ID token's claims as JSON in {@code pre#claims}.
 */
public final class OidcApplication implements AutoCloseable {
  private record Pending(CodeVerifier verifier, Nonce nonce) {}

  private final String clientId;
  private final @Nullable String clientSecret;
  private final URI issuer;
  private final Map<String, Pending> pending = new ConcurrentHashMap<>();
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
    this.clientId = clientId;
    this.clientSecret = clientSecret;
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
    switch (exchange.getRequestURI().getPath()) {
      case "/login" -> login(exchange);
      case "/callback" -> callback(exchange);
      case "/" ->
          page(
              exchange,
              200,
              "<h1>%s</h1><p><a href=\"/login\">Sign in</a></p>".formatted(escape(clientId)));
      default -> page(exchange, 404, "<h1>Not found</h1>");
    }
  }

  private void login(HttpExchange exchange) throws IOException, GeneralException {
    State state = new State();
    Pending attempt = new Pending(new CodeVerifier(), new Nonce());
    pending.put(state.getValue(), attempt);
    AuthenticationRequest request =
        new AuthenticationRequest.Builder(
                ResponseType.CODE,
                new Scope("openid", "profile", "email"),
                new ClientID(clientId),
                callback())
            .endpointURI(metadata().getAuthorizationEndpointURI())
            .state(state)
            .nonce(attempt.nonce())
            .codeChallenge(attempt.verifier(), CodeChallengeMethod.S256)
            .build();
    HttpApplication.redirect(exchange, request.toURI());
  }

  private void callback(HttpExchange exchange)
      throws IOException, GeneralException, BadJOSEException, JOSEException {
    Map<String, String> answer =
        HttpApplication.fields(String.valueOf(exchange.getRequestURI().getRawQuery()));
    Pending attempt = pending.remove(answer.getOrDefault("state", ""));
    String code = answer.get("code");
    if (attempt == null || code == null) {
      page(
          exchange,
          400,
          "<h1>Not signed in</h1><p id=\"error\">%s</p>".formatted(answer.get("error")));
      return;
    }
    AuthorizationCodeGrant grant =
        new AuthorizationCodeGrant(new AuthorizationCode(code), callback(), attempt.verifier());
    URI endpoint = metadata().getTokenEndpointURI();
    ClientID id = new ClientID(clientId);
    TokenRequest request =
        clientSecret == null
            ? new TokenRequest.Builder(endpoint, id, grant).build()
            : new TokenRequest.Builder(
                    endpoint, new ClientSecretBasic(id, new Secret(clientSecret)), grant)
                .build();
    TokenResponse response = OIDCTokenResponseParser.parse(request.toHTTPRequest().send());
    if (!response.indicatesSuccess()) {
      page(
          exchange,
          400,
          "<h1>Not signed in</h1><p id=\"error\">%s</p>"
              .formatted(response.toErrorResponse().getErrorObject()));
      return;
    }
    OIDCTokens tokens =
        ((com.nimbusds.openid.connect.sdk.OIDCTokenResponse) response.toSuccessResponse())
            .getOIDCTokens();
    IDTokenClaimsSet claims =
        new IDTokenValidator(
                metadata().getIssuer(), id, JWSAlgorithm.RS256, metadata().getJWKSetURI().toURL())
            .validate(tokens.getIDToken(), attempt.nonce());
    page(
        exchange,
        200,
        "<h1>Signed in</h1><pre id=\"claims\">%s</pre>".formatted(escape(claims.toJSONString())));
  }

  private synchronized OIDCProviderMetadata metadata() throws GeneralException, IOException {
    OIDCProviderMetadata known = metadata;
    if (known == null) {
      known = OIDCProviderMetadata.resolve(new Issuer(issuer));
      metadata = known;
    }
    return known;
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
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
