package io.flowshield.ml.behaviour;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of how one person types one secret on one class of device: the last {@link
 * #MAX_SAMPLES} typings, each time in a byte ({@link TimeCode}). This is a biometric template: it
 * is stored in the user's profile only, dies with it, and starts anew when the secret changes.
 *
 * <p>Of a changed secret tells its length: two completed logins in a row that are of another length
 * start a new baseline. Immutable.
 */
public final class TypingBaseline {
  /** Typings kept; at most 3.2 kB. */
  public static final int MAX_SAMPLES = 50;

  private static final int OTHERS_UNTIL_NEW = 2;
  private static final int HEADER = 2;

  private final int strokes;
  private final int others;
  private final byte[] codes;

  private TypingBaseline(int strokes, int others, byte[] codes) {
    this.strokes = strokes;
    this.others = others;
    this.codes = codes;
  }

  /** The baseline after a first typing. */
  public static TypingBaseline first(TypingSample sample) {
    return new TypingBaseline(sample.strokes(), 0, codes(sample));
  }

  /** The baseline after one more completed login. */
  public TypingBaseline learn(TypingSample sample) {
    if (sample.strokes() != strokes) {
      return others + 1 >= OTHERS_UNTIL_NEW
          ? first(sample)
          : new TypingBaseline(strokes, others + 1, codes);
    }
    int width = 2 * strokes;
    int kept = Math.min(codes.length, (MAX_SAMPLES - 1) * width);
    byte[] next = new byte[kept + width];
    System.arraycopy(codes, codes.length - kept, next, 0, kept);
    System.arraycopy(codes(sample), 0, next, kept, width);
    return new TypingBaseline(strokes, 0, next);
  }

  private static byte[] codes(TypingSample sample) {
    byte[] codes = new byte[2 * sample.strokes()];
    for (int i = 0; i < sample.strokes(); i++) {
      codes[2 * i] = TimeCode.of(sample.view(TypingSample.DWELL)[i]);
      codes[2 * i + 1] = i == 0 ? 0 : TimeCode.of(sample.view(TypingSample.PRESS)[i - 1]);
    }
    return codes;
  }

  /** Typings it holds, at least 1. */
  public int samples() {
    return codes.length / (2 * strokes);
  }

  /** Keys of the secret. */
  public int strokes() {
    return strokes;
  }

  /** The typings, oldest first. */
  public List<TypingSample> typings() {
    List<TypingSample> typings = new ArrayList<>();
    for (int start = 0; start < codes.length; start += 2 * strokes) {
      typings.add(TypingSample.decoded(codes, start, strokes));
    }
    return typings;
  }

  /** What the typings have in common. */
  public TypingTemplate template() {
    return new TypingTemplate(typings());
  }

  /** For the profile: two bytes (keys, logins of another length) and the times, in Base64. */
  public String encoded() {
    byte[] bytes = new byte[HEADER + codes.length];
    bytes[0] = (byte) strokes;
    bytes[1] = (byte) others;
    System.arraycopy(codes, 0, bytes, HEADER, codes.length);
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Reads what {@link #encoded} wrote; null when it is something else. */
  public static @Nullable TypingBaseline decoded(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
    int strokes = bytes.length > HEADER ? bytes[0] : 0;
    int times = bytes.length - HEADER;
    if (strokes < TypingSample.MIN_STROKES
        || strokes > TypingSample.MAX_STROKES
        || bytes[1] < 0
        || bytes[1] >= OTHERS_UNTIL_NEW
        || times < 2 * strokes
        || times % (2 * strokes) != 0
        || times > 2 * strokes * MAX_SAMPLES) {
      return null;
    }
    return new TypingBaseline(strokes, bytes[1], Arrays.copyOfRange(bytes, HEADER, bytes.length));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TypingBaseline that
        && strokes == that.strokes
        && others == that.others
        && Arrays.equals(codes, that.codes);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(codes) + others;
  }

  /** Not the times. */
  @Override
  public String toString() {
    return "TypingBaseline[" + samples() + " typings of " + strokes + " keys]";
  }
}
