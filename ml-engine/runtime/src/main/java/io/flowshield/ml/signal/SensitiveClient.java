package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;

/**
 * 1 when the administrator marked the application as sensitive, else 0.
 *
 * <p>Rule: 0.4: no evidence by itself, but fraud aims at what is worth it.
 *
 * <p>Source: an administrator's judgement; the weight is ours.
 */
public final class SensitiveClient implements Signal {

  @Override
  public String code() {
    return "SENSITIVE_CLIENT";
  }

  @Override
  public float value(RiskContext context) {
    return context.client().sensitive() ? 1 : 0;
  }

  @Override
  public double logOdds(float value) {
    return value > 0 ? 0.4 : 0;
  }
}
