package io.flowshield.worker;

import io.flowshield.workflow.AccountActivities;
import io.flowshield.workflow.AccountRef;
import io.flowshield.workflow.AuthenticationSaga;
import io.flowshield.workflow.EmailVerification;
import io.flowshield.workflow.EmailVerificationRequest;
import io.flowshield.workflow.EmailVerificationResult;
import io.flowshield.workflow.FailureTypes;
import io.flowshield.workflow.FraudCheckActivities;
import io.flowshield.workflow.FraudScore;
import io.flowshield.workflow.MailActivities;
import io.flowshield.workflow.MailProgress;
import io.flowshield.workflow.MailRequest;
import io.flowshield.workflow.ProvisioningActivities;
import io.flowshield.workflow.ProvisioningRequest;
import io.flowshield.workflow.RegistrationRequest;
import io.flowshield.workflow.ReviewVerdict;
import io.flowshield.workflow.SagaOutcome;
import io.flowshield.workflow.SagaReason;
import io.flowshield.workflow.SagaSignal;
import io.flowshield.workflow.SagaState;
import io.flowshield.workflow.SagaState.Phase;
import io.flowshield.workflow.SagaView;
import io.flowshield.workflow.SagaViewActivities;
import io.flowshield.workflow.SearchAttributes;
import io.flowshield.workflow.ServiceProvisioning;
import io.flowshield.workflow.WorkflowIds;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.ChildWorkflowCancellationType;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fraud check, account, e-mail, fraud check, services, fraud check, finalisation; or everything
 * undone in reverse. The compensation of a step is registered before the step is called, because a
 * call that seems to have failed may have worked.
 */
public final class AuthenticationSagaImpl implements AuthenticationSaga {
  /** A score must rise by more than this to count as risen; less is rounding. */
  private static final double RISE = 0.01;

  private final RegistrationRequest request;
  private final AccountRef account;
  private final Deque<Compensation> compensations = new ArrayDeque<>();
  private final Set<String> verdictsSeen = new HashSet<>();
  private final List<String> provisioned = new ArrayList<>();

  private Phase phase = Phase.FRAUD_CHECK;
  private String reason = "";
  private String detail = "";
  private double score;
  private String level;
  private String modelVersion;
  private String decision;
  private List<String> riskReasons = List.of();
  private String fallback = "";
  private int attempt;

  /** The score that somebody has agreed to: the form's policy first, then the administrator. */
  private double acceptedScore;

  private boolean approved;
  private long lastSequence;
  private boolean emailVerified;
  private boolean userRemoved;
  private boolean riskSignalled;
  private boolean viewIsStale;
  private @Nullable ReviewVerdict verdict;

  /** Messages may arrive before the first line of {@link #register} has run. */
  @WorkflowInit
  public AuthenticationSagaImpl(RegistrationRequest request) {
    this.request = request;
    account = new AccountRef(request.realm(), request.userId());
    score = request.score();
    level = request.level();
    modelVersion = request.modelVersion();
    decision = request.action();
    acceptedScore = request.score();
    lastSequence = request.sequence();
  }

  @Override
  public SagaOutcome register(RegistrationRequest ignored) {
    try {
      proceed();
      return new SagaOutcome(true, "");
    } catch (Rollback rollback) {
      return compensate(rollback.reason, rollback.detail);
    } catch (CanceledFailure cancelled) {
      return compensate(SagaReason.CANCELLED, "");
    } catch (ActivityFailure | ChildWorkflowFailure failure) {
      return failure.getCause() instanceof CanceledFailure
          ? compensate(SagaReason.CANCELLED, "")
          : compensate(Failures.reason(failure), Failures.detail(failure));
    }
  }

  private void proceed() {
    enter(Phase.FRAUD_CHECK, "", "");
    compensations.push(new Compensation("mail to the person", this::mailWithdrawn));
    compensations.push(new Compensation("account", this::withdrawAccount));
    checkRisk("Fraud check at the start");

    enter(Phase.ACCOUNT, "", "");
    boolean verifiedElsewhere =
        Workflow.newActivityStub(AccountActivities.class, Steps.saga("Attributes and groups"))
            .prepare(account)
            .emailVerified();
    if (!verifiedElsewhere && !emailVerified) {
      verifyEmail();
    }
    checkRisk("Fraud check before provisioning");

    provision();
    checkRisk("Fraud check before finalising");

    // From here on a request to cancel comes too late: a half-finalised account helps nobody.
    Workflow.newDetachedCancellationScope(this::finish).run();
  }

