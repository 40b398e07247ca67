package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.request.Network.Kind;

/**
 * 1 when the address is a data centre, where servers live and people do not, else 0. Missing for
 * private addresses and where the kind of network is unknown.
 *
 * <p>Rule: 1.2.
 *
 * <p>Inputs: request.network.kind.
 *
 * <p>Source: the weight is ours: some companies leave through a cloud proxy.
 */
public final class DataCentreNetwork implements Signal {

  @Override
  public String code() {
    return "DATA_CENTRE";
  }

  @Override
  public float value(RiskContext context) {
    return Kinds.is(Kind.HOSTING, context);
  }

  @Override
  public double logOdds(float value) {
    return value > 0 ? 1.2 : 0;
  }
}
