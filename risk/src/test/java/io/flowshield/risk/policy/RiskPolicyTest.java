package io.flowshield.risk.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.FeatureSchema;
import io.flowshield.ml.FeatureVector;
import io.flowshield.ml.Reason;
import io.flowshield.ml.RiskAssessment;
import io.flowshield.ml.context.Door;
import io.flowshield.ml.request.Network;
import io.flowshield.risk.RiskDecision;
import io.flowshield.testkit.attempt.Attempts;
import io.flowshield.testkit.engine.ScriptedEngine;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RiskPolicyTest {

  private static RiskDecision decide(RealmSettings settings, Door door, double score) {
    return new RiskPolicy(settings, false)
        .decide("id", door, ScriptedEngine.scoring(score).assess(Attempts.login().facts(), 0.01));
  }

  @ParameterizedTest
  @CsvSource({
    "0.00, LOW, ALLOW", "0.29, LOW, ALLOW", "0.30, MEDIUM, CHALLENGE",
    "0.84, MEDIUM, CHALLENGE", "0.85, HIGH, DENY", "1.00, HIGH, DENY"
  })
  void a_login_is_allowed_challenged_or_denied(double score, RiskLevel level, Action action) {
    for (Door door : List.of(Door.BROWSER_LOGIN, Door.DIRECT_GRANT)) {
      RiskDecision decision = decide(RealmSettings.DEFAULTS, door, score);
      assertThat(decision.level()).isEqualTo(level);
      assertThat(decision.effectiveAction()).isEqualTo(action);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.29, LOW, ALLOW",
    "0.30, MEDIUM, CHALLENGE",
    "0.60, HIGH, REVIEW",
    "0.84, HIGH, REVIEW",
    "0.85, HIGH, DENY"
  })
  void a_registration_is_allowed_verified_held_or_refused(
      double score, RiskLevel level, Action action) {
    RiskDecision decision = decide(RealmSettings.DEFAULTS, Door.REGISTRATION, score);
    assertThat(decision.level()).isEqualTo(level);
    assertThat(decision.effectiveAction()).isEqualTo(action);
  }

  @Test
  void report_only_records_the_level_and_lets_everybody_through() {
    RealmSettings settings = RealmSettings.read(Map.of("flowshield.reportOnly", "true")::get);
    RiskDecision decision = decide(settings, Door.BROWSER_LOGIN, 0.99);
    assertThat(decision.level()).isEqualTo(RiskLevel.HIGH);
    assertThat(decision.action()).isEqualTo(Action.DENY);
    assertThat(decision.effectiveLevel()).isEqualTo(RiskLevel.LOW);
    assertThat(decision.effectiveAction()).isEqualTo(Action.ALLOW);
  }

  @ParameterizedTest
  @CsvSource({
    "true, MODEL_MISSING, MEDIUM, CHALLENGE",
    "true, , LOW, ALLOW",
    "false, MODEL_MISSING, LOW, ALLOW"
  })
  void only_a_client_that_fails_closed_challenges_whom_no_model_judged(
      boolean failClosed, String fallback, RiskLevel level, Action action) {
    FeatureVector nothing =
        new FeatureVector(new FeatureSchema("none", 1, List.of()), new float[0]);
    RiskAssessment assessment =
        new RiskAssessment(0.01, List.of(), "rules", "1", fallback, nothing, 10);
    RiskDecision decision =
        new RiskPolicy(RealmSettings.DEFAULTS, failClosed)
            .decide("id", Door.BROWSER_LOGIN, assessment);
    assertThat(decision.level()).isEqualTo(level);
    assertThat(decision.action()).isEqualTo(action);
  }

  @Test
  @Tag("A9")
  void the_deny_list_refuses_whatever_the_score_and_says_so_first() {
    FeatureVector nothing =
        new FeatureVector(new FeatureSchema("none", 1, List.of()), new float[0]);
    RiskAssessment harmless =
        new RiskAssessment(
            0.01, List.of(new Reason("NEW_DEVICE", 1)), "login", "1", null, nothing, 10);
    RiskPolicy policy = new RiskPolicy(RealmSettings.DEFAULTS, false);
    RiskDecision denied = policy.decide("id", Door.BROWSER_LOGIN, harmless, Network.Listing.DENIED);
    assertThat(denied.level()).isEqualTo(RiskLevel.HIGH);
    assertThat(denied.action()).isEqualTo(Action.DENY);
    assertThat(denied.assessment().reasons())
        .extracting(Reason::code)
        .containsExactly("DENY_LISTED", "NEW_DEVICE");
    assertThat(policy.decide("id", Door.REGISTRATION, harmless, Network.Listing.DENIED).action())
        .isEqualTo(Action.DENY);
    for (Network.Listing other : List.of(Network.Listing.NONE, Network.Listing.ALLOWED)) {
      assertThat(policy.decide("id", Door.BROWSER_LOGIN, harmless, other).action())
          .isEqualTo(Action.ALLOW);
    }
  }

  @Test
  @Tag("A9")
  void report_only_keeps_the_deny_list_from_acting() {
    FeatureVector nothing =
        new FeatureVector(new FeatureSchema("none", 1, List.of()), new float[0]);
    RiskAssessment harmless = new RiskAssessment(0.01, List.of(), "login", "1", null, nothing, 10);
    RealmSettings watching = RealmSettings.read(Map.of("flowshield.reportOnly", "true")::get);
    RiskDecision decision =
        new RiskPolicy(watching, false)
            .decide("id", Door.BROWSER_LOGIN, harmless, Network.Listing.DENIED);
    assertThat(decision.action()).isEqualTo(Action.DENY);
    assertThat(decision.effectiveAction()).isEqualTo(Action.ALLOW);
  }
}
