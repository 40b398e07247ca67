package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.profile.LoginProfile;
import io.flowshield.ml.profile.Towns;
import io.flowshield.ml.request.Network;
import java.time.Duration;

/**
 * The speed in km/h at which the user must have travelled since the last completed login:
 * great-circle distance (haversine formula, mean earth radius 6371 km) over the time between, at
 * least one hour: within less, databases that disagree look like flights. Distances under 100 km
 * count as 0, since that is how far address databases err. Missing when either place is unknown or
 * not plausible, or either network hides where its users are (carriers, relays, VPN, proxies, Tor).
 *
 * <p>Rule: 0 up to 500 km/h, rising to 1.3 at 1000 km/h, faster than airliners fly.
 *
 * <p>Inputs: time, request.network, profile.lastLogin.
 *
 * <p>Source: Sinnott, "Virtues of the Haversine" (Sky and Telescope 68(2), 1984), for the formula;
 * the limits are ours.
 */
public final class ImpossibleTravel implements Signal {
  private static final double DATABASE_ERROR_KM = 100;

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
    if (!Towns.isPlausible(last.latitude(), last.longitude())
        || !Towns.isPlausible(here.latitude(), here.longitude())) {
      return Float.NaN;
    }
    double distanceKm =
        Towns.distanceKm(last.latitude(), last.longitude(), here.latitude(), here.longitude());
    if (distanceKm < DATABASE_ERROR_KM) {
      return 0;
    }
    double hours = Duration.between(last.time(), context.time()).getSeconds() / 3600.0;
    return (float) (distanceKm / Math.max(1, hours));
  }

  @Override
  public double logOdds(float value) {
    return 1.3 * Ramp.between(value, 500, 1000);
  }
}
