package io.flowshield.risk.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RealmSettingsTest {

  private static RealmSettings settings(Map<String, String> attributes) {
    return RealmSettings.read(attributes::get);
  }

  @Test
  void a_realm_that_set_nothing_gets_the_defaults() {
    RealmSettings defaults = RealmSettings.DEFAULTS;
    assertThat(defaults.reportOnly()).isFalse();
    assertThat(defaults.mediumThreshold()).isEqualTo(0.30);
    assertThat(defaults.highThreshold()).isEqualTo(0.85);
    assertThat(defaults.refuseThreshold()).isEqualTo(0.85);
    assertThat(defaults.emailExpiry()).isEqualTo(Duration.ofDays(1));
    assertThat(defaults.reviewTimeout()).isEqualTo(Duration.ofDays(3));
    assertThat(defaults.decisionRetentionDays()).isEqualTo(365);
  }

  @Test
  void attributes_are_read_with_blanks_around_them() {
    RealmSettings settings =
        settings(
            Map.of(
                "flowshield.reportOnly", "true",
                "flowshield.login.mediumThreshold", " 0.5 ",
                "flowshield.registration.emailExpirySeconds", "60"));
    assertThat(settings.reportOnly()).isTrue();
    assertThat(settings.mediumThreshold()).isEqualTo(0.5);
    assertThat(settings.emailExpiry()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void what_makes_no_sense_counts_as_not_set() {
    for (String nonsense : new String[] {"", "high", "-0.1", "1.1", "NaN", "Infinity", "0,5"}) {
      assertThat(settings(Map.of("flowshield.login.highThreshold", nonsense)).highThreshold())
          .as(nonsense)
          .isEqualTo(0.85);
    }
    for (String nonsense : new String[] {"0", "1", "-1", "x"}) {
      assertThat(settings(Map.of("flowshield.prevalence.login", nonsense)).loginPrevalence())
          .as(nonsense)
          .isEqualTo(0.01);
    }
    for (String nonsense : new String[] {"0", "-5", "1e12", "soon"}) {
      assertThat(
              settings(Map.of("flowshield.registration.emailExpirySeconds", nonsense))
                  .emailExpiry())
          .as(nonsense)
          .isEqualTo(Duration.ofDays(1));
    }
  }

  @Test
  void attributes_that_make_no_sense_are_named() {
    assertThat(
            RealmSettings.invalid(
                Map.ofEntries(
                        Map.entry("flowshield.reportOnly", "yes"),
                        Map.entry("flowshield.login.mediumThreshold", "30%"),
                        Map.entry("flowshield.login.highThreshold", "0.9"),
                        Map.entry("flowshield.login.challengeBudget", "2"),
                        Map.entry("flowshield.login.breachedPassword", "refuse"),
                        Map.entry("flowshield.alert.on", "device, everything"),
                        Map.entry("flowshield.session.evaluation", "maybe"),
                        Map.entry("flowshield.behaviourCapture", "On"),
                        Map.entry("flowshield.liveHints", "true"),
                        Map.entry("flowshield.mail.generatedParagraph", "please"),
                        Map.entry("flowshield.customSignals", "office=lots"),
                        Map.entry("something.else", "x"))
                    ::get))
        .containsExactlyInAnyOrder(
            "flowshield.reportOnly",
            "flowshield.login.mediumThreshold",
            "flowshield.login.challengeBudget",
            "flowshield.login.breachedPassword",
            "flowshield.alert.on",
            "flowshield.session.evaluation",
            "flowshield.behaviourCapture",
            "flowshield.mail.generatedParagraph",
            "flowshield.customSignals");
  }

  @Test
  void a_realm_that_set_nothing_set_nothing_wrong() {
    assertThat(RealmSettings.invalid(Map.<String, String>of()::get)).isEmpty();
  }
}
