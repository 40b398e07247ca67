package io.flowshield.ml.network;

import io.flowshield.ml.request.Network;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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
  private static final IpRecord PRIVATE = new IpRecord("", null, 0, Network.Kind.PRIVATE);

  private final List<IpDatabase> databases;
  private final List<Supplier<NetworkList>> bad;

  /**
   * What a realm's administrator says of networks. What is on both lists is denied.
   *
   * @param allowed networks of which nothing that is known is evidence
   * @param denied networks from which nobody may come
   */
  public record RealmNetworks(NetworkList allowed, NetworkList denied) {
    /** A realm that lists nothing. */
    public static final RealmNetworks NONE =
        new RealmNetworks(NetworkList.EMPTY, NetworkList.EMPTY);
  }

  /**
   * @param databases asked in turn; a later one fills the gaps of an earlier one, and a few
   *     well-known networks those of the last
   */
  public NetworkResolver(List<IpDatabase> databases) {
    this(databases, NetworkLists.open(""));
  }

  /**
   * @param databases asked in turn behind the lists; a later one fills the gaps of an earlier one,
   *     and a few well-known networks those of the last
   * @param lists of kinds of networks and of bad addresses
   */
  public NetworkResolver(List<IpDatabase> databases, NetworkLists lists) {
    List<IpDatabase> all = new ArrayList<>(lists.kinds());
    all.addAll(databases);
    all.add(WellKnownNetworks.read());
    this.databases = List.copyOf(all);
    this.bad = lists.bad();
  }

  /** The network of an address in a realm that lists none. */
  public Network resolve(String address, byte[] key) {
    return resolve(address, key, RealmNetworks.NONE);
  }

  /**
   * The network of an address. One that the realm allows is as neutral as a private one.
   *
   * @param address as text; anything that is no address literal gives an unknown network
   * @param key secret of the realm
   */
  public Network resolve(String address, byte[] key, RealmNetworks realm) {
    Optional<InetAddress> parsed = Cidr.parseAddress(address);
    if (parsed.isEmpty()) {
      return new Network(hash(address, key), "", 0, "", null, Network.Kind.UNKNOWN);
    }
    InetAddress ip = parsed.get();
    boolean isPrivate = isPrivate(ip);
    IpRecord record = isPrivate ? PRIVATE : known(ip);
    Network.Listing listing = listing(ip, record, realm);
    boolean neutral = isPrivate || listing == Network.Listing.ALLOWED;
    IpRecord evidence = neutral ? PRIVATE : record;
    return new Network(
        hash(ip.getHostAddress(), key),
        prefix(ip),
        evidence.asn(),
        evidence.country(),
        evidence.location(),
        evidence.kind(),
        neutral || bad.isEmpty() ? Network.NO_LISTS : badLists(ip, record),
        listing);
  }

  private IpRecord known(InetAddress ip) {
    IpRecord record = IpRecord.NOTHING;
    for (IpDatabase database : databases) {
      record = record.orElse(database.find(ip).orElse(IpRecord.NOTHING));
    }
    return record;
  }

  private static Network.Listing listing(InetAddress ip, IpRecord record, RealmNetworks realm) {
    if (realm.denied().names(ip, record.asn(), record.country())) {
      return Network.Listing.DENIED;
    }
    return realm.allowed().names(ip, record.asn(), record.country())
        ? Network.Listing.ALLOWED
        : Network.Listing.NONE;
  }

  private int badLists(InetAddress ip, IpRecord record) {
    int lists = 0;
    for (Supplier<NetworkList> list : bad) {
      if (list.get().names(ip, record.asn(), record.country())) {
        lists++;
      }
    }
    return lists;
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
