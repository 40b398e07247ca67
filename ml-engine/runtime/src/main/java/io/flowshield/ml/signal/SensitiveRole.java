package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;

/**
 * 1 when the account holds a role that administers the realm or that the administrator listed, else
 * 0. Missing when its roles are not known.
 *
 * <p>Rule: 0.4: no evidence by itself, but fraud aims at what is worth it.
 *
 * <p>Inputs: account.privilege.
 *
 * <p>Source: NIST SP 800-63B, section 4, asks more of those who may do more; the weight is ours.
 */
public final class SensitiveRole implements Signal {

  @Override
  public String code() {
    return "SENSITIVE_ROLE";
  }

  @Override
  public float value(RiskContext context) {
    return switch (context.account().privilege()) {
      case UNKNOWN -> Float.NaN;
      case ORDINARY -> 0;
      case SENSITIVE -> 1;
    };
  }

  @Override
  public double logOdds(float value) {
    return value > 0 ? 0.4 : 0;
  }
}
