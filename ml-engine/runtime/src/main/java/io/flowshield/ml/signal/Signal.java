package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;
import java.util.Locale;

/**
 * One number that says something about the risk of an attempt, and what it is worth when no model
 * can judge. Stateless and thread-safe.
 */
public interface Signal {

  /**
   * The reason that people read, upper snake case, for example {@code IMPOSSIBLE_TRAVEL}. Several
   * signals may share one. Empty for a plain fact that a model may weigh but that explains nothing
   * (for example the number of logins learnt).
   */
  String code();

  /**
   * The feature's name in a schema, lower snake case. A signal that changes its meaning changes its
   * name: schemas are compared by name.
   */
  default String name() {
    return code().toLowerCase(Locale.ROOT);
  }

  /** The value for an attempt; NaN when the facts that it needs are missing. */
  float value(RiskContext context);

  /**
   * The rule that stands in for a model: log-odds of fraud that a value adds, added up over all
   * signals as if they were independent (naive Bayes). Weights are set by hand for a prevalence of
   * 0.01 and the default thresholds: one weak signal never challenges, two strong ones do; and what
   * is merely new to the user (device, browser, network, country, travel, hour) never adds up to a
   * refusal, which takes a sign of attack. 0 for NaN.
   */
  double logOdds(float value);

  /**
   * How a model may use the value: 1 when more of it may only raise the score, -1 when it may only
   * lower it, 0 when it is free.
   */
  default int monotone() {
    return 1;
  }
}
