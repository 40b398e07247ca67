package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.profile.Towns;
import io.flowshield.ml.request.Network;
import java.util.Optional;

/**
 * Kilometres to the nearest town from which the user has completed a login: towns are cells of a
 * quarter of a degree, distances are great circles. Under 50 km counts as 0, since that is how
 * exactly address databases know towns. Missing when the place is unknown, the network hides it
 * (carriers, relays, VPN, proxies, Tor), or no town of the user's is known.
 *
 * <p>Rule: 0 up to 50 km, rising to 0.25 at 500 km; a new country counts on its own.
 *
 * <p>Inputs: request.network.location, request.network.kind, profile.places.
 *
 * <p>Source: Wiefling, Dürmuth and Lo Iacono, "More Than Just Good Passwords?" (ACSAC 2020), on
 * what of a location tells users apart; the shape of the rule is ours.
 */
public final class NewCity implements Signal {
  private static final double DATABASE_ERROR_KM = 50;

  @Override
  public String code() {
    return "NEW_CITY";
  }

  @Override
  public String name() {
    return "new_city_km";
  }

  @Override
  public float value(RiskContext context) {
    Network network = context.request().network();
    Network.Location here = network.location();
    if (here == null
        || network.kind().hidesPlace()
        || !Towns.isPlausible(here.latitude(), here.longitude())) {
      return Float.NaN;
    }
    double nearestKm = Double.NaN;
    for (String known : context.profile().places().keySet()) {
      Optional<Network.Location> town = Towns.place(known);
      if (town.isPresent()) {
        double km =
            Towns.distanceKm(
                here.latitude(), here.longitude(), town.get().latitude(), town.get().longitude());
        nearestKm = nearestKm <= km ? nearestKm : km;
      }
    }
    return (float) (nearestKm < DATABASE_ERROR_KM ? 0 : nearestKm);
  }

  @Override
  public double logOdds(float value) {
    return 0.25 * Ramp.between(value, DATABASE_ERROR_KM, 500);
  }
}
