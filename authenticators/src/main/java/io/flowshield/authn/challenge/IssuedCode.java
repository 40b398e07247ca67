package io.flowshield.authn.challenge;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * A code that was mailed, as the authentication session remembers it: never the code itself, only a
 * keyed digest that binds it to this issue.
 *
 * @param id UUID of this issue
 * @param digest HMAC-SHA-256 of id and code, in hex
 * @param issued when it was made
 * @param expires when it stops counting
 */
record IssuedCode(String id, String digest, Instant issued, Instant expires) {
  private static final String NOTE = "flowshield.code";
  private static final int DIGITS = 6;
  private static final int VALUES = 1_000_000;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Draws six digits, evenly and unpredictably. */
  static String draw() {
    return String.format(Locale.ROOT, "%0" + DIGITS + "d", RANDOM.nextInt(VALUES));
  }

  static IssuedCode of(String code, SecretKey key, Instant issued, Instant expires) {
    String id = UUID.randomUUID().toString();
    return new IssuedCode(id, digest(id, code, key), issued, expires);
  }

  /** The code of this login, if one was issued and not used up. */
  static Optional<IssuedCode> read(AuthenticationSessionModel session) {
    return parse(session.getAuthNote(NOTE));
  }

  static void forget(AuthenticationSessionModel session) {
    session.removeAuthNote(NOTE);
  }

  void write(AuthenticationSessionModel session) {
    session.setAuthNote(NOTE, asNote());
  }

  String asNote() {
    return String.join(
        " ",
        id,
        digest,
        Long.toString(issued.toEpochMilli()),
        Long.toString(expires.toEpochMilli()));
  }

  static Optional<IssuedCode> parse(@Nullable String note) {
    if (note == null) {
      return Optional.empty();
    }
    String[] parts = note.split(" ", -1);
    return Optional.of(
        new IssuedCode(
            parts[0],
            parts[1],
            Instant.ofEpochMilli(Long.parseLong(parts[2])),
            Instant.ofEpochMilli(Long.parseLong(parts[3]))));
  }

  boolean isExpired(Instant now) {
    return !now.isBefore(expires);
  }

  /** Compares in constant time. Blanks inside are forgiven, as people type 123 456. */
  boolean matches(String entered, SecretKey key) {
    String digits = entered.replaceAll("\\s", "");
    return digits.length() == DIGITS
        && MessageDigest.isEqual(
            digest.getBytes(StandardCharsets.US_ASCII),
            digest(id, digits, key).getBytes(StandardCharsets.US_ASCII));
  }

  private static String digest(String id, String code, SecretKey key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update("flowshield-email-code ".getBytes(StandardCharsets.US_ASCII));
      mac.update(id.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(mac.doFinal(code.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA-256 is not available", e);
    }
  }
}
