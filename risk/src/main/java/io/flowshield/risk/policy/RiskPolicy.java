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
  /** What the realm's deny list says of everybody that it names. */
  public static final Outcome DENIED = new Outcome(RiskLevel.HIGH, Action.DENY);

  private final Thresholds thresholds;
  private final boolean reportOnly;
  private final boolean failClosed;

  /**
   * What follows from a score.
   *
   * @param level the score's band
   * @param action what the flow is asked to do
   */
  public record Outcome(RiskLevel level, Action action) {}

  /**
   * @param reportOnly true when decisions are recorded and nobody is challenged or refused
   * @param failClosed true when an attempt that no model could judge is challenged at least, see
   *     {@link RealmSettings#failsClosed}
   */
  public RiskPolicy(Thresholds thresholds, boolean reportOnly, boolean failClosed) {
    this.thresholds = thresholds;
    this.reportOnly = reportOnly;
    this.failClosed = failClosed;
  }

  /** With what the realm has set. */
  public RiskPolicy(RealmSettings settings, boolean failClosed) {
    this(Thresholds.of(settings), settings.reportOnly(), failClosed);
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
    return decision(id, door, DENIED, denied(assessment));
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
    Outcome outcome = outcome(door, assessment.score(), assessment.fallback() != null);
    return decision(id, door, outcome, assessment);
  }

  private RiskDecision decision(String id, Door door, Outcome outcome, RiskAssessment assessment) {
    return new RiskDecision(id, door, outcome.level(), outcome.action(), reportOnly, assessment);
  }

  /**
   * What the thresholds make of a score.
   *
   * @param unjudged true when no model could judge
   */
  public Outcome outcome(Door door, double score, boolean unjudged) {
    double counted = score;
    if (failClosed && unjudged) {
      counted = Math.max(score, door.isLogin() ? thresholds.medium() : thresholds.verify());
    }
    if (door.isLogin()) {
      RiskLevel level = level(counted, thresholds.medium(), thresholds.high());
      return new Outcome(level, loginAction(level));
    }
    return new Outcome(
        level(counted, thresholds.verify(), thresholds.review()), registrationAction(counted));
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
    if (score >= thresholds.refuse()) {
      return Action.DENY;
    }
    if (score >= thresholds.review()) {
      return Action.REVIEW;
    }
    return score >= thresholds.verify() ? Action.CHALLENGE : Action.ALLOW;
  }
}
