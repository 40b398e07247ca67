package io.flowshield.ml.network;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A block of addresses.
 *
 * @param v4 true for IPv4
 * @param high first eight bytes (IPv4: the four bytes, then zeroes), bits behind the prefix zero
 * @param low last eight bytes, 0 for IPv4
 * @param bits length of the prefix
 */
record Cidr(boolean v4, long high, long low, int bits) {
  private static final Pattern V4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
  private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");
  private static final Pattern LENGTH = Pattern.compile("\\d{1,3}");

  /** The block of a given length that an address lies in. */
  static Cidr of(InetAddress address, int bits) {
    byte[] bytes = Arrays.copyOf(address.getAddress(), 16);
    return new Cidr(
        address instanceof Inet4Address,
        word(bytes, 0) & mask(bits),
        word(bytes, 8) & mask(bits - 64),
        bits);
  }

  private static long word(byte[] bytes, int from) {
    long word = 0;
    for (int i = from; i < from + 8; i++) {
      word = word << 8 | (bytes[i] & 0xff);
    }
    return word;
  }

  /** The first bits of 64 set; none below one, all from 64 on. */
  static long mask(int bits) {
    if (bits <= 0) {
      return 0;
    }
    return bits >= 64 ? -1L : -1L << (64 - bits);
  }

  /** For example {@code 203.0.113.0/24}; a bare address is a block of one. */
  static Optional<Cidr> parse(String text) {
    int slash = text.indexOf('/');
    Optional<InetAddress> address = parseAddress(slash < 0 ? text : text.substring(0, slash));
    if (address.isEmpty()) {
      return Optional.empty();
    }
    int most = address.get() instanceof Inet4Address ? 32 : 128;
    if (slash < 0) {
      return Optional.of(of(address.get(), most));
    }
    String length = text.substring(slash + 1);
    if (!LENGTH.matcher(length).matches() || Integer.parseInt(length) > most) {
      return Optional.empty();
    }
    return Optional.of(of(address.get(), Integer.parseInt(length)));
  }

  /** An address literal; never a name, so nothing is looked up. IPv4 inside IPv6 becomes IPv4. */
  static Optional<InetAddress> parseAddress(String text) {
    String literal = text.strip();
    int zone = literal.indexOf('%');
    if (zone >= 0) {
      literal = literal.substring(0, zone);
    }
    if (literal.startsWith("[") && literal.endsWith("]")) {
      literal = literal.substring(1, literal.length() - 1);
    }
    boolean v6 = literal.indexOf(':') >= 0 && V6.matcher(literal).matches();
    if (!v6 && !V4.matcher(literal).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(literal));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
