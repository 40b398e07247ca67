package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;

/**
 * Whether the network hides who uses it: 0 an access or shared network, 1 a VPN, 2 a data centre, 3
 * Tor. Missing for private addresses and where the kind is unknown.
 *
 * <p>Rule: 0.8, 1.2 and 2.5.
 */
public final class AnonymousNetwork implements Signal {

  @Override
  public String code() {
    return "ANONYMOUS_NETWORK";
  }

  @Override
  public float value(RiskContext context) {
    return switch (context.request().network().kind()) {
      case UNKNOWN, PRIVATE -> Float.NaN;
      case ACCESS, SHARED -> 0;
      case VPN, PROXY -> 1;
      case HOSTING -> 2;
      case TOR -> 3;
    };
  }

  @Override
  public double logOdds(float value) {
    if (value >= 3) {
      return 2.5;
    }
    if (value >= 2) {
      return 1.2;
    }
    return value >= 1 ? 0.8 : 0;
  }
}