  private void finish() {
    enter(Phase.FINALISING, "", "");
    Workflow.newActivityStub(AccountActivities.class, Steps.saga("Put the account into use"))
        .finalise(account);
    stopIfRemoved();
    enter(Phase.FINALISED, "", "");
    stopIfRemoved();
  }

  // Risk

  private void checkRisk(String summary) {
    stopIfRemoved();
    scoreAgain(summary);
    stopIfRisen();
    while (mustBeReviewed()) {
      review();
    }
  }

  private void scoreAgain(String summary) {
    riskSignalled = false;
    FraudScore result =
        Workflow.newActivityStub(FraudCheckActivities.class, Steps.fraud(summary)).check(account);
    score = result.score();
    modelVersion = result.modelVersion();
    riskReasons = result.reasons();
    fallback = result.fallback();
    level =
        score >= request.limits().reviewThreshold()
            ? "HIGH"
            : score >= request.limits().verifyThreshold() ? "MEDIUM" : "LOW";
    showInTemporal();
  }

  private void stopIfRisen() {
    if (score >= request.limits().rollbackThreshold() && score > acceptedScore + RISE) {
      decision = "DENY";
      throw new Rollback(
          SagaReason.RISK_ROSE,
          String.format(Locale.ROOT, "score rose from %.2f to %.2f", acceptedScore, score));
    }
  }

  private boolean mustBeReviewed() {
    boolean held = score >= request.limits().reviewThreshold();
    return approved
        ? held && score > acceptedScore + RISE
        : held || request.action().equals("REVIEW");
  }

  private void stopIfRemoved() {
    if (userRemoved) {
      throw new Rollback(SagaReason.USER_REMOVED, "");
    }
  }

  // Review

  private void review() {
    Phase interrupted = phase;
    verdict = null;
    decision = "REVIEW";
    long deadline =
        Workflow.currentTimeMillis()
            + Duration.ofSeconds(request.limits().reviewTimeoutSeconds()).toMillis();
    enter(
        Phase.REVIEW,
        SagaReason.REVIEW_PENDING,
        String.format(Locale.ROOT, "score %.2f (%s)", score, modelVersion));
    while (verdict == null) {
      long rest = Math.max(0, deadline - Workflow.currentTimeMillis());
      boolean woken =
          Workflow.await(
              Duration.ofMillis(rest), () -> verdict != null || userRemoved || riskSignalled);
      stopIfRemoved();
      if (verdict != null) {
        break;
      }
      if (!woken) {
        throw new Rollback(SagaReason.REVIEW_EXPIRED, "");
      }
      scoreAgain("Fraud check during the review");
      stopIfRisen();
      publish();
    }
    if (!verdict.approved()) {
      decision = "DENY";
      throw new Rollback(SagaReason.REVIEW_REJECTED, "");
    }
    approved = true;
    acceptedScore = score;
    decision = "ALLOW";
    enter(interrupted, "", "");
  }

  @Override
  public SagaState review(ReviewVerdict given) {
    if (verdictsSeen.add(given.eventId())) {
      lastSequence = Math.max(lastSequence, given.sequence());
      verdict = given;
    }
    return state();
  }

  @Override
  public void validateReview(ReviewVerdict given) {
    boolean known = verdictsSeen.contains(given.eventId());
    if (!known && (phase != Phase.REVIEW || verdict != null)) {
      throw new IllegalStateException("the registration is not held for review");
    }
  }

  // E-mail

  private void verifyEmail() {
    enter(Phase.AWAITING_EMAIL, "", "");
    EmailVerification child =
        Workflow.newChildWorkflowStub(
            EmailVerification.class, childOptions("email", "Verify the e-mail address"));
    EmailVerificationRequest order =
        new EmailVerificationRequest(
            account, Workflow.randomUUID().toString(), request.limits().emailExpirySeconds());
    List<Promise<EmailVerificationResult>> started = new ArrayList<>();
    CancellationScope scope =
        Workflow.newCancellationScope(() -> started.add(Async.function(child::verify, order)));
    scope.run();
    Promise<EmailVerificationResult> result = started.get(0);
    Workflow.getWorkflowExecution(child).get();
    supervise(scope, result, List.of(result), child);
    // A click that came in with the very expiry counts.
    if (result.get() == EmailVerificationResult.EXPIRED && !emailVerified) {
      throw new Rollback(SagaReason.EMAIL_EXPIRED, "");
    }
  }

