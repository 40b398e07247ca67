package io.flowshield.risk.policy;

import io.flowshield.ml.Reason;
import io.flowshield.ml.RiskAssessment;
import io.flowshield.ml.context.Door;
import io.flowshield.ml.request.Network;
import io.flowshield.ml.signal.DenyListed;
import io.flowshield.risk.RiskDecision;
import java.util.ArrayList;
import java.util.List;

/** Decides what follows from a score: the one class that says allow, challenge, review or deny. */
public final class RiskPolicy {
  private final RealmSettings settings;
  private final boolean failClosed;

  /**
   * @param failClosed true when an attempt that no model could judge is challenged at least, see
   *     {@link RealmSettings#failsClosed}
   */
  public RiskPolicy(RealmSettings settings, boolean failClosed) {
    this.settings = settings;
    this.failClosed = failClosed;
  }

  /**
   * Applies the realm's deny list, then its thresholds.
   *
   * @param id of the new decision, a UUID
   */
  public RiskDecision decide(
      String id, Door door, RiskAssessment assessment, Network.Listing listing) {
    if (listing != Network.Listing.DENIED) {
      return decide(id, door, assessment);
    }
    return new RiskDecision(
        id, door, RiskLevel.HIGH, Action.DENY, settings.reportOnly(), denied(assessment));
  }

  /** The deny list is the first reason, whatever a model made of it. */
  private static RiskAssessment denied(RiskAssessment assessment) {
    List<Reason> reasons = new ArrayList<>();
    reasons.add(new Reason(DenyListed.CODE, new DenyListed().logOdds(1)));
    assessment.reasons().stream()
        .filter(reason -> !reason.code().equals(DenyListed.CODE))
        .forEach(reasons::add);
    return new RiskAssessment(
        assessment.score(),
        List.copyOf(reasons),
        assessment.model(),
        assessment.modelVersion(),
        assessment.fallback(),
        assessment.vector(),
        assessment.latencyMicros());
  }

  /**
   * Applies the realm's thresholds.
   *
   * @param id of the new decision, a UUID
   */
  public RiskDecision decide(String id, Door door, RiskAssessment assessment) {
    double score = assessment.score();
    if (failClosed && assessment.fallback() != null) {
      score =
          Math.max(score, door.isLogin() ? settings.mediumThreshold() : settings.verifyThreshold());
    }
    RiskLevel level = door.isLogin() ? loginLevel(score) : registrationLevel(score);
    Action action = door.isLogin() ? loginAction(level) : registrationAction(score);
    return new RiskDecision(id, door, level, action, settings.reportOnly(), assessment);
  }

  private RiskLevel loginLevel(double score) {
    return level(score, settings.mediumThreshold(), settings.highThreshold());
  }

  private RiskLevel registrationLevel(double score) {
    return level(score, settings.verifyThreshold(), settings.reviewThreshold());
  }

  private static RiskLevel level(double score, double medium, double high) {
    if (score >= high) {
      return RiskLevel.HIGH;
    }
    return score >= medium ? RiskLevel.MEDIUM : RiskLevel.LOW;
  }

  private static Action loginAction(RiskLevel level) {
    return switch (level) {
      case LOW -> Action.ALLOW;
      case MEDIUM -> Action.CHALLENGE;
      case HIGH -> Action.DENY;
    };
  }

  private Action registrationAction(double score) {
    if (score >= settings.refuseThreshold()) {
      return Action.DENY;
    }
    if (score >= settings.reviewThreshold()) {
      return Action.REVIEW;
    }
    return score >= settings.verifyThreshold() ? Action.CHALLENGE : Action.ALLOW;
  }
}
