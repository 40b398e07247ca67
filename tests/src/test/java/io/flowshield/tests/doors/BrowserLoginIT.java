package io.flowshield.tests.doors;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.Neighbourhoods;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The risk authenticator behind the password form. */
@ExtendWith(FlowShieldExtension.class)
@Tag("C1")
class BrowserLoginIT {
  private static final String DEVICE = "FLOWSHIELD_DEVICE";

  @Test
  void aLoginOfLowRiskIsNotChallenged(FlowShieldStack stack) throws Exception {
    String user = People.verified(stack);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      Page page = People.visitor(stack).signIn(user, People.PASSWORD);
      assertThat(Visitor.signedIn(page)).as(page.toString()).isTrue();
    }
    assertThat(decisions(stack, user)).isEqualTo(1);
  }

  @Test
  @Tag("A10")
  void onlyACompletedLoginNamesTheDevice(FlowShieldStack stack) throws Exception {
    String user = People.verified(stack);
    Visitor visitor = People.visitor(stack);
    try (RealmRisk high = RealmRisk.everyLoginHigh(stack.admin())) {
      visitor.signIn(user, People.PASSWORD);
      assertThat(visitor.browser().cookieNames()).doesNotContain(DEVICE);
    }
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      Page page = visitor.signIn(user, People.PASSWORD);
      assertThat(Visitor.signedIn(page)).as(page.toString()).isTrue();
      assertThat(visitor.browser().cookieNames()).contains(DEVICE);
    }
  }

  @Test
  @Tag("A9")
  void aDeviceCookieOfAnotherRealmOrForgedOrForSomethingElseNamesNoDevice(FlowShieldStack stack)
      throws Exception {
    String user = People.verified(stack);
    String id = stack.admin().user(user).orElseThrow().path("id").asText();
    BrowserDriver owner = People.visitor(stack).browser();
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      signIn(stack, owner, user);
      Profiles.awaitLogins(stack, id, 1);
      String device = owner.cookie(DEVICE).orElseThrow();
      String identity = owner.cookie("KEYCLOAK_IDENTITY").orElseThrow();
      signIn(stack, carrying(stack, device), user);
      assertThat(newDevice(stack, id)).as("the cookie itself is enough").isZero();

      int signature = device.lastIndexOf('.');
      String other = deviceOfAnotherRealm(stack);
      for (String wrong :
          List.of(
              device.substring(0, signature + 1) + "AAAA" + device.substring(signature + 5),
              device.substring(0, signature + 1),
              other.substring(0, other.lastIndexOf('.')) + device.substring(signature),
              other,
              identity,
              "x".repeat(3000))) {
        signIn(stack, carrying(stack, wrong), user);
        assertThat(newDevice(stack, id)).as(wrong).isOne();
      }
    }
  }

  @Test
  @Tag("A10")
  void loginsAtOnceAreEachJudgedRecordedAndLearnt(FlowShieldStack stack) throws Exception {
    String user = People.verified(stack);
    String id = stack.admin().user(user).orElseThrow().path("id").asText();
    int logins = 6;
    ExecutorService people = Executors.newFixedThreadPool(logins);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      List<Future<Page>> pages = new ArrayList<>();
      for (int i = 0; i < logins; i++) {
        Visitor visitor = stack.visitor(Neighbourhoods.newHome(), BrowserDriver.FIREFOX);
        pages.add(people.submit(() -> visitor.signIn(user, People.PASSWORD)));
      }
      for (Future<Page> page : pages) {
        assertThat(Visitor.signedIn(page.get(60, TimeUnit.SECONDS))).isTrue();
      }
    } finally {
      people.shutdownNow();
    }
    assertThat(decisions(stack, user)).isEqualTo(logins);
    assertThat(Profiles.awaitLogins(stack, id, logins).logins()).isEqualTo(logins);
    assertThat(stack.admin().get("/events?type=LOGIN&user=" + id)).hasSize(logins);
  }

  private static void signIn(FlowShieldStack stack, BrowserDriver browser, String user)
      throws Exception {
    Page page =
        browser
            .open(stack.oidc().loginUrl())
            .submit("form#kc-form-login", Map.of("username", user, "password", People.PASSWORD));
    assertThat(Visitor.signedIn(page)).as(page.toString()).isTrue();
  }

  /** A browser that knows nothing but a cookie that it was given. */
  private static BrowserDriver carrying(FlowShieldStack stack, String device) {
    return People.visitor(stack).browser().withCookie(stack.keycloak().url(), DEVICE, device);
  }

  private static String deviceOfAnotherRealm(FlowShieldStack stack) throws Exception {
    try (OwnRealm realm = OwnRealm.create(stack).bind("browser")) {
      String user = realm.add(People.inAnyRealm());
      BrowserDriver browser = People.visitor(stack).browser();
      try (RealmRisk low = RealmRisk.everyLoginLow(realm.admin())) {
        assertThat(realm.signedIn(realm.signIn(browser, user))).isTrue();
      }
      return browser.cookie(DEVICE).orElseThrow();
    }
  }

  private static double newDevice(FlowShieldStack stack, String id) throws Exception {
    String newest =
        stack.admin().get("/flowshield/decisions?user=" + id).get(0).path("id").asText();
    return stack
        .admin()
        .get("/flowshield/decisions/" + newest)
        .path("features")
        .path("new_device")
        .asDouble(-1);
  }

  private static int decisions(FlowShieldStack stack, String user) throws Exception {
    String id = stack.admin().user(user).orElseThrow().path("id").asText();
    return stack.admin().get("/flowshield/decisions?user=" + id).size();
  }
}
