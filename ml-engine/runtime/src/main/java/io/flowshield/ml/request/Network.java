package io.flowshield.ml.request;

import org.jspecify.annotations.Nullable;

/**
 * The network a request comes from. The full address never leaves the factory that makes this.
 *
 * @param addressKey keyed hash of the full address, hexadecimal; equal addresses, equal keys
 * @param prefix the address truncated to /24 (IPv4) or /48 (IPv6), for example {@code
 *     203.0.113.0/24}
 * @param asn number of the autonomous system, 0 when unknown
 * @param country ISO 3166-1 alpha-2 in upper case, empty when unknown
 * @param location coordinates, null when unknown
 * @param kind what sort of network it is
 * @param reputation how many of the administrator's reputation lists name the address; {@link
 *     #NO_LISTS} when there are none
 * @param listing whether the realm's own lists name the address
 */
public record Network(
    String addressKey,
    String prefix,
    long asn,
    String country,
    @Nullable Location location,
    Kind kind,
    int reputation,
    Listing listing) {

  /** The reputation of an address where there is no list that could name it. */
  public static final int NO_LISTS = -1;

  /** A network that no list was asked about. */
  public Network(
      String addressKey,
      String prefix,
      long asn,
      String country,
      @Nullable Location location,
      Kind kind) {
    this(addressKey, prefix, asn, country, location, kind, NO_LISTS, Listing.NONE);
  }

  /** What sort of network an address belongs to. */
  public enum Kind {
    /** Nothing known: neutral. */
    UNKNOWN,
    /** Loopback, link-local or private (RFC 1918, RFC 4193): neutral. */
    PRIVATE,
    /** An access network. */
    ACCESS,
    /** Carrier-grade NAT or a privacy relay that honest people share: location means little. */
    SHARED,
    HOSTING,
    VPN,
    TOR,
    /** A relay that anybody may rent or abuse: open, public or residential proxies. */
    PROXY;

    /** True where the address says little about where its user is. */
    public boolean hidesPlace() {
      return this == SHARED || this == VPN || this == TOR || this == PROXY;
    }
  }

  /** What the realm's administrator says of an address. */
  public enum Listing {
    /** Nothing. */
    NONE,
    /** On the allow list: what is known of the network is no evidence. */
    ALLOWED,
    /** On the deny list, whatever the allow list says. */
    DENIED
  }

  /**
   * A point on the earth.
   *
   * @param latitude degrees, -90 to 90
   * @param longitude degrees, -180 to 180
   */
  public record Location(double latitude, double longitude) {}
}
