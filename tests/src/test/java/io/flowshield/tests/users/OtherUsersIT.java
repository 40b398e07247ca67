package io.flowshield.tests.users;

import static io.flowshield.tests.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import io.flowshield.demo.AdminClient;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.doors.People;
import io.flowshield.tests.doors.Profiles;
import io.flowshield.tests.doors.RealmRisk;
import io.flowshield.tests.stack.AtOnce;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.KeycloakDatabase;
import io.flowshield.tests.stack.Neighbourhoods;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Users who are not simply in Keycloak's own table: judged, kept out and erased like all others.
 */
@ExtendWith(FlowShieldExtension.class)
@Tag("C13")
class OtherUsersIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> TABLES =
      List.of("FS_RISK_DECISION", "FS_USER_PROFILE", "FS_REQUIREMENT", "FS_CAPTURE_CHOICE");
  private static final String BASE = "dc=example,dc=org";

  @Test
  void aUserOfAReadOnlyDirectoryIsJudgedBlockedAndErased(FlowShieldStack stack) throws Exception {
    String name = "ldap-" + UUID.randomUUID();
    InMemoryDirectoryServer directory = directory(name);
    String component = federate(stack, directory.getListenPort());
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      Visitor visitor = stack.visitor(Neighbourhoods.newHome(), BrowserDriver.FIREFOX);
      assertThat(Visitor.signedIn(visitor.signIn(name, "not-the-password"))).isFalse();
      Page in = visitor.later().signIn(name, People.PASSWORD);
      assertThat(Visitor.signedIn(in)).as(in.toString()).isTrue();
      JsonNode user = stack.admin().user(name).orElseThrow();
      String id = user.path("id").asText();
      assertThat(user.path("federationLink").asText()).isEqualTo(component);
      assertThat(Profiles.awaitLogins(stack, id, 1).logins()).isOne();
      assertThat(stack.admin().get("/flowshield/decisions?user=" + id)).hasSize(1);

      require(stack, id, "BLOCKED");
      choose(stack, id);
      Page blocked = visitor.later().signIn(name, People.PASSWORD);
      assertThat(Visitor.signedIn(blocked)).isFalse();
      assertThat(rows(stack, id)).isGreaterThanOrEqualTo(5);
      JsonNode refused = stack.admin().get("/events?type=LOGIN_ERROR&user=" + id);
      assertThat(refused.findValuesAsText("error"))
          .as("the password, then the block")
          .containsExactly("invalid_user_credentials", "invalid_user_credentials");
      assertThat(refused.get(0).at("/details/flowshield_requirement").asText())
          .isEqualTo("BLOCKED");
      assertThat(refused.get(1).path("details").has("flowshield_decision")).isFalse();

      stack.admin().send("DELETE", "/users/" + id, "");
      assertThat(rows(stack, id)).isZero();
    } finally {
      stack.admin().send("DELETE", "/components/" + component, "");
      directory.shutDown(true);
    }
  }

  @Test
  void whoComesFromTheDirectoryForTheFirstTimeTwiceAtOnceIsOneUserAndGetsNoTokenWhenBlocked(
      FlowShieldStack stack) throws Exception {
    String name = "ldap-" + UUID.randomUUID();
    InMemoryDirectoryServer directory = directory(name);
    String component = federate(stack, directory.getListenPort());
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      List<Page> pages =
          AtOnce.times(
              2,
              () ->
                  stack
                      .visitor(Neighbourhoods.newHome(), BrowserDriver.FIREFOX)
                      .signIn(name, People.PASSWORD));
      assertThat(pages).allMatch(page -> page.status() < 500).anyMatch(Visitor::signedIn);
      long in = pages.stream().filter(Visitor::signedIn).count();
      String id = stack.admin().user(name).orElseThrow().path("id").asText();
      assertThat(Profiles.awaitLogins(stack, id, (int) in).logins()).isEqualTo((int) in);
      assertThat(
              new KeycloakDatabase(stack.keycloak())
                  .count("select count(*) from FS_USER_PROFILE where USER_ID = ?", id))
          .isOne();

      require(stack, id, "BLOCKED");
      HttpResponse<String> blocked = People.grant(stack, name, People.PASSWORD);
      assertThat(blocked.statusCode()).as(blocked.body()).isEqualTo(400);
      assertThat(blocked.body()).isEqualTo(People.grant(stack, name, "not-the-password").body());
    } finally {
      stack.admin().send("DELETE", "/components/" + component, "");
      directory.shutDown(true);
    }
  }

  /** The password is the directory's: an order that nobody could follow would be no order. */
  @Test
  void nobodyIsAskedForAPasswordThatOnlyTheDirectoryCanChange(FlowShieldStack stack)
      throws Exception {
    String name = "ldap-" + UUID.randomUUID();
    InMemoryDirectoryServer directory = directory(name);
    String component = federate(stack, directory.getListenPort());
    try {
      String id = stack.admin().user(name).orElseThrow().path("id").asText();
      assertThat(refusal(stack, id, "CHANGE_PASSWORD")).isEqualTo(409);
      choose(stack, id);
      assertThat(rows(stack, id)).isOne();

      directory.delete("uid=" + name + ",ou=people," + BASE);
      eventually(
          "whoever has left the directory is erased when Keycloak notices",
          () -> {
            stack.admin().user(name);
            return rows(stack, id);
          },
          left -> left == 0);
    } finally {
      stack.admin().send("DELETE", "/components/" + component, "");
      directory.shutDown(true);
    }
  }

  @Test
  void aMemberOfAnOrganizationIsJudgedAndErased(FlowShieldStack stack) throws Exception {
    String name = People.verified(stack);
    String id = stack.admin().user(name).orElseThrow().path("id").asText();
    organizations(stack, true);
    String domain = UUID.randomUUID() + ".example";
    ObjectNode organization = JSON.createObjectNode().put("name", domain).put("enabled", true);
    organization.withArray("/domains").addObject().put("name", domain);
    stack.admin().send("POST", "/organizations", organization.toString());
    String organizationId =
        stack.admin().get("/organizations?search=" + domain).get(0).path("id").asText();
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      stack.admin().send("POST", "/organizations/" + organizationId + "/members", id);
      Visitor visitor = stack.visitor(Neighbourhoods.newHome(), BrowserDriver.FIREFOX);
      Page in = visitor.signIn(name, People.PASSWORD);
      assertThat(Visitor.signedIn(in)).as(in.toString()).isTrue();
      assertThat(Profiles.awaitLogins(stack, id, 1).logins()).isOne();
      assertThat(stack.admin().get("/flowshield/decisions?user=" + id)).hasSize(1);
      stack.admin().send("DELETE", "/users/" + id, "");
      assertThat(rows(stack, id)).isZero();
    } finally {
      stack.admin().send("DELETE", "/organizations/" + organizationId, "");
      organizations(stack, false);
    }
  }

  private static InMemoryDirectoryServer directory(String name) throws Exception {
    InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(BASE);
    config.addAdditionalBindCredentials("cn=reader", "a-secret-of-the-reader");
    config.setListenerConfigs(
        InMemoryListenerConfig.createLDAPConfig(
            "loopback", InetAddress.getLoopbackAddress(), 0, null));
    InMemoryDirectoryServer directory = new InMemoryDirectoryServer(config);
    directory.add("dn: " + BASE, "objectClass: domain", "dc: example");
    directory.add("dn: ou=people," + BASE, "objectClass: organizationalUnit", "ou: people");
    directory.add(
        "dn: uid=" + name + ",ou=people," + BASE,
        "objectClass: inetOrgPerson",
        "uid: " + name,
        "cn: Lena",
        "sn: Directory",
        "mail: " + name + "@example.org",
        "entryUUID: " + UUID.randomUUID(),
        "userPassword: " + People.PASSWORD);
    directory.startListening();
    return directory;
  }

  private static String federate(FlowShieldStack stack, int port) throws Exception {
    String name = "directory-" + UUID.randomUUID();
    ObjectNode component = JSON.createObjectNode();
    component.put("name", name).put("providerId", "ldap");
    component.put("providerType", "org.keycloak.storage.UserStorageProvider");
    ObjectNode config = component.putObject("config");
    String[][] settings = {
      {"enabled", "true"},
      {"vendor", "other"},
      {"editMode", "READ_ONLY"},
      {"importEnabled", "true"},
      {"connectionUrl", "ldap://127.0.0.1:" + port},
      {"usersDn", "ou=people," + BASE},
      {"authType", "simple"},
      {"bindDn", "cn=reader"},
      {"bindCredential", "a-secret-of-the-reader"},
      {"usernameLDAPAttribute", "uid"},
      {"rdnLDAPAttribute", "uid"},
      {"uuidLDAPAttribute", "entryUUID"},
      {"userObjectClasses", "inetOrgPerson"},
      {"searchScope", "1"},
      {"trustEmail", "true"},
      {"connectionTimeout", "5000"},
      {"readTimeout", "5000"},
    };
    for (String[] setting : settings) {
      config.putArray(setting[0]).add(setting[1]);
    }
    stack.admin().send("POST", "/components", component.toString());
    return stack.admin().get("/components?name=" + name).get(0).path("id").asText();
  }

  private static void require(FlowShieldStack stack, String user, String what) throws Exception {
    stack
        .admin()
        .send(
            "PUT",
            "/flowshield/users/" + user + "/requirement",
            JSON.createObjectNode().put("required", what).toString());
  }

  /** The status with which an order is refused; 200 when it is not. */
  private static int refusal(FlowShieldStack stack, String user, String what) throws Exception {
    try {
      require(stack, user, what);
      return 200;
    } catch (AdminClient.Refused refused) {
      return refused.status();
    }
  }

  private static void choose(FlowShieldStack stack, String user) throws Exception {
    stack.admin().send("PUT", "/flowshield/users/" + user + "/data/capture", "{\"capture\":false}");
  }

  private static void organizations(FlowShieldStack stack, boolean enabled) throws Exception {
    ObjectNode realm = (ObjectNode) stack.admin().get("");
    stack.admin().send("PUT", "", realm.put("organizationsEnabled", enabled).toString());
  }

  /** How many rows of ours tell of a user. */
  private static long rows(FlowShieldStack stack, String user) throws Exception {
    KeycloakDatabase database = new KeycloakDatabase(stack.keycloak());
    long rows = 0;
    for (String table : TABLES) {
      rows += database.count("select count(*) from " + table + " where USER_ID = ?", user);
    }
    return rows;
  }
}
