package io.flowshield.ml.signal;

import io.flowshield.ml.context.Door;
import io.flowshield.ml.context.RiskContext;

/**
 * 1 at a direct grant, where cookies and form telemetry do not exist, else 0.
 *
 * <p>Source: RFC 6749, section 4.3.
 */
public final class DirectGrant implements Fact {

  @Override
  public String name() {
    return "direct_grant";
  }

  @Override
  public float value(RiskContext context) {
    return context.door() == Door.DIRECT_GRANT ? 1 : 0;
  }
}
