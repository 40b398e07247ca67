package io.flowshield.demo;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.onelogin.saml2.authn.AuthnRequest;
import com.onelogin.saml2.authn.AuthnRequestParams;
import com.onelogin.saml2.authn.SamlResponse;
import com.onelogin.saml2.http.HttpRequest;
import com.onelogin.saml2.logout.LogoutRequest;
import com.onelogin.saml2.logout.LogoutRequestParams;
import com.onelogin.saml2.logout.LogoutResponse;
import com.onelogin.saml2.logout.LogoutResponseParams;
import com.onelogin.saml2.model.SamlResponseStatus;
import com.onelogin.saml2.settings.IdPMetadataParser;
import com.onelogin.saml2.settings.Saml2Settings;
import com.onelogin.saml2.settings.SettingsBuilder;
import com.onelogin.saml2.util.Constants;
import com.onelogin.saml2.util.Util;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.NodeList;

/**
 * A sample application that signs people in with SAML 2.0 (redirect there, POST back), with
 * OneLogin's library. Signatures of responses are checked against the certificate of the identity
 * provider's own metadata.
 *
 * <p>Paths: {@code /} a page; {@code /login} begins, with the parameters {@code context} (requested
 * authentication context), {@code comparison} (its comparison, {@code exact} unless told) and
 * {@code force} and {@code passive}; {@code /acs} shows the subject in {@code p#subject}, the
 * authentication context in {@code p#context} and the attributes as JSON in {@code pre#attributes};
 * {@code /logout} ends the session at the provider too; {@code /slo} hears of it, {@code
 * p#signed-out}. What fails is told in {@code p#error}.
 */
public final class SamlApplication implements AutoCloseable {
  /** Who is signed in, as the provider named him. */
  private record Subject(String nameId, String format, String sessionIndex) {}

  /** The key pair with which requests are signed. */
  private record Signer(String certificate, String privateKey) {}

  private static final JsonMapper JSON = new JsonMapper();

  private final String entityId;
  private final URI metadata;
  private final Map<String, Subject> sessions = new ConcurrentHashMap<>();
  private final Set<String> pending = ConcurrentHashMap.newKeySet();
  private final Set<String> pendingLogouts = ConcurrentHashMap.newKeySet();
  private final HttpApplication http;
  private @Nullable Map<String, Object> provider;
  private volatile @Nullable Signer signer;

