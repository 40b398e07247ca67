package io.flowshield.risk.session;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.TokenCategory;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.JsonWebToken;

/**
 * Short statements signed with the realm's HMAC key, each for one purpose. Keycloak's verifier
 * compares signatures in constant time; keys rotate as the realm's do.
 */
public final class SignedTokens {
  private static final String TYPE = "FlowShield";

  private final KeycloakSession session;
  private final RealmModel realm;

  public SignedTokens(KeycloakSession session, RealmModel realm) {
    this.session = session;
    this.realm = realm;
  }

  /** What a token may be used for. */
  public enum Purpose {
    /** Names a browser. */
    DEVICE,
    /** Confirms the address that a mail went to. */
    VERIFY,
    /** Shows where a registration stands. */
    STATUS,
    /** Says of a login that it was somebody else's. */
    NOT_ME
  }

  /** The claims of our tokens. */
  static final class Claims extends JsonWebToken {
    private static final long serialVersionUID = 1;

    @JsonProperty("purpose")
    @Nullable String purpose;

    /** What must still hold for the token to be good, for example a hash of a mail address. */
    @JsonProperty("bound")
    @Nullable String bound;

    @Override
    public TokenCategory getCategory() {
      return TokenCategory.INTERNAL;
    }
  }

  /**
   * Signs a statement about a subject.
   *
   * @param bound what must still hold when it is used; empty for nothing
   */
  public String sign(Purpose purpose, String subject, String bound, Duration life) {
    Claims claims = new Claims();
    claims.type(TYPE);
    claims.issuer(realm.getId());
    claims.subject(subject);
    claims.issuedNow();
    claims.exp(Time.currentTimeMillis() / 1000 + life.toSeconds());
    claims.purpose = purpose.name();
    claims.bound = bound;
    return session.tokens().encode(claims);
  }

  /**
   * A subject whose statement holds, with what it is bound to.
   *
   * @param subject user id or device id
   * @param bound as given to {@link #sign}
   */
  public record Verified(String subject, String bound) {}

  /** Reads a token; empty when it is not ours, for something else, too old or not signed. */
  public Optional<Verified> verify(Purpose purpose, @Nullable String token) {
    if (token == null || token.isEmpty() || token.length() > 2048) {
      return Optional.empty();
    }
    Claims claims;
    try {
      claims = session.tokens().decode(token, Claims.class);
    } catch (RuntimeException e) {
      return Optional.empty();
    }
    if (claims == null
        || !TYPE.equals(claims.getType())
        || !realm.getId().equals(claims.getIssuer())
        || !purpose.name().equals(claims.purpose)
        || claims.getSubject() == null
        || claims.getExp() == null
        || claims.isExpired()) {
      return Optional.empty();
    }
    return Optional.of(new Verified(claims.getSubject(), claims.bound == null ? "" : claims.bound));
  }
}
