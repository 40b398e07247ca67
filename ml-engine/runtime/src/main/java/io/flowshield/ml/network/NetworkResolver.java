package io.flowshield.ml.network;

import io.flowshield.ml.request.Network;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Reduces an address to what may be kept (a keyed hash, HMAC-SHA256 cut to 128 bits, and the
 * prefix) and adds what the databases know. Thread-safe; looks no names up.
 */
public final class NetworkResolver {
  private static final int V4_PREFIX_BITS = 24;
  private static final int V6_PREFIX_BITS = 48;
  private static final int KEY_BYTES = 16;

  private final List<IpDatabase> databases;

  /**
   * @param databases asked in turn; a later one fills the gaps of an earlier one
   */
  public NetworkResolver(List<IpDatabase> databases) {
    this.databases = List.copyOf(databases);
  }

  /**
   * The network of an address.
   *
   * @param address as text; anything that is no address literal gives an unknown network
   * @param key secret of the realm
   */
  public Network resolve(String address, byte[] key) {
    Optional<InetAddress> parsed = Cidr.parseAddress(address);
    if (parsed.isEmpty()) {
      return new Network(hash(address, key), "", 0, "", null, Network.Kind.UNKNOWN);
    }
    InetAddress ip = parsed.get();
    String addressKey = hash(ip.getHostAddress(), key);
    if (isPrivate(ip)) {
      return new Network(addressKey, prefix(ip), 0, "", null, Network.Kind.PRIVATE);
    }
    IpRecord record = IpRecord.NOTHING;
    for (IpDatabase database : databases) {
      record = record.orElse(database.find(ip).orElse(IpRecord.NOTHING));
    }
    return new Network(
        addressKey, prefix(ip), record.asn(), record.country(), record.location(), record.kind());
  }

  private static boolean isPrivate(InetAddress ip) {
    boolean uniqueLocal = !(ip instanceof Inet4Address) && (ip.getAddress()[0] & 0xfe) == 0xfc;
    return uniqueLocal
        || ip.isLoopbackAddress()
        || ip.isAnyLocalAddress()
        || ip.isLinkLocalAddress()
        || ip.isSiteLocalAddress();
  }

  /** The first 24 bits of an IPv4 address, the first 48 of an IPv6 address. */
  static String prefix(InetAddress ip) {
    int bits = ip instanceof Inet4Address ? V4_PREFIX_BITS : V6_PREFIX_BITS;
    byte[] bytes = ip.getAddress();
    for (int i = bits / 8; i < bytes.length; i++) {
      bytes[i] = 0;
    }
    try {
      return InetAddress.getByAddress(bytes).getHostAddress() + "/" + bits;
    } catch (UnknownHostException e) {
      throw new IllegalStateException("An address has 4 or 16 bytes", e);
    }
  }

  private static String hash(String text, byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] digest = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, KEY_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HmacSHA256", e);
    }
  }
}
