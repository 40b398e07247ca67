package io.flowshield.risk.signals;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.LoginFeatures;
import io.flowshield.ml.signal.Signal;
import io.flowshield.risk.signals.SignalHealth.State;
import io.flowshield.risk.signals.SignalHealth.Surroundings;
import io.flowshield.risk.store.SignalCounts;
import io.flowshield.risk.store.SignalCounts.Tally;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A13")
class SignalHealthTest {
  private static final Surroundings WITHOUT_DATABASE = new Surroundings(false, 100);

  private static SignalHealth health(
      String name, long assessed, Tally said, long failed, Surroundings surroundings) {
    Signal signal = LoginFeatures.SET.signal(name).orElseThrow();
    Tally failures = new Tally(0, 0, failed, Tally.NONE.low(), Tally.NONE.high());
    return SignalHealth.of(
        signal,
        new SignalCounts(assessed, Map.of(name, said)),
        new SignalCounts(10_000, Map.of(name, failures)),
        surroundings);
  }

  private static State state(String name, long assessed, Tally said, long failed) {
    return health(name, assessed, said, failed, WITHOUT_DATABASE).state();
  }

  @Test
  void isFineWhileItSpeaksAndFires() {
    assertThat(state("new_device", 500, new Tally(400, 20, 0, 0, 1), 0)).isEqualTo(State.OK);
  }

  @Test
  void isNotJudgedByAHandfulOfAttempts() {
    assertThat(state("new_device", 99, Tally.NONE, 0)).isEqualTo(State.TOO_FEW);
    assertThat(state("new_device", 100, Tally.NONE, 0)).isEqualTo(State.SILENT);
    assertThat(state("new_device", 500, new Tally(99, 0, 0, 0, 0), 0)).isEqualTo(State.OK);
  }

  @Test
  void isReportedWhenItNeverFiresOrNeverChanges() {
    assertThat(state("new_device", 500, new Tally(100, 0, 0, 0, 0), 0)).isEqualTo(State.CONSTANT);
    assertThat(state("unusual_hour", 500, new Tally(400, 0, 0, -1, 0), 0))
        .isEqualTo(State.NEVER_FIRES);
    assertThat(State.CONSTANT.isFault()).isFalse();
    assertThat(State.NEVER_FIRES.isFault()).isFalse();
  }

  @Test
  void aFactThatExplainsNothingNeedNotFire() {
    assertThat(state("account_logins", 500, new Tally(500, 0, 0, 0, 9), 0)).isEqualTo(State.OK);
  }

  @Test
  void failsFromOneInAHundredOnHoweverFewAttemptsTheRealmHad() {
    assertThat(state("new_device", 5, Tally.NONE, 100)).isEqualTo(State.FAILING);
    assertThat(state("new_device", 500, new Tally(400, 20, 0, 0, 1), 99)).isEqualTo(State.OK);
    SignalHealth failing = health("new_device", 5, Tally.NONE, 100, WITHOUT_DATABASE);
    assertThat(failing.failedRate()).isEqualTo(0.01);
    assertThat(failing.tally().failed()).isEqualTo(100);
    assertThat(State.FAILING.isFault()).isTrue();
    assertThat(State.SILENT.isFault()).isTrue();
  }

  @Test
  void saysWhatIsMissing() {
    assertThat(health("new_country", 500, Tally.NONE, 0, WITHOUT_DATABASE).why())
        .contains("--spi-flowshield-risk--default--ip-database");
    assertThat(health("new_country", 500, Tally.NONE, 0, new Surroundings(true, 100)).why())
        .contains("says nothing");
    assertThat(health("bot_timing", 500, Tally.NONE, 0, WITHOUT_DATABASE).why()).contains("script");
    assertThat(health("unusual_for_realm", 500, Tally.NONE, 0, WITHOUT_DATABASE).why())
        .contains("64 logins");
    assertThat(health("new_country", 99, Tally.NONE, 0, WITHOUT_DATABASE).why()).isEmpty();
  }

  /** A reason for a signal that no longer exists would never be read. */
  @Test
  void everySignalThatAReasonIsKnownForExists() {
    assertThat(SignalHealth.explained())
        .allMatch(name -> LoginFeatures.SET.signal(name).isPresent());
  }
}
