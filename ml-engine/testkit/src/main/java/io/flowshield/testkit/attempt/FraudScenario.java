package io.flowshield.testkit.attempt;

import io.flowshield.ml.context.Counters;
import io.flowshield.ml.context.RegistrationFacts;
import io.flowshield.ml.context.RiskContext;
import java.time.Duration;

/**
 * Attempts that every risk engine should tell apart, with the scores that the pack's models give
 * them in a realm with default settings. The kit's own tests hold the models to these bounds.
 */
public enum FraudScenario {
  /** The usual login of a known user. */
  FAMILIAR_LOGIN(0, 0.05) {
    @Override
    public RiskContext facts() {
      return Attempts.login().facts();
    }
  },

  /** Somebody of whom nothing is known signs in from an ordinary network. */
  FIRST_LOGIN(0, 0.10) {
    @Override
    public RiskContext facts() {
      return Attempts.firstLogin().facts();
    }
  },

  /** At home, with another browser that has no device cookie. */
  NEW_DEVICE(0, 0.30) {
    @Override
    public RiskContext facts() {
      return Attempts.login().with(Attempts.FIREFOX).onDevice(null).facts();
    }
  },

  /** On another device 2,300 km away, two minutes after a login at home whose session is open. */
  IMPOSSIBLE_TRAVEL(0.30, 1) {
    @Override
    public RiskContext facts() {
      return Attempts.login()
          .from(Attempts.ABROAD)
          .with(Attempts.FIREFOX)
          .onDevice(null)
          .habit(Habit.daily(Attempts.USUAL, 10, Attempts.NOW.minus(Duration.ofMinutes(2))))
          .counters(new Counters(0, 0, 0, 0, 0, 0, 0, 2, 0, 1))
          .facts();
    }
  },

  /**
   * A program in a data centre has the right one of many stolen pairs: one try for each account,
   * while the whole realm sees a burst of failures.
   */
  CREDENTIAL_STUFFING(0.85, 1) {
    @Override
    public RiskContext facts() {
      return Attempts.login()
          .from(Attempts.HOSTING)
          .with(Attempts.CURL)
          .onDevice(null)
          .counters(new Counters(0, 300, 300, 0, 0, 400, 0, 2, 0, 0))
          .facts();
    }
  },

  /** One address behind Tor tries few passwords on many accounts, and here one fits. */
  PASSWORD_SPRAYING(0.85, 1) {
    @Override
    public RiskContext facts() {
      return Attempts.login()
          .from(Attempts.TOR)
          .with(Attempts.FIREFOX)
          .onDevice(null)
          .counters(new Counters(4, 60, 40, 3, 0, 80, 0, 3, 0, 1))
          .facts();
    }
  },

  /** Somebody registers. */
  ORDINARY_SIGN_UP(0, 0.30) {
    @Override
    public RiskContext facts() {
      return Attempts.signUp().facts();
    }
  },

  /** The thirteenth of look-alike addresses from one home line, each under somebody else's name. */
  FAKE_SIGN_UPS(0.70, 1) {
    @Override
    public RiskContext facts() {
      return Attempts.signUp()
          .form(
              new RegistrationFacts(
                      "annabecker17", "annabecker17", "gmail.com", "Wei", "Olsen", "en")
                  .withLookalikes(12))
          .counters(Attempts.registrations(13))
          .facts();
    }
  };

  private final double least;
  private final double most;

  FraudScenario(double least, double most) {
    this.least = least;
    this.most = most;
  }

  /** What the engine is shown. */
  public abstract RiskContext facts();

  /** The score that the pack's models give is at least this. */
  public double least() {
    return least;
  }

  /** The score that the pack's models give is at most this. */
  public double most() {
    return most;
  }

  /** The share of fraud that a realm expects at this door unless it is set. */
  public double prevalence() {
    return facts().door().isLogin() ? 0.01 : 0.05;
  }
}
