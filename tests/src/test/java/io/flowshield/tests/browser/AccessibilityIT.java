package io.flowshield.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.MailCatcher;
import io.flowshield.demo.ScimApplication;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.doors.People;
import io.flowshield.tests.doors.RealmRisk;
import io.flowshield.tests.stack.Applicants;
import io.flowshield.tests.stack.Neighbourhoods;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/** Keyboard, screen reader, telephone, darkness and another language. */
@ExtendWith(ChromiumExtension.class)
@Tag("E1")
class AccessibilityIT {
  private static final String CONFIRM_IN_FRENCH = "html[lang=fr] #flowshield-confirm-button";
  private static final Duration SOON = Duration.ofSeconds(60);

  @Test
  void everyPageOfARegistrationIsSoundOnADesktop(FlowShieldStack stack, Browsers browsers)
      throws Exception {
    walkThroughRegistration(
        stack, browsers, browsers.at(Device.desktop(Neighbourhoods.newHome())), "desktop", "en");
  }

  @Test
  void everyPageOfARegistrationIsSoundOnATelephoneInTheDarkInGerman(
      FlowShieldStack stack, Browsers browsers) throws Exception {
    walkThroughRegistration(
        stack,
        browsers,
        browsers.at(Device.telephone(Neighbourhoods.newHome()).inTheDark().speaking("de")),
        "telephone-dark",
        "de");
  }

  @Test
  void everyPageOfAChallengeIsSoundOnADesktop(FlowShieldStack stack, Browsers browsers)
      throws Exception {
    walkThroughChallenge(
        stack, browsers, browsers.at(Device.desktop(Neighbourhoods.newHome())), "desktop", "en");
  }

  @Test
  void everyPageOfAChallengeIsSoundOnATelephoneInTheDarkInGerman(
      FlowShieldStack stack, Browsers browsers) throws Exception {
    walkThroughChallenge(
        stack,
        browsers,
        browsers.at(Device.telephone(Neighbourhoods.newHome()).inTheDark().speaking("de")),
        "telephone-dark",
        "de");
  }

