package io.flowshield.tests.sharedsignals;

import static io.flowshield.tests.sharedsignals.Transmitter.claims;
import static io.flowshield.tests.sharedsignals.Transmitter.opaque;
import static io.flowshield.tests.sharedsignals.Transmitter.subject;
import static io.flowshield.tests.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.doors.People;
import io.flowshield.tests.requirement.Required;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.KeycloakDatabase;
import io.flowshield.tests.stack.Neighbourhoods;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Security events that somebody else pushes to the realm. */
@ExtendWith(FlowShieldExtension.class)
@Tag("C7")
class SharedSignalsIT {
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void aRevokedSessionElsewhereEndsTheSessionsHereAndIsToldOnce(FlowShieldStack stack)
      throws Exception {
    String user = People.verified(stack);
    Required required = Required.of(stack.admin(), user);
    try (Transmitter transmitter = new Transmitter(stack);
        Reception taken = transmitter.taken("enforce")) {
      Visitor visitor = stack.visitor(Neighbourhoods.newHome(), BrowserDriver.FIREFOX);
      assertThat(Visitor.signedIn(visitor.signIn(user, People.PASSWORD))).isTrue();
      ObjectNode claims = claims(Transmitter.SESSION_REVOKED, opaque(required.userId()));
      String token = transmitter.signed(claims);

      HttpResponse<String> first = transmitter.once(token);
      assertThat(first.statusCode()).as("no request fetches keys").isEqualTo(503);
      assertThat(first.headers().firstValue("Retry-After")).contains("5");
      HttpResponse<String> answer = transmitter.push(token);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
      assertThat(answer.body()).isEmpty();

      eventually("sessions", required::sessions, open -> open == 0);
      JsonNode shown = stack.admin().get(required.path());
      assertThat(shown.path("required").asText()).isEqualTo("REAUTHENTICATE");
      assertThat(shown.path("reason").asText()).isEqualTo("SIGNAL_SESSION_REVOKED");
      assertThat(shown.path("setBy").asText()).isEqualTo("flowshield-ssf");

      required.lift();
      KeycloakDatabase database = new KeycloakDatabase(stack.keycloak());
      long kept = database.count("select count(*) from FS_SIGNAL_RECEIVED");
      assertThat(transmitter.once(token).statusCode()).as("replayed").isEqualTo(202);
      assertThat(required.shown()).isEqualTo("NONE");
      assertThat(decisions(stack, required)).hasSize(1);
      assertThat(database.count("select count(*) from FS_SIGNAL_RECEIVED")).isEqualTo(kept);
      assertThat(transmitter.fetches()).isOne();
    }
  }

