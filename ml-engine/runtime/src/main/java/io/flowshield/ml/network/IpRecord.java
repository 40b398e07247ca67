package io.flowshield.ml.network;

import io.flowshield.ml.profile.Towns;
import io.flowshield.ml.request.Network;
import org.jspecify.annotations.Nullable;

/**
 * What a database knows of an address.
 *
 * @param country ISO 3166-1 alpha-2 in upper case, empty when unknown
 * @param location coordinates, null when unknown
 * @param asn number of the autonomous system, 0 when unknown
 * @param kind what sort of network it is; {@link Network.Kind#UNKNOWN} when the database does not
 *     say
 */
public record IpRecord(
    String country, Network.@Nullable Location location, long asn, Network.Kind kind) {

  static final IpRecord NOTHING = new IpRecord("", null, 0, Network.Kind.UNKNOWN);

  /** This record, its gaps filled from another. */
  IpRecord orElse(IpRecord other) {
    return new IpRecord(
        country.isEmpty() ? other.country : country,
        location == null ? other.location : location,
        asn == 0 ? other.asn : asn,
        kind == Network.Kind.UNKNOWN ? other.kind : kind);
  }

  /** A place on earth, null when the numbers are not one. */
  static Network.@Nullable Location location(double latitude, double longitude) {
    return Towns.isPlausible(latitude, longitude)
        ? new Network.Location(latitude, longitude)
        : null;
  }
}
