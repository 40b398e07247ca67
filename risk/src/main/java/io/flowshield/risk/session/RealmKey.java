package io.flowshield.risk.session;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.keycloak.crypto.Algorithm;
import org.keycloak.crypto.KeyUse;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Secrets for keyed hashes, derived from the realm's active HMAC key (HMAC-SHA256 over a label). A
 * rotated realm key makes old hashes meaningless: every address is new once.
 */
public final class RealmKey {
  private RealmKey() {}

  /** The secret for a purpose, 32 bytes. */
  static byte[] derive(KeycloakSession session, RealmModel realm, String label) {
    SecretKey key = session.keys().getActiveKey(realm, KeyUse.SIG, Algorithm.HS512).getSecretKey();
    return hmac(key, "flowshield " + label);
  }

  /** Keyed hash of a text, hexadecimal. */
  public static String hash(KeycloakSession session, RealmModel realm, String label, String text) {
    byte[] key = derive(session, realm, label);
    return HexFormat.of().formatHex(hmac(new SecretKeySpec(key, "HmacSHA256"), text));
  }

  private static byte[] hmac(SecretKey key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA256 is missing from this JVM", e);
    }
  }
}
