package io.flowshield.ml;

import io.flowshield.ml.context.RiskContext;

/**
 * Judges attempts in this process. Thread-safe. Never throws and never waits longer than its time
 * budget: without a usable model the answer is the rule score, with the cause named.
 */
public interface RiskEngine extends AutoCloseable {

  /** Judges an attempt with the model of its door. */
  RiskAssessment assess(RiskContext context);

  /**
   * Judges recorded numbers again, for example in the worker with a fresher count.
   *
   * @param vector numbers under any schema this engine knows
   */
  RiskAssessment assess(FeatureVector vector);

  @Override
  void close();
}
