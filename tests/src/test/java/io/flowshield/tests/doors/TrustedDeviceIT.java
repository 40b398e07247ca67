package io.flowshield.tests.doors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.demo.AdminClient;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.requirement.OwnClient;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.KeycloakDatabase;
import io.flowshield.tests.stack.Neighbourhoods;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A browser that has been remembered after a second factor stands in for the next one. */
@ExtendWith(FlowShieldExtension.class)
@Tag("C2")
class TrustedDeviceIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String CODE_FORM = "form#flowshield-code-form";
  private static final String OTP_FORM = "form#kc-otp-login-form";
  private static final String LOGIN_FORM = "form#kc-form-login";
  private static final String TRUST_FORM = "form#flowshield-trust-form";
  private static final String COOKIE = "FLOWSHIELD_DEVICE";
  private static final Duration SOON = Duration.ofSeconds(30);

  @Test
  void whoHasTheBrowserRememberedIsNotAskedAgainThereAndTheHistorySaysWhy(FlowShieldStack stack)
      throws Exception {
    Someone someone = Someone.at(stack);
    try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      assertThat(Visitor.signedIn(someone.proves()))
          .as("nobody is asked where the realm did not say how long")
          .isTrue();
      try (Setting days = Setting.days(stack.admin(), "30")) {
        Page asked = someone.proves();
        assertThat(asked.text("#flowshield-trust-text")).contains("30 days");
        assertThat(Visitor.signedIn(asked.submit(TRUST_FORM, Map.of("trust", "false")))).isTrue();
        assertThat(someone.isChallenged()).as("who would not is asked again").isTrue();

        someone.remembers();
        assertThat(someone.newest().path("trustedDevice").asBoolean(true)).isFalse();

        Page in = someone.signIn();
        assertThat(Visitor.signedIn(in)).as(in.toString()).isTrue();
        assertThat(someone.newest().path("level").asText()).isEqualTo("MEDIUM");
        assertThat(someone.newest().path("trustedDevice").asBoolean()).isTrue();
        JsonNode login = stack.admin().get("/events?type=LOGIN&user=" + someone.id()).get(0);
        assertThat(login.at("/details/flowshield_trusted_device").asText()).isEqualTo("used");

        someone.requires("CHANGE_PASSWORD");
        assertThat(someone.isChallenged()).as("something is required").isTrue();
        someone.requires("");
        assertThat(someone.isTrusted()).as("nothing is required any more").isTrue();
      }
      assertThat(someone.isChallenged()).as("the realm lets none stand in any more").isTrue();
    }
    try (Setting days = Setting.days(stack.admin(), "30");
        RealmRisk high = RealmRisk.everyLoginHigh(stack.admin())) {
      assertThat(someone.signIn().has(LOGIN_FORM)).as("a high risk is refused").isTrue();
    }
  }

  @Test
  void noOtherBrowserAndNoOtherUserStandsIn(FlowShieldStack stack) throws Exception {
    Someone owner = Someone.at(stack);
    Someone other = Someone.at(stack);
    try (Setting days = Setting.days(stack.admin(), "30");
        RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      owner.remembers();
      String cookie = owner.browser().cookie(COOKIE).orElseThrow();

      other.browser().withCookie(stack.keycloak().url(), COOKIE, cookie);
      assertThat(other.isChallenged()).as("the cookie of somebody else").isTrue();

      assertThat(owner.withCookie(cookie).isTrusted()).as("the cookie is all there is").isTrue();
      char last = cookie.charAt(cookie.length() - 5);
      String tampered =
          cookie.substring(0, cookie.length() - 5)
              + (last == 'A' ? 'B' : 'A')
              + cookie.substring(cookie.length() - 4);
      assertThat(owner.withCookie(tampered).isChallenged()).as("tampered").isTrue();
      assertThat(owner.withCookie("").isChallenged()).as("empty").isTrue();
      assertThat(owner.withoutCookie().isChallenged()).as("missing").isTrue();

      assertThat(owner.withCookie(cookie).isTrusted()).as("still the same").isTrue();
    }
  }

  @Test
  void itLapsesAsWasSaidAndSoonerWhenTheRealmSaysSo(FlowShieldStack stack) throws Exception {
    Someone someone = Someone.at(stack);
    KeycloakDatabase database = new KeycloakDatabase(stack.keycloak());
    try (Setting days = Setting.days(stack.admin(), "30");
        RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      someone.remembers();
      String row = " where USER_ID = ?";
      String day = "86400000";
      database.update(
          "update FS_TRUSTED_DEVICE set SINCE_MS = SINCE_MS - 2505600000" + row, someone.id());
      database.update(
          "update FS_TRUSTED_DEVICE set UNTIL_MS = UNTIL_MS - 2505600000" + row, someone.id());
      assertThat(someone.isTrusted()).as("29 days later").isTrue();

      try (Setting fewer = Setting.days(stack.admin(), "7")) {
        assertThat(someone.isChallenged()).as("the realm says less now").isTrue();
      }
      try (Setting more = Setting.days(stack.admin(), "300")) {
        assertThat(someone.isTrusted()).isTrue();
        database.update(
            "update FS_TRUSTED_DEVICE set SINCE_MS = SINCE_MS - " + day + row, someone.id());
        database.update(
            "update FS_TRUSTED_DEVICE set UNTIL_MS = UNTIL_MS - " + day + row, someone.id());
        assertThat(someone.isChallenged()).as("no longer than was promised").isTrue();
      }
    }
  }

  @Test
  @Tag("C14")
  void usersAndAdministratorsSeeAndForgetThem(FlowShieldStack stack) throws Exception {
    Someone someone = Someone.at(stack);
    Someone other = Someone.at(stack);
    String all = "/flowshield/users/" + someone.id() + "/data/trusted-devices";
    String own = "flowshield/account/trusted-devices";
    try (Setting days = Setting.days(stack.admin(), "30");
        RealmRisk low = RealmRisk.everyLoginLow(stack.admin());
        OwnClient client = new OwnClient(stack)) {
      JsonNode tokens = client.tokens(someone.name());
      JsonNode others = client.tokens(other.name());
      try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
        someone.remembers();
        JsonNode seen = JSON.readTree(client.own(tokens, "GET", own, "").body());
        assertThat(seen).hasSize(1);
        assertThat(seen.get(0).path("browser").asText()).isEqualTo("Firefox, Linux");
        String id = seen.get(0).path("id").asText();
        assertThat(stack.admin().get(all)).isEqualTo(seen);
        assertThat(
                stack
                    .admin()
                    .get("/flowshield/users/" + someone.id() + "/data/export")
                    .path("trustedDevices"))
            .isEqualTo(seen);

        client.own(others, "DELETE", own + "/" + id, "");
        client.own(others, "DELETE", own, "");
        HttpResponse<String> refused = client.admin(tokens, "DELETE", all, "");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(someone.isTrusted()).as("others cannot").isTrue();

        assertThat(client.own(tokens, "DELETE", own + "/" + id, "").statusCode()).isEqualTo(204);
        assertThat(someone.isChallenged()).as("the user forgot it").isTrue();
        assertThat(stack.admin().get(all)).isEmpty();

        someone.remembers();
        assertThat(client.own(tokens, "DELETE", own, "").statusCode()).isEqualTo(204);
        assertThat(someone.isChallenged()).as("the user forgot all").isTrue();

        someone.remembers();
        stack.admin().send("DELETE", all, "");
        assertThat(someone.isChallenged()).as("an administrator forgot all").isTrue();
        assertThat(stack.admin().get("/admin-events?resourcePath=" + all.substring(1)))
            .extracting(event -> event.path("resourceType").asText())
            .containsExactly("FLOWSHIELD_USER_DATA");
      }
    }
  }

  @Test
  void anotherPasswordASecondFactorRemovedOrAnotherAddressEndsIt(FlowShieldStack stack)
      throws Exception {
    Someone someone = Someone.at(stack);
    Someone withDevice = Someone.of(stack, People.withOtp(stack));
    try (Setting days = Setting.days(stack.admin(), "30");
        RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      Page asked = withDevice.signIn().submit(OTP_FORM, Map.of("otp", OneTimePassword.now()));
      asked.submit(TRUST_FORM, Map.of("trust", "true"));
      assertThat(withDevice.isTrusted()).isTrue();
      for (JsonNode credential : stack.admin().get("/users/" + withDevice.id() + "/credentials")) {
        if (credential.path("type").asText().equals("otp")) {
          stack
              .admin()
              .send(
                  "DELETE",
                  "/users/" + withDevice.id() + "/credentials/" + credential.path("id").asText(),
                  "");
        }
      }
      assertThat(withDevice.isChallenged()).as("the OTP device is gone").isTrue();

      someone.remembers();
      stack
          .admin()
          .send(
              "PUT",
              "/users/" + someone.id() + "/reset-password",
              "{\"type\":\"password\",\"value\":\"" + People.PASSWORD + "\"}");
      assertThat(someone.isChallenged()).as("the password is another").isTrue();

      someone.remembers();
      ObjectNode user = (ObjectNode) stack.admin().get("/users/" + someone.id());
      user.put("email", "moved-" + someone.name() + "@example.org").put("emailVerified", true);
      stack.admin().send("PUT", "/users/" + someone.id(), user.toString());
      assertThat(someone.isChallenged()).as("the address is another").isTrue();
    }
  }

  @Test
  @Tag("C12")
  void whoeverSaysThatItWasSomebodyElseHasNoBrowserRemembered(FlowShieldStack stack)
      throws Exception {
    Someone someone = Someone.at(stack);
    try (Setting days = Setting.days(stack.admin(), "30");
        Setting told = Setting.of(stack.admin(), "flowshield.alert.on", "risk");
        RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      someone.remembers();
      URI link = stack.mail().await(People.email(someone.name()), 2, SOON).link().orElseThrow();
      assertThat(someone.isTrusted()).isTrue();

      new BrowserDriver(Neighbourhoods.newHome(), BrowserDriver.FIREFOX)
          .open(link)
          .submit("form#flowshield-confirm", Map.of());

      someone.requires("");
      assertThat(someone.isChallenged()).as("although no other password is required").isTrue();
    }
  }

  @Test
  void whatIsSentTwiceAtOnceIsRememberedOnceAndTheOldestGoes(FlowShieldStack stack)
      throws Exception {
    Someone someone = Someone.at(stack);
    KeycloakDatabase database = new KeycloakDatabase(stack.keycloak());
    String count = "select count(*) from FS_TRUSTED_DEVICE where USER_ID = ?";
    try (Setting days = Setting.days(stack.admin(), "30");
        RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      Page asked = someone.proves();
      assertThat(someone.browser().cookie(COOKIE)).as("two answers, one browser").isPresent();
      CompletableFuture<Page> twin = CompletableFuture.supplyAsync(() -> yes(asked));
      Page here = yes(asked);
      assertThat(here.status()).isLessThan(500);
      assertThat(twin.join().status()).isLessThan(500);
      assertThat(someone.isTrusted()).isTrue();
      assertThat(database.count(count, someone.id())).isOne();

      for (int i = 1; i <= 12; i++) {
        database.update(
            "insert into FS_TRUSTED_DEVICE (REALM_ID, USER_ID, DEVICE_KEY, PROOF, SINCE_MS,"
                + " UNTIL_MS, BROWSER) select REALM_ID, USER_ID, '"
                + i
                + "', PROOF, SINCE_MS + "
                + i
                + ", UNTIL_MS, BROWSER from FS_TRUSTED_DEVICE where USER_ID = ?"
                + " and length(DEVICE_KEY) > 2",
            someone.id());
      }
      assertThat(database.count(count, someone.id())).isEqualTo(13);
      someone.withoutCookie().remembers();
      assertThat(database.count(count, someone.id())).isEqualTo(10);
      assertThat(someone.isTrusted()).as("the newest stays").isTrue();
    }
    stack.admin().send("DELETE", "/users/" + someone.id(), "");
    assertThat(database.count(count, someone.id())).isZero();
  }

  /** The flow that the command for realms builds has no levels, and asks all the same. */
  @Test
  void theStepsThatTheCommandPutsInWorkTheSame(FlowShieldStack stack) throws Exception {
    try (OwnRealm realm = OwnRealm.create(stack).bind("browser");
        RealmRisk medium = RealmRisk.everyLoginMedium(realm.admin())) {
      String user = realm.add(People.inAnyRealm());
      BrowserDriver browser = new BrowserDriver(Neighbourhoods.newHome(), BrowserDriver.FIREFOX);
      try (Setting days = Setting.days(realm.admin(), "30")) {
        Page code = realm.signIn(browser, user);
        Page asked = code.submit(CODE_FORM, Map.of("code", code(stack, user, 1)));
        assertThat(asked.has(TRUST_FORM)).as(asked.toString()).isTrue();
        assertThat(realm.signedIn(yes(asked))).isTrue();
        Page in = realm.signIn(browser.keepOnly(COOKIE), user);
        assertThat(realm.signedIn(in)).as(in.toString()).isTrue();
        assertThat(realm.decisions(user).get(0).path("trustedDevice").asBoolean()).isTrue();
      }
    }
  }

  private static Page yes(Page asked) {
    try {
      return asked.submit(TRUST_FORM, Map.of("trust", "true"));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static String code(FlowShieldStack stack, String user, int number) throws Exception {
    return stack.mail().await(People.email(user), number, SOON).code().orElseThrow();
  }

  /** A person at a browser; each login begins with nothing but the device cookie. */
  private record Someone(FlowShieldStack stack, String name, String id, Visitor visitor) {
    static Someone at(FlowShieldStack stack) throws Exception {
      return of(stack, People.verified(stack));
    }

    static Someone of(FlowShieldStack stack, String name) throws Exception {
      return new Someone(
          stack,
          name,
          stack.admin().user(name).orElseThrow().path("id").asText(),
          stack.visitor(Neighbourhoods.newHome(), BrowserDriver.FIREFOX));
    }

    BrowserDriver browser() {
      return visitor.browser();
    }

    Someone withCookie(String value) {
      browser().withCookie(stack.keycloak().url(), COOKIE, value);
      return this;
    }

    Someone withoutCookie() {
      browser().keepOnly();
      return this;
    }

    Page signIn() throws Exception {
      return visitor.later().signInWithoutScript(name, People.PASSWORD);
    }

    boolean isTrusted() throws Exception {
      return Visitor.signedIn(signIn());
    }

    boolean isChallenged() throws Exception {
      return signIn().has(CODE_FORM);
    }

    /** What follows the code of the mail. */
    Page proves() throws Exception {
      int before = stack.mail().mailsTo(People.email(name)).size();
      return signIn().submit(CODE_FORM, Map.of("code", code(stack, name, before + 1)));
    }

    void remembers() throws Exception {
      Page in = yes(proves());
      assertThat(Visitor.signedIn(in)).as(in.toString()).isTrue();
    }

    JsonNode newest() throws Exception {
      return stack.admin().get("/flowshield/decisions?user=" + id).get(0);
    }

    void requires(String kind) throws Exception {
      String path = "/flowshield/users/" + id + "/requirement";
      if (kind.isEmpty()) {
        stack.admin().send("DELETE", path, "");
      } else {
        stack.admin().send("PUT", path, "{\"required\":\"" + kind + "\"}");
      }
    }
  }

  /** A realm's setting, until it is closed. */
  private record Setting(AdminClient admin, String name, String before) implements AutoCloseable {
    static Setting days(AdminClient admin, String days) throws Exception {
      return of(admin, "flowshield.trustedDevice.days", days);
    }

    static Setting of(AdminClient admin, String name, String value) throws Exception {
      Setting setting =
          new Setting(admin, name, admin.get("").path("attributes").path(name).asText());
      setting.set(value);
      return setting;
    }

    private void set(String value) throws Exception {
      ObjectNode realm = (ObjectNode) admin.get("");
      realm.withObject("/attributes").put(name, value);
      admin.send("PUT", "", realm.toString());
    }

    @Override
    public void close() throws Exception {
      set(before);
    }
  }
}
