package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.request.Network;

/**
 * 1 when the user has never completed a login from this country, else 0. Missing when the country
 * is unknown, nothing is known of the user's countries, or the network is a shared one whose
 * location means little.
 *
 * <p>Rule: 1.1; a new country is mostly a new city too.
 *
 * <p>Inputs: request.network, profile.countries.
 *
 * <p>Source: Wiefling, Lo Iacono and Dürmuth, "Is This Really You? An Empirical Study on Risk-Based
 * Authentication Applied in the Wild" (IFIP SEC 2019), for what services look at; the weight is
 * ours.
 */
public final class NewCountry implements Signal {

  @Override
  public String code() {
    return "NEW_COUNTRY";
  }

  @Override
  public float value(RiskContext context) {
    Network network = context.request().network();
    if (network.country().isEmpty()
        || network.kind() == Network.Kind.SHARED
        || context.profile().countries().isEmpty()) {
      return Float.NaN;
    }
    return context.profile().countries().containsKey(network.country()) ? 0 : 1;
  }

  @Override
  public double logOdds(float value) {
    return value > 0 ? 1.1 : 0;
  }
}
