package io.flowshield.ml.password.breach;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The first 16 bytes of a password's SHA-1, by which lists of leaked passwords name them. SHA-1
 * protects nothing here; it spreads evenly, which is all a filter asks of it.
 *
 * @param first bytes 0 to 7
 * @param second bytes 8 to 15
 */
record LeakedHash(long first, long second) {
  private static final Pattern LINE = Pattern.compile("([0-9A-Fa-f]{40})(:\\d{1,19})?");

  /** Of a password's UTF-8. */
  static LeakedHash of(CharSequence password) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      return of(sha1.digest(password.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-1", e);
    }
  }

  /**
   * Of one line of a list: a SHA-1 in hexadecimal with or without {@code :count} as Have I Been
   * Pwned offers them, else a password as it is. Empty for an empty line.
   */
  static Optional<LeakedHash> ofLine(String line) {
    if (line.isEmpty()) {
      return Optional.empty();
    }
    if (LINE.matcher(line).matches()) {
      return Optional.of(of(HexFormat.of().parseHex(line.substring(0, 40))));
    }
    return Optional.of(of(line));
  }

  private static LeakedHash of(byte[] sha1) {
    ByteBuffer bytes = ByteBuffer.wrap(sha1);
    return new LeakedHash(bytes.getLong(), bytes.getLong());
  }

  /** The place of one of a filter's bits. */
  long bit(int hash, long bits) {
    return Long.remainderUnsigned(first + hash * (second | 1), bits);
  }

  @Override
  public String toString() {
    return "LeakedHash[hidden]";
  }
}
