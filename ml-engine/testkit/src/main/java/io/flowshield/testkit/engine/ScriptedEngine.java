package io.flowshield.testkit.engine;

import io.flowshield.ml.EngineHealth;
import io.flowshield.ml.FallbackCause;
import io.flowshield.ml.FeatureVector;
import io.flowshield.ml.LoginFeatures;
import io.flowshield.ml.Reason;
import io.flowshield.ml.RegistrationFeatures;
import io.flowshield.ml.RiskAssessment;
import io.flowshield.ml.RiskEngine;
import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.password.PasswordAssessment;
import io.flowshield.ml.password.PasswordContext;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An engine that says what a test wants. It reads no file and loads no native code. The numbers of
 * an assessment are the real ones of its facts, the score is the test's. Thread-safe.
 */
public final class ScriptedEngine implements RiskEngine {
  private static final String MODEL = "scripted";

  private final double score;
  private final List<Reason> reasons;
  private final @Nullable FallbackCause missing;
  private final Duration takes;
  private final AtomicLong assessments = new AtomicLong();

  private ScriptedEngine(
      double score, List<Reason> reasons, @Nullable FallbackCause missing, Duration takes) {
    this.score = score;
    this.reasons = reasons;
    this.missing = missing;
    this.takes = takes;
  }

  /**
   * The same score for everybody.
   *
   * @param score in [0, 1]
   * @param codes of the reasons, strongest first; each is said to have added 1 to the log-odds
   */
  public static ScriptedEngine scoring(double score, String... codes) {
    return new ScriptedEngine(
        score, Arrays.stream(codes).map(code -> new Reason(code, 1)).toList(), null, Duration.ZERO);
  }

  /** As without this: the rules give the score, and the assessment says why. */
  public ScriptedEngine without(FallbackCause cause) {
    return new ScriptedEngine(score, reasons, cause, takes);
  }

  /** Takes its time before it answers; a real engine keeps to its budget. */
  public ScriptedEngine slow(Duration value) {
    return new ScriptedEngine(score, reasons, missing, value);
  }

  @Override
  public RiskAssessment assess(RiskContext context, double prevalence) {
    return assess(
        context.door().isLogin() ? LoginFeatures.of(context) : RegistrationFeatures.of(context),
        prevalence);
  }

  @Override
  public RiskAssessment assess(FeatureVector vector, double prevalence) {
    pause();
    assessments.incrementAndGet();
    return new RiskAssessment(
        score,
        reasons,
        missing == null ? MODEL : "rules",
        "1",
        missing == null ? null : missing.name(),
        vector,
        takes.toNanos() / 1000);
  }

  private void pause() {
    try {
      Thread.sleep(takes.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Cannot tell. */
  @Override
  public Optional<PasswordAssessment> assessPassword(
      CharSequence password, PasswordContext context) {
    return Optional.empty();
  }

  /** Knows of none. */
  @Override
  public boolean isLeaked(CharSequence password) {
    return false;
  }

  /** Knows of none. */
  @Override
  public boolean isDisposable(String emailDomain) {
    return false;
  }

  @Override
  public EngineHealth health() {
    long judged = assessments.get();
    FallbackCause cause = missing;
    return new EngineHealth(
        List.of(
            new EngineHealth.Model(
                MODEL, "1", "", cause == null ? EngineHealth.Model.READY : cause.name(), "")),
        new EngineHealth.Source("", EngineHealth.Source.OFF, ""),
        EngineHealth.NOT_TRIED,
        "",
        judged,
        cause == null ? Map.of() : Map.of(cause.name(), judged),
        Map.of());
  }

  @Override
  public void close() {
    // holds nothing
  }
}
