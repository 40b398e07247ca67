package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.request.Network.Kind;

/**
 * 1 when the address is an exit of Tor, else 0. Missing for private addresses and where the kind of
 * network is unknown.
 *
 * <p>Rule: 2.5.
 *
 * <p>Inputs: request.network.kind.
 *
 * <p>Source: Freeman et al., "Who Are You?" (NDSS 2016), where the reputation of the address is
 * part of the attacker's likelihood; the weight is ours.
 */
public final class TorNetwork implements Signal {

  @Override
  public String code() {
    return "TOR_NETWORK";
  }

  @Override
  public float value(RiskContext context) {
    return Kinds.is(Kind.TOR, context);
  }

  @Override
  public double logOdds(float value) {
    return value > 0 ? 2.5 : 0;
  }
}
