package io.flowshield.ml.profile;

import io.flowshield.ml.request.Network;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Places rounded to what an address database can tell apart and a profile may keep: the middles of
 * cells of a quarter of a degree, at most 28 km from north to south.
 */
public final class Towns {
  private static final double EARTH_RADIUS_KM = 6371;
  private static final double CELL = 0.25;

  private Towns() {}

  /** The cell of a place, for example {@code 52.50,13.50}; empty when it is nowhere on earth. */
  public static String key(Network.@Nullable Location place) {
    if (place == null || !isPlausible(place.latitude(), place.longitude())) {
      return "";
    }
    return String.format(
        Locale.ROOT, "%.2f,%.2f", middle(place.latitude()), middle(place.longitude()));
  }

  private static double middle(double degrees) {
    // No "-0.00" beside "0.00".
    return Math.round(degrees / CELL) * CELL + 0.0;
  }

  /** The middle of a cell; empty when the text names none. */
  public static Optional<Network.Location> place(String key) {
    int comma = key.indexOf(',');
    if (comma < 0) {
      return Optional.empty();
    }
    try {
      double latitude = Double.parseDouble(key.substring(0, comma));
      double longitude = Double.parseDouble(key.substring(comma + 1));
      return isPlausible(latitude, longitude)
          ? Optional.of(new Network.Location(latitude, longitude))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether coordinates are a place on earth where somebody may be. Databases write (0, 0) for
   * addresses that they do not know; that place is in the sea.
   */
  public static boolean isPlausible(double latitude, double longitude) {
    return Math.abs(latitude) <= 90
        && Math.abs(longitude) <= 180
        && (latitude != 0 || longitude != 0);
  }

  /**
   * Great-circle distance in km between two points given in degrees (haversine formula, mean earth
   * radius 6371 km).
   */
  public static double distanceKm(
      double latitude1, double longitude1, double latitude2, double longitude2) {
    double dLatitude = Math.toRadians(latitude2 - latitude1);
    double dLongitude = Math.toRadians(longitude2 - longitude1);
    double a =
        Math.pow(Math.sin(dLatitude / 2), 2)
            + Math.cos(Math.toRadians(latitude1))
                * Math.cos(Math.toRadians(latitude2))
                * Math.pow(Math.sin(dLongitude / 2), 2);
    return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(a)));
  }
}
