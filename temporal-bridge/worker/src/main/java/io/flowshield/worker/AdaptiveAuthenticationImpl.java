package io.flowshield.worker;

import io.flowshield.workflow.AdaptiveAuthentication;
import io.flowshield.workflow.AdaptiveLimits;
import io.flowshield.workflow.AdaptiveMemory;
import io.flowshield.workflow.AdaptiveOutcome;
import io.flowshield.workflow.AdaptiveRequest;
import io.flowshield.workflow.AdaptiveState;
import io.flowshield.workflow.AdaptiveState.Phase;
import io.flowshield.workflow.FailureTypes;
import io.flowshield.workflow.RequirementActivities;
import io.flowshield.workflow.RequirementChange;
import io.flowshield.workflow.RequirementOrder;
import io.flowshield.workflow.RequirementVerdict;
import io.flowshield.workflow.RequirementView;
import io.flowshield.workflow.RiskReport;
import io.flowshield.workflow.SagaSignal;
import io.flowshield.workflow.SearchAttributes;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Keycloak's row is the truth that logins read; this workflow follows it, and changes it only if
 * nobody else has meanwhile. What it writes comes back as a signal like every other change.
 */
public final class AdaptiveAuthenticationImpl implements AdaptiveAuthentication {
  /** Blocked while an administrator looks. */
  static final String ESCALATED = "RISK_ESCALATED";

  /** Blocked because an administrator has confirmed the risk. */
  static final String CONFIRMED = "RISK_CONFIRMED";

  /**
   * How much longer than its review a block lasts by itself: the door stays shut until what was
   * required before is put back, and opens at last when no worker is left to do so.
   */
  private static final Duration GRACE = Duration.ofHours(1);

  private static final int VERDICTS_KEPT = 50;

  private final AdaptiveRequest request;
  private final AdaptiveLimits limits;
  private final List<String> verdicts = new ArrayList<>();

  private RequirementView required = RequirementView.NONE;
  private @Nullable RequirementView before;
  private DecayingRisk risk = DecayingRisk.NONE;
  private String modelVersion = "";
  private String cause = "";
  private String detail = "";
  private long lastSequence;
  private long reviewUntil;
  private boolean unjudged;
  private @Nullable RequirementVerdict verdict;
  private boolean userRemoved;
  private boolean ended;
  private boolean changed;

  /** Changes heard of in this run, so that an answer knows whether it is still the newest. */
  private int changesHeard;

  /** True when messages and answers contradict each other: the row must be read. */
  private boolean doubtful;

  private int messages;

  /** Messages may arrive before the first line of {@link #watch} has run. */
  @WorkflowInit
  public AdaptiveAuthenticationImpl(AdaptiveRequest request) {
    this.request = request;
    limits = request.limits();
    AdaptiveMemory memory = request.memory();
    if (memory != null) {
      required = memory.required();
      before = memory.before();
      risk = new DecayingRisk(memory.risk(), memory.riskMillis());
      modelVersion = memory.modelVersion();
      cause = memory.cause();
      lastSequence = memory.lastSequence();
      reviewUntil = memory.reviewUntilMillis();
      unjudged = memory.unjudged();
      verdicts.addAll(memory.verdicts());
    }
  }

  @Override
  public AdaptiveOutcome watch(AdaptiveRequest ignored) {
    try {
      doubtful |= request.memory() == null;
      for (; ; ) {
        changed = false;
        if (doubtful) {
          readTheTruth();
        }
        AdaptiveOutcome outcome = step();
        if (outcome != null) {
          return end(outcome);
        }
        if (!changed && mustContinueAsNew()) {
          continueAsNew();
        }
        pause();
      }
    } catch (ActivityFailure failure) {
      if (FailureTypes.ACCOUNT_GONE.equals(Failures.type(failure))) {
        return end(AdaptiveOutcome.USER_REMOVED);
      }
      throw failure;
    }
  }

  /** A delivery that was delayed for long may tell of what is over; the row knows. */
  private void readTheTruth() {
    doubtful = false;
    int heard = changesHeard;
    try {
      RequirementView truth = keycloak("Read what is required").read(request.account());
      adopt(truth, heard);
    } catch (ActivityFailure failure) {
      noted("not read: ", failure);
    }
  }

  /** Takes what Keycloak has answered, unless a message has told something newer meanwhile. */
  private void adopt(RequirementView truth, int heard) {
    if (changesHeard == heard) {
      follow(truth);
    } else {
      doubtful = true;
    }
  }

  private void follow(RequirementView truth) {
    required = truth;
    if (!truth.reason().equals(ESCALATED)) {
      // Somebody has decided, or our own decision comes back: there is nothing left to review.
      stopReview();
    }
  }

