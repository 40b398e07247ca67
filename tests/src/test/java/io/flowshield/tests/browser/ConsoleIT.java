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
import io.flowshield.tests.stack.Neighbourhoods;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** The administrators' page, on a Keycloak whose own admin console nobody has changed. */
@ExtendWith(ChromiumExtension.class)
@Tag("C10")
@Tag("A13")
@Tag("C14")
class ConsoleIT {
  private static final String PATH = "/realms/flowshield/flowshield/console";
  private static final String PER_DAY = "[data-name='alert.perDay']";
  private static final String HOSTILE = "<img src=x onerror=alert(1)>";
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void whoIsSignedInAtKeycloaksConsoleSeesFindingsAndSignalsWithoutAnotherLogin(
      FlowShieldStack stack, Browsers browsers) throws Exception {
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      String user = People.verified(stack);
      assertThat(Visitor.signedIn(People.visitor(stack).signIn(user, People.PASSWORD))).isTrue();
    }
    Browser browser = browsers.at(Device.desktop("").sized(1280, 1000));
    signInAtTheConsole(browser, stack);

    browser.open(at(stack, PATH)).await("li[data-code=BRUTE_FORCE_OFF] .fix");
    assertThat(browser.text("#who")).contains("Signed in as admin of the realm master");
    assertThat(browser.text("li[data-code=BRUTE_FORCE_OFF] .fix")).isNotBlank();
    assertThat(browser.attribute("li[data-code=BRUTE_FORCE_OFF] a", "href"))
        .endsWith("/admin/master/console/#/flowshield/realm-settings/security-defenses");
    browser.picture(browsers.picture("console-linter"));
    Accessibility.check(browser, "the linter's view", "en");

