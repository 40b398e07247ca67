package io.flowshield.tests.requirement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.flowshield.demo.BrowserDriver;
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

/** What is required of a user whose tokens come by the rarer grants, or last for months. */
@ExtendWith(FlowShieldExtension.class)
@Tag("C1")
class RequirementGrantIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String ACCEPT = "[name=accept]";

  @Test
  void aBlockedUsersOfflineTokenIsAnsweredAsIfItsSessionHadEnded(FlowShieldStack stack)
      throws Exception {
    String user = People.verified(stack);
    Required required = Required.of(stack.admin(), user);
    try (OwnClient client = new OwnClient(stack)) {
      JsonNode offline;
      JsonNode ended;
      try (RealmRisk reported = RealmRisk.reportOnly(stack.admin())) {
        offline = client.offline(user);
        ended = client.offline(People.verified(stack));
        required.set("BLOCKED");
        assertThat(client.refresh(offline).statusCode()).as("report only").isEqualTo(200);
        assertThat(client.exchange(offline).statusCode()).as("report only").isEqualTo(200);
      }
      stack
          .admin()
          .send(
              "DELETE",
              "/sessions/" + ended.path("session_state").asText() + "?isOffline=true",
              "");

      HttpResponse<String> refused = client.refresh(offline);
      refused(refused, "invalid_grant");
      assertThat(refused.body()).isEqualTo(client.refresh(ended).body());
      refused(client.exchange(offline), "invalid_request");
      assertThat(client.userInfo(offline).statusCode()).isEqualTo(401);

      required.lift();
      assertThat(client.refresh(offline).statusCode()).isEqualTo(200);

      required.set("BLOCKED");
      required.lift();
      refused(client.refresh(offline), "invalid_grant");

      try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
        Thread.sleep(1_000 - System.currentTimeMillis() % 1_000);
        JsonNode ofThisSecond = client.offline(user);
        required.set("BLOCKED");
        required.lift();
        refused(client.refresh(ofThisSecond), "invalid_grant");
      }
    }
  }

  @Test
  void whatIsOlderThanTheWishToSignInAgainGetsNoTokenByAnyGrant(FlowShieldStack stack)
      throws Exception {
    String user = People.verified(stack);
    Required required = Required.of(stack.admin(), user);
    try (OwnClient client = new OwnClient(stack)) {
      JsonNode offline;
      JsonNode online;
      JsonNode device = client.startDevice();
      try (RealmRisk reported = RealmRisk.reportOnly(stack.admin())) {
        offline = client.offline(user);
        online = client.tokens(user);
        new BrowserDriver(Neighbourhoods.newHome(), BrowserDriver.FIREFOX)
            .open(URI.create(device.path("verification_uri_complete").asText()))
            .submit("form#kc-form-login", Map.of("username", user, "password", People.PASSWORD))
            .submit(ACCEPT, Map.of("accept", "Yes"));
        Thread.sleep(1100); // Keycloak notes logins in whole seconds
        required.set("REAUTHENTICATE");
      }
      try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
        refused(client.refresh(offline), "invalid_grant");
        refused(client.exchange(online), "invalid_request");
        refused(client.poll(device), "invalid_grant");
        assertThat(client.userInfo(online).statusCode()).isEqualTo(401);

        assertThat(client.refresh(client.offline(user)).statusCode()).isEqualTo(200);
        assertThat(client.exchange(client.tokens(user)).statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void aBlockedUserIsUnknownToCibaAndAnApprovalOfBeforeIsWorthNothing(FlowShieldStack stack)
      throws Exception {
    String user = People.verified(stack);
    Required required = Required.of(stack.admin(), user);
    try (OwnClient client = new OwnClient(stack);
        AuthenticationDevice device = new AuthenticationDevice(stack)) {
      JsonNode approved = JSON.readTree(client.startBackchannel(user).body());
      device.approve();
      required.set("BLOCKED");

      HttpResponse<String> refused = client.startBackchannel(user);
      HttpResponse<String> nobody = client.startBackchannel("nobody-of-this-name");
      assertThat(refused.statusCode()).isEqualTo(nobody.statusCode()).isEqualTo(400);
      assertThat(refused.body()).isEqualTo(nobody.body());
      assertThat(device.isSilent()).as("the telephone is not asked").isTrue();
      refused(client.pollBackchannel(approved), "invalid_grant");

      required.lift();
      HttpResponse<String> tokens = client.pollBackchannel(approved);
      assertThat(tokens.statusCode()).as(tokens.body()).isEqualTo(200);
    }
  }

  @Test
  void whoConfirmsOnTheTelephoneAfterwardsHasSignedInAgain(FlowShieldStack stack) throws Exception {
    String user = People.verified(stack);
    Required required = Required.of(stack.admin(), user);
    try (OwnClient client = new OwnClient(stack);
        AuthenticationDevice device = new AuthenticationDevice(stack)) {
      JsonNode before = JSON.readTree(client.startBackchannel(user).body());
      device.approve();
      Thread.sleep(1100); // Keycloak notes when a request began in whole seconds
      required.set("REAUTHENTICATE");
      refused(client.pollBackchannel(before), "invalid_grant");
      JsonNode afterwards = JSON.readTree(client.startBackchannel(user).body());
      device.approve();
      HttpResponse<String> tokens = client.pollBackchannel(afterwards);
      assertThat(tokens.statusCode()).as(tokens.body()).isEqualTo(200);
    }
  }

  @Test
  void theWordOfAPartnerIsWorthNothingForABlockedUser(FlowShieldStack stack) throws Exception {
    Required required = Required.of(stack.admin(), People.verified(stack));
    try (Partner partner = new Partner(stack);
        OwnClient client = new OwnClient(stack)) {
      client.trusts(partner.alias());
      partner.knows(required.userId());
      HttpResponse<String> tokens = client.assertion(partner.assertion(required.userId()));
      assertThat(tokens.statusCode()).as(tokens.body()).isEqualTo(200);

      required.set("BLOCKED");
      refused(client.assertion(partner.assertion(required.userId())), "invalid_grant");

      required.lift();
      assertThat(client.assertion(partner.assertion(required.userId())).statusCode())
          .isEqualTo(200);
    }
  }

  private static void refused(HttpResponse<String> answer, String error) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(JSON.readTree(answer.body()).path("error").asText())
        .as(answer.body())
        .isEqualTo(error);
  }
}
