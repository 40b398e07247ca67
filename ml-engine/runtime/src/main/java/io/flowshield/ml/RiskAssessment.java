package io.flowshield.ml;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the engine thinks of one attempt.
 *
 * @param score probability of fraud in [0, 1] at the prevalence the realm set
 * @param reasons strongest first; only those that raised the score
 * @param model name of the model that gave the score, for example {@code login}; {@code rules} when
 *     none could
 * @param modelVersion its version, for example {@code 1}
 * @param fallback why the rules had to answer: a code such as {@code MODEL_MISSING}; null otherwise
 * @param vector the numbers that were judged
 * @param latencyMicros time the judgement took
 */
public record RiskAssessment(
    double score,
    List<Reason> reasons,
    String model,
    String modelVersion,
    @Nullable String fallback,
    FeatureVector vector,
    long latencyMicros) {

  /** Why the rules had to answer, empty when a model did. */
  public Optional<String> fallbackCause() {
    return Optional.ofNullable(fallback);
  }

  /** The same judgement with other reasons. */
  public RiskAssessment with(List<Reason> other) {
    return new RiskAssessment(score, other, model, modelVersion, fallback, vector, latencyMicros);
  }
}
