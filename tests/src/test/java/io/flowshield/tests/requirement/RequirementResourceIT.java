package io.flowshield.tests.requirement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowshield.demo.AdminClient;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.tests.doors.People;
import io.flowshield.tests.doors.RealmRisk;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.KeycloakDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How administrators set, see and lift what is required of a user. */
@ExtendWith(FlowShieldExtension.class)
@Tag("C1")
class RequirementResourceIT {
  private static final String BLOCK = "{\"required\":\"BLOCKED\"}";

  @Test
  void whatIsSetIsShownReplacedLiftedAndErasedWithTheUser(FlowShieldStack stack) throws Exception {
    AdminClient admin = stack.admin();
    Required required = Required.of(admin, People.verified(stack));
    assertThat(required.shown()).isEqualTo("NONE");
    required.lift(); // nothing to lift is no error

    required.set(
        Map.of("required", "BLOCKED", "reason", "STOLEN_LAPTOP", "until", "2099-01-01T00:00:00Z"));
    JsonNode shown = admin.get(required.path());
    assertThat(shown.path("required").asText()).isEqualTo("BLOCKED");
    assertThat(shown.path("reason").asText()).isEqualTo("STOLEN_LAPTOP");
    assertThat(shown.path("until").asText()).isEqualTo("2099-01-01T00:00:00Z");
    assertThat(shown.path("since").asText()).isNotEmpty();
    assertThat(shown.path("setBy").asText()).isNotEmpty();

    required.set("REAUTHENTICATE");
    shown = admin.get(required.path());
    assertThat(shown.path("required").asText()).isEqualTo("REAUTHENTICATE");
    assertThat(shown.path("reason").asText()).isEqualTo("ADMINISTRATOR");
    assertThat(shown.path("until").isNull()).isTrue();

    KeycloakDatabase database = new KeycloakDatabase(stack.keycloak());
    String rows = "select count(*) from FS_REQUIREMENT where USER_ID = ?";
    assertThat(database.count(rows, required.userId())).isOne();
    admin.send("DELETE", "/users/" + required.userId(), "");
    assertThat(database.count(rows, required.userId())).isZero();
  }

  @Test
  void aWrongOrderIsRefusedAndChangesNothing(FlowShieldStack stack) throws Exception {
    Required required = Required.of(stack.admin(), People.verified(stack));
    for (String order :
        new String[] {
          "{}",
          "{\"required\":\"NONE\"}",
          "{\"required\":\"BLOCKED\",\"reason\":\"he knows why\"}",
          "{\"required\":\"BLOCKED\",\"until\":\"2001-01-01T00:00:00Z\"}",
          "{\"required\":\"BLOCKED\",\"until\":\"tomorrow\"}",
          "{\"required\":\"BLOCKED\",\"for\":\"ever\"}"
        }) {
      assertThat(status(stack.admin(), "PUT", required.path(), order)).as(order).isEqualTo(400);
    }
    assertThat(required.shown()).isEqualTo("NONE");
  }

  @Test
  void ofManyOrdersAtOnceOneCountsAndNoneFails(FlowShieldStack stack) throws Exception {
    Required required = Required.of(stack.admin(), People.verified(stack));
    ExecutorService administrators = Executors.newFixedThreadPool(4);
    try {
      List<Future<JsonNode>> orders = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String order = i % 2 == 0 ? "BLOCKED" : "REAUTHENTICATE";
        orders.add(administrators.submit(() -> required.set(order)));
      }
      for (Future<JsonNode> order : orders) {
        assertThat(order.get(60, TimeUnit.SECONDS).path("required").asText())
            .isIn("BLOCKED", "REAUTHENTICATE");
      }
    } finally {
      administrators.shutdownNow();
    }
    assertThat(required.shown()).isIn("BLOCKED", "REAUTHENTICATE");
    assertThat(
            new KeycloakDatabase(stack.keycloak())
                .count("select count(*) from FS_REQUIREMENT where USER_ID = ?", required.userId()))
        .isOne();
  }

  @Test
  void anUnknownUserIsNotFoundAndWhoHasNoPasswordCannotChangeIt(FlowShieldStack stack)
      throws Exception {
    AdminClient admin = stack.admin();
    String unknown = "/flowshield/users/" + UUID.randomUUID() + "/requirement";
    assertThat(status(admin, "PUT", unknown, BLOCK)).isEqualTo(404);
    assertThat(status(admin, "DELETE", unknown, "")).isEqualTo(404);
    assertThat(admin.get(unknown).isMissingNode()).isTrue();

    String name = "brokered-" + UUID.randomUUID();
    admin.send("POST", "/users", "{\"username\":\"" + name + "\",\"enabled\":true}");
    Required required = Required.of(admin, name);
    assertThat(status(admin, "PUT", required.path(), "{\"required\":\"CHANGE_PASSWORD\"}"))
        .isEqualTo(409);
    assertThat(required.shown()).isEqualTo("NONE");
  }

  @Test
  void readingAndSettingTakeTheirPermissions(FlowShieldStack stack) throws Exception {
    AdminClient admin = stack.admin();
    Required required = Required.of(admin, People.verified(stack));
    String nobody = People.verified(stack);
    String viewer = People.verified(stack);
    grant(admin, viewer, "view-users");
    String unknown = "/flowshield/users/" + UUID.randomUUID() + "/requirement";
    try (RealmRisk low = RealmRisk.everyLoginLow(admin);
        OwnClient client = new OwnClient(stack)) {
      JsonNode none = client.tokens(nobody);
      assertThat(client.admin(none, "GET", required.path(), "").statusCode()).isEqualTo(403);
      assertThat(client.admin(none, "PUT", required.path(), BLOCK).statusCode()).isEqualTo(403);
      assertThat(client.admin(none, "DELETE", required.path(), "").statusCode()).isEqualTo(403);
      assertThat(client.admin(none, "GET", unknown, "").statusCode()).isEqualTo(403);

      JsonNode view = client.tokens(viewer);
      assertThat(client.admin(view, "GET", required.path(), "").statusCode()).isEqualTo(200);
      assertThat(client.admin(view, "PUT", required.path(), BLOCK).statusCode()).isEqualTo(403);
      assertThat(client.admin(view, "DELETE", required.path(), "").statusCode()).isEqualTo(403);
    }
    assertThat(required.shown()).isEqualTo("NONE");
  }

  private static void grant(AdminClient admin, String user, String role) throws Exception {
    String id = admin.user(user).orElseThrow().path("id").asText();
    String client = admin.get("/clients?clientId=realm-management").get(0).path("id").asText();
    JsonNode granted = admin.get("/clients/" + client + "/roles/" + role);
    admin.send("POST", "/users/" + id + "/role-mappings/clients/" + client, "[" + granted + "]");
  }

  private static int status(AdminClient admin, String method, String path, String body) {
    AdminClient.Refused refused =
        catchThrowableOfType(AdminClient.Refused.class, () -> admin.send(method, path, body));
    return refused.status();
  }
}
