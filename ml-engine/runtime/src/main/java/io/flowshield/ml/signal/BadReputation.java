package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;

/**
 * How many of the administrator's reputation lists name the address. Missing when there are no
 * lists and for private addresses.
 *
 * <p>Rule: 1.5 for the first and 0.5 for each other, at most 3.0.
 *
 * <p>Inputs: request.network.reputation.
 *
 * <p>Source: lists differ in what they hold and hardly overlap: Ramanathan, Mirkovic and Yu, "BLAG:
 * Improving the Accuracy of Blacklists" (NDSS 2020); the weights are ours.
 */
public final class BadReputation implements Signal {

  @Override
  public String code() {
    return "BAD_REPUTATION";
  }

  @Override
  public float value(RiskContext context) {
    int lists = context.request().network().reputation();
    return lists < 0 ? Float.NaN : lists;
  }

  @Override
  public double logOdds(float value) {
    return value >= 1 ? Math.min(3, 1 + 0.5 * value) : 0;
  }
}
