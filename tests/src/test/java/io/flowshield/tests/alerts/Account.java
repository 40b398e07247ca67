package io.flowshield.tests.alerts;

import static io.flowshield.tests.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.MailCatcher.Mail;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.doors.People;
import io.flowshield.tests.stack.KeycloakDatabase;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Somebody's account, from outside: sign-ins, mails, and what administrators see of it. */
record Account(FlowShieldStack stack, String name, String id) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration SOON = Duration.ofSeconds(30);

  static Account verified(FlowShieldStack stack) throws Exception {
    return of(stack, People.verified(stack));
  }

  static Account of(FlowShieldStack stack, String name) throws Exception {
    return new Account(stack, name, stack.admin().user(name).orElseThrow().path("id").asText());
  }

  Visitor signIn(String address, String userAgent) throws Exception {
    Visitor visitor = stack.visitor(address, userAgent);
    var page = visitor.signIn(name, People.PASSWORD);
    assertThat(Visitor.signedIn(page)).as(page.toString()).isTrue();
    return visitor;
  }

  /** Signs in without a browser; the answer holds the tokens. */
  JsonNode tokens(String scope) throws Exception {
    HttpResponse<String> answer =
        token(
            Map.of(
                "grant_type",
                "password",
                "username",
                name,
                "password",
                People.PASSWORD,
                "scope",
                scope));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  HttpResponse<String> refresh(JsonNode tokens) throws Exception {
    return token(
        Map.of(
            "grant_type", "refresh_token", "refresh_token", tokens.path("refresh_token").asText()));
  }

  private HttpResponse<String> token(Map<String, String> form) throws Exception {
    URI uri = stack.keycloak().url().resolve("/realms/flowshield/protocol/openid-connect/token");
    String fields =
        "client_id=admin-cli&"
            + form.entrySet().stream()
                .map(
                    field ->
                        field.getKey()
                            + "="
                            + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(fields))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  /** The mail of a number, counted from 1. */
  Mail mail(int number) throws Exception {
    return stack.mail().await(People.email(name), number, SOON);
  }

  int mails() {
    return stack.mail().mailsTo(People.email(name)).size();
  }

  /** Newest first. */
  JsonNode decisions(String query) throws Exception {
    return stack.admin().get("/flowshield/decisions?user=" + id + query);
  }

  JsonNode newestDecision() throws Exception {
    return decisions("").get(0);
  }

  /** A number that the newest decision was taken on. */
  double judged(String feature) throws Exception {
    String decision = newestDecision().path("id").asText();
    return stack
        .admin()
        .get("/flowshield/decisions/" + decision)
        .path("features")
        .path(feature)
        .asDouble(Double.NaN);
  }

  int sessions() throws Exception {
    return stack.admin().get("/users/" + id + "/sessions").size();
  }

  JsonNode requirement() throws Exception {
    return stack.admin().get("/flowshield/users/" + id + "/requirement");
  }

  JsonNode events(String type) throws Exception {
    return stack.admin().get("/events?type=" + type + "&user=" + id);
  }

  /** Logins are learnt behind the user's back. */
  void awaitLearnt(int logins) throws Exception {
    eventually(
        logins + " learnt logins",
        () ->
            new KeycloakDatabase(stack.keycloak())
                .count(
                    "select count(*) from FS_RISK_DECISION where USER_ID = ?"
                        + " and COMPLETED_MS is not null",
                    id),
        learnt -> learnt >= logins);
  }
}