  @Test
  void duplicatesAtOnceAreTakenOnce(FlowShieldStack stack) throws Exception {
    Required required = Required.of(stack.admin(), People.verified(stack));
    try (Transmitter transmitter = new Transmitter(stack);
        Reception taken = transmitter.taken("enforce")) {
      warm(transmitter);
      String token =
          transmitter.signed(claims(Transmitter.CREDENTIAL_CHANGE, opaque(required.userId())));
      List<CompletableFuture<Integer>> answers =
          IntStream.range(0, 6)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> status(transmitter, token)))
              .toList();
      for (CompletableFuture<Integer> answer : answers) {
        assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo(202);
      }
      assertThat(decisions(stack, required)).hasSize(1);
      assertThat(required.shown()).isEqualTo("NONE");
    }
  }

  @Test
  void whatIsNotGenuineOrNotForUsIsRefusedAndDoesNothing(FlowShieldStack stack) throws Exception {
    Required required = Required.of(stack.admin(), People.verified(stack));
    try (Transmitter transmitter = new Transmitter(stack);
        Reception taken = transmitter.taken("enforce")) {
      warm(transmitter);
      long now = Instant.now().getEpochSecond();
      String good = transmitter.signed(session(required));
      refused(transmitter, transmitter.unsigned(session(required)), "invalid_request");
      refused(transmitter, "not a token", "invalid_request");
      refused(transmitter, good.substring(0, good.lastIndexOf('.') + 1), "invalid_key");
      refused(
          transmitter,
          Transmitter.signed(session(required), transmitter.impostor(), "secevent+jwt"),
          "invalid_key");
      refused(
          transmitter,
          Transmitter.signed(session(required), Transmitter.newKey(), "secevent+jwt"),
          "invalid_key");
      refused(
          transmitter, changed(transmitter, required, "iss", "https://x.test"), "invalid_issuer");
      refused(transmitter, changed(transmitter, required, "aud", "others"), "invalid_audience");
      refused(transmitter, changed(transmitter, required, "jti", ""), "invalid_request");
      refused(
          transmitter,
          transmitter.signed(session(required).put("iat", now - 90_000)),
          "invalid_request");
      refused(
          transmitter,
          transmitter.signed(session(required).put("iat", now + 600)),
          "invalid_request");
      refused(
          transmitter,
          transmitter.signed(session(required).put("exp", now - 10)),
          "invalid_request");
      ObjectNode timeless = session(required);
      timeless.remove("iat");
      refused(transmitter, transmitter.signed(timeless), "invalid_request");
      ObjectNode empty = session(required);
      empty.putObject("events");
      refused(transmitter, transmitter.signed(empty), "invalid_request");
      String idToken = Transmitter.signed(session(required), transmitter.ownKey(), "JWT");
      refused(transmitter, idToken, "invalid_request");

      HttpResponse<String> stranger = transmitter.send(good, "", "application/secevent+jwt");
      assertThat(stranger.statusCode()).isEqualTo(401);
      assertThat(JSON.readTree(stranger.body()).path("err").asText())
          .isEqualTo("authentication_failed");
      assertThat(transmitter.send(good, "Bearer x", "application/secevent+jwt").statusCode())
          .isEqualTo(401);
      assertThat(
              transmitter
                  .send(good, Transmitter.AUTHORIZATION, "application/x-www-form-urlencoded")
                  .statusCode())
          .isEqualTo(415);
      assertThat(transmitter.once("x".repeat(64 * 1024 + 1)).statusCode()).isEqualTo(413);

      assertThat(required.shown()).isEqualTo("NONE");
      assertThat(decisions(stack, required)).isEmpty();
      assertThat(transmitter.push(good).statusCode()).isEqualTo(202);
      assertThat(required.shown()).isEqualTo("REAUTHENTICATE");
    }
  }

  @Test
  void eachEventHasItsConsequenceAndOnlyItsOwnIsTakenBack(FlowShieldStack stack) throws Exception {
    String user = People.verified(stack);
    Required required = Required.of(stack.admin(), user);
    ObjectNode byAddress = subject(Map.of("format", "email", "email", People.email(user)));
    ObjectNode ours =
        subject(
            Map.of(
                "format",
                "iss_sub",
                "iss",
                stack.keycloak().url().resolve("/realms/flowshield").toString(),
                "sub",
                required.userId()));
    try (Transmitter transmitter = new Transmitter(stack);
        Reception taken = transmitter.taken("enforce")) {
      push(transmitter, claims(Transmitter.CREDENTIAL_COMPROMISE, byAddress));
      assertThat(required.shown()).isEqualTo("CHANGE_PASSWORD");
      push(transmitter, claims(Transmitter.SESSION_REVOKED, ours));
      assertThat(required.shown()).as("the weaker one").isEqualTo("CHANGE_PASSWORD");
      push(transmitter, claims(Transmitter.ACCOUNT_DISABLED, ours));
      assertThat(required.shown()).isEqualTo("BLOCKED");
      push(transmitter, claims(Transmitter.ACCOUNT_ENABLED, complex(ours)));
      assertThat(required.shown()).isEqualTo("NONE");
      required.set("BLOCKED");
      push(transmitter, claims(Transmitter.ACCOUNT_ENABLED, ours));
      assertThat(required.shown()).as("an administrator's").isEqualTo("BLOCKED");
      assertThat(decisions(stack, required)).hasSize(5);
    }
  }

  @Test
  void whoIsNotMeantBeyondDoubtIsLeftAloneAndTheAnswerIsTheSame(FlowShieldStack stack)
      throws Exception {
    Required required = Required.of(stack.admin(), People.verified(stack));
    String foreign = UUID.randomUUID().toString();
    try (Transmitter transmitter = new Transmitter(stack);
        Reception taken = transmitter.taken("enforce")) {
      push(transmitter, claims(Transmitter.SESSION_REVOKED, opaque(foreign)));
      push(
          transmitter,
          claims(
              Transmitter.SESSION_REVOKED,
              subject(
                  Map.of(
                      "format", "iss_sub", "iss", Transmitter.ISSUER, "sub", required.userId()))));
      push(
          transmitter,
          claims(
              Transmitter.SESSION_REVOKED,
              subject(Map.of("format", "email", "email", "door-*@example.org"))));
      push(transmitter, claims("https://example.org/unheard-of", opaque(required.userId())));
      assertThat(required.shown()).isEqualTo("NONE");
      assertThat(decisions(stack, required)).isEmpty();
    }
  }

  @Test
  void reportedEventsAreRecordedOnlyAndWhereNoneAreTakenThereIsNoSuchAddress(FlowShieldStack stack)
      throws Exception {
    Required required = Required.of(stack.admin(), People.verified(stack));
    try (Transmitter transmitter = new Transmitter(stack)) {
      try (Reception taken = transmitter.taken("report")) {
        push(transmitter, session(required));
        assertThat(required.shown()).isEqualTo("NONE");
        List<JsonNode> decisions = decisions(stack, required);
        assertThat(decisions).hasSize(1);
        assertThat(decisions.get(0).path("reportOnly").asBoolean()).isTrue();
        assertThat(decisions.get(0).at("/reasons/0/code").asText())
            .isEqualTo("SIGNAL_SESSION_REVOKED");
      }
      assertThat(transmitter.once(transmitter.signed(session(required))).statusCode())
          .isEqualTo(404);
    }
  }

  private static ObjectNode session(Required required) {
    return claims(Transmitter.SESSION_REVOKED, opaque(required.userId()));
  }

  private static ObjectNode complex(ObjectNode user) {
    ObjectNode subject = JSON.createObjectNode().put("format", "complex");
    subject.set("user", user);
    return subject;
  }

  private static String changed(
      Transmitter transmitter, Required required, String claim, String value) throws Exception {
    return transmitter.signed(session(required).put(claim, value));
  }

  /** Keys are known from now on. */
  private static void warm(Transmitter transmitter) throws Exception {
    push(transmitter, claims(Transmitter.SESSION_REVOKED, opaque(UUID.randomUUID().toString())));
  }

  private static void push(Transmitter transmitter, ObjectNode claims) throws Exception {
    HttpResponse<String> answer = transmitter.push(transmitter.signed(claims));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
  }

  private static void refused(Transmitter transmitter, String token, String error)
      throws Exception {
    HttpResponse<String> answer = transmitter.push(token);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    JsonNode told = JSON.readTree(answer.body());
    assertThat(told.path("err").asText()).as(answer.body()).isEqualTo(error);
    assertThat(told.path("description").asText()).isNotEmpty();
  }

  private static int status(Transmitter transmitter, String token) {
    try {
      return transmitter.push(token).statusCode();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static List<JsonNode> decisions(FlowShieldStack stack, Required of) throws Exception {
    JsonNode all = stack.admin().get("/flowshield/decisions?max=100&user=" + of.userId());
    return StreamSupport.stream(all.spliterator(), false)
        .filter(decision -> decision.path("door").asText().equals("SESSION"))
        .toList();
  }
}
