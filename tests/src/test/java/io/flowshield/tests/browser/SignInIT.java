package io.flowshield.tests.browser;

import static io.flowshield.tests.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.tests.doors.OneTimePassword;
import io.flowshield.tests.doors.People;
import io.flowshield.tests.doors.RealmRisk;
import io.flowshield.tests.stack.Neighbourhoods;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** Logins in a browser: usual, challenged, refused. */
@ExtendWith(ChromiumExtension.class)
@Tag("C1")
@Tag("C2")
@Tag("E1")
class SignInIT {
  private static final String PAGE = ".pf-v5-c-login__main";
  private static final String NEW_DEVICE = "You are using a device that we do not know yet.";
  private static final Duration SOON = Duration.ofSeconds(30);

  @Test
  void aUsualLoginIsNotChallengedAndItsTypingIsJudged(FlowShieldStack stack, Browsers browsers)
      throws Exception {
    String user = People.verified(stack);
    Browser browser = browsers.at(Device.desktop(Neighbourhoods.newHome()));
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      Forms.signIn(browser, stack, user, People.PASSWORD).await("pre#claims");
    }

    assertThat(browser.text("pre#claims")).contains(user);
    JsonNode features = onlyDecision(stack, user).path("features");
    assertThat(features.path("bot_timing").isNumber()).as("%s", features).isTrue();
    assertThat(features.path("bot_timing").asDouble()).as("%s", features).isLessThan(0.2);
    assertThat(features.path("automated_client").asDouble()).as("%s", features).isZero();
  }

  @Test
  void anUnknownDeviceIsAskedForAMailedCodeAndToldWhy(FlowShieldStack stack, Browsers browsers)
      throws Exception {
    String user = "maria";
    stack.admin().createUser(user, People.email(user), People.PASSWORD);
    signInOnce(stack, browsers, user);
    Browser browser = browsers.at(Device.desktop(Neighbourhoods.newHome()));
    try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      Forms.signIn(browser, stack, user, People.PASSWORD).await("#flowshield-code-form");
      browser.picture(browsers.picture("challenge"), PAGE);
      assertThat(browser.text("#kc-page-title")).isEqualTo("Is it you?");
      assertThat(browser.text(".flowshield-reasons")).contains(NEW_DEVICE);
      assertThat(browser.hasFocus("#flowshield-code")).isTrue();

      String code = stack.mail().await(People.email(user), 1, SOON).code().orElseThrow();
      browser.type("#flowshield-code", other(code)).click("#flowshield-code-submit");
      browser.await("#flowshield-code-error");
      browser.picture(browsers.picture("challenge-wrong-code"), PAGE);
      assertThat(browser.text("#flowshield-code-error")).startsWith("This code is not right.");
      assertThat(browser.text(".flowshield-reasons")).contains(NEW_DEVICE);
      assertThat(browser.attribute("#flowshield-code", "aria-invalid")).isEqualTo("true");
      assertThat(browser.hasFocus("#flowshield-code")).isTrue();

      browser.type("#flowshield-code", code).click("#flowshield-code-submit").await("pre#claims");
    }
    assertThat(browser.text("pre#claims")).contains(user);
  }

  @Test
  void anOtpDeviceProvesItOnKeycloaksOwnPageWhichSaysWhy(FlowShieldStack stack, Browsers browsers)
      throws Exception {
    String user = People.withOtp(stack);
    signInOnce(stack, browsers, user);
    Browser browser = browsers.at(Device.desktop(Neighbourhoods.newHome()));
    try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      Forms.signIn(browser, stack, user, People.PASSWORD).await("#kc-otp-login-form");
      browser.picture(browsers.picture("challenge-otp"), PAGE);
      assertThat(browser.text(".pf-v5-c-alert"))
          .contains("One more proof is needed")
          .contains(NEW_DEVICE);

      browser.type("#otp", OneTimePassword.wrong()).press(Keys.ENTER);
      browser.await("[aria-invalid=true]");
      assertThat(browser.text("body")).contains("Invalid authenticator code");

      browser.type("#otp", OneTimePassword.now()).press(Keys.ENTER);
      browser.await("pre#claims");
    }
    assertThat(browser.text("pre#claims")).contains(user);
  }

  @Test
  void aRefusedLoginLooksLikeAWrongPassword(FlowShieldStack stack, Browsers browsers)
      throws Exception {
    String user = "otto";
    stack.admin().createUser(user, People.email(user), People.PASSWORD);
    Browser honest = browsers.at(Device.desktop(Neighbourhoods.newHome()));
    Browser thief = browsers.at(Device.desktop(Neighbourhoods.newHome()));

    Forms.signIn(honest, stack, user, "not-the-password").await("[aria-invalid=true]");
    try (RealmRisk high = RealmRisk.everyLoginHigh(stack.admin())) {
      Forms.signIn(thief, stack, user, People.PASSWORD).await("[aria-invalid=true]");
    }
    thief.picture(browsers.picture("denied"), PAGE);

    assertThat(onlyDecision(stack, user).path("level").asText()).isEqualTo("HIGH");
    assertThat(thief.text("body")).isEqualTo(honest.text("body")).contains("Invalid username or");
    assertThat(withoutRandomValues(thief)).isEqualTo(withoutRandomValues(honest));
    assertThat(thief.cookieNames(realm(stack)))
        .isEqualTo(honest.cookieNames(realm(stack)))
        .isNotEmpty();
    assertThat(thief.title()).isEqualTo(honest.title());
    assertThat(thief.look()).as("what is seen, pixel by pixel").isEqualTo(honest.look());
    assertThat(withoutQuery(thief.address())).isEqualTo(withoutQuery(honest.address()));
  }

  /** Signs in at low risk, so that there is a history which a new device differs from. */
  private static void signInOnce(FlowShieldStack stack, Browsers browsers, String user)
      throws Exception {
    Browser known = browsers.at(Device.desktop(Neighbourhoods.newHome()));
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      Forms.signIn(known, stack, user, People.PASSWORD).await("pre#claims");
    }
    assertThat(known.cookieNames(realm(stack))).contains("FLOWSHIELD_DEVICE");
  }

  private static URI realm(FlowShieldStack stack) {
    return stack.keycloak().url().resolve("/realms/flowshield/");
  }

  private static JsonNode onlyDecision(FlowShieldStack stack, String user) throws Exception {
    String id = stack.admin().user(user).orElseThrow().path("id").asText();
    JsonNode decisions =
        eventually(
            "a decision",
            () -> stack.admin().get("/flowshield/decisions?user=" + id),
            found -> found.size() == 1);
    return stack.admin().get("/flowshield/decisions/" + decisions.get(0).path("id").asText());
  }

  /** A code of the same form that is not the right one. */
  private static String other(String code) {
    return "%06d".formatted((Integer.parseInt(code) + 1) % 1_000_000);
  }

  private static String withoutQuery(String address) {
    URI uri = URI.create(address);
    return uri.getPath() + (uri.getQuery() == null ? "" : uri.getQuery().replaceAll("=[^&]*", ""));
  }

  /** Session code, tab, client data and the page's session hash differ from request to request. */
  private static String withoutRandomValues(Browser browser) {
    String source = browser.source();
    for (String value :
        List.of(
            "session_code=[^&\"]+",
            "tab_id=[^&\"]+",
            "client_data=[^&\"]+",
            "\"[A-Za-z0-9+/_=-]{43,88}\"")) {
      source = source.replaceAll(value, "");
    }
    return source;
  }
}
