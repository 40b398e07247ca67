package io.flowshield.demo;

import com.onelogin.saml2.authn.AuthnRequest;
import com.onelogin.saml2.authn.AuthnRequestParams;
import com.onelogin.saml2.authn.SamlResponse;
import com.onelogin.saml2.http.HttpRequest;
import com.onelogin.saml2.settings.IdPMetadataParser;
import com.onelogin.saml2.settings.Saml2Settings;
import com.onelogin.saml2.settings.SettingsBuilder;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A sample application that signs people in with SAML 2.0 (redirect there, POST back), with
 * OneLogin's library. Paths: {@code /} a page, {@code /login} begins, {@code /acs} shows the
 * subject in {@code p#subject}. Signatures of responses are checked against the certificate of the
 * identity provider's own metadata.
 */
public final class SamlApplication implements AutoCloseable {
  private final String entityId;
  private final URI metadata;
  private final Set<String> pending = ConcurrentHashMap.newKeySet();
  private final HttpApplication http;
  private @Nullable Saml2Settings settings;

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

  private void handle(HttpExchange exchange) throws Exception {
    switch (exchange.getRequestURI().getPath()) {
      case "/login" -> login(exchange);
      case "/acs" -> consume(exchange);
      case "/" ->
          page(
              exchange,
              200,
              "<h1>%s</h1><p><a href=\"/login\">Sign in</a></p>".formatted(escape(entityId)));
      default -> page(exchange, 404, "<h1>Not found</h1>");
    }
  }

  private void login(HttpExchange exchange) throws Exception {
    AuthnRequest request = new AuthnRequest(settings(), new AuthnRequestParams(false, false, true));
    pending.add(request.getId());
    HttpApplication.redirect(
        exchange,
        URI.create(
            settings().getIdpSingleSignOnServiceUrl()
                + "?SAMLRequest="
                + URLEncoder.encode(request.getEncodedAuthnRequest(true), StandardCharsets.UTF_8)
                + "&RelayState="
                + URLEncoder.encode(request.getId(), StandardCharsets.UTF_8)));
  }

  private void consume(HttpExchange exchange) throws Exception {
    Map<String, String> form = HttpApplication.fields(HttpApplication.body(exchange));
    SamlResponse response =
        new SamlResponse(
            settings(),
            new HttpRequest(
                acs().toString(),
                Map.of("SAMLResponse", List.of(form.getOrDefault("SAMLResponse", ""))),
                null));
    String request = form.getOrDefault("RelayState", "");
    if (pending.remove(request) && response.isValid(request)) {
      page(
          exchange,
          200,
          "<h1>Signed in</h1><p id=\"subject\">%s</p>".formatted(escape(response.getNameId())));
    } else {
      page(
          exchange,
          400,
          "<h1>Not signed in</h1><p id=\"error\">%s</p>"
              .formatted(escape(String.valueOf(response.getError()))));
    }
  }

  private synchronized Saml2Settings settings() throws Exception {
    Saml2Settings known = settings;
    if (known == null) {
      Map<String, Object> values = new HashMap<>();
      values.put(SettingsBuilder.STRICT_PROPERTY_KEY, true);
      values.put(SettingsBuilder.SP_ENTITYID_PROPERTY_KEY, entityId);
      values.put(SettingsBuilder.SP_ASSERTION_CONSUMER_SERVICE_URL_PROPERTY_KEY, acs().toString());
      values.put(SettingsBuilder.SECURITY_WANT_MESSAGES_SIGNED, true);
      values.putAll(IdPMetadataParser.parseRemoteXML(metadata.toURL()));
      known = new SettingsBuilder().fromValues(values).build();
      settings = known;
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