  private void noted(String what, ActivityFailure failure) {
    if (failure.getCause() instanceof CanceledFailure
        || FailureTypes.ACCOUNT_GONE.equals(Failures.type(failure))) {
      throw failure;
    }
    detail = what + Failures.detail(failure);
  }

  /** Does what has become due; not null when there is nothing left to watch. */
  private @Nullable AdaptiveOutcome step() {
    if (userRemoved) {
      return AdaptiveOutcome.USER_REMOVED;
    }
    RequirementVerdict given = verdict;
    if (given != null) {
      settle(given.confirmed());
    }
    long now = Workflow.currentTimeMillis();
    if (reviewUntil != 0 && now >= reviewUntil) {
      endReview();
    }
    if (!required.isOpenAt(now)) {
      return required.kind().equals(RequirementView.NOTHING)
          ? AdaptiveOutcome.LIFTED
          : AdaptiveOutcome.LAPSED;
    }
    if (unjudged && reviewUntil == 0 && riskNow() >= limits.highThreshold()) {
      beginReview(now);
    }
    show();
    return null;
  }

  // Review

  private void beginReview(long now) {
    unjudged = false;
    if (required.kind().equals(RequirementView.BLOCKED)) {
      return; // nobody gets in, so there is nothing to decide
    }
    reviewUntil = now + Duration.ofSeconds(limits.reviewTimeoutSeconds()).toMillis();
    if (riskNow() >= limits.blockThreshold()) {
      before = required;
      write(RequirementView.BLOCKED, ESCALATED, reviewUntil + GRACE.toMillis());
    }
  }

  private void settle(boolean confirmed) {
    verdict = null;
    if (reviewUntil == 0) {
      return; // somebody has required something else since
    }
    if (confirmed) {
      stopReview();
      write(RequirementView.BLOCKED, CONFIRMED, 0);
    } else {
      risk = DecayingRisk.NONE;
      unjudged = false;
      endReview();
    }
  }

  /** Puts back what was required before the review, or nothing if that has lapsed by now. */
  private void endReview() {
    RequirementView old = before;
    stopReview();
    if (old == null || !required.reason().equals(ESCALATED)) {
      return;
    }
    if (old.isOpenAt(Workflow.currentTimeMillis())) {
      write(old.kind(), old.reason(), old.untilMillis());
    } else {
      write(RequirementView.NOTHING, "", 0);
    }
  }

  private void stopReview() {
    reviewUntil = 0;
    before = null;
  }

  /** Requires something else, unless somebody else has done so before. */
  private void write(String kind, String reason, long until) {
    int heard = changesHeard;
    RequirementOrder order =
        new RequirementOrder(request.account(), required.sinceMillis(), kind, reason, until);
    try {
      adopt(keycloak("Require " + kind).write(order), heard);
      detail = "";
    } catch (ActivityFailure failure) {
      noted("not written: ", failure);
    }
  }

  private static RequirementActivities keycloak(String summary) {
    return Workflow.newActivityStub(RequirementActivities.class, Steps.saga(summary));
  }

  // Messages

  @Override
  public void requirementChanged(RequirementChange change) {
    if (!isNew(change.sequence())) {
      return;
    }
    changesHeard++;
    if (change.required().sinceMillis() < required.sinceMillis()) {
      // We know something newer, or clocks differ.
      doubtful = true;
    } else {
      follow(change.required());
    }
  }

  @Override
  public void riskUpdated(RiskReport report) {
    if (isNew(report.sequence())) {
      long now = Workflow.currentTimeMillis();
      risen(report, risk.highest(report.score(), now, limits.halfLifeSeconds()));
    }
  }

  @Override
  public void behaviourAnomaly(RiskReport report) {
    if (isNew(report.sequence())) {
      long now = Workflow.currentTimeMillis();
      risen(report, risk.joined(report.score(), now, limits.halfLifeSeconds()));
    }
  }

  private void risen(RiskReport report, DecayingRisk now) {
    risk = now;
    modelVersion = report.modelVersion();
    cause = report.cause();
    unjudged = true;
  }

  @Override
  public void userRemoved(SagaSignal signal) {
    if (isNew(signal.sequence())) {
      userRemoved = true;
    }
  }

  @Override
  public AdaptiveState review(RequirementVerdict given) {
    if (!verdicts.contains(given.eventId())) {
      verdicts.add(given.eventId());
      if (verdicts.size() > VERDICTS_KEPT) {
        verdicts.remove(0);
      }
      lastSequence = Math.max(lastSequence, given.sequence());
      messages++;
      changed = true;
      verdict = given;
    }
    return state();
  }