    browser.click("a[href='#signals']").await("#at-least").clear();
    browser.type("#at-least", "1").press(Keys.ENTER);
    browser.await("tr[data-signal=bad_reputation][data-state=SILENT]");
    assertThat(browser.text("#dead li[data-signal=bad_reputation]")).contains("reputation list");
    browser.picture(browsers.picture("console-signals"));
    Accessibility.check(browser, "the signals' view", "en");
  }

  @Test
  void anAdministratorOfTheRealmSignsInInAWindowAndChangesASetting(
      FlowShieldStack stack, Browsers browsers) throws Exception {
    String user = administrator(stack, "manage-realm");
    Browser browser = browsers.at(Device.desktop(Neighbourhoods.newHome()).sized(1280, 1000));
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      signInInAWindow(browser, stack, PATH + "#settings", user);

      browser.await(PER_DAY);
      Accessibility.check(browser, "the settings' view", "en");
      browser.type(PER_DAY, "101").click("#save-settings").await(PER_DAY + "[aria-invalid=true]");
      assertThat(browser.text("#view-settings"))
          .contains("alert.perDay has to be a whole number from 1 to 100");
      assertThat(browser.text("#message")).contains("Nothing was saved");
      assertThat(browser.hasFocus(PER_DAY)).isTrue();
      assertThat(set(stack)).isEmpty();
      assertThat(errors(browser)).as("the refusal").hasSize(1);

      browser.await(PER_DAY).clear();
      browser.type(PER_DAY, "7").click("#save-settings").awaitText("Saved: alert.perDay.");
      assertThat(set(stack)).isEqualTo("7");
      browser.picture(browsers.picture("console-settings"));

      stack.admin().send("PUT", "", with(stack, "9").toString());
      browser.await(PER_DAY).clear();
      browser.type(PER_DAY, "8").click("#save-settings").await("#reload-settings");
      assertThat(set(stack)).as("somebody else's is not overwritten").isEqualTo("9");
      browser.click("#reload-settings").awaitText("What you typed is kept");
      browser.click("#save-settings").awaitText("Saved: alert.perDay.");
      assertThat(set(stack)).isEqualTo("8");
      assertThat(errors(browser)).as("the conflict").hasSize(1);
    } finally {
      stack.admin().send("PUT", "", with(stack, "").toString());
    }
  }

  @Test
  void whoHasNoRightIsToldWhichIsMissingAndSeesNothing(FlowShieldStack stack, Browsers browsers)
      throws Exception {
    String user = administrator(stack, "query-groups");
    Browser browser = browsers.at(Device.desktop(Neighbourhoods.newHome()));
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      signInInAWindow(browser, stack, PATH, user);
      browser.awaitText("You are signed in, and may not see this.");
      assertThat(browser.text("#view-flows")).contains("view-realm");
      assertThat(browser.shows("#view-flows li")).isFalse();
      assertThat(errors(browser))
          .as("the refusals")
          .isNotEmpty()
          .allMatch(error -> error.contains("403"));
    }
  }

  @Test
  void whatARealmsAdministratorsWroteIsTextWhateverIsInIt(FlowShieldStack stack, Browsers browsers)
      throws Exception {
    AdminClient admin =
        new AdminClient(
            stack.keycloak().url(),
            "hostile",
            new AdminClient.Account(KeycloakProcess.ADMIN, KeycloakProcess.ADMIN));
    ObjectNode realm = JSON.createObjectNode().put("realm", "hostile").put("enabled", true);
    realm.put("displayName", HOSTILE);
    realm.withObject("/attributes").put("flowshield.login.highThreshold", HOSTILE);
    realm.put("browserFlow", HOSTILE);
    ObjectNode flow = realm.putArray("authenticationFlows").addObject();
    flow.put("alias", HOSTILE).put("providerId", "basic-flow").put("topLevel", true);
    flow.putArray("authenticationExecutions")
        .addObject()
        .put("authenticator", "flowshield-risk")
        .put("requirement", "REQUIRED")
        .put("priority", 10);
    admin.createRealm(realm.toString());
    try {
      Browser browser = browsers.at(Device.desktop("").sized(1280, 1000));
      signInAtTheConsole(browser, stack);
      browser
          .open(at(stack, "/realms/hostile/flowshield/console"))
          .await("li[data-severity=ERROR]");
      browser.awaitText(HOSTILE);
      assertThat(browser.text("h1")).contains(HOSTILE);
      assertThat(browser.text("#view-flows")).contains(HOSTILE);
      assertThat(browser.run("return document.images.length")).isEqualTo(0L);
      assertThat(browser.takeConsoleErrors())
          .as("Keycloak's own page, which shows the name as markup")
          .allMatch(error -> error.contains("/realms/hostile/protocol/openid-connect/"));
    } finally {
      admin.send("DELETE", "", "");
    }
  }

  @Test
  void thePageIsTheSameForEverybodyAndLetsNothingElseIn(FlowShieldStack stack) throws Exception {
    HttpResponse<String> page = got(stack, PATH);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy"))
        .hasValue(
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                + " frame-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none';"
                + " frame-ancestors 'none'");
    assertThat(page.headers().allValues("Content-Security-Policy")).hasSize(1);
    assertThat(page.headers().firstValue("X-Frame-Options")).hasValue("DENY");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
    assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(page.body()).doesNotContain("style=", "onclick", "javascript:");

    Matcher script = Pattern.compile("src=\"([^\"]+)/main\\.js\"").matcher(page.body());
    assertThat(script.find()).isTrue();
    String folder = URI.create(PATH).resolve(script.group(1)).toString();
    HttpResponse<String> file = got(stack, folder + "/main.js");
    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(file.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
    for (String none : new String[] {"/console.html", "/..%2Fconsole.html", "/x.js"}) {
      assertThat(got(stack, folder + none).statusCode()).as(none).isIn(400, 404);
    }
    assertThat(got(stack, PATH + "/another/main.js").statusCode()).isEqualTo(404);
  }

  private static void signInAtTheConsole(Browser browser, FlowShieldStack stack) {
    browser.open(at(stack, "/admin/master/console/#/flowshield/authentication"));
    browser
        .type("#username", KeycloakProcess.ADMIN)
        .type("#password", KeycloakProcess.ADMIN)
        .click("#kc-login");
    browser.awaitText("flowshield browser");
  }

  private static void signInInAWindow(
      Browser browser, FlowShieldStack stack, String path, String user) {
    browser.open(at(stack, path)).click("#sign-in");
    browser.inPopUp(
        () ->
            browser.type("#username", user).type("#password", People.PASSWORD).click("#kc-login"));
    browser.awaitText("Signed in as " + user);
  }

  /**
   * The console's errors but of signing in: nobody was signed in before, and there is no page at
   * the address of the answer.
   */
  private static List<String> errors(Browser browser) {
    return browser.takeConsoleErrors().stream()
        .filter(error -> !error.contains("/protocol/openid-connect/auth?"))
        .filter(error -> !error.contains("/admin/flowshield/console/flowshield#"))
        .toList();
  }

  /** A user of the realm with one role of its administration. */
  private static String administrator(FlowShieldStack stack, String role) throws Exception {
    String name = People.verified(stack);
    String user = stack.admin().user(name).orElseThrow().path("id").asText();
    String client =
        stack.admin().get("/clients?clientId=realm-management").get(0).path("id").asText();
    stack
        .admin()
        .send(
            "POST",
            "/users/" + user + "/role-mappings/clients/" + client,
            "[" + stack.admin().get("/clients/" + client + "/roles/" + role) + "]");
    return name;
  }

  private static String set(FlowShieldStack stack) throws Exception {
    return stack.admin().get("").path("attributes").path("flowshield.alert.perDay").asText();
  }

  private static ObjectNode with(FlowShieldStack stack, String perDay) throws Exception {
    ObjectNode realm = (ObjectNode) stack.admin().get("");
    realm.withObject("/attributes").put("flowshield.alert.perDay", perDay);
    return realm;
  }

  private static URI at(FlowShieldStack stack, String path) {
    return stack.keycloak().url().resolve(path);
  }

  private HttpResponse<String> got(FlowShieldStack stack, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(at(stack, path))
            .header("X-Forwarded-For", Neighbourhoods.newHome())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
