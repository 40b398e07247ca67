package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;

/**
 * How much is known of the user: {@code ln(1 + completed logins)}. 0 is a cold start, in which the
 * signals that compare with a history are missing.
 *
 * <p>Source: Freeman et al. (NDSS 2016), section IV, on users with little history.
 */
public final class AccountLogins implements Fact {

  @Override
  public String name() {
    return "account_logins";
  }

  @Override
  public float value(RiskContext context) {
    return (float) Math.log1p(Math.max(0, context.profile().logins()));
  }
}
