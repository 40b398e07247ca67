package io.flowshield.tests.passwords;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.tests.doors.People;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.KeycloakDatabase;
import io.flowshield.tests.stack.Neighbourhoods;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the server tells a form while somebody types. */
@ExtendWith(FlowShieldExtension.class)
@Tag("C5")
class FormHintsIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String GOOD_ADDRESS = "{\"email\":\"nora@example.org\"}";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String home = Neighbourhoods.newHome();

  @Test
  void patternsAreToldInThePagesLanguageAndNoNumberOfGuesses(FlowShieldStack stack)
      throws Exception {
    JsonNode english = password(stack, Map.of("password", "poiuytgfds"));
    assertThat(english.path("level").asInt()).isBetween(0, 2);
    assertThat(english.path("hints").toString()).contains("Keys that lie side by side");
    assertThat(english.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("level", "summary", "hints");

    JsonNode german = password(stack, Map.of("password", "poiuytgfds", "locale", "de"));
    assertThat(german.path("hints").toString()).contains("auf der Tastatur nebeneinander");
  }

  @Test
  void leakedAndPersonalPasswordsAreNamedAndGoodOnesPraised(FlowShieldStack stack)
      throws Exception {
    JsonNode leaked = password(stack, Map.of("password", "letmein"));
    assertThat(leaked.path("level").asInt()).isZero();
    assertThat(leaked.path("hints").get(0).asText()).contains("leaked passwords");

    JsonNode own = password(stack, Map.of("password", "quillbrandt7", "username", "quillbrandt"));
    assertThat(own.path("hints").toString()).contains("your user name");

    JsonNode good = password(stack, Map.of("password", "otter-velvet-quarry-91-plum"));
    assertThat(good.path("level").asInt()).isGreaterThanOrEqualTo(3);
    assertThat(good.path("hints")).isEmpty();
  }

  @Test
  void addressesOfAnybodyAndNobodyAreAnsweredAlike(FlowShieldStack stack) throws Exception {
    String somebody = People.email(People.verified(stack));
    String nobody = People.email("door-" + UUID.randomUUID());
    HttpResponse<String> known =
        ask(stack, "email-hint", JSON.writeValueAsString(Map.of("email", somebody)));
    HttpResponse<String> unknown =
        ask(stack, "email-hint", JSON.writeValueAsString(Map.of("email", nobody)));
    assertThat(known.statusCode()).isEqualTo(200);
    assertThat(known.body()).isEqualTo(unknown.body());

    assertThat(ask(stack, "email-hint", "{\"email\":\"nora@gmial.com\"}").body())
        .contains("Did you mean gmail.com?");
    assertThat(ask(stack, "email-hint", "{\"email\":\"nora@mailinator.com\"}").body())
        .contains("throw-away");
  }

  @Test
  void whatIsNoQuestionIsRefused(FlowShieldStack stack) throws Exception {
    for (String wrong :
        new String[] {
          "",
          "{",
          "[]",
          "null",
          "{}",
          "{\"password\":\"\"}",
          "{\"password\":null}",
          "{\"password\":[\"x\"]}",
          "{\"password\":\"x\",\"more\":1}"
        }) {
      HttpResponse<String> answer = ask(stack, "password-strength", wrong);
      assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
    }
    String secret = "s3cr3t-" + UUID.randomUUID();
    HttpResponse<String> large =
        ask(stack, "password-strength", "{\"password\":\"" + secret.repeat(200) + "\"}");
    assertThat(large.statusCode()).isEqualTo(413);
    assertThat(large.body()).doesNotContain(secret);
    HttpResponse<String> form =
        send(
            request(stack, "password-strength", origin(stack))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("password=x")));
    assertThat(form.statusCode()).isEqualTo(415);
  }

  @Test
  void otherSitesMayNotAsk(FlowShieldStack stack) throws Exception {
    for (String origin : new String[] {"https://evil.example", "null", "http://[", ""}) {
      HttpRequest.Builder builder =
          HttpRequest.newBuilder(endpoint(stack, "password-strength"))
              .header("X-Forwarded-For", home)
              .header("Content-Type", "application/json");
      if (!origin.isEmpty()) {
        builder.header("Origin", origin);
      }
      HttpResponse<String> answer =
          send(builder.POST(HttpRequest.BodyPublishers.ofString("{\"password\":\"x\"}")));
      assertThat(answer.statusCode()).as(origin).isEqualTo(403);
      assertThat(answer.headers().map().keySet())
          .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
    }
  }

  @Test
  void aNetworkIsAnsweredSoOftenAMinuteAndOthersStay(FlowShieldStack stack) throws Exception {
    ExecutorService crowd = Executors.newFixedThreadPool(6);
    List<Integer> statuses = new ArrayList<>();
    try {
      List<Future<Integer>> asked = new ArrayList<>();
      for (int i = 0; i < 320; i++) {
        asked.add(crowd.submit(() -> ask(stack, "email-hint", GOOD_ADDRESS).statusCode()));
      }
      for (Future<Integer> one : asked) {
        statuses.add(one.get(60, TimeUnit.SECONDS));
      }
    } finally {
      crowd.shutdownNow();
    }
    assertThat(statuses).containsOnly(200, 429);
    // a minute may end in between
    assertThat(statuses.stream().filter(status -> status == 200).count()).isLessThanOrEqualTo(240);
    assertThat(new FormHintsIT().ask(stack, "email-hint", GOOD_ADDRESS).statusCode())
        .isEqualTo(200);
  }

  @Test
  void theRealmCanSwitchItOff(FlowShieldStack stack) throws Exception {
    try (RealmPasswords off = RealmPasswords.liveHints(stack.admin(), "false")) {
      assertThat(ask(stack, "password-strength", "{\"password\":\"x\"}").statusCode())
          .isEqualTo(404);
      assertThat(ask(stack, "email-hint", "{\"email\":\"x@y.org\"}").statusCode()).isEqualTo(404);
    }
    URI master = stack.keycloak().url().resolve("/realms/master/flowshield/password-strength");
    HttpResponse<String> unbound =
        send(
            HttpRequest.newBuilder(master)
                .header("Origin", origin(stack))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"password\":\"x\"}")));
    assertThat(unbound.statusCode()).isEqualTo(404);
  }

  @Test
  void nothingOfAQuestionIsLoggedOrKept(FlowShieldStack stack) throws Exception {
    String secret = "Sb" + UUID.randomUUID();
    password(stack, Map.of("password", secret));
    ask(stack, "password-strength", "{\"password\":\"" + secret);
    assertThat(Files.readString(stack.keycloak().log())).doesNotContain(secret);
    assertThat(stack.admin().get("/events?max=100").toString()).doesNotContain(secret);
    KeycloakDatabase database = new KeycloakDatabase(stack.keycloak());
    for (KeycloakDatabase.Column column : database.ours()) {
      if (!column.binary()) {
        assertThat(
                database.count(
                    "select count(*) from "
                        + column.table()
                        + " where position(? in cast("
                        + column.name()
                        + " as varchar)) > 0",
                    secret))
            .as(column.toString())
            .isZero();
      }
    }
  }

  private JsonNode password(FlowShieldStack stack, Map<String, String> question) throws Exception {
    HttpResponse<String> answer =
        ask(stack, "password-strength", JSON.writeValueAsString(question));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    return JSON.readTree(answer.body());
  }

  private HttpResponse<String> ask(FlowShieldStack stack, String path, String body)
      throws Exception {
    return http.send(json(stack, path, body), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest json(FlowShieldStack stack, String path, String body) {
    return request(stack, path, origin(stack))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private HttpRequest.Builder request(FlowShieldStack stack, String path, String origin) {
    return HttpRequest.newBuilder(endpoint(stack, path))
        .header("X-Forwarded-For", home)
        .header("Origin", origin);
  }

  private static URI endpoint(FlowShieldStack stack, String path) {
    return stack.keycloak().url().resolve("/realms/flowshield/flowshield/" + path);
  }

  private static String origin(FlowShieldStack stack) {
    URI url = stack.keycloak().url();
    return url.getScheme() + "://" + url.getAuthority();
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
