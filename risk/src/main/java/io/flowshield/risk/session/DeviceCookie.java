package io.flowshield.risk.session;

import io.flowshield.risk.session.SignedTokens.Purpose;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.utils.SecureContextResolver;

/** Names a browser by a signed cookie. Says nothing about who uses it. */
final class DeviceCookie {
  static final String NAME = "FLOWSHIELD_DEVICE";
  private static final Duration LIFE = Duration.ofDays(365);
  private static final String ISSUED = "flowshield.device";

  private final KeycloakSession session;
  private final RealmModel realm;

  DeviceCookie(KeycloakSession session, RealmModel realm) {
    this.session = session;
    this.realm = realm;
  }

  /** The device that this request comes from; empty for a new one or a forged cookie. */
  Optional<String> read() {
    Cookie cookie = session.getContext().getHttpRequest().getHttpHeaders().getCookies().get(NAME);
    return cookie == null
        ? Optional.empty()
        : new SignedTokens(session, realm)
            .verify(Purpose.DEVICE, cookie.getValue())
            .map(SignedTokens.Verified::subject);
  }

  /** The device as it will be known from now on: that of the cookie, or of the one just issued. */
  @Nullable String known() {
    return read().orElseGet(() -> (String) session.getAttribute(ISSUED));
  }

  /** Gives a browser without a cookie a new name. */
  void issueIfAbsent() {
    if (session.getAttribute(ISSUED) != null || read().isPresent()) {
      return;
    }
    String device = UUID.randomUUID().toString();
    session.setAttribute(ISSUED, device);
    boolean secure = SecureContextResolver.isSecureContext(session);
    URI base = session.getContext().getUri().getBaseUri();
    session
        .getContext()
        .getHttpResponse()
        .setCookieIfAbsent(
            new NewCookie.Builder(NAME)
                .value(new SignedTokens(session, realm).sign(Purpose.DEVICE, device, "", LIFE))
                .path(base.getRawPath() + "realms/" + realm.getName() + "/")
                .maxAge((int) LIFE.toSeconds())
                .httpOnly(true)
                .secure(secure)
                .sameSite(secure ? NewCookie.SameSite.NONE : NewCookie.SameSite.LAX)
                .build());
  }
}
