package io.flowshield.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.worker.LocalServer.Answer;
import io.flowshield.worker.LocalServer.Asked;
import io.flowshield.worker.http.JsonHttp;
import io.flowshield.worker.keycloak.KeycloakClient;
import io.flowshield.worker.text.AnthropicModel;
import io.flowshield.worker.text.GeneratedTexts;
import io.flowshield.worker.text.GeneratedTexts.Bounds;
import io.flowshield.worker.text.OpenAiModel;
import io.flowshield.workflow.AccountRef;
import io.flowshield.workflow.MailRequest;
import io.flowshield.workflow.SagaState;
import io.flowshield.workflow.SagaState.Phase;
import io.flowshield.workflow.SagaView;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Activities between a Keycloak and models, both of which are servers on loopback. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class GeneratedTextActivitiesTest {
  private static final AccountRef MARIA = new AccountRef("shop", "id-of-maria");
  private static final List<String> PERSONAL =
      List.of(
          "Maria", "Weber", "maria", "weber", "example.org", "shop", "0.7123", "registration/9");
  private static final String TEXT =
      "The address looks random and the form was filled in too fast. Both together are typical of"
          + " a program, so look at the profile before you decide.";
  private static final String PARAGRAPH =
      "Mit der Bestätigung zeigen Sie uns, dass die Adresse wirklich Ihnen gehört.";

  private boolean wanted = true;
  private String locale = "de";
  private boolean registrationFails;
  private int modelStatus = 200;
  private final LocalServer keycloak = new LocalServer(this::keycloak);
  private final LocalServer model = new LocalServer(this::model);
  private final KeycloakClient client =
      new KeycloakClient(keycloak.url(), "flowshield-worker", "secret", Clock.systemUTC());
  private final MailActivitiesImpl mails =
      new MailActivitiesImpl(
          client,
          new GeneratedTexts(
              new OpenAiModel(model.url().resolve("/v1"), "m", "key", Duration.ofSeconds(5)),
              Bounds.of(10, 10)));
  private final SagaViewActivitiesImpl views =
      new SagaViewActivitiesImpl(
          client,
          new GeneratedTexts(
              new AnthropicModel(model.url(), "m", "key", Duration.ofSeconds(5)),
              Bounds.of(10, 10)));

  @AfterEach
  void close() {
    keycloak.close();
    model.close();
  }

  private Answer keycloak(Asked request) {
    if (request.uri().getPath().endsWith("/token")) {
      return new Answer(200, "{\"access_token\":\"t\",\"expires_in\":300}");
    }
    if (request.method().equals("GET")) {
      ObjectNode body = JsonHttp.MAPPER.createObjectNode();
      body.put("userId", MARIA.userId()).put("username", "maria").put("locale", locale);
      body.put("email", "maria.weber@example.org").put("firstName", "Maria");
      body.put("lastName", "Weber").put("enabled", true).put("pending", true);
      body.put("emailVerified", false).put("generatedParagraph", wanted);
      return new Answer(registrationFails ? 500 : 200, body.toString());
    }
    return new Answer(204, "");
  }

  private Answer model(Asked request) throws IOException {
    ObjectNode body = JsonHttp.MAPPER.createObjectNode();
    body.put("id", "x").put("model", "m");
    if (request.uri().getPath().endsWith("/messages")) {
      body.put("type", "message").put("role", "assistant").put("stop_reason", "end_turn");
      body.putArray("content").addObject().put("type", "text").put("text", TEXT);
      body.putObject("usage").put("input_tokens", 1).put("output_tokens", 1);
    } else {
      body.put("object", "chat.completion").put("created", 1);
      body.putArray("choices")
          .addObject()
          .put("index", 0)
          .put("finish_reason", "stop")
          .putObject("message")
          .put("role", "assistant")
          .put("content", PARAGRAPH);
    }
    return new Answer(modelStatus, body.toString());
  }

  private JsonNode send(MailRequest.Kind kind) throws IOException {
    mails.send(new MailRequest(MARIA, kind, "", "key-" + kind));
    Asked last = keycloak.asked.get(keycloak.asked.size() - 1);
    assertThat(last.line()).endsWith("/registrations/id-of-maria/mails");
    return JsonHttp.MAPPER.readTree(last.body());
  }

  private String published(Phase phase, String level) throws IOException {
    views.publish(
        new SagaView(
            "flowshield-registration-1-id-of-maria",
            MARIA,
            new SagaState(
                phase,
                0.7123,
                level,
                "registration/9",
                "",
                "score 0.71 (registration/9)",
                List.of()),
            0,
            List.of("RANDOM_EMAIL", "maria.weber@example.org", "BOT_TIMING")));
    Asked last = keycloak.asked.get(keycloak.asked.size() - 1);
    return JsonHttp.MAPPER.readTree(last.body()).path("detail").asText();
  }

  private void nothingPersonalWasAsked() {
    assertThat(model.asked).isNotEmpty();
    for (Asked asked : model.asked) {
      assertThat(asked.body() + asked.uri() + asked.headers())
          .doesNotContain(PERSONAL)
          .doesNotContain(MARIA.userId());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = MailRequest.Kind.class,
      names = {"VERIFY", "REMINDER"})
  void a_mail_takes_a_paragraph_along_and_the_model_learns_of_nobody(MailRequest.Kind kind)
      throws IOException {
    assertThat(send(kind).path("paragraph").asText()).isEqualTo(PARAGRAPH);
    nothingPersonalWasAsked();
    assertThat(send(kind).path("paragraph").asText()).isEqualTo(PARAGRAPH);
    assertThat(model.asked).hasSize(1);
  }

  @Test
  void a_realm_that_wants_no_paragraph_gets_none_and_no_model_is_asked() throws IOException {
    wanted = false;
    assertThat(send(MailRequest.Kind.VERIFY).has("paragraph")).isFalse();
    wanted = true;
    locale = "ja";
    assertThat(send(MailRequest.Kind.VERIFY).has("paragraph")).isFalse();
    assertThat(send(MailRequest.Kind.WITHDRAWN).has("paragraph")).isFalse();
    assertThat(model.asked).isEmpty();
  }

  @Test
  void whatever_fails_on_the_way_to_a_paragraph_the_mail_goes_out() throws IOException {
    registrationFails = true;
    assertThat(send(MailRequest.Kind.VERIFY).has("paragraph")).isFalse();
    registrationFails = false;
    locale = "fr";
    assertThat(send(MailRequest.Kind.VERIFY).has("paragraph")).as("German for French").isFalse();
    locale = "de";
    modelStatus = 500;
    assertThat(send(MailRequest.Kind.VERIFY).has("paragraph")).isFalse();
    assertThat(model.asked).hasSize(2);
  }

  @Test
  void a_held_registration_is_explained_and_the_model_learns_of_nobody() throws IOException {
    assertThat(published(Phase.REVIEW, "HIGH"))
        .isEqualTo("score 0.71 (registration/9). Generated: " + TEXT);
    nothingPersonalWasAsked();
    assertThat(model.asked.get(0).body()).contains("RANDOM_EMAIL, BOT_TIMING", "HIGH");
  }

  @Test
  void other_phases_and_failures_leave_the_detail_as_it_is() throws IOException {
    assertThat(published(Phase.PROVISIONING, "HIGH")).isEqualTo("score 0.71 (registration/9)");
    assertThat(published(Phase.REVIEW, "EXTREME")).isEqualTo("score 0.71 (registration/9)");
    assertThat(model.asked).isEmpty();
    modelStatus = 529;
    assertThat(published(Phase.REVIEW, "HIGH")).isEqualTo("score 0.71 (registration/9)");
    assertThat(model.asked).hasSize(1);
  }
}
