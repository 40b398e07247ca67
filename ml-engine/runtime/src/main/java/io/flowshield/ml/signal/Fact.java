package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;

/** A plain fact that a model may weigh; it explains nothing and no rule uses it. */
interface Fact extends Signal {

  @Override
  default String code() {
    return "";
  }

  @Override
  String name();

  @Override
  float value(RiskContext context);

  @Override
  default double logOdds(float value) {
    return 0;
  }

  @Override
  default int monotone() {
    return 0;
  }
}
