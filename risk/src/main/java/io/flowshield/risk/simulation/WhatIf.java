package io.flowshield.risk.simulation;

import io.flowshield.ml.FeatureVector;
import io.flowshield.ml.Reason;
import io.flowshield.ml.RiskAssessment;
import io.flowshield.ml.RiskEngine;
import io.flowshield.ml.request.Network;
import io.flowshield.ml.signal.DenyListed;
import io.flowshield.risk.RiskDecision;
import io.flowshield.risk.custom.CustomSignals;
import io.flowshield.risk.policy.Action;
import io.flowshield.risk.policy.RiskLevel;
import io.flowshield.risk.policy.RiskPolicy;
import io.flowshield.risk.store.Decision;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges a decision's recorded numbers again, with some of them edited, by the models of now.
 * Stores nothing.
 */
public final class WhatIf {
  private static final String DENY_LISTED = new DenyListed().name();

  private final RiskEngine engine;
  private final RiskPolicy policy;
  private final double prevalence;
  private final CustomSignals custom;

  /**
   * One judgement of the same attempt.
   *
   * @param score in [0, 1]
   * @param level under the thresholds that counted
   * @param action what the flow is asked to do
   * @param reasons strongest first
   * @param model name of the model that judged
   * @param modelVersion its version
   * @param fallback why the rules judged; null when a model did
   */
  public record Verdict(
      double score,
      RiskLevel level,
      Action action,
      List<Reason> reasons,
      String model,
      String modelVersion,
      @Nullable String fallback) {}

  /**
   * @param prevalence share of fraud at the decision's door
   */
  public WhatIf(RiskEngine engine, RiskPolicy policy, double prevalence, CustomSignals custom) {
    this.engine = engine;
    this.policy = policy;
    this.prevalence = prevalence;
    this.custom = custom;
  }

  /** What was decided then. */
  public static Verdict then(Decision decision) {
    return new Verdict(
        decision.score(),
        decision.level(),
        decision.action(),
        decision.reasons(),
        decision.model(),
        decision.modelVersion(),
        decision.fallback());
  }

  /**
   * What would be decided now.
   *
   * @param edits values by name of a feature; null makes it missing
   * @param weights of custom signals, by id
   * @throws UnknownFeatureException when the decision's schema lacks a name
   * @throws IllegalArgumentException when a value is out of range
   */
  public Verdict now(
      Decision decision, Map<String, @Nullable Double> edits, Map<String, Double> weights)
      throws UnknownFeatureException {
    FeatureVector vector = edited(decision.vector(), edits);
    RiskAssessment assessment = custom.weigh(engine.assess(vector, prevalence), weights);
    RiskDecision taken =
        policy.decide(
            decision.id(),
            decision.door(),
            assessment,
            vector.get(DENY_LISTED) >= 1 ? Network.Listing.DENIED : Network.Listing.NONE);
    return new Verdict(
        assessment.score(),
        taken.level(),
        taken.action(),
        taken.assessment().reasons(),
        assessment.model(),
        assessment.modelVersion(),
        assessment.fallback());
  }

  private static FeatureVector edited(FeatureVector recorded, Map<String, @Nullable Double> edits)
      throws UnknownFeatureException {
    List<String> known = recorded.schema().names();
    List<String> unknown = edits.keySet().stream().filter(name -> !known.contains(name)).toList();
    if (!unknown.isEmpty()) {
      throw new UnknownFeatureException(unknown, known);
    }
    FeatureVector vector = recorded;
    for (Map.Entry<String, @Nullable Double> edit : edits.entrySet()) {
      Double value = edit.getValue();
      vector =
          vector.with(
              edit.getKey(),
              value == null ? Float.NaN : FeatureRange.of(edit.getKey()).checked(value));
    }
    return vector;
  }
}
