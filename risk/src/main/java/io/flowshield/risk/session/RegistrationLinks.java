package io.flowshield.risk.session;

import io.flowshield.risk.policy.RealmSettings;
import io.flowshield.risk.session.SignedTokens.Purpose;
import jakarta.ws.rs.core.UriBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.urls.UrlType;

/** Signed public links of a registration, and their way back to the user. */
public final class RegistrationLinks {
  private static final String EMAIL_LABEL = "email";

  private final KeycloakSession session;
  private final RealmModel realm;
  private final RealmSettings settings;

  public RegistrationLinks(KeycloakSession session, RealmModel realm) {
    this.session = session;
    this.realm = realm;
    this.settings = RealmSettings.of(realm);
  }

  /** The link in the verification mail: shows a page with a button. Good for the address of now. */
  public String verifyUrl(UserModel user) {
    String token =
        new SignedTokens(session, realm)
            .sign(Purpose.VERIFY, user.getId(), emailHash(user), settings.emailExpiry());
    return url("verify", token);
  }

  /** The waiting page's state: JSON, or a page for a browser. */
  public String statusUrl(UserModel user) {
    Duration life = settings.emailExpiry().plus(settings.reviewTimeout()).plusDays(1);
    String token = new SignedTokens(session, realm).sign(Purpose.STATUS, user.getId(), "", life);
    return url("registration/status", token);
  }

  /** How long the link of {@link #verifyUrl} works. */
  public Duration verifyLife() {
    return settings.emailExpiry();
  }

  /** The user whose address a token confirms; empty when it confirms nothing (any more). */
  public Optional<UserModel> verified(@Nullable String token) {
    return new SignedTokens(session, realm)
        .verify(Purpose.VERIFY, token)
        .flatMap(
            verified ->
                Optional.ofNullable(session.users().getUserById(realm, verified.subject()))
                    .filter(user -> sameText(emailHash(user), verified.bound())));
  }

  /** The id of the user whose registration a token shows; the account may be gone. */
  public Optional<String> shown(@Nullable String token) {
    return new SignedTokens(session, realm)
        .verify(Purpose.STATUS, token)
        .map(SignedTokens.Verified::subject);
  }

  /** An address to recognise but not to read, for example {@code a•••@example.org}. */
  public static String masked(@Nullable String email) {
    int at = email == null ? -1 : email.lastIndexOf('@');
    return email == null || at < 1
        ? ""
        : email.substring(0, email.offsetByCodePoints(0, 1)) + "•••" + email.substring(at);
  }

  private String emailHash(UserModel user) {
    String email = user.getEmail();
    return RealmKey.hash(
        session, realm, EMAIL_LABEL, email == null ? "" : email.toLowerCase(Locale.ROOT));
  }

  private String url(String path, String token) {
    return UriBuilder.fromUri(session.getContext().getUri(UrlType.FRONTEND).getBaseUri())
        .path("realms")
        .path(realm.getName())
        .path("flowshield")
        .path(path)
        .queryParam("token", token)
        .build()
        .toString();
  }

  private static boolean sameText(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
