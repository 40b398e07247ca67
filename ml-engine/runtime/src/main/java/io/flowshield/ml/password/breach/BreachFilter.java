package io.flowshield.ml.password.breach;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;

/**
 * Tells offline whether a password has leaked: a Bloom filter (Bloom, CACM 13(7), 1970) over a list
 * that an administrator supplies. It never misses one of the list, and wrongly names a share {@link
 * #rate} of all others. Immutable, thread-safe; a filter of a file lies in the page cache, not in
 * the heap.
 */
public final class BreachFilter {
  private final FilterHeader header;
  private final FilterBits bits;

  private BreachFilter(FilterHeader header, FilterBits bits) {
    this.header = header;
    this.bits = bits;
  }

  /** A filter in memory, for a short list. */
  public static BreachFilter of(Collection<String> passwords, double rate) {
    FilterHeader header = FilterHeader.plan(passwords.size(), rate);
    FilterBits bits = FilterBits.inMemory(Math.toIntExact(header.bodyBytes()));
    for (String password : passwords) {
      add(LeakedHash.of(password), header, bits);
    }
    return new BreachFilter(header, bits);
  }

  /**
   * Maps a file that {@link BreachFilterBuilder} wrote. Reads all of it once to verify its
   * checksum, some seconds for each gigabyte: not in a request.
   *
   * @throws IOException when there is none, or it is damaged
   */
  public static BreachFilter open(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer head = ByteBuffer.allocate(FilterHeader.BYTES);
      while (head.hasRemaining() && channel.read(head) >= 0) {
        // until the header is complete or the file ends
      }
      FilterHeader header = FilterHeader.read(Arrays.copyOf(head.array(), head.position()));
      if (channel.size() != FilterHeader.BYTES + header.bodyBytes()) {
        throw new IOException("The filter is not as long as its header says");
      }
      FilterBits bits =
          FilterBits.mapped(
              channel, FileChannel.MapMode.READ_ONLY, FilterHeader.BYTES, header.bodyBytes());
      if (!MessageDigest.isEqual(digest(header, bits), header.sha256())) {
        throw new IOException("The filter's checksum is wrong");
      }
      return new BreachFilter(header, bits);
    }
  }

  static void add(LeakedHash hash, FilterHeader header, FilterBits bits) {
    for (int i = 0; i < header.hashes(); i++) {
      bits.set(hash.bit(i, header.bits()));
    }
  }

  static byte[] digest(FilterHeader header, FilterBits bits) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(header.fields());
      bits.digest(sha256);
      return sha256.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** True when the password is in the list, and wrongly so at {@link #rate}. */
  public boolean contains(CharSequence password) {
    LeakedHash hash = LeakedHash.of(password);
    for (int i = 0; i < header.hashes(); i++) {
      if (!bits.get(hash.bit(i, header.bits()))) {
        return false;
      }
    }
    return true;
  }

  /** How many lines it was built of. */
  public long entries() {
    return header.entries();
  }

  /** Share of unlisted passwords that it names all the same. */
  public double rate() {
    return header.rate();
  }

  @Override
  public String toString() {
    return "BreachFilter[" + header.entries() + " entries]";
  }
}
