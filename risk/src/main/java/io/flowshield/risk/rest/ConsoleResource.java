package io.flowshield.risk.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.keycloak.Config;
import org.keycloak.common.util.HtmlUtils;
import org.keycloak.headers.SecurityHeadersProvider;
import org.keycloak.models.BrowserSecurityHeaders;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.urls.UrlType;

/**
 * The administrators' page of a realm. It holds nothing but the realm's name and the server's
 * addresses: whatever else it shows, its modules ask the administrators' REST interface for, with a
 * token of whoever sits there.
 */
public final class ConsoleResource {
  private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");
  private static final Map<String, String> TYPES =
      Map.of(
          "js", "text/javascript;charset=utf-8",
          "css", "text/css;charset=utf-8",
          "svg", "image/svg+xml");
  private static final int DEFAULT_HTTP = 80;
  private static final int DEFAULT_HTTPS = 443;

  private final KeycloakSession session;
  private final RealmModel realm;

  ConsoleResource(KeycloakSession session, RealmModel realm) {
    this.session = session;
    this.realm = realm;
  }

  /** The page. */
  @Operation(summary = "The administrators' page; it signs in by Keycloak's own admin console")
  @APIResponse(responseCode = "200", description = "A page, the same for everybody")
  @APIResponse(responseCode = "404", description = "The pack is bypassed")
  @APIResponse(responseCode = "429", description = RateLimit.TOO_MANY)
  @GET
  public Response page() {
    ConsoleFiles files = ConsoleFiles.ofJar();
    URI here = session.getContext().getUri().getRequestUri();
    URI frontend = session.getContext().getUri(UrlType.FRONTEND).getBaseUri();
    URI admin = session.getContext().getUri(UrlType.ADMIN).getBaseUri();
    // Relative, so that no path which a proxy adds has to be known.
    String folder = here.getRawPath().endsWith("/") ? "" : "console/";
    Map<String, String> values =
        Map.of(
            "files", folder + files.version(),
            "realm", realm.getName(),
            "master", Config.getAdminRealm(),
            "frontend", frontend.toString(),
            "admin", admin.toString());
    return secured(
            Response.ok(filled(files.page(), values))
                .type(MediaType.TEXT_HTML_TYPE.withCharset(StandardCharsets.UTF_8.name()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store"))
        .header("Content-Security-Policy", policy(frontend, admin))
        .header("X-Frame-Options", "DENY")
        .build();
  }

  /** A file of the page. */
  @Operation(summary = "A module or the style of the administrators' page")
  @APIResponse(responseCode = "200", description = "The file; it never changes")
  @APIResponse(
      responseCode = "404",
      description = "There is no such file, the version is another one's, or the pack is bypassed")
  @APIResponse(responseCode = "429", description = RateLimit.TOO_MANY)
  @GET
  @Path("{version}/{file}")
  public Response file(@PathParam("version") String version, @PathParam("file") String name) {
    ConsoleFiles files = ConsoleFiles.ofJar();
    if (!files.version().equals(version)) {
      throw Refusal.notFound();
    }
    byte[] bytes = files.file(name).orElseThrow(Refusal::notFound);
    return secured(
            Response.ok(bytes)
                .type(TYPES.get(name.substring(name.lastIndexOf('.') + 1)))
                .header(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .build();
  }

  /** Ours in place of the realm's, which allow more; only transport is the realm's to say. */
  private Response.ResponseBuilder secured(Response.ResponseBuilder answer) {
    session.getProvider(SecurityHeadersProvider.class).options().skipHeaders();
    BrowserSecurityHeaders transport = BrowserSecurityHeaders.STRICT_TRANSPORT_SECURITY;
    String strict =
        realm
            .getBrowserSecurityHeaders()
            .getOrDefault(transport.getKey(), transport.getDefaultValue());
    if (strict != null && !strict.isEmpty()) {
      answer.header(transport.getHeaderName(), strict);
    }
    return answer
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .header("X-Robots-Tag", "none");
  }

  /**
   * Where the administrators' host name is another than the users', people sign in at the users'.
   */
  private static String policy(URI frontend, URI admin) {
    String login = origin(frontend).equals(origin(admin)) ? "" : " " + origin(frontend);
    return "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'"
        + login
        + "; frame-src 'self'"
        + login
        + "; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  }

  /** As browsers write it; what a {@link URI} takes for a host ends no directive of a policy. */
  private static String origin(URI uri) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    int usual = scheme.equals("https") ? DEFAULT_HTTPS : DEFAULT_HTTP;
    String port = uri.getPort() < 0 || uri.getPort() == usual ? "" : ":" + uri.getPort();
    return scheme + "://" + String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT) + port;
  }

  private static String filled(String page, Map<String, String> values) {
    return PLACE
        .matcher(page)
        .replaceAll(
            place ->
                Matcher.quoteReplacement(
                    HtmlUtils.escapeAttribute(values.getOrDefault(place.group(1), ""))));
  }
}
