package io.flowshield.worker.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowshield.worker.LocalServer;
import io.flowshield.worker.LocalServer.Answer;
import io.flowshield.worker.LocalServer.Asked;
import io.flowshield.worker.http.JsonHttp;
import io.flowshield.workflow.AccountRef;
import io.flowshield.workflow.FailureTypes;
import io.flowshield.workflow.MailRequest;
import io.flowshield.workflow.SagaState;
import io.flowshield.workflow.SagaState.Phase;
import io.flowshield.workflow.SagaView;
import io.temporal.failure.ApplicationFailure;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class KeycloakClientTest {
  private static final AccountRef ALICE = new AccountRef("demo", "user-1");

  private int tokens;
  private String goodToken = "token-1";
  private Answer next = new Answer(204, "");
  private final LocalServer server = new LocalServer(this::answer);
  private final KeycloakClient client =
      new KeycloakClient(server.url(), "flowshield-worker", "s3cret&", Clock.systemUTC());

  @AfterEach
  void close() {
    server.close();
  }

  private Answer answer(Asked request) {
    if (request.uri().getPath().equals("/realms/demo/protocol/openid-connect/token")) {
      tokens++;
      return new Answer(200, "{\"access_token\":\"token-" + tokens + "\",\"expires_in\":300}");
    }
    return request.headers().get("Authorization").equals("Bearer " + goodToken)
        ? next
        : new Answer(401, "");
  }

  private Asked last() {
    return server.asked.get(server.asked.size() - 1);
  }

  @Test
  void a_token_is_fetched_once_and_again_when_the_server_has_forgotten_it() {
    client.finalise(ALICE);
    client.finalise(ALICE);
    assertThat(tokens).isEqualTo(1);
    assertThat(server.asked.get(0).body())
        .isEqualTo(
            "grant_type=client_credentials&client_id=flowshield-worker&client_secret=s3cret%26");

    goodToken = "token-2";
    client.finalise(ALICE);
    assertThat(tokens).isEqualTo(2);
    assertThat(last().line())
        .isEqualTo("POST /realms/demo/flowshield/worker/registrations/user-1/finalise");
  }

  @Test
  void a_missing_number_is_read_as_missing() {
    next =
        new Answer(
            200,
            "{\"decisionId\":\"d\",\"schema\":\"registration-v1\",\"names\":[\"a\",\"b\"],"
                + "\"values\":[1.5,null],\"prevalence\":0.05}");
    assertThat(client.risk(ALICE).values()).containsExactly(1.5, null);
  }

  @Test
  void a_mail_carries_its_key() {
    MailRequest mail = new MailRequest(ALICE, MailRequest.Kind.VERIFY, "", "key-verify");
    client.mail(mail, Optional.empty());
    assertThat(last().headers()).containsEntry("Idempotency-Key", "key-verify");
    assertThat(last().body()).contains("\"kind\":\"VERIFY\"").doesNotContain("paragraph");

    client.mail(mail, Optional.of("Some words."));
    assertThat(last().body()).contains("\"paragraph\":\"Some words.\"");
  }

  @Test
  void a_view_is_put_where_the_console_reads_it() throws Exception {
    client.publish(
        new SagaView(
            "saga 1",
            ALICE,
            new SagaState(
                Phase.REVIEW, 0.7, "HIGH", "registration/1", "REVIEW_PENDING", "", List.of("crm")),
            2,
            List.of("RANDOM_EMAIL")));
    assertThat(last().line()).isEqualTo("PUT /realms/demo/flowshield/worker/sagas/saga%201");
    JsonNode body = JsonHttp.MAPPER.readTree(last().body());
    assertThat(body.path("phase").asText()).isEqualTo("REVIEW");
    assertThat(body.path("attempt").asInt()).isEqualTo(2);
    assertThat(body.path("provisioned").get(0).asText()).isEqualTo("crm");
  }

  @ParameterizedTest
  @CsvSource({
    "404, AccountGone, true",
    "400, KeycloakRefused, true",
    "403, KeycloakUnavailable, false",
    "401, KeycloakUnavailable, false",
    "500, KeycloakUnavailable, false",
    "429, KeycloakUnavailable, false"
  })
  void answers_are_sorted_by_whether_another_attempt_helps(int status, String type, boolean last) {
    next = new Answer(status, "");
    assertThatThrownBy(() -> client.withdraw(ALICE, "RISK_ROSE"))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.getType()).isEqualTo(type);
              assertThat(failure.isNonRetryable()).isEqualTo(last);
            });
  }

  @Test
  void a_mail_server_that_is_down_is_told_from_a_keycloak_that_is() {
    next = new Answer(502, "");
    assertThatThrownBy(
            () ->
                client.mail(
                    new MailRequest(ALICE, MailRequest.Kind.VERIFY, "", "key"), Optional.empty()))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> assertThat(failure.getType()).isEqualTo(FailureTypes.MAIL_FAILED));
  }

  @Test
  void a_keycloak_that_is_away_is_waited_for() {
    server.close();
    assertThatThrownBy(() -> client.registration(ALICE))
        .isInstanceOfSatisfying(
            ApplicationFailure.class, failure -> assertThat(failure.isNonRetryable()).isFalse());
  }
}
