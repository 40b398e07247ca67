package io.flowshield.ml.signal;

import static io.flowshield.ml.Attempts.AT_HOME;
import static io.flowshield.ml.Attempts.login;
import static io.flowshield.ml.Attempts.registration;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowshield.ml.context.Counters;
import io.flowshield.ml.context.RegistrationFacts;
import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.password.PasswordAssessment;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a registration's password says of its risk. */
@Tag("A5")
class PasswordSignalsTest {
  private static RiskContext with(double log10Guesses, boolean breached, boolean similar) {
    RiskContext plain = registration("anna", "example.org", Counters.NONE);
    RegistrationFacts facts = Objects.requireNonNull(plain.registration());
    return new RiskContext(
        plain.time(),
        plain.door(),
        plain.request(),
        plain.client(),
        plain.profile(),
        plain.population(),
        plain.counters(),
        plain.telemetry(),
        facts.with(
            new PasswordAssessment(
                log10Guesses, log10Guesses, log10Guesses, Set.of(), breached, similar)));
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "5.99, 1", "6, 0.5", "7.9, 0.5", "8, 0", "30, 0"})
  void weakPasswordsComeInThreeClasses(double log10Guesses, float value) {
    assertThat(new WeakPassword().value(with(log10Guesses, false, false))).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({"true, false, 1", "false, true, 0.5", "false, false, 0"})
  void leakedPasswordsCountMoreThanTheirLikes(boolean breached, boolean similar, float value) {
    assertThat(new BreachedPassword().value(with(9, breached, similar))).isEqualTo(value);
  }

  @Test
  void rulesAreMild() {
    assertThat(new WeakPassword().logOdds(1)).isCloseTo(0.3, within(1e-9));
    assertThat(new BreachedPassword().logOdds(0.5f)).isCloseTo(0.25, within(1e-9));
    assertThat(new WeakPassword().logOdds(Float.NaN)).isZero();
    assertThat(new BreachedPassword().logOdds(Float.NaN)).isZero();
  }

  @Test
  void unjudgedPasswordsAndLoginsSayNothing() {
    RiskContext unjudged = registration("anna", "example.org", Counters.NONE);
    for (RiskContext context : new RiskContext[] {unjudged, login(AT_HOME)}) {
      assertThat(new WeakPassword().value(context)).isNaN();
      assertThat(new BreachedPassword().value(context)).isNaN();
    }
  }
}