  // Services

  private void provision() {
    enter(Phase.PROVISIONING, "", "");
    List<String> services =
        Workflow.newActivityStub(
                ProvisioningActivities.class, Steps.provisioning("Services to provision"))
            .services();
    List<Promise<Void>> children = new ArrayList<>();
    CancellationScope scope =
        Workflow.newCancellationScope(
            () -> {
              for (String service : services) {
                children.add(startProvisioning(service));
              }
            });
    scope.run();
    supervise(scope, Promise.allOf(children), children, null);
  }

  private Promise<Void> startProvisioning(String service) {
    ProvisioningRequest order =
        new ProvisioningRequest(account, service, Workflow.randomUUID().toString());
    compensations.push(new Compensation(service, retry -> withdrawService(order, retry)));
    ServiceProvisioning child =
        Workflow.newChildWorkflowStub(
            ServiceProvisioning.class,
            childOptions("provision-" + service, "Provision in " + service));
    return Async.procedure(child::provision, order)
        .thenApply(
            done -> {
              provisioned.add(service);
              viewIsStale = true;
              return done;
            });
  }

  // Children

  /**
   * Waits for children and meanwhile passes on the click, looks at the risk when it has changed and
   * keeps the view fresh. When the saga must stop, the children have ended before this throws.
   */
  private void supervise(
      CancellationScope scope,
      Promise<?> all,
      List<? extends Promise<?>> children,
      @Nullable EmailVerification mailing) {
    boolean clickPassedOn = mailing == null;
    try {
      while (!all.isCompleted()) {
        boolean passedOn = clickPassedOn;
        Workflow.await(
            () ->
                all.isCompleted()
                    || userRemoved
                    || riskSignalled
                    || viewIsStale
                    || (emailVerified && !passedOn));
        stopIfRemoved();
        if (emailVerified && mailing != null && !clickPassedOn) {
          clickPassedOn = true;
          passOn(mailing);
        }
        if (riskSignalled && !all.isCompleted()) {
          scoreAgain("Fraud check because the risk changed");
          stopIfRisen();
          viewIsStale = true;
        }
        if (viewIsStale) {
          publish();
        }
      }
      all.get();
    } catch (Rollback | TemporalFailure stop) {
      Workflow.newDetachedCancellationScope(
              () -> {
                scope.cancel();
                Workflow.await(() -> children.stream().allMatch(Promise::isCompleted));
              })
          .run();
      throw stop;
    }
  }

  private void passOn(EmailVerification mailing) {
    try {
      mailing.emailVerified(new SagaSignal("", lastSequence, ""));
    } catch (SignalExternalWorkflowException e) {
      Workflow.getLogger(AuthenticationSagaImpl.class).debug("the child has just ended", e);
    }
  }

  private static ChildWorkflowOptions childOptions(String suffix, String summary) {
    return ChildWorkflowOptions.newBuilder()
        .setWorkflowId(Workflow.getInfo().getWorkflowId() + "-" + suffix)
        .setCancellationType(ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED)
        .setStaticSummary(summary)
        .build();
  }

  // Compensation

  private SagaOutcome compensate(String why, String more) {
    Workflow.newDetachedCancellationScope(
            () -> {
              enter(Phase.COMPENSATING, why, more);
              while (!compensations.isEmpty()) {
                undo(compensations.pop(), more);
              }
              enter(Phase.COMPENSATED, why, more);
            })
        .run();
    return new SagaOutcome(false, why);
  }

  private void undo(Compensation compensation, String more) {
    for (int round = 1; ; round++) {
      try {
        compensation.step().run(RetryRounds.options(round));
        detail = more;
        attempt = 0;
        return;
      } catch (ActivityFailure failure) {
        if (FailureTypes.ACCOUNT_GONE.equals(Failures.type(failure))) {
          return;
        }
        attempt = RetryRounds.attempts(round);
        detail =
            (more.isEmpty() ? "" : more + "; ")
                + "not undone yet: "
                + compensation.name()
                + ": "
                + Failures.detail(failure);
        showInTemporal();
        publish();
        Workflow.sleep(RetryRounds.pause(round));
      }
    }
  }

  private void withdrawService(ProvisioningRequest order, RetryOptions retry) {
    ActivityOptions options =
        Steps.options(WorkflowIds.PROVISIONING_QUEUE, "Withdraw from " + order.service(), retry);
    Workflow.newActivityStub(ProvisioningActivities.class, options).withdraw(order);
    provisioned.remove(order.service());
    publish();
  }

