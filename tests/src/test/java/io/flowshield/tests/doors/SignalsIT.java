package io.flowshield.tests.doors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.stack.FlowShieldExtension;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Facts that come from Keycloak reach the signals. */
@ExtendWith(FlowShieldExtension.class)
@Tag("A9")
class SignalsIT {
  private static final String DENY = "flowshield.network.deny";
  private static final String ALLOW = "flowshield.network.allow";
  private static final String ROLES = "flowshield.sensitiveRoles";

  @Test
  void anAdministratorsRoleAndAListedOneAreSensitive(FlowShieldStack stack) throws Exception {
    String ordinary = People.verified(stack);
    String administrator = People.verified(stack);
    String payroll = People.verified(stack);
    JsonNode management = stack.admin().get("/clients?clientId=realm-management").get(0);
    String client = management.path("id").asText();
    JsonNode role = stack.admin().get("/clients/" + client + "/roles/view-users");
    stack
        .admin()
        .send(
            "POST",
            "/users/" + id(stack, administrator) + "/role-mappings/clients/" + client,
            "[" + role + "]");
    stack.admin().send("POST", "/roles", "{\"name\":\"signals-payroll\"}");
    stack
        .admin()
        .send(
            "POST",
            "/users/" + id(stack, payroll) + "/role-mappings/realm",
            "[" + stack.admin().get("/roles/signals-payroll") + "]");
    set(stack, Map.of(ROLES, "something-else, signals-payroll"));
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      for (String user : List.of(ordinary, administrator, payroll)) {
        signIn(People.visitor(stack), user);
      }
    } finally {
      set(stack, Map.of(ROLES, ""));
    }
    assertThat(feature(stack, ordinary, "sensitive_role").asDouble(-1)).isZero();
    assertThat(feature(stack, administrator, "sensitive_role").asDouble(-1)).isEqualTo(1);
    assertThat(feature(stack, payroll, "sensitive_role").asDouble(-1)).isEqualTo(1);
  }

  @Test
  void networksAndSessionsOfAnAccountAreCounted(FlowShieldStack stack) throws Exception {
    String user = People.verified(stack);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      for (int i = 1; i <= 5; i++) {
        signIn(stack.visitor("198.51." + i + ".7", BrowserDriver.FIREFOX), user);
      }
      Profiles.awaitLogins(stack, id(stack, user), 5);
      // A wrong password from a sixth network counts as well, but not where the user is at home.
      stack.visitor("198.51.6.7", BrowserDriver.FIREFOX).signIn(user, "not-the-password");
      signIn(stack.visitor("198.51.1.99", BrowserDriver.FIREFOX), user);
      assertThat(feature(stack, user, "many_networks").asDouble(-1)).isEqualTo(5);
      signIn(stack.visitor("198.51.8.7", BrowserDriver.FIREFOX), user);
    }
    assertThat(feature(stack, user, "many_networks").asDouble(-1)).isEqualTo(7);
    assertThat(feature(stack, user, "concurrent_sessions").asDouble(-1)).isEqualTo(6);
    assertThat(feature(stack, user, "credential_changes").asDouble(-1)).isZero();
  }

  @Test
  void aPasswordThatTheUserChangedIsCounted(FlowShieldStack stack) throws Exception {
    String user = People.verified(stack);
    ObjectNode account = (ObjectNode) stack.admin().user(user).orElseThrow();
    account.withArray("/requiredActions").add("UPDATE_PASSWORD");
    stack.admin().send("PUT", "/users/" + account.path("id").asText(), account.toString());
    String changed = People.PASSWORD + "-changed";
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      Page page = People.visitor(stack).signIn(user, People.PASSWORD);
      Page done =
          page.submit(
              "input[name=password-new]",
              Map.of("password-new", changed, "password-confirm", changed));
      assertThat(Visitor.signedIn(done)).as(done.toString()).isTrue();
      Page again = People.visitor(stack).signIn(user, changed);
      assertThat(Visitor.signedIn(again)).as(again.toString()).isTrue();
    }
    assertThat(feature(stack, user, "credential_changes").asDouble(-1)).isEqualTo(1);
  }

  @Test
  void theDenyListRefusesAndBeatsTheAllowList(FlowShieldStack stack) throws Exception {
    String user = People.verified(stack);
    String allowed = People.verified(stack);
    set(stack, Map.of(DENY, "198.51.77.0/25", ALLOW, "198.51.77.0/24"));
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      Page refused =
          stack.visitor("198.51.77.7", BrowserDriver.FIREFOX).signIn(user, People.PASSWORD);
      assertThat(Visitor.signedIn(refused)).as(refused.toString()).isFalse();
      signIn(stack.visitor("198.51.77.200", BrowserDriver.FIREFOX), allowed);
    } finally {
      set(stack, Map.of(DENY, "", ALLOW, ""));
    }
    JsonNode denied = decision(stack, user);
    assertThat(denied.path("action").asText()).isEqualTo("DENY");
    assertThat(denied.path("reasons").get(0).path("code").asText()).isEqualTo("DENY_LISTED");
    assertThat(denied.path("features").path("deny_listed").asDouble(-1)).isEqualTo(1);
    assertThat(feature(stack, allowed, "deny_listed").asDouble(-1)).isZero();
    assertThat(feature(stack, allowed, "new_network").isNull())
        .as("what is allowed is neutral")
        .isTrue();
  }

  @Test
  void aWayToTheServerThatIsLongerThanUsualIsNoticed(FlowShieldStack stack) throws Exception {
    String user = People.verified(stack);
    String id = id(stack, user);
    Visitor owner = People.visitor(stack);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      for (int login = 1; login <= 6; login++) {
        signIn(owner.later(), user, 24 + login);
        assertThat(Profiles.awaitLogins(stack, id, login).logins()).isEqualTo(login);
      }
      signIn(owner.later(), user, 27);
      assertThat(feature(stack, user, "slow_round_trip").asDouble(-1)).isBetween(0.0, 0.5);
      signIn(owner.later(), user, 420);
    }
    assertThat(feature(stack, user, "slow_round_trip").asDouble(-1)).isGreaterThan(5);
    assertThat(Profiles.of(stack, id).languages())
        .as("what this browser asks for")
        .containsOnlyKeys("en");
  }

  private static void signIn(Visitor visitor, String user) throws Exception {
    Page page = visitor.signIn(user, People.PASSWORD);
    assertThat(Visitor.signedIn(page)).as(page.toString()).isTrue();
  }

  private static void signIn(Visitor visitor, String user, int roundTrip) throws Exception {
    String telemetry = "{\"v\":2,\"t\":9000,\"r\":" + roundTrip + ",\"f\":[]}";
    Page page = visitor.signIn(user, People.PASSWORD, telemetry);
    assertThat(Visitor.signedIn(page)).as(page.toString()).isTrue();
  }

  private static void set(FlowShieldStack stack, Map<String, String> attributes) throws Exception {
    ObjectNode realm = (ObjectNode) stack.admin().get("");
    attributes.forEach(realm.withObject("/attributes")::put);
    stack.admin().send("PUT", "", realm.toString());
  }

  private static String id(FlowShieldStack stack, String user) throws Exception {
    return stack.admin().user(user).orElseThrow().path("id").asText();
  }

  /** The newest decision about a user, in full. */
  private static JsonNode decision(FlowShieldStack stack, String user) throws Exception {
    JsonNode newest = stack.admin().get("/flowshield/decisions?user=" + id(stack, user)).get(0);
    return stack.admin().get("/flowshield/decisions/" + newest.path("id").asText());
  }

  private static JsonNode feature(FlowShieldStack stack, String user, String name)
      throws Exception {
    JsonNode features = decision(stack, user).path("features");
    assertThat(features.has(name)).as(features.toString()).isTrue();
    return features.path(name);
  }
}
