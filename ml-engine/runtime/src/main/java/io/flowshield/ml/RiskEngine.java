package io.flowshield.ml;

import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.password.PasswordAssessment;
import io.flowshield.ml.password.PasswordContext;
import java.util.Optional;

/**
 * Judges attempts in this process. Thread-safe. Never throws and never waits longer than its time
 * budget: without a usable model the answer is the rule score, with the cause named.
 */
public interface RiskEngine extends AutoCloseable {

  /**
   * Judges an attempt with the model of its door.
   *
   * @param prevalence share of attempts at this door that are fraud, as the realm sets it; drawn
   *     into [0.000001, 0.5]
   */
  RiskAssessment assess(RiskContext context, double prevalence);

  /**
   * Judges recorded numbers again, for example in the worker with a fresher count.
   *
   * @param vector numbers under any schema this engine knows
   * @param prevalence as above
   */
  RiskAssessment assess(FeatureVector vector, double prevalence);

  /**
   * What a password is worth, by zxcvbn alone when no model is there; empty when nothing can tell.
   * Takes some milliseconds, asks nobody else, never throws, and keeps nothing.
   *
   * @param password as typed
   * @param context what is known of its user
   */
  Optional<PasswordAssessment> assessPassword(CharSequence password, PasswordContext context);

  /**
   * Whether the list of leaked passwords on this machine has a password. Takes microseconds, asks
   * nobody else; false while no list has been loaded.
   */
  boolean isLeaked(CharSequence password);

  /** Whether a domain belongs to a service for throw-away addresses. */
  boolean isDisposable(String emailDomain);

  /** What is loaded, what is missing and how often the rules had to answer, and why. */
  EngineHealth health();

  @Override
  void close();
}