  private void withdrawAccount(RetryOptions retry) {
    ActivityOptions options = Steps.options(WorkflowIds.SAGA_QUEUE, "Disable the account", retry);
    Workflow.newActivityStub(AccountActivities.class, options).withdraw(account, reason);
  }

  private void mailWithdrawn(RetryOptions retry) {
    if (userRemoved || reason.equals(SagaReason.USER_REMOVED)) {
      return;
    }
    MailRequest mail =
        new MailRequest(
            account,
            MailRequest.Kind.WITHDRAWN,
            reason,
            Workflow.getInfo().getWorkflowId() + "-withdrawn");
    Workflow.newActivityStub(MailActivities.class, Steps.mail("Send mail: withdrawn", retry))
        .send(mail);
  }

  // Messages

  @Override
  public void emailVerified(SagaSignal signal) {
    if (isNew(signal)) {
      emailVerified = true;
    }
  }

  @Override
  public void riskChanged(SagaSignal signal) {
    if (isNew(signal)) {
      riskSignalled = true;
    }
  }

  @Override
  public void userRemoved(SagaSignal signal) {
    if (isNew(signal)) {
      userRemoved = true;
    }
  }

  @Override
  public void mailProgress(MailProgress progress) {
    attempt = progress.failedAttempts();
    detail = progress.detail();
    viewIsStale = true;
  }

  @Override
  public SagaState state() {
    return new SagaState(
        phase, score, level, modelVersion, reason, detail, List.copyOf(provisioned));
  }

  /** A lane delivers in order, so what is not newer than the last one has been here before. */
  private boolean isNew(SagaSignal signal) {
    if (signal.sequence() <= lastSequence) {
      return false;
    }
    lastSequence = signal.sequence();
    return true;
  }

  // What people see

  private void enter(Phase next, String why, String more) {
    phase = next;
    reason = why;
    detail = more;
    attempt = 0;
    showInTemporal();
    publish();
  }

  private void showInTemporal() {
    Workflow.upsertTypedSearchAttributes(
        SearchAttributes.SAGA_STATE.valueSet(phase.name()),
        SearchAttributes.RISK_SCORE.valueSet(score),
        SearchAttributes.RISK_LEVEL.valueSet(level),
        SearchAttributes.MODEL_VERSION.valueSet(modelVersion),
        SearchAttributes.DECISION.valueSet(decision));
    Workflow.setCurrentDetails(details());
  }

  /** What a person reads in Temporal's pages, as Markdown. Codes, ids and numbers only. */
  private String details() {
    List<String> lines = new ArrayList<>();
    lines.add("**" + phase + "**: " + PhaseTexts.of(phase) + "\n");
    if (!reason.isEmpty()) {
      lines.add("- why: " + reason + (detail.isEmpty() ? "" : ", " + detail));
    } else if (!detail.isEmpty()) {
      lines.add("- " + detail);
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "- risk: %.2f (%s) by %s, decision %s",
            score,
            level,
            modelVersion,
            decision));
    if (!riskReasons.isEmpty()) {
      lines.add("- because of: " + String.join(", ", riskReasons));
    }
    if (!fallback.isEmpty()) {
      lines.add("- judged by rules: " + fallback);
    }
    lines.add("- services: " + (provisioned.isEmpty() ? "none" : String.join(", ", provisioned)));
    return String.join("\n", lines);
  }

  private void publish() {
    viewIsStale = false;
    try {
      Workflow.newActivityStub(SagaViewActivities.class, Steps.saga("Show " + phase))
          .publish(
              new SagaView(
                  Workflow.getInfo().getWorkflowId(), account, state(), attempt, riskReasons));
    } catch (ActivityFailure failure) {
      if (failure.getCause() instanceof CanceledFailure) {
        throw failure;
      }
      // Without its row the saga is still right; somebody removed the realm or the user.
      Workflow.getLogger(AuthenticationSagaImpl.class)
          .warn("not shown in Keycloak: {}", Failures.detail(failure));
    }
  }

  private record Compensation(String name, Step step) {}

  private interface Step {
    void run(RetryOptions retry);
  }

  /** Ends {@link #proceed}; never leaves this class. */
  private static final class Rollback extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String reason;
    private final String detail;

    Rollback(String reason, String detail) {
      super(reason, null, false, false);
      this.reason = reason;
      this.detail = detail;
    }
  }
}
