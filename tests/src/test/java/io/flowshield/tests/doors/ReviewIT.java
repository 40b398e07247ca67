package io.flowshield.tests.doors;

import static io.flowshield.tests.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.flowshield.demo.AdminClient;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.stack.Applicants;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.Neighbourhoods;
import io.temporal.api.common.v1.Payload;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Registrations that an administrator decides on, and what Temporal shows of them meanwhile. */
@ExtendWith(FlowShieldExtension.class)
@Tag("D6")
@Tag("D7")
class ReviewIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @Test
  void anApprovedRegistrationGoesOnAndIsFinalised(FlowShieldStack stack) throws Exception {
    Visitor.Applicant applicant = Applicants.named("approved");
    Visitor visitor = stack.visitor(Neighbourhoods.newHome(), BrowserDriver.FIREFOX);
    JsonNode held = heldForReview(stack, visitor, applicant);
    assertThat(stack.mail().mailsTo(applicant.email())).isEmpty();
    assertThat(searchAttributes(stack, held))
        .containsEntry("FlowShieldDecision", "REVIEW")
        .containsEntry("FlowShieldSagaState", "REVIEW");

    decide(stack, held, "APPROVE");

    visitor.confirm(stack.mail().await(applicant.email(), 1, PATIENCE));
    JsonNode saga = awaitPhase(stack, held, "FINALISED");
    assertThat(stack.scim().count(userId(held))).isEqualTo(1);
    assertThat(searchAttributes(stack, held))
        .containsOnlyKeys(
            "FlowShieldDecision",
            "FlowShieldModelVersion",
            "FlowShieldRiskLevel",
            "FlowShieldRiskScore",
            "FlowShieldSagaState")
        .containsEntry("FlowShieldDecision", "ALLOW")
        .containsEntry("FlowShieldModelVersion", saga.path("modelVersion").asText())
        .containsEntry("FlowShieldRiskLevel", "HIGH")
        .containsEntry("FlowShieldRiskScore", saga.path("score").asText())
        .containsEntry("FlowShieldSagaState", "FINALISED");
    assertThatThrownBy(() -> decide(stack, held, "REJECT"))
        .isInstanceOfSatisfying(
            AdminClient.Refused.class, refused -> assertThat(refused.status()).isEqualTo(409));
  }

  @Test
  void aRejectedRegistrationIsUndone(FlowShieldStack stack) throws Exception {
    Visitor.Applicant applicant = Applicants.named("rejected");
    JsonNode held =
        heldForReview(
            stack, stack.visitor(Neighbourhoods.newHome(), BrowserDriver.FIREFOX), applicant);

    decide(stack, held, "REJECT");

    JsonNode saga = awaitPhase(stack, held, "COMPENSATED");
    assertThat(saga.path("reason").asText()).isEqualTo("REVIEW_REJECTED");
    assertThat(stack.admin().get("/users/" + userId(held)).path("enabled").asBoolean()).isFalse();
    assertThat(stack.scim().count(userId(held))).isZero();
    assertThat(stack.webhook().holds(userId(held))).isFalse();
    assertThat(stack.mail().await(applicant.email(), 1, PATIENCE).text()).isNotBlank();
    assertThat(searchAttributes(stack, held))
        .containsEntry("FlowShieldDecision", "DENY")
        .containsEntry("FlowShieldSagaState", "COMPENSATED");
  }

  /** Limits are taken along when the saga starts, so the realm's can be put back at once. */
  private static JsonNode heldForReview(
      FlowShieldStack stack, Visitor visitor, Visitor.Applicant applicant) throws Exception {
    try (RealmRisk every = RealmRisk.everyRegistrationReviewed(stack.admin())) {
      visitor.register(applicant);
      String userId = stack.admin().user(applicant.username()).orElseThrow().path("id").asText();
      return eventually(
          "the review",
          () -> stack.admin().get("/flowshield/sagas/" + userId),
          saga -> saga.path("phase").asText().equals("REVIEW"));
    }
  }

  private static void decide(FlowShieldStack stack, JsonNode saga, String verdict)
      throws Exception {
    stack
        .admin()
        .send(
            "POST",
            "/flowshield/sagas/" + userId(saga) + "/review",
            "{\"verdict\":\"" + verdict + "\"}");
  }

  private static JsonNode awaitPhase(FlowShieldStack stack, JsonNode saga, String phase)
      throws Exception {
    return eventually(
        phase,
        () -> stack.admin().get("/flowshield/sagas/" + userId(saga)),
        view -> view.path("phase").asText().equals(phase));
  }

  private static String userId(JsonNode saga) {
    return saga.path("userId").asText();
  }

  private static Map<String, String> searchAttributes(FlowShieldStack stack, JsonNode saga)
      throws Exception {
    Map<String, Payload> fields =
        stack
            .temporal()
            .describe(saga.path("workflowId").asText())
            .orElseThrow()
            .getWorkflowExecutionInfo()
            .getSearchAttributes()
            .getIndexedFieldsMap();
    Map<String, String> attributes = new TreeMap<>();
    for (Map.Entry<String, Payload> field : fields.entrySet()) {
      attributes.put(
          field.getKey(),
          new JsonMapper().readTree(field.getValue().getData().toByteArray()).asText());
    }
    // Temporal's own server adds it by itself.
    attributes.remove("BuildIds");
    return attributes;
  }
}
