package io.flowshield.ml.signal;

import io.flowshield.ml.context.Door;
import io.flowshield.ml.context.RiskContext;

/**
 * Whether the signed device cookie is one that this user has completed a login with: 0 when it is,
 * 1 when it is not or there is none. Missing before the first login and at a direct grant, where
 * programs carry no cookies.
 *
 * <p>Rule: 1.2.
 *
 * <p>Source: Wiefling, Lo Iacono and Dürmuth, "Is This Really You? An Empirical Study on Risk-Based
 * Authentication Applied in the Wild" (IFIP SEC 2019), for what services look at; the weight is
 * ours.
 */
public final class NewDevice implements Signal {

  @Override
  public String code() {
    return "NEW_DEVICE";
  }

  @Override
  public float value(RiskContext context) {
    if (context.door() == Door.DIRECT_GRANT || context.profile().logins() == 0) {
      return Float.NaN;
    }
    return isKnown(context) ? 0 : 1;
  }

  /** True when the request carries the cookie of a device that the user is known to use. */
  static boolean isKnown(RiskContext context) {
    String device = context.request().deviceId();
    return device != null && context.profile().devices().containsKey(device);
  }

  @Override
  public double logOdds(float value) {
    return value > 0 ? 1.2 : 0;
  }
}
