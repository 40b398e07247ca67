package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.request.Network.Listing;

/**
 * 1 when the realm's deny list names the address, its network or its country, else 0. No evidence
 * but an order: the policy refuses such attempts whatever the score.
 *
 * <p>Rule: 4.0.
 *
 * <p>Inputs: request.network.listing.
 *
 * <p>Source: the realm attributes {@code flowshield.network.deny} and {@code
 * flowshield.network.allow}; deny beats allow.
 */
public final class DenyListed implements Signal {
  /** The reason of a refusal by the deny list. */
  public static final String CODE = "DENY_LISTED";

  @Override
  public String code() {
    return CODE;
  }

  @Override
  public float value(RiskContext context) {
    return context.request().network().listing() == Listing.DENIED ? 1 : 0;
  }

  @Override
  public double logOdds(float value) {
    return value > 0 ? 4 : 0;
  }
}
