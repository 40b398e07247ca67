package io.flowshield.tests.doors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.KeycloakDatabase;
import io.flowshield.tests.stack.Neighbourhoods;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Whoever types wrong passwords for somebody else changes nothing for them at home. The realm
 * hashes with one round meanwhile: what is counted is the same, and the test ends.
 */
@ExtendWith(FlowShieldExtension.class)
@Tag("C2")
class StrangersFailuresIT {
  /** Set {@code -Dflowshield.failures=100000} for a long run. */
  private static final int FAILURES = Integer.getInteger("flowshield.failures", 2_000);

  private static final int ADDRESSES = 500;
  private static final int AT_ONCE = 16;
  private static final String FAST = "hashAlgorithm(pbkdf2-sha256) and hashIterations(1)";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void thousandsOfFailuresFromElsewhereChangeNothingOnAFamiliarDevice(FlowShieldStack stack)
      throws Exception {
    String policy = stack.admin().get("").path("passwordPolicy").asText("");
    setPasswordPolicy(stack, FAST);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      String victim = People.verified(stack);
      String id = stack.admin().user(victim).orElseThrow().path("id").asText();
      Visitor owner = stack.visitor(Neighbourhoods.newHome(), BrowserDriver.FIREFOX);
      for (int i = 1; i <= 3; i++) {
        signedIn(stack, owner.later(), victim, id);
        Profiles.awaitLogins(stack, id, i);
      }
      JsonNode before = signedIn(stack, owner.later(), victim, id);
      KeycloakDatabase database = new KeycloakDatabase(stack.keycloak());
      long outbox = outboxRows(database);
      long decisions = decisions(database, id);
      long began = System.nanoTime();

      fail(stack, victim);

      System.out.printf(
          "%d failed logins over HTTP in %d s%n",
          FAILURES, Duration.ofNanos(System.nanoTime() - began).toSeconds());
      assertThat(outboxRows(database) - outbox).as("rows for workflows").isLessThanOrEqualTo(100);
      assertThat(decisions(database, id))
          .as("a wrong password is no decision")
          .isEqualTo(decisions);

      JsonNode after = signedIn(stack, owner.later(), victim, id);
      for (String counted : List.of("recent_failures", "failing_networks", "credential_stuffing")) {
        assertThat(after.path("features").path(counted).asDouble(-1)).as(counted).isZero();
      }
      assertThat(after.path("features").path("many_networks").asDouble(-1)).isOne();
      assertThat(after.path("score").asDouble(1))
          .isLessThanOrEqualTo(before.path("score").asDouble(0) + 0.02);

      Visitor stranger = stack.visitor(Neighbourhoods.newHome(), BrowserDriver.CHROME_ON_WINDOWS);
      stranger.signIn(victim, People.PASSWORD);
      JsonNode elsewhere = newest(stack, id);
      assertThat(elsewhere.path("features").path("recent_failures").asDouble(0))
          .as("the same failures, seen from elsewhere")
          .isGreaterThan(1_000);
      assertThat(elsewhere.path("score").asDouble(0))
          .isGreaterThan(10 * after.path("score").asDouble(1));
    } finally {
      setPasswordPolicy(stack, policy);
    }
  }

  private void fail(FlowShieldStack stack, String victim) throws Exception {
    String client = stack.admin().get("/clients?clientId=demo-web").get(0).path("id").asText();
    String secret =
        stack.admin().get("/clients/" + client + "/client-secret").path("value").asText();
    URI token = stack.keycloak().url().resolve("/realms/flowshield/protocol/openid-connect/token");
    String form =
        "grant_type=password&client_id=demo-web&client_secret=%s&username=%s&password=%s"
            .formatted(encode(secret), encode(victim), "not-the-password");
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<Integer>> workers = new ArrayList<>();
      for (int thread = 0; thread < AT_ONCE; thread++) {
        int first = thread;
        workers.add(threads.submit(() -> fail(token, form, first)));
      }
      int refused = 0;
      for (Future<Integer> worker : workers) {
        refused += worker.get();
      }
      assertThat(refused).isEqualTo(FAILURES);
    } finally {
      threads.shutdownNow();
    }
  }

  /** One thread's share, each request from the next of the addresses. */
  private int fail(URI token, String form, int first) throws Exception {
    int refused = 0;
    for (int i = first; i < FAILURES; i += AT_ONCE) {
      int address = i % ADDRESSES;
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(token)
                  .timeout(Duration.ofSeconds(60))
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .header("X-Forwarded-For", "203.0." + address / 250 + "." + address % 250)
                  .POST(HttpRequest.BodyPublishers.ofString(form))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.body().contains("invalid_grant")) {
        refused++;
      }
    }
    return refused;
  }

  /** Signs in with nothing asked, and answers the decision. */
  private static JsonNode signedIn(FlowShieldStack stack, Visitor visitor, String user, String id)
      throws Exception {
    Page page = visitor.signIn(user, People.PASSWORD);
    assertThat(Visitor.signedIn(page)).as(page.toString()).isTrue();
    return newest(stack, id);
  }

  private static JsonNode newest(FlowShieldStack stack, String id) throws Exception {
    JsonNode newest = stack.admin().get("/flowshield/decisions?user=" + id).get(0);
    return stack.admin().get("/flowshield/decisions/" + newest.path("id").asText());
  }

  private static long outboxRows(KeycloakDatabase database) throws Exception {
    return database.count("select count(*) from FS_OUTBOX");
  }

  private static long decisions(KeycloakDatabase database, String user) throws Exception {
    return database.count("select count(*) from FS_RISK_DECISION where USER_ID = ?", user);
  }

  private static void setPasswordPolicy(FlowShieldStack stack, String policy) throws Exception {
    ObjectNode realm = (ObjectNode) stack.admin().get("");
    stack.admin().send("PUT", "", realm.put("passwordPolicy", policy).toString());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
