package io.flowshield.tests.doors;

import static io.flowshield.tests.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.KeycloakDatabase;
import io.flowshield.tests.stack.Neighbourhoods;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Logins by an identity provider: another realm of the same server, with OpenID Connect. */
@ExtendWith(FlowShieldExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("C1")
class BrokerIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String PROVIDER = "partner";
  private static final String SECRET = "known-to-both-realms";
  private static final String PASSWORD_FORM = "form#kc-form-login";
  private static final String CODE_FORM = "form#flowshield-code-form";
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private OwnRealm partner;
  private OwnRealm realm;

  @BeforeAll
  void bind(FlowShieldStack stack) throws Exception {
    partner = OwnRealm.create(stack);
    realm = OwnRealm.create(stack);
    ObjectNode client = JSON.createObjectNode();
    client.put("clientId", "partner").put("secret", SECRET).put("protocol", "openid-connect");
    client.putArray("redirectUris").add(realm.home() + "broker/" + PROVIDER + "/endpoint");
    partner.admin().send("POST", "/clients", client.toString());
    realm.admin().send("POST", "/identity-provider/instances", provider().toString());
    realm.bind("browser", "first-broker-login", "post-broker-login");
  }

  @AfterAll
  void delete() throws Exception {
    realm.close();
    partner.close();
  }

  @Test
  void theFirstLoginMakesTheAccountAndTheNextOnesAreJudgedAsLogins(FlowShieldStack stack)
      throws Exception {
    String user = partner.add(People.inAnyRealm());
    try (RealmRisk low = RealmRisk.everyLoginLow(realm.admin())) {
      BrowserDriver browser = browser();
      Page first = come(browser, user);
      assertThat(realm.signedIn(first)).as(first.toString()).isTrue();
      awaitCompleted(stack, user, List.of("FIRST_BROKER_LOGIN"));

      Page second = come(browser.keepOnly("FLOWSHIELD_DEVICE"), user);
      assertThat(realm.signedIn(second)).as(second.toString()).isTrue();
      awaitCompleted(stack, user, List.of("FIRST_BROKER_LOGIN", "POST_BROKER_LOGIN"));
    }
    JsonNode decisions = realm.decisions(user);
    assertThat(decisions.findValuesAsText("door"))
        .as("one decision for each login")
        .containsExactly("POST_BROKER_LOGIN", "FIRST_BROKER_LOGIN");
    JsonNode features =
        realm
            .admin()
            .get("/flowshield/decisions/" + decisions.get(0).path("id").asText())
            .path("features");
    assertThat(features.path("new_device").asDouble())
        .as("the first login was learnt with its device")
        .isZero();
  }

  @Test
  void aRefusedNewcomerLeavesNoAccountAndMayComeBack() throws Exception {
    String user = partner.add(People.inAnyRealm());
    try (RealmRisk high = RealmRisk.everyLoginHigh(realm.admin())) {
      Page refused = come(browser(), user);
      assertThat(refused.status()).as(refused.toString()).isEqualTo(403);
    }
    assertThat(realm.admin().user(user)).isEmpty();
    JsonNode latest = realm.admin().get("/flowshield/decisions?max=1").get(0);
    assertThat(latest.path("door").asText()).isEqualTo("FIRST_BROKER_LOGIN");
    assertThat(latest.path("action").asText()).isEqualTo("DENY");
    assertThat(latest.path("userId").isNull()).isTrue();

    try (RealmRisk low = RealmRisk.everyLoginLow(realm.admin())) {
      Page in = come(browser(), user);
      assertThat(realm.signedIn(in)).as(in.toString()).isTrue();
    }
  }

  @Test
  void aNewcomerAtSomeRiskHasToConfirmTheAddress(FlowShieldStack stack) throws Exception {
    String user = partner.add(People.inAnyRealm());
    try (RealmRisk medium = RealmRisk.everyLoginMedium(realm.admin())) {
      BrowserDriver browser = browser();
      Page asked = come(browser, user);
      assertThat(realm.signedIn(asked)).as(asked.toString()).isFalse();
      assertThat(realm.admin().user(user).orElseThrow().path("requiredActions").toString())
          .contains("VERIFY_EMAIL");
      Page confirmed =
          browser.open(stack.mail().await(People.email(user), 1, LIMIT).link().orElseThrow());
      assertThat(realm.signedIn(confirmed)).as(confirmed.toString()).isTrue();
    }
    awaitCompleted(stack, user, List.of("FIRST_BROKER_LOGIN"));
  }

  @Test
  void aRiskyLoginByALinkedProviderNeedsASecondFactor(FlowShieldStack stack) throws Exception {
    String user = partner.add(People.inAnyRealm());
    try (RealmRisk low = RealmRisk.everyLoginLow(realm.admin())) {
      come(browser(), user);
    }
    verifyAddress(user);
    try (RealmRisk medium = RealmRisk.everyLoginMedium(realm.admin())) {
      Page asked = come(browser(), user);
      assertThat(asked.has(CODE_FORM)).as(asked.toString()).isTrue();
      String code = stack.mail().await(People.email(user), 1, LIMIT).code().orElseThrow();
      Page in = asked.submit(CODE_FORM, Map.of("code", code));
      assertThat(realm.signedIn(in)).as(in.toString()).isTrue();
    }
    try (RealmRisk high = RealmRisk.everyLoginHigh(realm.admin())) {
      Page refused = come(browser(), user);
      assertThat(refused.status()).as(refused.toString()).isEqualTo(403);
    }
    assertThat(realm.admin().user(user)).as("an account that was there stays").isPresent();
  }

  @Test
  void linkingAtRiskIsRefusedLikeAWrongPassword() throws Exception {
    ObjectNode person = People.inAnyRealm();
    String user = partner.add(person);
    realm.add(person.put("emailVerified", false));
    try (WithoutMail passwordOnly = new WithoutMail()) {
      Page wrong;
      Page refused;
      Page withoutFactor;
      try (RealmRisk low = RealmRisk.everyLoginLow(realm.admin())) {
        wrong = link(come(browser(), user), "not-the-password");
      }
      try (RealmRisk high = RealmRisk.everyLoginHigh(realm.admin())) {
        refused = link(come(browser(), user), People.PASSWORD);
      }
      try (RealmRisk medium = RealmRisk.everyLoginMedium(realm.admin())) {
        withoutFactor = link(come(browser(), user), People.PASSWORD);
      }
      assertThat(wrong.text("body")).contains("Invalid username or password");
      assertThat(refused.status()).isEqualTo(wrong.status());
      assertThat(Pages.withoutRandomValues(refused)).isEqualTo(Pages.withoutRandomValues(wrong));
      assertThat(Pages.withoutRandomValues(withoutFactor))
          .isEqualTo(Pages.withoutRandomValues(wrong));
      assertThat(links(user)).isEmpty();

      try (RealmRisk low = RealmRisk.everyLoginLow(realm.admin())) {
        Page in = refused.submit(PASSWORD_FORM, Map.of("password", People.PASSWORD));
        assertThat(realm.signedIn(in)).as(in.toString()).isTrue();
      }
      assertThat(links(user)).hasSize(1);
    }
  }

  /** Signs in at the partner's, from the login page here. */
  private static Page come(OwnRealm realm, BrowserDriver browser, String user) throws Exception {
    return browser
        .open(realm.login())
        .click("a[href*=/broker/" + PROVIDER + "/login]")
        .submit(PASSWORD_FORM, Map.of("username", user, "password", People.PASSWORD));
  }

  private Page come(BrowserDriver browser, String user) throws Exception {
    return come(realm, browser, user);
  }

  /** Says that the account is one's own, and proves it with the password. */
  private static Page link(Page confirm, String password) throws Exception {
    return confirm
        .submit("button[value=linkAccount]", Map.of("submitAction", "linkAccount"))
        .submit(PASSWORD_FORM, Map.of("password", password));
  }

  private static BrowserDriver browser() {
    return new BrowserDriver(Neighbourhoods.newHome(), BrowserDriver.FIREFOX);
  }

  private void verifyAddress(String user) throws Exception {
    ObjectNode found = (ObjectNode) realm.admin().user(user).orElseThrow();
    realm
        .admin()
        .send("PUT", "/users/" + realm.id(user), found.put("emailVerified", true).toString());
  }

  private JsonNode links(String user) throws Exception {
    return realm.admin().get("/users/" + realm.id(user) + "/federated-identity");
  }

  /** Waits until logins have completed, by the doors of their decisions, oldest first. */
  private void awaitCompleted(FlowShieldStack stack, String user, List<String> doors)
      throws Exception {
    String id = realm.id(user);
    eventually(
        "completed logins",
        () ->
            new KeycloakDatabase(stack.keycloak())
                .column(
                    "select DOOR from FS_RISK_DECISION where COMPLETED_MS is not null"
                        + " and USER_ID = ? order by TAKEN_MS",
                    id),
        found -> found.equals(doors));
  }

  private ObjectNode provider() {
    String protocol = partner.home() + "protocol/openid-connect/";
    ObjectNode provider = JSON.createObjectNode();
    provider.put("alias", PROVIDER).put("providerId", "keycloak-oidc").put("enabled", true);
    provider
        .putObject("config")
        .put("clientId", "partner")
        .put("clientSecret", SECRET)
        .put("clientAuthMethod", "client_secret_post")
        .put("authorizationUrl", protocol + "auth")
        .put("tokenUrl", protocol + "token")
        .put("jwksUrl", protocol + "certs")
        .put("issuer", partner.home().replaceAll("/$", ""))
        .put("useJwksUrl", "true")
        .put("validateSignature", "true")
        .put("disableUserInfo", "true")
        .put("defaultScope", "openid profile email");
    return provider;
  }

  /** A realm that can send no mail asks for the password of an account that is to be linked. */
  private final class WithoutMail implements AutoCloseable {
    private final JsonNode smtp;

    WithoutMail() throws Exception {
      smtp = realm.admin().get("").path("smtpServer").deepCopy();
      set(JSON.createObjectNode());
    }

    private void set(JsonNode server) throws Exception {
      ObjectNode changed = (ObjectNode) realm.admin().get("");
      changed.set("smtpServer", server);
      realm.admin().send("PUT", "", changed.toString());
    }

    @Override
    public void close() throws Exception {
      set(smtp);
    }
  }
}
