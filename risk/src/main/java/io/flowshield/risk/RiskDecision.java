package io.flowshield.risk;

import io.flowshield.ml.RiskAssessment;
import io.flowshield.ml.context.Door;
import io.flowshield.risk.policy.Action;
import io.flowshield.risk.policy.RiskLevel;

/**
 * What the policy made of an assessment.
 *
 * @param id UUID, key of the decision row and of the outbox row that follows from it
 * @param door where it was taken
 * @param level the score's level under the realm's thresholds
 * @param action what the flow is asked to do
 * @param reportOnly true when the flow must let the attempt through whatever the action says
 * @param assessment the engine's judgement
 */
public record RiskDecision(
    String id,
    Door door,
    RiskLevel level,
    Action action,
    boolean reportOnly,
    RiskAssessment assessment) {

  /** The level that flows act on: the lowest in report-only mode. */
  public RiskLevel effectiveLevel() {
    return reportOnly ? RiskLevel.LOW : level;
  }

  /** The action that flows carry out: {@link Action#ALLOW} in report-only mode. */
  public Action effectiveAction() {
    return reportOnly ? Action.ALLOW : action;
  }

  /** The same decision with another account of why. */
  RiskDecision with(RiskAssessment other) {
    return new RiskDecision(id, door, level, action, reportOnly, other);
  }
}