  @Override
  public void validateReview(RequirementVerdict given) {
    boolean known = verdicts.contains(given.eventId());
    if (!known && (reviewUntil == 0 || verdict != null || ended)) {
      throw new IllegalStateException("the user is not under review");
    }
  }

  @Override
  public AdaptiveState state() {
    return new AdaptiveState(
        phase(),
        required,
        riskNow(),
        Workflow.currentTimeMillis(),
        level(riskNow()),
        modelVersion,
        cause,
        lastSequence);
  }

  /** A lane delivers in order, so what is not newer than the last one has been here before. */
  private boolean isNew(long sequence) {
    messages++;
    if (sequence <= lastSequence) {
      return false;
    }
    lastSequence = sequence;
    changed = true;
    return true;
  }

  // Time

  private double riskNow() {
    return risk.at(Workflow.currentTimeMillis(), limits.halfLifeSeconds());
  }

  /** Waits for a message, or for the next moment at which something changes by itself. */
  private void pause() {
    long now = Workflow.currentTimeMillis();
    long next = Long.MAX_VALUE;
    if (required.untilMillis() != 0) {
      next = Math.min(next, required.untilMillis());
    }
    if (reviewUntil != 0) {
      next = Math.min(next, reviewUntil);
    }
    double left = riskNow();
    for (double threshold : new double[] {limits.highThreshold(), limits.mediumThreshold()}) {
      if (threshold > 0 && left >= threshold) {
        next =
            Math.min(next, now + risk.millisUntilBelow(threshold, now, limits.halfLifeSeconds()));
      }
    }
    if (next == Long.MAX_VALUE) {
      Workflow.await(() -> changed);
    } else {
      Workflow.await(Duration.ofMillis(Math.max(1, next - now)), () -> changed);
    }
  }

  private boolean mustContinueAsNew() {
    return messages >= limits.messagesPerRun() || Workflow.getInfo().isContinueAsNewSuggested();
  }

  private void continueAsNew() {
    Workflow.await(Workflow::isEveryHandlerFinished);
    Workflow.continueAsNew(
        new AdaptiveRequest(
            request.realmId(),
            request.account(),
            limits,
            new AdaptiveMemory(
                lastSequence,
                required,
                before,
                risk.value(),
                risk.millis(),
                modelVersion,
                cause,
                reviewUntil,
                unjudged,
                List.copyOf(verdicts))));
  }

  // What people see

  private Phase phase() {
    return ended ? Phase.ENDED : reviewUntil != 0 ? Phase.REVIEW : Phase.WATCHING;
  }

  private String level(double value) {
    return value >= limits.highThreshold()
        ? "HIGH"
        : value >= limits.mediumThreshold() ? "MEDIUM" : "LOW";
  }

  private AdaptiveOutcome end(AdaptiveOutcome outcome) {
    ended = true;
    detail = "ended: " + outcome;
    show();
    return outcome;
  }

  private void show() {
    double left = riskNow();
    Workflow.upsertTypedSearchAttributes(
        SearchAttributes.SAGA_STATE.valueSet(phase().name()),
        SearchAttributes.RISK_SCORE.valueSet(left),
        SearchAttributes.RISK_LEVEL.valueSet(level(left)),
        SearchAttributes.DECISION.valueSet(required.kind()));
    if (!modelVersion.isEmpty()) {
      Workflow.upsertTypedSearchAttributes(SearchAttributes.MODEL_VERSION.valueSet(modelVersion));
    }
    Workflow.setCurrentDetails(details(left));
  }

  /** What a person reads in Temporal's pages, as Markdown. Codes, ids and numbers only. */
  private String details(double left) {
    List<String> lines = new ArrayList<>();
    lines.add("**" + phase() + "**\n");
    lines.add(
        "- required: "
            + required.kind()
            + (required.reason().isEmpty() ? "" : " because of " + required.reason())
            + (required.untilMillis() == 0
                ? ""
                : ", until " + Instant.ofEpochMilli(required.untilMillis())));
    lines.add(
        String.format(
            Locale.ROOT,
            "- risk: %.2f (%s)%s%s",
            left,
            level(left),
            modelVersion.isEmpty() ? "" : " by " + modelVersion,
            cause.isEmpty() ? "" : ", last because of " + cause));
    if (reviewUntil != 0) {
      lines.add(
          "- an administrator's verdict is awaited until " + Instant.ofEpochMilli(reviewUntil));
    }
    if (!detail.isEmpty()) {
      lines.add("- " + detail);
    }
    return String.join("\n", lines);
  }
}
