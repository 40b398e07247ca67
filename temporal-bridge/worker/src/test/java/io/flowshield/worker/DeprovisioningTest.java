package io.flowshield.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.workflow.AccountRef;
import io.flowshield.workflow.Deprovisioning;
import io.flowshield.workflow.SearchAttributes;
import io.flowshield.workflow.WorkflowIds;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("D6")
@Timeout(60)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DeprovisioningTest {
  static final String ID = WorkflowIds.deprovisioning("realm-id", "user-1");

  private final SagaStage stage = new SagaStage();

  @AfterEach
  void close() {
    stage.close();
  }

  static Deprovisioning start(SagaStage stage) {
    Deprovisioning workflow =
        stage
            .environment
            .getWorkflowClient()
            .newWorkflowStub(
                Deprovisioning.class,
                WorkflowOptions.newBuilder()
                    .setWorkflowId(ID)
                    .setTaskQueue(WorkflowIds.SAGA_QUEUE)
                    .build());
    WorkflowClient.start(workflow::withdraw, new AccountRef("demo", "user-1"));
    return workflow;
  }

  private String shown(WorkflowStub workflow) {
    return workflow.describe().getTypedSearchAttributes().get(SearchAttributes.SAGA_STATE);
  }

  @Test
  void a_removed_account_is_taken_out_of_every_service() {
    WorkflowStub workflow = WorkflowStub.fromTyped(start(stage));
    workflow.getResult(Void.class);
    assertThat(stage.done).containsExactlyInAnyOrder("withdraw crm", "withdraw billing");
    assertThat(shown(workflow)).isEqualTo("DEPROVISIONED");
  }

  @Test
  void a_service_that_is_away_is_asked_until_it_answers_and_holds_up_no_other() {
    stage.fail("withdraw crm", 30);
    Deprovisioning workflow = start(stage);
    stage.await("the other", () -> workflow.remaining().equals(List.of("crm")));
    assertThat(shown(WorkflowStub.fromTyped(workflow))).isEqualTo("DEPROVISIONING");
    WorkflowStub.fromTyped(workflow).getResult(Void.class);
    assertThat(stage.done).containsExactly("withdraw billing", "withdraw crm");
    assertThat(workflow.remaining()).isEmpty();
  }
}
