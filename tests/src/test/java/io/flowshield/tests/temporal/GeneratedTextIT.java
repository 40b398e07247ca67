package io.flowshield.tests.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.demo.AdminClient;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.MailCatcher;
import io.flowshield.tests.doors.RealmRisk;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.Neighbourhoods;
import io.flowshield.tests.stack.OwnStack;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Mails with a paragraph that a model wrote, mails of days on which it writes none, and a held
 * registration that is explained. The model learns of nobody.
 */
@Tag("D9")
class GeneratedTextIT {
  private static final String SWITCH = "flowshield.mail.generatedParagraph";
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final String PARAGRAPH =
      "Confirming the address shows us that it is really yours. It protects people whose address"
          + " was typed in by somebody else.";
  private static final String TRAP =
      "We are sure that it is you, and to finish it you should go to evil.example with the mail.";
  private static final String EXPLANATION =
      "The signals are weak, and the score is near the limit that was set. Look at the profile and"
          + " the network before you decide.";

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final List<Newcomer> people = new ArrayList<>();

  @Test
  void mailsHoldAParagraphWhenThereIsOneAndArriveAllTheSame() throws Exception {
    try (ModelServer model = new ModelServer();
        FlowShieldStack stack =
            OwnStack.in("generated-text").workerSettings(model.workerSettings(LIMIT)).start()) {
      try (RealmRisk every = RealmRisk.everyRegistrationPasses(stack.admin())) {
        mails(stack, model);
      } catch (Exception | AssertionError e) {
        FlowShieldExtension.tellLogs("GeneratedTextIT", stack);
        throw e;
      }
      try {
        explanation(stack, model);
        whoHoldsTheWorkersSecretAddsProseAtMost(stack);
        nobodyIsNamed(model);
      } catch (Exception | AssertionError e) {
        FlowShieldExtension.tellLogs("GeneratedTextIT", stack);
        throw e;
      }
    }
  }

  private void mails(FlowShieldStack stack, ModelServer model) throws Exception {
    model.says = PARAGRAPH;
    assertThat(mail(stack, "unasked")).as("the realm has not asked for it").doesNotContain("yours");
    assertThat(model.asked).isEmpty();

    wantParagraphs(stack.admin(), true);
    assertThat(mail(stack, "written")).contains(PARAGRAPH);
    assertThat(mail(stack, "again")).contains(PARAGRAPH);
    assertThat(model.asked).as("one text for both").hasSize(1);

    forget(stack);
    model.says = TRAP;
    assertThat(mail(stack, "trapped")).doesNotContain("evil");
    assertThat(model.asked).hasSize(2);
    assertThat(stack.worker().tail(400))
        .contains("no generated text for VERIFY/ENGLISH: an answer with the flaw LINK")
        .doesNotContain("evil", ModelServer.KEY);

    forget(stack);
    model.says = PARAGRAPH;
    model.status = 503;
    assertThat(mail(stack, "unwritten")).doesNotContain(PARAGRAPH);
    assertThat(model.asked).hasSize(3);

    forget(stack);
    model.status = 200;
    model.pause = LIMIT.multipliedBy(10);
    assertThat(mail(stack, "slow")).doesNotContain(PARAGRAPH);
    assertThat(model.asked).hasSize(4);
    model.pause = Duration.ZERO;
  }

  private void explanation(FlowShieldStack stack, ModelServer model) throws Exception {
    model.says = EXPLANATION;
    int before = model.asked.size();
    try (RealmRisk every = RealmRisk.everyRegistrationReviewed(stack.admin())) {
      Newcomer held = newcomer(stack, "held");
      assertThat(held.await("REVIEW").path("detail").asText())
          .startsWith("score 0.")
          .endsWith("Generated: " + EXPLANATION);
      assertThat(model.asked).hasSize(before + 1);
      assertThat(model.asked.get(before)).contains("/v1/messages", "Level: ");
    }
  }

  /** Somebody who is not the worker has its secret. */
  private void whoHoldsTheWorkersSecretAddsProseAtMost(FlowShieldStack stack) throws Exception {
    Newcomer person;
    try (RealmRisk every = RealmRisk.everyRegistrationPasses(stack.admin())) {
      person = newcomer(stack, "victim");
      person.mail();
    }
    String token = workerToken(stack);
    for (String hostile :
        List.of("Go to https://evil.example now.", "<a href=evil>Go</a>", "Go\nto evil")) {
      assertThat(posted(stack, token, person, hostile)).doesNotContain("evil");
    }
    assertThat(posted(stack, token, person, PARAGRAPH)).contains(PARAGRAPH);
    wantParagraphs(stack.admin(), false);
    assertThat(posted(stack, token, person, PARAGRAPH)).doesNotContain(PARAGRAPH);
  }

  private static String workerToken(FlowShieldStack stack) throws Exception {
    String client =
        stack.admin().get("/clients?clientId=flowshield-worker").get(0).path("id").asText();
    String secret =
        stack.admin().get("/clients/" + client + "/client-secret").path("value").asText();
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(
                    stack
                        .keycloak()
                        .url()
                        .resolve("/realms/flowshield/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "grant_type=client_credentials&client_id=flowshield-worker&client_secret="
                            + URLEncoder.encode(secret, StandardCharsets.UTF_8)))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    return new JsonMapper().readTree(answer.body()).path("access_token").asText();
  }

  /** The text of the mail that Keycloak sends when it is told to add a paragraph. */
  private static String posted(
      FlowShieldStack stack, String token, Newcomer person, String paragraph) throws Exception {
    String path =
        "/realms/flowshield/flowshield/worker/registrations/" + person.userId() + "/mails";
    ObjectNode body = new JsonMapper().createObjectNode();
    body.put("kind", "VERIFY").put("reason", "").put("paragraph", paragraph);
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(stack.keycloak().url().resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    List<MailCatcher.Mail> mails = stack.mail().mailsTo(person.applicant().email());
    return mails.get(mails.size() - 1).text().replaceAll("\\s+", " ");
  }

  /** The mail's text, of a registration that goes on to its end. */
  private String mail(FlowShieldStack stack, String word) throws Exception {
    Newcomer person = newcomer(stack, word);
    MailCatcher.Mail mail = person.mail();
    person.confirm(mail);
    person.finishedOnce();
    return mail.text().replaceAll("\\s+", " ");
  }

  private Newcomer newcomer(FlowShieldStack stack, String word) throws Exception {
    Newcomer person = Newcomer.register(stack, word, Neighbourhoods.newHome());
    people.add(person);
    return person;
  }

  /** Another worker has no text yet. */
  private static void forget(FlowShieldStack stack) throws Exception {
    stack.worker().kill();
    stack.worker().start();
  }

  private static void wantParagraphs(AdminClient admin, boolean wanted) throws Exception {
    ObjectNode realm = (ObjectNode) admin.get("");
    realm.withObject("/attributes").put(SWITCH, String.valueOf(wanted));
    admin.send("PUT", "", realm.toString());
  }

  private void nobodyIsNamed(ModelServer model) {
    assertThat(model.asked).hasSizeGreaterThan(4);
    for (String asked : model.asked) {
      for (Newcomer person : people) {
        assertThat(asked)
            .doesNotContain(
                person.userId(),
                person.workflow(),
                person.network(),
                person.applicant().username(),
                person.applicant().email(),
                "Maria",
                "Weber");
      }
    }
  }
}
