package io.flowshield.worker;

import static io.flowshield.worker.SagaStage.signal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowshield.workflow.AuthenticationSaga;
import io.flowshield.workflow.ReviewVerdict;
import io.flowshield.workflow.SagaOutcome;
import io.flowshield.workflow.SagaReason;
import io.flowshield.workflow.SagaState;
import io.flowshield.workflow.SagaState.Phase;
import io.flowshield.workflow.SearchAttributes;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.WorkflowReplayer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("D2")
@Timeout(60)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AuthenticationSagaTest {
  private SagaStage stage;

  @BeforeEach
  void open() {
    stage = new SagaStage();
  }

  @AfterEach
  void close() {
    stage.close();
  }

  private SagaOutcome verifiedOutcome(AuthenticationSaga saga) {
    stage.awaitMail();
    saga.emailVerified(signal(2));
    return stage.outcome();
  }

  @Nested
  class Without_trouble {

    @Test
    void an_account_is_verified_provisioned_and_finalised() {
      SagaOutcome outcome = verifiedOutcome(stage.start());

      assertThat(outcome).isEqualTo(new SagaOutcome(true, ""));
      assertThat(stage.done).startsWith("prepare", "mail VERIFY").endsWith("finalise");
      assertThat(stage.done)
          .containsExactlyInAnyOrder(
              "prepare", "mail VERIFY", "provision crm", "provision billing", "finalise");
      assertThat(stage.checks).hasValue(3);
      SagaState last = stage.lastView().state();
      assertThat(last.phase()).isEqualTo(Phase.FINALISED);
      assertThat(last.modelVersion()).isEqualTo("registration/7");
      assertThat(last.provisioned()).containsExactlyInAnyOrder("crm", "billing");
    }

    @Test
    void an_address_that_is_verified_already_gets_no_mail() {
      stage.emailVerified = true;
      stage.start();
      assertThat(stage.outcome().finalised()).isTrue();
      assertThat(stage.done).doesNotContain("mail VERIFY");
    }

    @Test
    @Tag("D7")
    void search_attributes_tell_score_level_model_decision_and_state() {
      AuthenticationSaga saga = stage.start();
      stage.awaitMail();
      var waiting = WorkflowStub.fromTyped(saga).describe().getTypedSearchAttributes();
      assertThat(waiting.get(SearchAttributes.SAGA_STATE)).isEqualTo("AWAITING_EMAIL");

      stage.score = 0.45;
      saga.emailVerified(signal(2));
      stage.outcome();
      var ended = WorkflowStub.fromTyped(saga).describe().getTypedSearchAttributes();
      assertThat(ended.get(SearchAttributes.SAGA_STATE)).isEqualTo("FINALISED");
      assertThat(ended.get(SearchAttributes.RISK_SCORE)).isEqualTo(0.45);
      assertThat(ended.get(SearchAttributes.RISK_LEVEL)).isEqualTo("MEDIUM");
      assertThat(ended.get(SearchAttributes.MODEL_VERSION)).isEqualTo("registration/7");
      assertThat(ended.get(SearchAttributes.DECISION)).isEqualTo("CHALLENGE");
    }

    @Test
    @Tag("D7")
    void temporals_pages_say_in_words_where_it_stands_and_why() {
      AuthenticationSaga saga = stage.start();
      stage.awaitMail();
      assertThat(currentDetails(saga))
          .isEqualTo(
              """
              **AWAITING_EMAIL**: waiting for the person to confirm the e-mail address

              - risk: 0.10 (LOW) by registration/7, decision CHALLENGE
              - because of: REGISTRATION_BURST
              - services: none""");

      stage.refusing.add("billing");
      saga.emailVerified(signal(2));
      stage.outcome();
      assertThat(currentDetails(saga))
          .startsWith("**COMPENSATED**: everything was undone, the account is disabled\n")
          .contains("- why: SERVICE_REFUSED, billing: HTTP 403\n");
    }

    private static String currentDetails(AuthenticationSaga saga) {
      return WorkflowStub.fromTyped(saga)
          .query("__temporal_workflow_metadata", WorkflowMetadata.class)
          .getCurrentDetails();
    }

    @Test
    void signals_that_come_twice_or_late_change_nothing() {
      AuthenticationSaga saga = stage.start();
      stage.awaitMail();
      saga.riskChanged(signal(2));
      stage.await("second check", () -> stage.checks.get() == 2);
      saga.riskChanged(signal(2));
      saga.userRemoved(signal(1));
      saga.emailVerified(signal(3));
      saga.emailVerified(signal(3));

      assertThat(stage.outcome().finalised()).isTrue();
      assertThat(stage.checks).hasValue(4);
      assertThat(stage.done).containsOnlyOnce("provision crm", "finalise");
    }

    @Test
    void a_worker_that_has_just_started_gets_on_from_the_history_alone() throws Exception {
      verifiedOutcome(stage.start());
      WorkflowReplayer.replayWorkflowExecution(
          stage.environment.getWorkflowClient().fetchHistory(SagaStage.ID),
          AuthenticationSagaImpl.class);
      assertThat(stage.done).containsOnlyOnce("mail VERIFY", "prepare", "finalise");
    }
  }

  @Nested
  @Tag("D3")
  class A_service {

    @Test
    void that_refuses_has_everything_undone_in_reverse() {
      stage.refusing.add("billing");
      SagaOutcome outcome = verifiedOutcome(stage.start());

      assertThat(outcome).isEqualTo(new SagaOutcome(false, SagaReason.SERVICE_REFUSED));
      assertThat(stage.done)
          .doesNotContain("finalise")
          .endsWith(
              "withdraw billing",
              "withdraw crm",
              "withdraw account SERVICE_REFUSED",
              "mail WITHDRAWN SERVICE_REFUSED");
      SagaState last = stage.lastView().state();
      assertThat(last.phase()).isEqualTo(Phase.COMPENSATED);
      assertThat(last.reason()).isEqualTo(SagaReason.SERVICE_REFUSED);
      assertThat(last.detail()).isEqualTo("billing: HTTP 403");
      assertThat(last.provisioned()).isEmpty();
    }

    @Test
    void that_is_down_for_a_while_is_waited_for() {
      stage.fail("provision crm", 4);
      assertThat(verifiedOutcome(stage.start()).finalised()).isTrue();
      assertThat(stage.done).contains("provision crm");
    }

    @Test
    void that_cannot_be_withdrawn_is_tried_until_it_can() {
      stage.refusing.add("billing");
      stage.fail("withdraw crm", 12);
      SagaOutcome outcome = verifiedOutcome(stage.start());

      assertThat(outcome.finalised()).isFalse();
      assertThat(stage.done).contains("withdraw crm", "withdraw account SERVICE_REFUSED");
      assertThat(stage.views)
          .anySatisfy(
              view -> {
                assertThat(view.attempt()).isEqualTo(3);
                assertThat(view.state().phase()).isEqualTo(Phase.COMPENSATING);
                assertThat(view.state().detail())
                    .contains("billing: HTTP 403", "not undone yet: crm", "out of order");
              });
      assertThat(stage.lastView().attempt()).isZero();
    }
  }

  @Nested
  @Tag("D12")
  class A_risk_that_rises {

    @Test
    void at_the_first_check_ends_it_before_any_mail() {
      stage.scores.put(1, 0.9);
      stage.start();
      assertThat(stage.outcome()).isEqualTo(new SagaOutcome(false, SagaReason.RISK_ROSE));
      assertThat(stage.done)
          .containsExactly("withdraw account RISK_ROSE", "mail WITHDRAWN RISK_ROSE");
    }

    @Test
    void at_the_second_check_ends_it_before_any_service() {
      stage.scores.put(2, 0.9);
      SagaOutcome outcome = verifiedOutcome(stage.start());
      assertThat(outcome.reason()).isEqualTo(SagaReason.RISK_ROSE);
      assertThat(stage.done)
          .containsExactly(
              "prepare", "mail VERIFY", "withdraw account RISK_ROSE", "mail WITHDRAWN RISK_ROSE");
    }

    @Test
    void at_the_third_check_has_the_services_withdrawn() {
      stage.scores.put(3, 0.9);
      SagaOutcome outcome = verifiedOutcome(stage.start());
      assertThat(outcome.reason()).isEqualTo(SagaReason.RISK_ROSE);
      assertThat(stage.done)
          .endsWith(
              "withdraw billing",
              "withdraw crm",
              "withdraw account RISK_ROSE",
              "mail WITHDRAWN RISK_ROSE");
      assertThat(stage.lastView().state().detail()).isEqualTo("score rose from 0.10 to 0.90");
    }

    @Test
    void while_the_mail_is_awaited_ends_it_at_once() {
      AuthenticationSaga saga = stage.start();
      stage.awaitMail();
      stage.score = 0.9;
      saga.riskChanged(signal(2));
      assertThat(stage.outcome().reason()).isEqualTo(SagaReason.RISK_ROSE);
    }

    @Test
    void but_was_as_high_at_the_form_is_for_an_administrator_to_judge() {
      stage.score = 0.85;
      AuthenticationSaga saga = stage.start(0.85, "REVIEW");
      stage.awaitPhase(Phase.REVIEW);
      saga.review(new ReviewVerdict("v1", 2, false, "admin"));
      assertThat(stage.outcome().reason()).isEqualTo(SagaReason.REVIEW_REJECTED);
    }
  }

  @Nested
  class A_mail {

    @Test
    void that_nobody_answers_is_repeated_once_and_then_given_up() {
      stage.start();
      SagaOutcome outcome = stage.outcome();
      assertThat(outcome).isEqualTo(new SagaOutcome(false, SagaReason.EMAIL_EXPIRED));
      assertThat(stage.done)
          .containsExactly(
              "prepare",
              "mail VERIFY",
              "mail REMINDER",
              "withdraw account EMAIL_EXPIRED",
              "mail WITHDRAWN EMAIL_EXPIRED");
    }

    @Test
    void that_cannot_be_sent_is_tried_again_where_all_can_see() {
      stage.fail("mail VERIFY", 3);
      AuthenticationSaga saga = stage.start();
      stage.await(
          "the failed attempt is shown",
          () ->
              stage.views.stream()
                  .anyMatch(
                      view ->
                          view.attempt() >= 1 && view.state().detail().contains("out of order")));
      stage.environment.sleep(Duration.ofMinutes(1));
      stage.awaitMail();
      saga.emailVerified(signal(2));
      assertThat(stage.outcome().finalised()).isTrue();
      assertThat(stage.lastView().attempt()).isZero();
      assertThat(stage.done).containsOnlyOnce("mail VERIFY");
    }
  }

  @Nested
  class A_review {

    @Test
    void that_approves_lets_the_saga_go_on_without_asking_again() {
      stage.score = 0.7;
      AuthenticationSaga saga = stage.start(0.7, "REVIEW");
      stage.awaitPhase(Phase.REVIEW);
      SagaState answer = saga.review(new ReviewVerdict("v1", 2, true, "admin"));
      assertThat(answer.phase()).isEqualTo(Phase.REVIEW);
      stage.awaitMail();
      saga.emailVerified(signal(3));
      assertThat(stage.outcome().finalised()).isTrue();
      assertThat(stage.views.stream().filter(v -> v.state().phase() == Phase.REVIEW)).hasSize(1);
    }

    @Test
    void asked_for_by_the_form_is_held_even_when_the_score_has_fallen() {
      AuthenticationSaga saga = stage.start(0.7, "REVIEW");
      stage.awaitPhase(Phase.REVIEW);
      saga.review(new ReviewVerdict("v1", 2, true, "admin"));
      stage.awaitMail();
    }

    @Test
    void that_rejects_undoes_everything() {
      stage.scores.put(2, 0.7);
      AuthenticationSaga saga = stage.start();
      stage.awaitMail();
      saga.emailVerified(signal(2));
      stage.awaitPhase(Phase.REVIEW);
      saga.review(new ReviewVerdict("v1", 3, false, "admin"));
      assertThat(stage.outcome()).isEqualTo(new SagaOutcome(false, SagaReason.REVIEW_REJECTED));
      assertThat(stage.done).contains("withdraw account REVIEW_REJECTED");
    }

    @Test
    void that_nobody_does_counts_as_rejected() {
      stage.score = 0.7;
      stage.start(0.7, "REVIEW");
      assertThat(stage.outcome()).isEqualTo(new SagaOutcome(false, SagaReason.REVIEW_EXPIRED));
    }

    @Test
    void that_comes_too_late_is_refused_and_a_repeated_one_is_answered() {
      stage.score = 0.7;
      AuthenticationSaga saga = stage.start(0.7, "REVIEW");
      stage.awaitPhase(Phase.REVIEW);
      ReviewVerdict verdict = new ReviewVerdict("v1", 2, true, "admin");
      saga.review(verdict);
      stage.awaitMail();
      assertThat(saga.review(verdict).phase()).isEqualTo(Phase.AWAITING_EMAIL);
      assertThatThrownBy(() -> saga.review(new ReviewVerdict("v2", 3, false, "admin")))
          .isInstanceOf(WorkflowUpdateException.class)
          .hasStackTraceContaining("not held for review");
    }

    @Test
    void is_cut_short_when_the_risk_rises_further() {
      stage.score = 0.7;
      AuthenticationSaga saga = stage.start(0.7, "REVIEW");
      stage.awaitPhase(Phase.REVIEW);
      stage.score = 0.9;
      saga.riskChanged(signal(2));
      assertThat(stage.outcome().reason()).isEqualTo(SagaReason.RISK_ROSE);
    }
  }

  @Nested
  class A_user {

    @Test
    void who_is_removed_is_withdrawn_without_a_mail() {
      AuthenticationSaga saga = stage.start();
      stage.awaitMail();
      saga.userRemoved(signal(2));
      assertThat(stage.outcome()).isEqualTo(new SagaOutcome(false, SagaReason.USER_REMOVED));
      assertThat(stage.done)
          .containsExactly("prepare", "mail VERIFY", "withdraw account USER_REMOVED");
    }

    @Test
    void who_is_gone_before_the_first_check_ends_the_saga() {
      stage.accountGone = true;
      stage.start();
      assertThat(stage.outcome().reason()).isEqualTo(SagaReason.USER_REMOVED);
    }
  }

  @Test
  void a_saga_that_an_operator_cancels_is_undone() {
    AuthenticationSaga saga = stage.start();
    stage.awaitMail();
    WorkflowStub.fromTyped(saga).cancel();
    // Temporal closes a workflow that was cancelled as cancelled, whatever it returns.
    assertThatThrownBy(() -> stage.outcome()).hasCauseInstanceOf(CanceledFailure.class);
    assertThat(stage.lastView().state().reason()).isEqualTo(SagaReason.CANCELLED);
    assertThat(stage.done).contains("withdraw account CANCELLED");
  }
}
