package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.request.Network.Kind;

/**
 * 1 when the address is an exit of a commercial VPN, else 0. Missing for private addresses and
 * where the kind of network is unknown.
 *
 * <p>Rule: 0.8.
 *
 * <p>Inputs: request.network.kind.
 *
 * <p>Source: the weight is ours: many honest people use one.
 */
public final class VpnNetwork implements Signal {

  @Override
  public String code() {
    return "VPN_NETWORK";
  }

  @Override
  public float value(RiskContext context) {
    return Kinds.is(Kind.VPN, context);
  }

  @Override
  public double logOdds(float value) {
    return value > 0 ? 0.8 : 0;
  }
}
