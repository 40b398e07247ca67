package io.flowshield.ml.password.breach;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The first {@value #BYTES} bytes of a filter's file, big-endian: {@code FSLEAKS1}, hashes (int), 0
 * (int), bits (long), entries (long), rate (double), SHA-256 of all that and of the bits; the rest
 * is 0. The bits follow.
 *
 * @param hashes bits that each entry sets
 * @param bits size of the filter
 * @param entries lines it was built of
 * @param rate share of unknown passwords that it calls leaked, as built
 * @param sha256 of the fields above and of the bits
 */
@SuppressWarnings("ArrayRecordComponent")
record FilterHeader(int hashes, long bits, long entries, double rate, byte[] sha256) {
  static final int BYTES = 128;
  private static final byte[] MAGIC = "FSLEAKS1".getBytes(StandardCharsets.US_ASCII);
  private static final int SHA_256_BYTES = 32;
  private static final int MOST_HASHES = 40;
  private static final long MOST_BITS = 1L << 40;
  private static final double LN_2 = Math.log(2);

  /**
   * The smallest filter for so many entries (Bloom, CACM 13(7), 1970): {@code -n ln p / (ln 2)^2}
   * bits and {@code -log2 p} hashes. At 1 in 10,000 an entry takes 19.2 bits.
   */
  static FilterHeader plan(long entries, double rate) {
    if (entries < 0 || !(rate >= 1e-9 && rate <= 0.1)) {
      throw new IllegalArgumentException("The rate must lie between 1e-9 and 0.1");
    }
    long bits = (long) Math.ceil(-Math.max(1, entries) * Math.log(rate) / (LN_2 * LN_2));
    if (bits > MOST_BITS) {
      throw new IllegalArgumentException("A filter of more than " + MOST_BITS + " bits");
    }
    int hashes = (int) Math.max(1, Math.round(-Math.log(rate) / LN_2));
    return new FilterHeader(
        hashes, Math.max(Long.SIZE, bits), entries, rate, new byte[SHA_256_BYTES]);
  }

  FilterHeader withSha256(byte[] digest) {
    return new FilterHeader(hashes, bits, entries, rate, digest.clone());
  }

  long bodyBytes() {
    return (bits + Byte.SIZE - 1) / Byte.SIZE;
  }

  /** What the SHA-256 covers in front of the bits. */
  byte[] fields() {
    return ByteBuffer.allocate(MAGIC.length + 2 * Integer.BYTES + 3 * Long.BYTES)
        .put(MAGIC)
        .putInt(hashes)
        .putInt(0)
        .putLong(bits)
        .putLong(entries)
        .putDouble(rate)
        .array();
  }

  byte[] toBytes() {
    return ByteBuffer.allocate(BYTES).put(fields()).put(sha256).array();
  }

  static FilterHeader read(byte[] bytes) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    byte[] magic = new byte[MAGIC.length];
    if (bytes.length != BYTES) {
      throw new IOException("Too short for a filter of leaked passwords");
    }
    in.get(magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new IOException("Not a filter of leaked passwords, or of another format");
    }
    int hashes = in.getInt();
    in.getInt();
    long bits = in.getLong();
    long entries = in.getLong();
    double rate = in.getDouble();
    byte[] sha256 = new byte[SHA_256_BYTES];
    in.get(sha256);
    if (hashes < 1 || hashes > MOST_HASHES || bits < Long.SIZE || bits > MOST_BITS) {
      throw new IOException("A filter of leaked passwords of an impossible size");
    }
    return new FilterHeader(hashes, bits, entries, rate, sha256);
  }
}