  @Test
  void theKeyboardAloneLeadsThroughAChallenge(FlowShieldStack stack, Browsers browsers)
      throws Exception {
    String user = People.verified(stack);
    Browser browser = browsers.at(Device.desktop(Neighbourhoods.newHome()));
    try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      browser.open(stack.oidc().loginUrl()).await("#kc-form-login");
      browser.tabTo("#username").type(user).tabTo("#password").type(People.PASSWORD);
      browser.press(Keys.ENTER).await("#flowshield-code-form");
      String code = stack.mail().await(People.email(user), 1, SOON).code().orElseThrow();

      assertThat(browser.hasFocus("#flowshield-code")).isTrue();
      browser.press(Keys.ENTER).await("#flowshield-code-error");
      assertThat(browser.hasFocus("#flowshield-code")).as("focus on the field in error").isTrue();
      assertThat(browser.attribute("#flowshield-code", "aria-describedby"))
          .contains("flowshield-code-error");

      browser.type(code).press(Keys.TAB);
      assertThat(browser.hasFocus("#flowshield-code-submit")).isTrue();
      assertThat(outline(browser)).as("the focus is seen").isNotEqualTo("none");
      browser.press(Keys.TAB);
      assertThat(browser.hasFocus("#flowshield-code-resend")).isTrue();
      browser.pressWith(Keys.SHIFT, Keys.TAB).press(Keys.ENTER).await("pre#claims");
    }
  }

  @Test
  void anotherLanguageCanBeChosenWithoutLeavingThePage(FlowShieldStack stack, Browsers browsers)
      throws Exception {
    Visitor.Applicant applicant = Applicants.named("lea");
    Browser browser = browsers.at(Device.desktop(Neighbourhoods.newHome()));
    Forms.openRegistration(browser, stack);
    Forms.fillIn(browser, applicant).click(Forms.REGISTER).await("#flowshield-pending");
    MailCatcher.Mail mail = stack.mail().await(applicant.email(), 1, SOON);

    browser.chooseLanguage("de").await("html[lang=de] #flowshield-pending");
    assertThat(browser.text("#flowshield-title")).isEqualTo("Ihr Konto wird eingerichtet");
    browser.inAnotherTab(
        () -> {
          browser.open(mail.link().orElseThrow()).await("#flowshield-confirm-button");
          browser.chooseLanguage("fr").await(CONFIRM_IN_FRENCH);
          browser.click("#flowshield-confirm-button");
          browser.await("html[lang=fr] #flowshield-status[data-mode=confirmed]");
          browser
              .chooseLanguage("it")
              .await("html[lang=it] #flowshield-status[data-mode=confirmed]");
        });
    browser.await("pre#claims");
  }

  @Test
  void aFlawWouldBeFound(FlowShieldStack stack, Browsers browsers) throws Exception {
    Browser browser = browsers.at(Device.desktop(Neighbourhoods.newHome()));
    browser.open(stack.oidc().loginUrl()).await("#kc-form-login");
    assertThat(Accessibility.graveViolations(browser)).isEmpty();

    browser.run(
        "document.querySelector('label[for=username]').remove();"
            + "document.querySelector('#kc-page-title').style.color = '#eee';");

    assertThat(Accessibility.graveViolations(browser))
        .anyMatch(found -> found.startsWith("label "))
        .anyMatch(found -> found.startsWith("color-contrast "));
    browser.open(stack.oidc().url().resolve("/nothing"));
    assertThat(browser.takeConsoleErrors()).singleElement().asString().contains("404");
  }

  private static void walkThroughRegistration(
      FlowShieldStack stack, Browsers browsers, Browser browser, String look, String language)
      throws Exception {
    Visitor.Applicant applicant = Applicants.named(ScimApplication.REFUSED_PREFIX + "a");
    Forms.openRegistration(browser, stack);
    check(browser, browsers, "registration", look, language);
    Forms.fillIn(browser, applicant);
    browser.click(Forms.REGISTER);
    browser.await("#flowshield-pending[data-phase=AWAITING_EMAIL]");
    check(browser, browsers, "waiting-page", look, language);

    MailCatcher.Mail mail = stack.mail().await(applicant.email(), 1, SOON);
    browser.inAnotherTab(
        () -> {
          browser.open(mail.link().orElseThrow()).await("#flowshield-confirm-button");
          check(browser, browsers, "confirm", look, language);
          browser.click("#flowshield-confirm-button");
          browser.await("#flowshield-status[data-mode=confirmed]");
          check(browser, browsers, "confirmed", look, language);
        });
    browser.await("#flowshield-pending[data-phase=COMPENSATED]");
    check(browser, browsers, "registration-withdrawn", look, language);

    URI status = stack.mail().await(applicant.email(), 2, SOON).link().orElseThrow();
    browser.open(status).await("#flowshield-status[data-phase=COMPENSATED]");
    check(browser, browsers, "status-withdrawn", look, language);
    browser.open(stack.keycloak().url().resolve("/realms/flowshield/flowshield/verify?token=x.y"));
    browser.await("#flowshield-status[data-mode=invalid]");
    // The page is the answer 400 to a link that does not work: the console says so.
    assertThat(browser.takeConsoleErrors()).hasSizeLessThanOrEqualTo(1);
    check(browser, browsers, "invalid-link", look, language);
  }

  private static void walkThroughChallenge(
      FlowShieldStack stack, Browsers browsers, Browser browser, String look, String language)
      throws Exception {
    String user = People.verified(stack);
    try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      browser.open(stack.oidc().loginUrl()).await("#kc-form-login");
      check(browser, browsers, "login", look, language);
      Forms.signIn(browser, stack, user, People.PASSWORD).await("#flowshield-code-form");
      check(browser, browsers, "challenge", look, language);
      browser.type("#flowshield-code", "000000").click("#flowshield-code-submit");
      browser.await("#flowshield-code-error");
      check(browser, browsers, "challenge-wrong-code", look, language);
      browser.click("#flowshield-code-resend").await("#flowshield-code-form");
      check(browser, browsers, "challenge-resent", look, language);
    }
  }

  private static void check(
      Browser browser, Browsers browsers, String page, String look, String language) {
    browser.picture(browsers.picture(page + "-" + look));
    Accessibility.check(browser, page + " (" + look + ")", language);
  }

  private static String outline(Browser browser) {
    return String.valueOf(
        browser.run("return getComputedStyle(document.activeElement).outlineStyle"));
  }
}
