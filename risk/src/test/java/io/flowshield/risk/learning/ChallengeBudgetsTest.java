package io.flowshield.risk.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.context.Door;
import io.flowshield.risk.policy.Action;
import io.flowshield.risk.policy.RiskLevel;
import io.flowshield.risk.store.DecisionScan;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which stored decisions a budget learns from. */
@Tag("C9")
class ChallengeBudgetsTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final ScoreDistribution scores = new ScoreDistribution();
  private final Set<String> seen = new HashSet<>();

  private void count(String user, Instant time, Door door, Action action, boolean completed) {
    ChallengeBudgets.count(
        scores,
        seen,
        new DecisionScan.Row(
            time,
            user,
            door,
            "app",
            0.5,
            RiskLevel.MEDIUM,
            action,
            false,
            false,
            false,
            completed));
  }

  @Test
  void a_completed_login_counts_challenged_or_not() {
    count("a", NOON, Door.BROWSER_LOGIN, Action.ALLOW, true);
    count("b", NOON, Door.DIRECT_GRANT, Action.CHALLENGE, true);
    assertThat(scores.size(NOON)).isEqualTo(2);
  }

  @Test
  void neither_refused_nor_abandoned_attempts_nor_registrations_do() {
    count("a", NOON, Door.BROWSER_LOGIN, Action.ALLOW, false);
    count("b", NOON, Door.BROWSER_LOGIN, Action.CHALLENGE, false);
    count("c", NOON, Door.BROWSER_LOGIN, Action.DENY, true);
    count("d", NOON, Door.REGISTRATION, Action.ALLOW, true);
    assertThat(scores.size(NOON)).isZero();
  }

  @Test
  void a_user_counts_once_an_hour() {
    for (int minute = 0; minute < 60; minute++) {
      count("a", NOON.plus(Duration.ofMinutes(minute)), Door.BROWSER_LOGIN, Action.ALLOW, true);
    }
    count("a", NOON.plus(Duration.ofMinutes(60)), Door.BROWSER_LOGIN, Action.ALLOW, true);
    assertThat(scores.size(NOON)).isBetween(1.9, 2.1);
  }
}
