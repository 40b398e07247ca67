package io.flowshield.tests.requirement;

import static io.flowshield.tests.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.tests.doors.People;
import io.flowshield.tests.doors.RealmRisk;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.Neighbourhoods;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is required of a user whose client asks for tokens without a login. */
@ExtendWith(FlowShieldExtension.class)
@Tag("C1")
class RequirementTokenIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String ACCEPT = "[name=accept]";

  @Test
  void aBlockedUsersLiveTokensAreAnsweredAsIfTheSessionHadEnded(FlowShieldStack stack)
      throws Exception {
    String user = People.verified(stack);
    String gone = People.verified(stack);
    Required required = Required.of(stack.admin(), user);
    try (OwnClient client = new OwnClient(stack)) {
      JsonNode tokens;
      try (RealmRisk reported = RealmRisk.reportOnly(stack.admin())) {
        tokens = client.tokens(user);
        required.set("BLOCKED");
        assertThat(client.refresh(tokens).statusCode()).as("report only").isEqualTo(200);
        assertThat(client.exchange(tokens).statusCode()).as("report only").isEqualTo(200);
        assertThat(client.userInfo(tokens).statusCode()).as("report only").isEqualTo(200);
      }
      JsonNode ended;
      try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
        ended = client.tokens(gone);
      }
      stack.admin().send("DELETE", "/sessions/" + ended.path("session_state").asText(), "");

      HttpResponse<String> refused = client.refresh(tokens);
      eventually(
          "the event in Keycloak's log, since the stored one goes with the refused request",
          () -> stack.keycloak().tail(40),
          log -> log.lines().anyMatch(line -> tellsOfPolicy(line, client)));
      same(refused, client.refresh(ended), 400, "invalid_grant");
      same(client.exchange(tokens), client.exchange(ended), 400, "invalid_request");
      HttpResponse<String> told = client.userInfo(tokens);
      HttpResponse<String> toldWithout = client.userInfo(ended);
      assertThat(told.statusCode()).isEqualTo(toldWithout.statusCode()).isEqualTo(401);
      assertThat(told.body()).isEqualTo(toldWithout.body());
      assertThat(challenge(told)).isEqualTo(challenge(toldWithout)).contains("invalid_token");

      required.lift();
      assertThat(client.refresh(tokens).statusCode()).isEqualTo(200);
      assertThat(client.exchange(tokens).statusCode()).isEqualTo(200);
      assertThat(client.userInfo(tokens).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aDeviceThatABlockedUserApprovedGetsNothing(FlowShieldStack stack) throws Exception {
    String user = People.verified(stack);
    Required required = Required.of(stack.admin(), user);
    try (OwnClient client = new OwnClient(stack)) {
      JsonNode first = client.startDevice();
      JsonNode second = client.startDevice();
      try (RealmRisk reported = RealmRisk.reportOnly(stack.admin())) {
        BrowserDriver browser = new BrowserDriver(Neighbourhoods.newHome(), BrowserDriver.FIREFOX);
        Page form = browser.open(uri(first));
        form.submit("form#kc-form-login", Map.of("username", user, "password", People.PASSWORD))
            .submit(ACCEPT, Map.of("accept", "Yes"));
        browser.open(uri(second)).submit(ACCEPT, Map.of("accept", "Yes"));
        required.set("BLOCKED");
        assertThat(client.poll(first).statusCode()).as("report only").isEqualTo(200);
      }
      HttpResponse<String> refused = client.poll(second);
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
      assertThat(JSON.readTree(refused.body()).path("error").asText()).isEqualTo("invalid_grant");
    }
  }

  @Test
  void aServiceAccountGoesOnUnlessItIsBlockedItself(FlowShieldStack stack) throws Exception {
    try (OwnClient client = new OwnClient(stack)) {
      assertThat(client.asItself().statusCode()).isEqualTo(200);
      Required required = new Required(stack.admin(), client.serviceAccount());
      required.set("BLOCKED");
      HttpResponse<String> refused = client.asItself();
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
      assertThat(JSON.readTree(refused.body()).path("error").asText()).isEqualTo("invalid_grant");
      required.lift();
      assertThat(client.asItself().statusCode()).isEqualTo(200);
    }
  }

  @Test
  void onlyTokensFromBeforeAreWorthlessWhenSigningInAgainIsRequired(FlowShieldStack stack)
      throws Exception {
    String user = People.verified(stack);
    Required required = Required.of(stack.admin(), user);
    try (OwnClient client = new OwnClient(stack)) {
      JsonNode old;
      try (RealmRisk reported = RealmRisk.reportOnly(stack.admin())) {
        old = client.tokens(user);
        Thread.sleep(1100); // Keycloak notes logins in whole seconds
        required.set("REAUTHENTICATE");
      }
      try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
        assertThat(client.refresh(old).body()).contains("invalid_grant");
        assertThat(client.refresh(client.tokens(user)).statusCode()).isEqualTo(200);
      }
    }
  }

  private static String challenge(HttpResponse<String> refused) {
    return refused.headers().firstValue("WWW-Authenticate").orElse("");
  }

  private static boolean tellsOfPolicy(String line, OwnClient client) {
    return line.contains("type=\"REFRESH_TOKEN_ERROR\"")
        && line.contains("clientId=\"" + client.id() + "\"")
        && line.contains("reason=\"client_policy_error\"");
  }

  private static URI uri(JsonNode device) {
    return URI.create(device.path("verification_uri_complete").asText());
  }

  private static void same(
      HttpResponse<String> refused, HttpResponse<String> ended, int status, String error)
      throws Exception {
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(status);
    assertThat(ended.statusCode()).isEqualTo(status);
    assertThat(refused.body()).isEqualTo(ended.body());
    assertThat(JSON.readTree(refused.body()).path("error").asText()).isEqualTo(error);
  }
}
