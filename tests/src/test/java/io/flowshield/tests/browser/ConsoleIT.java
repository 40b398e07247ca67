package io.flowshield.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.demo.AdminClient;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.KeycloakProcess;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.doors.People;
import io.flowshield.tests.doors.RealmRisk;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** What administrators find on the page of Flow Shield. */
@ExtendWith(ChromiumExtension.class)
@Tag("C10")
@Tag("A13")
class ConsoleIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String REALM = "flowshield";
  private static final String MARKUP = "<img src=x onerror=\"window.attacked=1\">";
  private static final String FINDING = "#view-flows .card";
  private static final String MEDIUM = "[data-name='login.mediumThreshold']";
  private static final String MEDIUM_ATTRIBUTE = "flowshield.login.mediumThreshold";

  @Test
  void whoIsSignedInAtTheConsoleSeesFindingsAndSignalsWithoutAnotherLogin(
      FlowShieldStack stack, Browsers browsers) throws Exception {
    String user = People.verified(stack);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      assertThat(Visitor.signedIn(People.visitor(stack).signIn(user, People.PASSWORD))).isTrue();
    }
    Browser browser = browsers.at(Device.desktop(""));
    signInAtTheConsole(browser, stack);
    browser.takeConsoleErrors();

    browser.open(page(stack, REALM, "")).await(FINDING);
    assertThat(browser.text("#who")).contains("admin", "master");
    assertThat(browser.windows()).isEqualTo(1);
    String bruteForce = FINDING + "[data-code=BRUTE_FORCE_OFF]";
    assertThat(browser.text(bruteForce)).contains("Note", "brute-force detection is off");
    assertThat(browser.text(bruteForce + " .fix")).contains("Security defenses");
    assertThat(browser.attribute(bruteForce + " a", "href"))
        .endsWith("/admin/master/console/#/flowshield/realm-settings/security-defenses");
    assertThat(browser.attribute(FINDING + "[data-code=RESET_NOT_JUDGED] a", "href"))
        .endsWith("/admin/master/console/#/flowshield/authentication");
    browser.picture(browsers.picture("console-linter"));

    browser.click("nav a[href='#signals']").await("tr[data-signal=bad_reputation]");
    browser.run("document.querySelector('#at-least').value = '1'");
    browser.click("#view-signals form button").await("#dead [data-signal=bad_reputation]");
    assertThat(browser.text("#dead [data-signal=bad_reputation]"))
        .contains("Silent", "Logins", "No reputation list is configured.");
    assertThat(browser.text("tr[data-signal=bad_reputation]")).contains("100 %");
    assertThat(browser.shows("#dead [data-signal=account_logins]")).isFalse();
    browser.picture(browsers.picture("console-signals"));
  }

  @Test
  void anAdministratorOfTheRealmSignsInInAWindowAndOutAgain(
      FlowShieldStack stack, Browsers browsers) throws Exception {
    String clerk = clerk(stack, "view-realm", "view-events");
    Browser browser = browsers.at(Device.desktop(""));
    browser.open(page(stack, REALM, "")).await("#sign-in");
    assertThat(browser.shows(FINDING)).isFalse();
    assertThat(browser.hasFocus("#title-sign-in")).isTrue();
    browser.takeConsoleErrors();

    signIn(browser, stack, clerk);
    browser.await(FINDING);
    assertThat(browser.windows()).isEqualTo(1);
    assertThat(browser.text("#who")).contains(clerk, REALM);
    assertThat(browser.address()).doesNotContain("code=", "state=");
    onlyTheLandingIsMissing(browser.takeConsoleErrors());
    assertThat(browser.run("return [localStorage.length, sessionStorage.length].join()"))
        .isEqualTo("0,0");

    browser.open(page(stack, REALM, "")).await(FINDING);
    browser.click("#sign-out").await("#sign-in");
    assertThat(browser.text("#message")).contains("signed out");
    assertThat(browser.text("body")).doesNotContain("BRUTE_FORCE_OFF");
    browser.open(page(stack, REALM, "")).await("#sign-in");
    assertThat(browser.shows(FINDING)).as("the session has ended").isFalse();
  }

  @Test
  void whoHasNoRightsIsToldWhichAreMissingAndSeesNoData(FlowShieldStack stack, Browsers browsers)
      throws Exception {
    String nobody = clerk(stack);
    Browser browser = browsers.at(Device.desktop(""));
    browser.open(page(stack, REALM, "")).await("#sign-in");
    signIn(browser, stack, nobody);

    browser.await("#view-flows .trouble[data-kind=forbidden]");
    assertThat(browser.text("#view-flows .trouble"))
        .contains("view-realm", "realm-management", REALM, "flowshield-realm", "master");
    browser.click("nav a[href='#signals']").await("#view-signals .trouble[data-kind=forbidden]");
    assertThat(browser.text("#view-signals .trouble")).contains("view-users or view-events");
    browser.click("nav a[href='#settings']").await("#view-settings .trouble[data-kind=forbidden]");
    assertThat(browser.text("#view-settings .trouble")).contains("view-realm");
    assertThat(browser.shows(".card")).isFalse();
    assertThat(browser.shows("table")).isFalse();
    assertThat(browser.shows("#settings-form")).isFalse();
    assertThat(browser.takeConsoleErrors())
        .allMatch(error -> error.contains("403") || error.contains("/console/flowshield#"));
  }

  @Test
  void aSettingIsChangedAndTakesEffect(FlowShieldStack stack, Browsers browsers) throws Exception {
    String user = People.verified(stack);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      assertThat(Visitor.signedIn(People.visitor(stack).signIn(user, People.PASSWORD))).isTrue();
      Browser browser = browsers.at(Device.desktop(""));
      openSettings(browser, stack);
      assertThat(browser.run("return document.querySelector(arguments[0]).value", MEDIUM))
          .isEqualTo("1");

      write(browser, "very high");
      browser.click("#save-settings").await(MEDIUM + "[aria-invalid=true]");
      assertThat(browser.hasFocus(MEDIUM)).as("focus on the field in error").isTrue();
      String described = browser.attribute(MEDIUM, "aria-describedby").split(" ")[0];
      assertThat(browser.text("#" + described)).contains("from 0 to 1");
      assertThat(browser.text("#message")).contains("Nothing was saved");
      assertThat(attribute(stack, MEDIUM_ATTRIBUTE)).isEqualTo("1");
      assertThat(browser.takeConsoleErrors()).singleElement().asString().contains("400");
      browser.picture(browsers.picture("console-settings-refused"));

      write(browser, "0");
      assertThat(browser.shows(MEDIUM + "[aria-invalid]")).isFalse();
      browser.click("#save-settings").awaitText("Saved: login.mediumThreshold.");
      assertThat(attribute(stack, MEDIUM_ATTRIBUTE)).isEqualTo("0");
      assertThat(Visitor.signedIn(People.visitor(stack).signIn(user, People.PASSWORD)))
          .as("every login is challenged now")
          .isFalse();

      browser.click("#save-settings").awaitText("Nothing was changed");
      browser.picture(browsers.picture("console-settings"));
    }
  }

  @Test
  void whatSomebodyElseChangedMeanwhileIsNotOverwrittenAndNothingTypedIsLost(
      FlowShieldStack stack, Browsers browsers) throws Exception {
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      Browser browser = browsers.at(Device.desktop(""));
      openSettings(browser, stack);
      write(browser, "0.9");
      stack
          .admin()
          .send("PATCH", "/flowshield/settings", "{\"values\":{\"decisionRetentionDays\":\"30\"}}");

      browser.click("#save-settings").await("#reload-settings");
      assertThat(browser.text("#message")).contains("somebody else");
      assertThat(attribute(stack, MEDIUM_ATTRIBUTE)).isEqualTo("1");
      assertThat(browser.takeConsoleErrors()).singleElement().asString().contains("409");

      browser.click("#reload-settings").awaitText("What you typed is kept");
      assertThat(value(browser, MEDIUM)).isEqualTo("0.9");
      assertThat(value(browser, "[data-name='decisionRetentionDays']")).isEqualTo("30");
      browser.click("#save-settings").awaitText("Saved: login.mediumThreshold.");
      assertThat(attribute(stack, MEDIUM_ATTRIBUTE)).isEqualTo("0.9");
      assertThat(attribute(stack, "flowshield.decisionRetentionDays")).isEqualTo("30");
    } finally {
      stack
          .admin()
          .send("PATCH", "/flowshield/settings", "{\"values\":{\"decisionRetentionDays\":null}}");
    }
  }

  @Test
  void whoMayOnlyReadSettingsIsToldSo(FlowShieldStack stack, Browsers browsers) throws Exception {
    String clerk = clerk(stack, "view-realm");
    Browser browser = browsers.at(Device.desktop(""));
    browser.open(page(stack, REALM, "#settings")).await("#sign-in");
    signIn(browser, stack, clerk);
    browser.await("#settings-form");
    String before = attribute(stack, MEDIUM_ATTRIBUTE);
    write(browser, "0.01");
    browser.click("#save-settings").awaitText("It takes the role manage-realm");
    assertThat(browser.run("return document.querySelector(arguments[0]).disabled", MEDIUM))
        .isEqualTo(true);
    assertThat(attribute(stack, MEDIUM_ATTRIBUTE)).isEqualTo(before);
    browser.takeConsoleErrors();
    // Or the browser would ask whether to leave.
    browser.run(
        "window.addEventListener('beforeunload', (e) => e.stopImmediatePropagation(), true)");
  }

  @Test
  void whatAdministratorsOfTheRealmNamedIsShownAsText(FlowShieldStack stack, Browsers browsers)
      throws Exception {
    AdminClient master = stack.admin();
    String name = "hostile'<i>" + UUID.randomUUID();
    ObjectNode realm = JSON.createObjectNode().put("realm", name).put("enabled", true);
    realm.put("displayName", MARKUP).put("browserFlow", MARKUP);
    ObjectNode flow = realm.putArray("authenticationFlows").addObject();
    flow.put("alias", MARKUP).put("providerId", "basic-flow").put("topLevel", true);
    flow.put("builtIn", false).putArray("authenticationExecutions");
    flow.withArray("authenticationExecutions")
        .addObject()
        .put("authenticator", "flowshield-risk")
        .put("authenticatorFlow", false)
        .put("requirement", "REQUIRED")
        .put("priority", 10);
    String encoded = name.replace("'", "%27").replace("<", "%3C").replace(">", "%3E");
    master.createRealm(realm.toString());
    try {
      Browser browser = browsers.at(Device.desktop(""));
      signInAtTheConsole(browser, stack);
      browser.takeConsoleErrors();
      browser
          .open(page(stack, encoded, "?admin=master"))
          .await(FINDING + "[data-code=USER_UNKNOWN]");
      browser.awaitText(MARKUP + " (" + name + ")");
      assertThat(browser.text(FINDING + "[data-code=USER_UNKNOWN] .place")).contains(MARKUP);
      assertThat(browser.run("return document.querySelectorAll('img, i').length")).isEqualTo(0L);
      assertThat(browser.run("return window.attacked === undefined")).isEqualTo(true);
      assertThat(browser.title()).contains(MARKUP);
      assertThat(browser.consoleErrors()).isEmpty();
      browser.picture(browsers.picture("console-hostile"));
    } finally {
      master.ofRealm(encoded).send("DELETE", "", "");
    }
  }

  @Test
  void anotherRealmThanItsOwnOrTheMasterIsNotAskedForAdministrators(
      FlowShieldStack stack, Browsers browsers) throws Exception {
    Browser browser = browsers.at(Device.desktop(""));
    for (String other : List.of("elsewhere", "..%2F..%2Fmaster", "%2F%2Fevil.example", "")) {
      browser.open(page(stack, REALM, "?admin=" + other));
      browser.awaitText("admin is one of flowshield, master");
      assertThat(browser.shows("#sign-in")).isFalse();
      assertThat(browser.run("return document.querySelectorAll('iframe').length")).isEqualTo(0L);
    }
  }

  @Test
  void everyViewIsSoundOnADesktop(FlowShieldStack stack, Browsers browsers) throws Exception {
    walkThrough(stack, browsers, browsers.at(Device.desktop("")), "desktop");
  }

  @Test
  void everyViewIsSoundOnATelephoneInTheDark(FlowShieldStack stack, Browsers browsers)
      throws Exception {
    walkThrough(stack, browsers, browsers.at(Device.telephone("").inTheDark()), "telephone-dark");
  }

  @Test
  void theKeyboardAloneLeadsThroughTheViews(FlowShieldStack stack, Browsers browsers)
      throws Exception {
    Browser browser = browsers.at(Device.desktop(""));
    signInAtTheConsole(browser, stack);
    browser.takeConsoleErrors();
    browser.open(page(stack, REALM, "")).await(FINDING);
    browser.tabTo("nav a[href='#signals']").press(Keys.ENTER).await("#view-signals table");
    assertThat(browser.hasFocus("#title-signals")).as("the view begins at its heading").isTrue();
    browser.tabTo("#at-least").press(Keys.ENTER).await("#view-signals table");
    browser.tabTo(".scrolls");
    assertThat(browser.run("return getComputedStyle(document.activeElement).outlineStyle"))
        .as("the focus is seen")
        .isNotEqualTo("none");
  }

  private static void walkThrough(
      FlowShieldStack stack, Browsers browsers, Browser browser, String look) throws Exception {
    browser.open(page(stack, REALM, "")).await("#sign-in");
    check(browser, browsers, "sign-in", look);
    signInAtTheConsole(browser, stack);
    browser.takeConsoleErrors();
    browser.open(page(stack, REALM, "")).await(FINDING);
    check(browser, browsers, "linter", look);
    browser.click("nav a[href='#signals']").await("#view-signals table");
    check(browser, browsers, "signals", look);
    browser.click("nav a[href='#settings']").await("#settings-form");
    check(browser, browsers, "settings", look);
    write(browser, "very high");
    browser.click("#save-settings").await(MEDIUM + "[aria-invalid=true]");
    check(browser, browsers, "settings-refused", look);
    assertThat(browser.takeConsoleErrors()).singleElement().asString().contains("400");
    write(browser, "");
  }

  private static void check(Browser browser, Browsers browsers, String view, String look) {
    browser.picture(browsers.picture("console-" + view + "-" + look));
    Accessibility.check(browser, "console " + view + " (" + look + ")", "en");
  }

  private static void openSettings(Browser browser, FlowShieldStack stack) {
    signInAtTheConsole(browser, stack);
    browser.takeConsoleErrors();
    browser.open(page(stack, REALM, "#settings")).await("#settings-form");
  }

  /** As a person at a keyboard, whatever stood there. */
  private static void write(Browser browser, String text) {
    browser.click(MEDIUM).run("document.querySelector(arguments[0]).select()", MEDIUM);
    browser.press(Keys.BACK_SPACE).type(text);
  }

  private static String value(Browser browser, String selector) {
    return String.valueOf(
        browser.run("return document.querySelector(arguments[0]).value", selector));
  }

  private static String attribute(FlowShieldStack stack, String name) throws Exception {
    return stack.admin().get("").path("attributes").path(name).asText();
  }

  /** The administrator of the whole server, at Keycloak's own console. */
  private static void signInAtTheConsole(Browser browser, FlowShieldStack stack) {
    browser
        .open(stack.keycloak().url().resolve("/admin/master/console/"))
        .type("#username", KeycloakProcess.ADMIN)
        .type("#password", KeycloakProcess.ADMIN)
        .click("#kc-login");
    browser.await("#nav-toggle, .pf-v5-c-page");
  }

  /** Presses the page's button, and signs in in the window that opens. */
  private static void signIn(Browser browser, FlowShieldStack stack, String user) throws Exception {
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      browser.click("#sign-in");
      browser.inTheWindowThatOpened(
          () ->
              browser
                  .type("#username", user)
                  .type("#password", People.PASSWORD)
                  .click("#kc-login"));
      browser.await("#sign-out");
    }
  }

  /** The window's last page is not there, which is what it is for. */
  private static void onlyTheLandingIsMissing(List<String> errors) {
    assertThat(errors)
        .hasSizeLessThanOrEqualTo(1)
        .allMatch(error -> error.contains("/console/flowshield#") && error.contains("404"));
  }

  /** A user of the demo realm with some roles of its administration. */
  private static String clerk(FlowShieldStack stack, String... roles) throws Exception {
    String name = People.verified(stack);
    AdminClient admin = stack.admin();
    String user = admin.user(name).orElseThrow().path("id").asText();
    String client = admin.get("/clients?clientId=realm-management").get(0).path("id").asText();
    for (String role : roles) {
      admin.send(
          "POST",
          "/users/" + user + "/role-mappings/clients/" + client,
          "[" + admin.get("/clients/" + client + "/roles/" + role) + "]");
    }
    return name;
  }

  private static URI page(FlowShieldStack stack, String realm, String more) {
    return stack.keycloak().url().resolve("/realms/" + realm + "/flowshield/console" + more);
  }
}
