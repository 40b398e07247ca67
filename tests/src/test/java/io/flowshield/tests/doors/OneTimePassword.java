package io.flowshield.tests.doors;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The OTP device of {@link People#withOtp}: TOTP (RFC 6238) with SHA-1, six digits, 30 seconds. */
public final class OneTimePassword {
  private static final int PERIOD = 30;
  private static final int DIGITS = 1_000_000;

  private OneTimePassword() {}

  /** What the device shows now. */
  public static String now() throws GeneralSecurityException {
    return at(Instant.now().getEpochSecond() / PERIOD);
  }

  /** What it shows next: Keycloak takes a code once, and those of the neighbouring periods too. */
  public static String next() throws GeneralSecurityException {
    return at(Instant.now().getEpochSecond() / PERIOD + 1);
  }

  /** What it shows neither now nor within five minutes. */
  public static String wrong() throws GeneralSecurityException {
    long step = Instant.now().getEpochSecond() / PERIOD;
    List<String> near = new ArrayList<>();
    for (long other = step - 10; other <= step + 10; other++) {
      near.add(at(other));
    }
    return IntStream.range(0, DIGITS)
        .mapToObj("%06d"::formatted)
        .filter(code -> !near.contains(code))
        .findFirst()
        .orElseThrow();
  }

  private static String at(long step) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(
        new SecretKeySpec(People.OTP_SECRET.getBytes(StandardCharsets.UTF_8), mac.getAlgorithm()));
    byte[] digest = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
    int offset = digest[digest.length - 1] & 0x0f;
    int number = ByteBuffer.wrap(digest, offset, Integer.BYTES).getInt() & Integer.MAX_VALUE;
    return "%06d".formatted(number % DIGITS);
  }
}
