package io.flowshield.tests.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.demo.AdminClient;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.tests.doors.People;
import io.flowshield.tests.doors.RealmRisk;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.Neighbourhoods;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every operation of the API's document lets in whom it says, and nobody else. What the document
 * calls public is listed here, so that nothing becomes public unnoticed.
 */
@ExtendWith(FlowShieldExtension.class)
@Tag("C14")
class PermissionsIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Path DOCUMENT =
      Path.of("").toAbsolutePath().getParent().resolve("docs/openapi.json");
  private static final String BOSS = "boss";

  private final String home = Neighbourhoods.newHome();

  /**
   * An operation of the document.
   *
   * @param path with made-up ids
   * @param scheme who may call; empty for everybody
   * @param roles one of which is needed
   */
  private record Operation(
      String method, String path, String body, String scheme, List<String> roles) {
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  private static List<Operation> operations() throws Exception {
    List<Operation> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path :
        JSON.readTree(DOCUMENT.toFile()).path("paths").properties()) {
      String uri = path.getKey().replace("{realm}", "flowshield").replaceAll("\\{\\w+}", "nobodys");
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        String scheme = "";
        List<String> roles = new ArrayList<>();
        for (Map.Entry<String, JsonNode> needed :
            operation.getValue().path("security").path(0).properties()) {
          scheme = needed.getKey();
          needed.getValue().forEach(role -> roles.add(role.asText()));
        }
        operations.add(
            new Operation(
                operation.getKey().toUpperCase(Locale.ROOT),
                uri,
                operation.getValue().has("requestBody") ? "{}" : "",
                scheme,
                roles));
      }
    }
    return operations;
  }

  @Test
  void nothingIsPublicButThis() throws Exception {
    assertThat(operations())
        .filteredOn(operation -> operation.scheme().isEmpty())
        .extracting(Operation::toString)
        .containsExactlyInAnyOrder(
            "GET /realms/flowshield/flowshield/verify",
            "POST /realms/flowshield/flowshield/verify",
            "GET /realms/flowshield/flowshield/not-me",
            "POST /realms/flowshield/flowshield/not-me",
            "GET /realms/flowshield/flowshield/registration/status",
            "GET /realms/flowshield/flowshield/ready",
            "GET /realms/flowshield/flowshield/capture",
            "GET /realms/flowshield/flowshield/console",
            "GET /realms/flowshield/flowshield/console/nobodys/nobodys",
            "POST /realms/flowshield/flowshield/password-strength",
            "POST /realms/flowshield/flowshield/email-hint",
            "POST /realms/flowshield/flowshield/ssf/events");
    assertThat(operations())
        .extracting(Operation::scheme)
        .contains("administrator", "flowshield-worker")
        .containsOnly("", "administrator", "flowshield-worker", "account");
  }

  @Test
  void administratorsNeedARoleOfTheRealm(FlowShieldStack stack) throws Exception {
    Caller ordinary = Caller.with(stack, home);
    Caller wrong =
        Caller.with(stack, home, "manage-clients", "manage-identity-providers", "query-groups");
    Map<String, Caller> right = new HashMap<>();
    SoftAssertions all = new SoftAssertions();
    AdminClient admin = stack.admin();
    String other = "other-" + UUID.randomUUID();
    admin.createRealm(realm(other));
    try {
      Caller stranger = Caller.of(stack, home, other, BOSS, BOSS);
      assertThat(stranger.status("GET", "/admin/realms/" + other + "/flowshield/decisions", ""))
          .as("an administrator there")
          .isEqualTo(200);
      for (Operation operation : operations()) {
        if (!operation.scheme().equals("administrator")) {
          continue;
        }
        all.assertThat(operation.roles()).as(operation.toString()).isNotEmpty();
        all.assertThat(status(ordinary.withToken(""), operation))
            .as("no token: %s", operation)
            .isEqualTo(401);
        all.assertThat(status(ordinary.withToken("none"), operation))
            .as("no good token: %s", operation)
            .isEqualTo(401);
        all.assertThat(status(ordinary, operation)).as("no role: %s", operation).isEqualTo(403);
        all.assertThat(status(wrong, operation)).as("other roles: %s", operation).isEqualTo(403);
        all.assertThat(status(stranger, operation)).as("other realm: %s", operation).isEqualTo(403);
        for (String role : operation.roles()) {
          if (!right.containsKey(role)) {
            right.put(role, Caller.with(stack, home, role));
          }
          all.assertThat(status(right.get(role), operation))
              .as("%s: %s", role, operation)
              .isNotIn(401, 403, 500);
        }
      }
    } finally {
      admin.ofRealm(other).send("DELETE", "", "");
    }
    assertThat(right)
        .containsOnlyKeys(
            "view-users", "view-events", "view-realm", "manage-users", "manage-realm");
    all.assertAll();
  }

  /** An administrator of the whole server: it is the realm in the path that counts. */
  @Test
  void whatBelongsToOneRealmIsNotFoundInAnother(FlowShieldStack stack) throws Exception {
    AdminClient admin = stack.admin();
    String name = People.verified(stack);
    String user = admin.user(name).orElseThrow().path("id").asText();
    try (RealmRisk low = RealmRisk.everyLoginLow(admin)) {
      People.visitor(stack).signIn(name, People.PASSWORD);
    }
    JsonNode decision = admin.get("/flowshield/decisions?user=" + user).get(0);
    String path = "/flowshield/decisions/" + decision.path("id").asText();
    String other = "other-" + UUID.randomUUID();
    admin.createRealm(realm(other));
    try {
      AdminClient there = admin.ofRealm(other);
      assertThat(there.get("/flowshield/decisions?user=" + user)).isEmpty();
      assertThat(there.get(path).isMissingNode()).isTrue();
      assertThat(there.get("/flowshield/users/" + user + "/requirement").isMissingNode()).isTrue();
      SoftAssertions all = new SoftAssertions();
      for (String[] call :
          new String[][] {
            {"POST", path + "/what-if", "{}"},
            {"PUT", path + "/label", "{\"label\":\"FRAUD\"}"},
            {"DELETE", path + "/label", ""},
            {"PUT", "/flowshield/users/" + user + "/requirement", "{\"required\":\"BLOCKED\"}"},
            {"DELETE", "/flowshield/users/" + user + "/requirement", ""}
          }) {
        all.assertThatThrownBy(() -> there.send(call[0], call[1], call[2]))
            .as(call[0] + " " + call[1])
            .isInstanceOfSatisfying(
                AdminClient.Refused.class, refused -> assertThat(refused.status()).isEqualTo(404));
      }
      all.assertAll();
    } finally {
      admin.ofRealm(other).send("DELETE", "", "");
    }
    assertThat(admin.get("/flowshield/decisions?user=" + user).get(0)).isEqualTo(decision);
    assertThat(admin.get("/flowshield/users/" + user + "/requirement").path("required").asText())
        .isEqualTo("NONE");
  }

  @Test
  void theWorkersPartIsForNobodyElse(FlowShieldStack stack) throws Exception {
    Caller administrator = Caller.with(stack, home, "realm-admin");
    SoftAssertions all = new SoftAssertions();
    int seen = 0;
    for (Operation operation : operations()) {
      if (operation.scheme().equals("flowshield-worker")) {
        seen++;
        all.assertThat(status(administrator.withToken(""), operation))
            .as("no token: %s", operation)
            .isEqualTo(401);
        all.assertThat(status(administrator, operation))
            .as("an administrator: %s", operation)
            .isEqualTo(403);
      }
    }
    assertThat(seen).isPositive();
    all.assertAll();
  }

  /** What the person's own token may is {@code UserDataIT}'s. */
  @Test
  void ofPeopleOnlyTheirOwnTokenTells(FlowShieldStack stack) throws Exception {
    Caller administrator = Caller.with(stack, home, "realm-admin");
    SoftAssertions all = new SoftAssertions();
    int seen = 0;
    for (Operation operation : operations()) {
      if (operation.scheme().equals("account")) {
        seen++;
        all.assertThat(status(administrator.withToken(""), operation))
            .as("no token: %s", operation)
            .isEqualTo(401);
        all.assertThat(status(administrator.withToken("none"), operation))
            .as("no good token: %s", operation)
            .isEqualTo(401);
      }
    }
    assertThat(seen).isEqualTo(6);
    all.assertAll();
  }

  private static int status(Caller caller, Operation operation) throws Exception {
    return caller.status(operation.method(), operation.path(), operation.body());
  }

  private static String realm(String name) {
    ObjectNode realm = JSON.createObjectNode().put("realm", name).put("enabled", true);
    ObjectNode boss = realm.putArray("users").addObject();
    boss.put("username", BOSS).put("enabled", true).put("email", "boss@example.org");
    boss.put("firstName", "Bo").put("lastName", "Oss").put("emailVerified", true);
    boss.putArray("credentials").addObject().put("type", "password").put("value", BOSS);
    boss.putObject("clientRoles").putArray("realm-management").add("realm-admin");
    return realm.toString();
  }
}
