package io.flowshield.risk.alert;

import io.flowshield.risk.session.SignedTokens;
import io.flowshield.risk.session.SignedTokens.Purpose;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The link by which a user says that a login was somebody else's. Good for one user of one realm
 * and one decision. It is not bound to the user's address: whoever came in may have changed that
 * since, and the mail that went to the old one must still work.
 */
public final class NotMeLink {
  private final KeycloakSession session;
  private final RealmModel realm;

  public NotMeLink(KeycloakSession session, RealmModel realm) {
    this.session = session;
    this.realm = realm;
  }

  /**
   * Whose login it was.
   *
   * @param decisionId the decision that let it through
   */
  public record Login(String userId, String decisionId) {}

  /**
   * A link.
   *
   * @param base where the server's users find it
   */
  String url(URI base, Login login, Duration life) {
    String token =
        new SignedTokens(session, realm)
            .sign(Purpose.NOT_ME, login.userId(), login.decisionId(), life);
    return UriBuilder.fromUri(base)
        .path("realms")
        .path(realm.getName())
        .path("flowshield")
        .path("not-me")
        .queryParam("token", token)
        .build()
        .toString();
  }

  /** The login of a token; empty when it is altered, too old, or of another realm or purpose. */
  public Optional<Login> login(@Nullable String token) {
    return new SignedTokens(session, realm)
        .verify(Purpose.NOT_ME, token)
        .map(verified -> new Login(verified.subject(), verified.bound()));
  }
}
