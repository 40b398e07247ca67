package io.flowshield.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.flowshield.workflow.AdaptiveOutcome;
import io.flowshield.workflow.AdaptiveState;
import io.flowshield.workflow.AdaptiveState.Phase;
import io.flowshield.workflow.RequirementView;
import io.flowshield.workflow.SearchAttributes;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.common.SearchAttributeKey;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On Temporal's test server, whose time can be skipped. */
@Tag("D4")
@Timeout(60)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AdaptiveAuthenticationTest {
  private static final String REAUTHENTICATE = "REAUTHENTICATE";
  private static final String CHANGE_PASSWORD = "CHANGE_PASSWORD";
  private static final String BLOCKED = RequirementView.BLOCKED;
  private static final String BY_HAND = "ADMINISTRATOR";
  private static final String ESCALATED = AdaptiveAuthenticationImpl.ESCALATED;

  private final SagaStage stage = new SagaStage();

  @AfterEach
  void close() {
    stage.close();
  }

  private <T> T attribute(Watch watch, SearchAttributeKey<T> key) {
    return watch.untyped().describe().getTypedSearchAttributes().get(key);
  }

  @Test
  @Tag("D7")
  void a_user_is_watched_until_what_is_required_is_lifted() {
    Watch watch = Watch.on(stage, Watch.NEVER);
    watch.require(1, REAUTHENTICATE);
    watch.heard(1);
    AdaptiveState state = watch.awaitKind(REAUTHENTICATE, BY_HAND);
    assertThat(state.phase()).isEqualTo(Phase.WATCHING);
    assertThat(state.level()).isEqualTo("LOW");
    stage.await("shown", () -> REAUTHENTICATE.equals(attribute(watch, SearchAttributes.DECISION)));
    assertThat(attribute(watch, SearchAttributes.SAGA_STATE)).isEqualTo("WATCHING");

    watch.require(2, CHANGE_PASSWORD);
    watch.awaitKind(CHANGE_PASSWORD, BY_HAND);
    watch.lift(3);
    assertThat(watch.outcome()).isEqualTo(AdaptiveOutcome.LIFTED);
    assertThat(attribute(watch, SearchAttributes.SAGA_STATE)).isEqualTo("ENDED");
    assertThat(attribute(watch, SearchAttributes.DECISION)).isEqualTo("NONE");
    assertThat(stage.done).isEmpty();
  }

  @Test
  void a_requirement_that_lapses_ends_the_watch_and_the_next_one_begins_another() {
    Watch watch = Watch.on(stage, Watch.NEVER);
    watch.require(1, BLOCKED, Duration.ofDays(7));
    assertThat(watch.outcome()).isEqualTo(AdaptiveOutcome.LAPSED);
    assertThatThrownBy(() -> watch.risk(2, 0.5)).isInstanceOf(WorkflowNotFoundException.class);

    watch.require(3, REAUTHENTICATE);
    watch.awaitKind(REAUTHENTICATE, BY_HAND);
    watch.lift(4);
    assertThat(watch.outcome()).isEqualTo(AdaptiveOutcome.LIFTED);
  }

  @Test
  void a_delivery_that_comes_long_after_the_lifting_watches_nobody() {
    Watch watch = Watch.on(stage, Watch.NEVER);
    watch.deliver(1, new RequirementView(BLOCKED, BY_HAND, watch.now(), 0));
    assertThat(watch.outcome()).isEqualTo(AdaptiveOutcome.LIFTED);
  }

  @Test
  void repeated_and_older_messages_change_nothing() {
    Watch watch = Watch.on(stage, Watch.NEVER);
    watch.require(5, REAUTHENTICATE);
    watch.awaitKind(REAUTHENTICATE, BY_HAND);
    watch.anomaly(6, 0.4);
    watch.anomaly(6, 0.4);
    watch.risk(4, 0.7);
    watch.removed(3);
    watch.deliver(2, new RequirementView(BLOCKED, BY_HAND, watch.now() + 99, 0));
    watch.anomaly(7, 0.1);
    watch.heard(7);
    AdaptiveState state = watch.state();
    assertThat(state.risk()).isEqualTo(1 - 0.6 * 0.9, within(1e-3));
    assertThat(state.required().kind()).isEqualTo(REAUTHENTICATE);
    assertThat(state.phase()).isEqualTo(Phase.WATCHING);
  }

  @Test
  void the_highest_risk_counts_and_anomalies_add_up_to_a_review() {
    Watch watch = Watch.on(stage, Watch.NEVER);
    watch.require(1, REAUTHENTICATE);
    watch.risk(2, 0.6);
    watch.risk(3, 0.4);
    watch.heard(3);
    AdaptiveState state = watch.state();
    assertThat(state.risk()).isEqualTo(0.6, within(1e-3));
    assertThat(state.level()).isEqualTo("MEDIUM");
    assertThat(state.modelVersion()).isEqualTo("login/3");
    assertThat(state.cause()).isEqualTo("NEW_COUNTRY");

    watch.anomaly(4, 0.6);
    state = watch.awaitPhase(Phase.REVIEW);
    assertThat(state.risk()).isEqualTo(0.84, within(1e-3));
    assertThat(state.level()).isEqualTo("HIGH");
    assertThat(state.cause()).isEqualTo("UNFAMILIAR_TYPING");
    assertThat(stage.done).as("nobody is blocked unless the realm says so").isEmpty();
    stage.await("shown", () -> "REVIEW".equals(attribute(watch, SearchAttributes.SAGA_STATE)));
    assertThat(attribute(watch, SearchAttributes.RISK_LEVEL)).isEqualTo("HIGH");
    assertThat(attribute(watch, SearchAttributes.MODEL_VERSION)).isEqualTo("login/3");
  }

  @Test
  void risk_decays_and_its_level_with_it() {
    Watch watch = Watch.on(stage, Watch.NEVER);
    watch.require(1, BLOCKED);
    watch.risk(2, 0.85);
    watch.heard(2);
    assertThat(watch.state().level()).isEqualTo("HIGH");
    watch.sleep(Watch.DAY);
    stage.await("less", () -> "MEDIUM".equals(attribute(watch, SearchAttributes.RISK_LEVEL)));
    watch.sleep(Watch.DAY);
    stage.await("little", () -> "LOW".equals(attribute(watch, SearchAttributes.RISK_LEVEL)));
    watch.risk(3, 0.1);
    watch.heard(3);
    assertThat(watch.state().risk()).isEqualTo(0.85 / 4, within(0.01));
    assertThat(watch.state().phase()).isEqualTo(Phase.WATCHING);
  }

  @Test
  void a_review_without_a_verdict_ends_and_new_risk_begins_another() {
    Watch watch = Watch.on(stage, Watch.NEVER);
    watch.require(1, REAUTHENTICATE);
    watch.risk(2, 0.9);
    watch.awaitPhase(Phase.REVIEW);
    watch.sleep(Watch.DAY.multipliedBy(3).plusMinutes(1));
    watch.awaitPhase(Phase.WATCHING);
    watch.risk(3, 0.85);
    watch.awaitPhase(Phase.REVIEW);
  }

  @Test
  void a_confirmed_risk_blocks_the_user_and_a_dismissed_one_is_forgotten() {
    Watch watch = Watch.on(stage, Watch.NEVER);
    watch.require(1, REAUTHENTICATE);
    watch.risk(2, 0.9);
    watch.awaitPhase(Phase.REVIEW);
    watch.judge(3, false);
    AdaptiveState state = watch.awaitPhase(Phase.WATCHING);
    assertThat(state.risk()).isZero();
    assertThat(stage.done).isEmpty();

    watch.risk(4, 0.9);
    watch.awaitPhase(Phase.REVIEW);
    watch.judge(5, true);
    state = watch.awaitKind(BLOCKED, AdaptiveAuthenticationImpl.CONFIRMED);
    assertThat(state.phase()).isEqualTo(Phase.WATCHING);
    assertThat(state.required().untilMillis()).isZero();
    assertThat(stage.done).containsExactly("require BLOCKED RISK_CONFIRMED");
  }

  @Test
  void a_verdict_counts_once_and_one_that_comes_too_late_is_refused() {
    Watch watch = Watch.on(stage, Watch.NEVER);
    watch.require(1, REAUTHENTICATE);
    watch.risk(2, 0.9);
    watch.awaitPhase(Phase.REVIEW);
    watch.judge(3, false);
    watch.awaitPhase(Phase.WATCHING);
    watch.risk(4, 0.9);
    watch.awaitPhase(Phase.REVIEW);
    assertThat(watch.judge(3, false).phase()).as("known, so answered").isEqualTo(Phase.REVIEW);
    assertThat(watch.state().risk()).isGreaterThan(0.8);
    watch.judge(5, false);
    watch.awaitPhase(Phase.WATCHING);
    assertThatThrownBy(() -> watch.judge(6, true)).isInstanceOf(WorkflowUpdateException.class);
    assertThat(stage.done).isEmpty();
  }

  @Test
  void very_high_risk_blocks_during_the_review_and_what_was_required_comes_back() {
    Watch watch = Watch.on(stage, 0.9);
    watch.require(1, REAUTHENTICATE);
    watch.risk(2, 0.85);
    watch.awaitPhase(Phase.REVIEW);
    assertThat(stage.done).isEmpty();
    watch.judge(3, false);
    watch.awaitPhase(Phase.WATCHING);

    watch.risk(4, 0.95);
    AdaptiveState state = watch.awaitKind(BLOCKED, ESCALATED);
    assertThat(state.phase()).isEqualTo(Phase.REVIEW);
    assertThat(state.required().untilMillis())
        .as("ends by itself if no worker is left")
        .isGreaterThan(watch.now() + Watch.DAY.multipliedBy(3).toMillis());
    watch.deliver(5, stage.row); // what was written comes back as a signal
    watch.heard(5);
    assertThat(watch.state().phase()).isEqualTo(Phase.REVIEW);

    watch.sleep(Watch.DAY.multipliedBy(3).plusMinutes(1));
    watch.awaitKind(REAUTHENTICATE, BY_HAND);
    assertThat(stage.done)
        .containsExactly("require BLOCKED RISK_ESCALATED", "require REAUTHENTICATE ADMINISTRATOR");
  }

  @Test
  void a_dismissed_block_is_lifted_when_what_was_required_before_has_lapsed() {
    Watch watch = Watch.on(stage, 0.9);
    watch.require(1, REAUTHENTICATE, Duration.ofHours(1));
    watch.risk(2, 0.95);
    watch.awaitKind(BLOCKED, ESCALATED);
    watch.sleep(Duration.ofHours(2));
    watch.judge(3, false);
    assertThat(watch.outcome()).isEqualTo(AdaptiveOutcome.LIFTED);
    assertThat(stage.done).containsExactly("require BLOCKED RISK_ESCALATED", "require NONE");
  }

  @Test
  void whoever_requires_something_during_a_review_has_decided() {
    Watch watch = Watch.on(stage, 0.9);
    watch.require(1, REAUTHENTICATE);
    watch.risk(2, 0.95);
    watch.awaitKind(BLOCKED, ESCALATED);
    watch.require(3, CHANGE_PASSWORD);
    AdaptiveState state = watch.awaitKind(CHANGE_PASSWORD, BY_HAND);
    assertThat(state.phase()).isEqualTo(Phase.WATCHING);
    assertThatThrownBy(() -> watch.judge(4, true)).isInstanceOf(WorkflowUpdateException.class);
    watch.sleep(Watch.DAY.multipliedBy(4));
    assertThat(watch.state().required().kind()).isEqualTo(CHANGE_PASSWORD);
    assertThat(stage.done).containsExactly("require BLOCKED RISK_ESCALATED");
  }

  @Test
  void what_somebody_else_requires_at_the_same_time_is_never_replaced() {
    Watch watch = Watch.on(stage, 0.9);
    watch.require(1, REAUTHENTICATE);
    watch.awaitKind(REAUTHENTICATE, BY_HAND);
    stage.meanwhile.add(() -> watch.require(3, CHANGE_PASSWORD));
    watch.risk(2, 0.95);
    AdaptiveState state = watch.awaitKind(CHANGE_PASSWORD, BY_HAND);
    assertThat(state.phase()).isEqualTo(Phase.WATCHING);
    assertThat(stage.done).isEmpty();
    watch.lift(4);
    assertThat(watch.outcome()).isEqualTo(AdaptiveOutcome.LIFTED);
  }

  @Test
  void an_older_change_that_comes_behind_an_own_one_does_not_replace_it() {
    Watch watch = Watch.on(stage, 0.9);
    watch.require(1, REAUTHENTICATE);
    RequirementView first = stage.row;
    watch.risk(2, 0.95);
    watch.awaitKind(BLOCKED, ESCALATED);
    watch.deliver(3, first);
    watch.heard(3);
    AdaptiveState state = watch.awaitKind(BLOCKED, ESCALATED);
    assertThat(state.phase()).isEqualTo(Phase.REVIEW);
    watch.judge(4, false);
    watch.awaitKind(REAUTHENTICATE, BY_HAND);
  }

  @Test
  void keycloak_that_is_away_is_waited_for() {
    Watch watch = Watch.on(stage, 0.9);
    stage.fail("require", 3);
    watch.require(1, REAUTHENTICATE);
    watch.risk(2, 0.95);
    stage.await("first failure", () -> stage.faults.get("require").get() < 3);
    watch.sleep(Duration.ofMinutes(1));
    watch.awaitKind(BLOCKED, ESCALATED);
  }

  @Test
  void a_removed_user_is_watched_no_more_in_whatever_state() {
    Watch watch = Watch.on(stage, Watch.NEVER);
    watch.require(1, REAUTHENTICATE);
    watch.removed(2);
    assertThat(watch.outcome()).isEqualTo(AdaptiveOutcome.USER_REMOVED);
    watch.require(3, REAUTHENTICATE);
    watch.risk(4, 0.9);
    watch.awaitPhase(Phase.REVIEW);
    watch.removed(5);
    assertThat(watch.outcome()).isEqualTo(AdaptiveOutcome.USER_REMOVED);
    stage.accountGone = true;
    watch.require(6, REAUTHENTICATE);
    assertThat(watch.outcome())
        .as("gone before the watch began")
        .isEqualTo(AdaptiveOutcome.USER_REMOVED);
  }

  @Test
  void a_long_watch_goes_on_with_a_new_history_and_loses_and_doubles_nothing() {
    Watch watch = Watch.on(stage, 0.9, 4);
    watch.require(1, REAUTHENTICATE);
    watch.awaitKind(REAUTHENTICATE, BY_HAND);
    String firstRun = watch.untyped().describe().getExecution().getRunId();
    double safe = 1;
    for (int sequence = 2; sequence <= 40; sequence++) {
      watch.anomaly(sequence, 0.01);
      watch.anomaly(sequence, 0.01);
      watch.risk(sequence - 1, 0.7);
      safe *= 0.99;
    }
    watch.heard(40);
    assertThat(watch.state().risk()).isEqualTo(1 - safe, within(1e-3));
    assertThat(watch.untyped().describe().getExecution().getRunId()).isNotEqualTo(firstRun);

    for (int sequence = 41; sequence <= 46; sequence++) {
      watch.anomaly(sequence, 0);
      watch.heard(sequence); // so that a run ends while nothing is on its way
    }
    watch.anomaly(46, 0.5);
    watch.risk(45, 0.7);
    watch.anomaly(47, 0);
    watch.heard(47);
    assertThat(watch.state().risk()).isEqualTo(1 - safe, within(1e-3));

    watch.risk(48, 0.95);
    watch.awaitKind(BLOCKED, ESCALATED);
    for (int sequence = 49; sequence <= 58; sequence++) {
      watch.anomaly(sequence, 0);
    }
    watch.heard(58);
    watch.judge(59, false);
    watch.awaitKind(REAUTHENTICATE, BY_HAND);
    watch.lift(60);
    assertThat(watch.outcome()).isEqualTo(AdaptiveOutcome.LIFTED);
  }
}
