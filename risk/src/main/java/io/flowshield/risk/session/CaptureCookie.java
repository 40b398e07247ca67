package io.flowshield.risk.session;

import jakarta.ws.rs.core.NewCookie;
import java.net.URI;
import java.time.Duration;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.utils.SecureContextResolver;

/**
 * Tells the capture script of a browser what the user who signed in with it last has chosen, where
 * that differs from what the realm says of everybody. The server does not read it: it knows the
 * choice itself once it knows the user.
 */
public final class CaptureCookie {
  static final String NAME = "FLOWSHIELD_CAPTURE";
  private static final Duration LIFE = Duration.ofDays(365);

  private CaptureCookie() {}

  /**
   * Sets it, or takes it away where nothing is to be told.
   *
   * @param captured what counts for the user
   * @param byDefault what counts for those who chose nothing
   */
  public static void tell(
      KeycloakSession session, RealmModel realm, boolean captured, boolean byDefault) {
    boolean known =
        session.getContext().getHttpRequest().getHttpHeaders().getCookies().containsKey(NAME);
    if (captured == byDefault && !known) {
      return;
    }
    boolean secure = SecureContextResolver.isSecureContext(session);
    URI base = session.getContext().getUri().getBaseUri();
    session
        .getContext()
        .getHttpResponse()
        .setCookieIfAbsent(
            new NewCookie.Builder(NAME)
                .value(captured ? "on" : "off")
                .path(base.getRawPath() + "realms/" + realm.getName() + "/")
                .maxAge(captured == byDefault ? 0 : (int) LIFE.toSeconds())
                .secure(secure)
                .sameSite(NewCookie.SameSite.LAX)
                .build());
  }
}
