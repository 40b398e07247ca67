package io.flowshield.tests.doors;

import io.flowshield.demo.BrowserDriver.Page;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A WebAuthn authenticator with one ES256 credential and no attestation, and the part of a browser
 * that speaks for it: answers what Keycloak's pages ask of {@code navigator.credentials} (Web
 * Authentication Level 2, 5.8.1, 6.1 and 6.5.4).
 */
public final class SecurityKey {
  private static final byte PRESENT_AND_VERIFIED = 0x05;
  private static final byte WITH_CREDENTIAL = 0x40;
  private static final int COORDINATE = 32;

  private final KeyPair keys;
  private final byte[] id;
  private int counter;

  private SecurityKey(byte[] id) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    this.keys = generator.generateKeyPair();
    this.id = id;
  }

  public static SecurityKey create() throws GeneralSecurityException {
    byte[] id = new byte[32];
    new SecureRandom().nextBytes(id);
    return new SecurityKey(id);
  }

  /** Says that it is this credential without having its private key. */
  SecurityKey forged() throws GeneralSecurityException {
    return new SecurityKey(id);
  }

  /** What the registration page's form wants. */
  public Map<String, String> register(Page page) throws GeneralSecurityException {
    byte[] authenticatorData = authenticatorData(page, credential());
    byte[] attestation =
        join(
            cbor("A3 63 666D74 64 6E6F6E65 67 61747453746D74 A0 68 6175746844617461 58"),
            new byte[] {(byte) authenticatorData.length},
            authenticatorData);
    return Map.of(
        "clientDataJSON", base64(clientData(page, "webauthn.create")),
        "attestationObject", base64(attestation),
        "publicKeyCredentialId", base64(id),
        "authenticatorLabel", "key of a test");
  }

  /** What the sign-in page's form wants. */
  public Map<String, String> sign(Page page) throws GeneralSecurityException {
    byte[] authenticatorData = authenticatorData(page, new byte[0]);
    byte[] clientData = clientData(page, "webauthn.get");
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(keys.getPrivate());
    signature.update(authenticatorData);
    signature.update(sha256(clientData));
    return Map.of(
        "clientDataJSON", base64(clientData),
        "authenticatorData", base64(authenticatorData),
        "signature", base64(signature.sign()),
        "credentialId", base64(id));
  }

  private byte[] authenticatorData(Page page, byte[] credential) throws GeneralSecurityException {
    byte flags =
        credential.length == 0
            ? PRESENT_AND_VERIFIED
            : (byte) (PRESENT_AND_VERIFIED | WITH_CREDENTIAL);
    return ByteBuffer.allocate(37 + credential.length)
        .put(sha256(asked(page, "rpId").getBytes(StandardCharsets.UTF_8)))
        .put(flags)
        .putInt(++counter)
        .put(credential)
        .array();
  }

  /** No AAGUID, the id, and the public key in COSE. */
  private byte[] credential() {
    ECPublicKey key = (ECPublicKey) keys.getPublic();
    return join(
        new byte[16],
        new byte[] {0, (byte) id.length},
        id,
        cbor("A5 01 02 03 26 20 01 21 58 20"),
        coordinate(key.getW().getAffineX()),
        cbor("22 58 20"),
        coordinate(key.getW().getAffineY()));
  }

  private static byte[] clientData(Page page, String type) {
    URI uri = page.uri();
    return "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s://%s\",\"crossOrigin\":false}"
        .formatted(type, asked(page, "challenge"), uri.getScheme(), uri.getAuthority())
        .getBytes(StandardCharsets.UTF_8);
  }

  /** A value that the page's script hands to the browser. */
  private static String asked(Page page, String name) {
    Matcher matcher = Pattern.compile(name + "\\s*:\\s*\"([^\"]+)\"").matcher(page.body());
    if (!matcher.find()) {
      throw new AssertionError("the page does not ask for a key: " + page);
    }
    return matcher.group(1);
  }

  private static byte[] coordinate(BigInteger value) {
    byte[] signed = value.toByteArray();
    byte[] fixed = new byte[COORDINATE];
    int length = Math.min(COORDINATE, signed.length);
    System.arraycopy(signed, signed.length - length, fixed, COORDINATE - length, length);
    return fixed;
  }

  private static byte[] cbor(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static byte[] join(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteBuffer joined = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      joined.put(part);
    }
    return joined.array();
  }

  private static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
    return MessageDigest.getInstance("SHA-256").digest(bytes);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
