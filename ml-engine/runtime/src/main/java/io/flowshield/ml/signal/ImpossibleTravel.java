package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.profile.LoginProfile;
import io.flowshield.ml.request.Network;
import java.time.Duration;

/**
 * The speed in km/h at which the user must have travelled since the last completed login:
 * great-circle distance (haversine formula, mean earth radius 6371 km) over the time between, at
 * least one minute, at most 100,000. Distances under 100 km count as 0, since that is how far
 * address databases err. Missing when either place is unknown or either network hides where its
 * users are (shared, VPN, Tor).
 *
 * <p>Rule: 0 up to 500 km/h, rising to 1.3 at 1000 km/h, faster than airliners fly.
 */
public final class ImpossibleTravel implements Signal {
  private static final double EARTH_RADIUS_KM = 6371;
  private static final double DATABASE_ERROR_KM = 100;
  private static final double MAX_SPEED_KMH = 100_000;

  @Override
  public String code() {
    return "IMPOSSIBLE_TRAVEL";
  }

  @Override
  public float value(RiskContext context) {
    LoginProfile.LastLogin last = context.profile().lastLogin();
    Network network = context.request().network();
    Network.Location here = network.location();
    if (last == null || here == null || network.kind().hidesPlace()) {
      return Float.NaN;
    }
    double distanceKm =
        distanceKm(last.latitude(), last.longitude(), here.latitude(), here.longitude());
    if (Double.isNaN(distanceKm)) {
      return Float.NaN;
    }
    if (distanceKm < DATABASE_ERROR_KM) {
      return 0;
    }
    double hours =
        Math.max(60, Duration.between(last.time(), context.time()).getSeconds()) / 3600.0;
    return (float) Math.min(distanceKm / hours, MAX_SPEED_KMH);
  }

  /** Great-circle distance between two points given in degrees. */
  static double distanceKm(
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

  @Override
  public double logOdds(float value) {
    return 1.3 * Ramp.between(value, 500, 1000);
  }
}
