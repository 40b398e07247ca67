package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.request.Network.Kind;

/**
 * 1 when the address is an open, public or residential proxy, else 0. Missing for private addresses
 * and where the kind of network is unknown.
 *
 * <p>Rule: 1.6.
 *
 * <p>Inputs: request.network.kind.
 *
 * <p>Source: Mi et al., "Resident Evil: Understanding Residential IP Proxy as a Dark Service" (IEEE
 * S&P 2019), on what such proxies carry; the weight is ours.
 */
public final class ProxyNetwork implements Signal {

  @Override
  public String code() {
    return "PROXY_NETWORK";
  }

  @Override
  public float value(RiskContext context) {
    return Kinds.is(Kind.PROXY, context);
  }

  @Override
  public double logOdds(float value) {
    return value > 0 ? 1.6 : 0;
  }
}