  /**
   * @param port 0 for any
   * @param metadata the identity provider's
   */
  public SamlApplication(Listening listening, int port, URI metadata, String entityId)
      throws IOException {
    this.metadata = metadata;
    this.entityId = entityId;
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

  /** Its assertion consumer service. */
  public URI acs() {
    return http.url().resolve("/acs");
  }

  /**
   * Signs its requests from now on.
   *
   * @param certificate X.509, Base64
   * @param privateKey PKCS #8, Base64
   */
  public void signWith(String certificate, String privateKey) {
    signer = new Signer(certificate, privateKey);
  }

  /** Does not sign its requests any more. */
  public void signNoMore() {
    signer = null;
  }

  private void handle(HttpExchange exchange) throws Exception {
    switch (exchange.getRequestURI().getPath()) {
      case "/login" -> login(exchange);
      case "/acs" -> consume(exchange);
      case "/logout" -> logout(exchange);
      case "/slo" -> loggedOut(exchange);
      case "/" ->
          page(
              exchange,
              200,
              "<h1>%s</h1><p><a href=\"/login\">Sign in</a></p>".formatted(escape(entityId)));
      default -> page(exchange, 404, "<h1>Not found</h1>");
    }
  }

  private void login(HttpExchange exchange) throws Exception {
    Map<String, String> wishes = HttpApplication.query(exchange);
    Map<String, Object> wished = new HashMap<>();
    if (wishes.containsKey("context")) {
      wished.put(SettingsBuilder.SECURITY_REQUESTED_AUTHNCONTEXT, wishes.get("context"));
      wished.put(
          SettingsBuilder.SECURITY_REQUESTED_AUTHNCONTEXTCOMPARISON,
          wishes.getOrDefault("comparison", "exact"));
    }
    Saml2Settings settings = settings(wished);
    AuthnRequest request =
        new AuthnRequest(
            settings,
            new AuthnRequestParams(
                Boolean.parseBoolean(wishes.get("force")),
                Boolean.parseBoolean(wishes.get("passive")),
                true));
    pending.add(request.getId());
    send(
        exchange,
        settings,
        settings.getIdpSingleSignOnServiceUrl().toURI(),
        "SAMLRequest",
        request.getEncodedAuthnRequest(true),
        request.getId());
  }

  private void consume(HttpExchange exchange) throws Exception {
    Map<String, String> form = HttpApplication.fields(HttpApplication.body(exchange));
    SamlResponse response =
        new SamlResponse(
            settings(Map.of()),
            new HttpRequest(
                acs().toString(),
                Map.of("SAMLResponse", List.of(form.getOrDefault("SAMLResponse", ""))),
                null));
    String request = form.getOrDefault("RelayState", "");
    if (!pending.remove(request) || !response.isValid(request)) {
      refuse(exchange, error(response));
      return;
    }
    String session = UUID.randomUUID().toString();
    sessions.put(
        session,
        new Subject(
            response.getNameId(),
            String.valueOf(response.getNameIdFormat()),
            response.getSessionIndex()));
    HttpApplication.setCookie(exchange, cookieName(), session);
    page(
        exchange,
        200,
        """
        <h1>Signed in</h1><p id="subject">%s</p><p id="context">%s</p><pre id="attributes">%s</pre>
        """
            .formatted(
                escape(response.getNameId()),
                escape(context(response)),
                escape(JSON.writeValueAsString(new TreeMap<>(response.getAttributes())))));
  }

  /** What the library says, and the provider's own reason, of which the library names the class. */
  private static String error(SamlResponse response) {
    SamlResponseStatus status = response.getResponseStatus();
    String reason = status == null ? null : status.getSubStatusCode();
    return response.getError() + (reason == null ? "" : " (" + reason + ")");
  }

  /** The library has no getter for it. Called for a valid response only: it has one assertion. */
  private static String context(SamlResponse response) throws Exception {
    NodeList found =
        Util.query(
            Util.loadXML(response.getSAMLResponseXml()),
            "/samlp:Response/saml:Assertion/saml:AuthnStatement/saml:AuthnContext"
                + "/saml:AuthnContextClassRef");
    return found.getLength() == 1 ? found.item(0).getTextContent().trim() : "";
  }

  private void logout(HttpExchange exchange) throws Exception {
    Subject who = sessions.get(HttpApplication.cookie(exchange, cookieName()));
    if (who == null) {
      refuse(exchange, "nobody is signed in");
      return;
    }
    Saml2Settings settings = settings(Map.of());
    LogoutRequest request =
        new LogoutRequest(
            settings, new LogoutRequestParams(who.sessionIndex(), who.nameId(), who.format()));
    pendingLogouts.add(request.getId());
    send(
        exchange,
        settings,
        settings.getIdpSingleLogoutServiceUrl().toURI(),
        "SAMLRequest",
        request.getEncodedLogoutRequest(true),
        request.getId());
  }

  /** The provider answers our request to log out, or tells that somebody else asked for it. */
  private void loggedOut(HttpExchange exchange) throws Exception {
    Map<String, String> message = HttpApplication.query(exchange);
    Saml2Settings settings = settings(Map.of());
    Map<String, List<String>> parameters = new HashMap<>();
    message.forEach((name, value) -> parameters.put(name, List.of(value)));
    HttpRequest heard =
        new HttpRequest(
            http.url().resolve("/slo").toString(),
            parameters,
            exchange.getRequestURI().getRawQuery());
    if (message.containsKey("SAMLRequest")) {
      LogoutRequest request = new LogoutRequest(settings, heard);
      if (!request.isValid()) {
        refuse(exchange, String.valueOf(request.getError()));
        return;
      }
      sessions.remove(HttpApplication.cookie(exchange, cookieName()));
      LogoutResponse response =
          new LogoutResponse(
              settings, new LogoutResponseParams(request.getId(), Constants.STATUS_SUCCESS));
      send(
          exchange,
          settings,
          settings.getIdpSingleLogoutServiceResponseUrl().toURI(),
          "SAMLResponse",
          response.getEncodedLogoutResponse(true),
          message.getOrDefault("RelayState", ""));
      return;
    }
    LogoutResponse response = new LogoutResponse(settings, heard);
    String request = message.getOrDefault("RelayState", "");
    if (!pendingLogouts.remove(request)
        || !response.isValid(request)
        || !Constants.STATUS_SUCCESS.equals(response.getStatus())) {
      refuse(exchange, String.valueOf(response.getError()));
      return;
    }
    sessions.remove(HttpApplication.cookie(exchange, cookieName()));
    page(exchange, 200, "<h1>Signed out</h1><p id=\"signed-out\">yes</p>");
  }

  /** Sends a message by the redirect binding, signed when there is a key. */
  private void send(
      HttpExchange exchange,
      Saml2Settings settings,
      URI address,
      String name,
      String message,
      String relayState)
      throws Exception {
    StringBuilder query = new StringBuilder(name + "=" + encode(message));
    if (!relayState.isEmpty()) {
      query.append("&RelayState=").append(encode(relayState));
    }
    if (settings.getSPkey() != null) {
      query.append("&SigAlg=").append(encode(Constants.RSA_SHA256));
      byte[] signature = Util.sign(query.toString(), settings.getSPkey(), Constants.RSA_SHA256);
      query.append("&Signature=").append(encode(Util.base64encoder(signature)));
    }
    HttpApplication.redirect(exchange, URI.create(address + "?" + query));
  }

  private Saml2Settings settings(Map<String, Object> more) throws Exception {
    Map<String, Object> values = new HashMap<>(provider());
    values.put(SettingsBuilder.STRICT_PROPERTY_KEY, true);
    values.put(SettingsBuilder.SP_ENTITYID_PROPERTY_KEY, entityId);
    values.put(SettingsBuilder.SP_ASSERTION_CONSUMER_SERVICE_URL_PROPERTY_KEY, acs().toString());
    values.put(
        SettingsBuilder.SP_SINGLE_LOGOUT_SERVICE_URL_PROPERTY_KEY,
        http.url().resolve("/slo").toString());
    values.put(SettingsBuilder.SECURITY_WANT_MESSAGES_SIGNED, true);
    Signer key = signer;
    if (key != null) {
      values.put(SettingsBuilder.SP_X509CERT_PROPERTY_KEY, key.certificate());
      values.put(SettingsBuilder.SP_PRIVATEKEY_PROPERTY_KEY, key.privateKey());
    }
    values.putAll(more);
    return new SettingsBuilder().fromValues(values).build();
  }

  private synchronized Map<String, Object> provider() throws Exception {
    Map<String, Object> known = provider;
    if (known == null) {
      known = IdPMetadataParser.parseRemoteXML(metadata.toURL());
      provider = known;
    }
    return known;
  }

  private String cookieName() {
    return entityId + "-session";
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
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
