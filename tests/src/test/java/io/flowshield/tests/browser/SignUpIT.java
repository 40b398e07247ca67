package io.flowshield.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.MailCatcher;
import io.flowshield.demo.ScimApplication;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.doors.RealmRisk;
import io.flowshield.tests.stack.Applicants;
import io.flowshield.tests.stack.Neighbourhoods;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A registration in a browser, from the form to the application. */
@ExtendWith(ChromiumExtension.class)
@Tag("C3")
@Tag("E1")
class SignUpIT {
  private static final String PAGE = ".pf-v5-c-login__main";
  private static final String ALERT = ".pf-v5-c-alert";
  private static final Duration SOON = Duration.ofSeconds(60);

  @Test
  void theWaitingPageMovesOnByItselfWhenTheMailIsConfirmedInAnotherTab(
      FlowShieldStack stack, Browsers browsers) throws Exception {
    Visitor.Applicant applicant = Applicants.named("ada");
    String home = Neighbourhoods.newHome();
    Browser browser = browsers.at(Device.desktop(home));
    long invalid = counter(stack, "telemetry_invalid");
    long absent = counter(stack, "telemetry_absent");

    Forms.openRegistration(browser, stack);
    Forms.fillIn(browser, applicant);
    browser.picture(browsers.picture("registration"), PAGE);
    browser.click(Forms.REGISTER);

    browser.await("#flowshield-pending");
    MailCatcher.Mail mail = stack.mail().await(applicant.email(), 1, SOON);
    browser.await("#flowshield-pending[data-phase=AWAITING_EMAIL]");
    browser.picture(browsers.picture("waiting-page"), PAGE);
    JsonNode features = onlyDecisionFrom(stack, home).path("features");
    assertThat(features.path("bot_timing").isNumber()).as("%s", features).isTrue();
    assertThat(features.path("bot_timing").asDouble()).as("%s", features).isLessThan(0.2);
    assertThat(features.path("automated_client").asDouble()).as("%s", features).isZero();
    assertThat(counter(stack, "telemetry_invalid")).isEqualTo(invalid);
    assertThat(counter(stack, "telemetry_absent")).isEqualTo(absent);

    browser.inAnotherTab(() -> browser.confirm(mail));

    browser.await("pre#claims");
    assertThat(browser.text("pre#claims")).contains(applicant.username());
    assertThat(Forms.saga(stack, applicant).path("phase").asText()).isEqualTo("FINALISED");
  }

  @Test
  @Tag("A3")
  void aProgramThatFillsInTheFormIsRecognisedAndRefused(FlowShieldStack stack, Browsers browsers)
      throws Exception {
    Visitor.Applicant applicant = Applicants.named("eve");
    String home = Neighbourhoods.newHome();
    Browser browser = browsers.at(Device.desktop(home).admittingThatItIsDriven());

    Forms.openRegistration(browser, stack);
    Forms.pour(browser, applicant);
    browser.click(Forms.REGISTER).await(ALERT);

    assertThat(browser.text("body")).contains("We cannot create an account from this request");
    assertThat(stack.admin().user(applicant.username())).isEmpty();
    JsonNode decision = onlyDecisionFrom(stack, home);
    assertThat(decision.path("features").path("automated_client").asDouble()).isEqualTo(1);
    assertThat(decision.path("features").path("bot_timing").asDouble()).isGreaterThan(0.8);
    assertThat(decision.path("reasons").findValuesAsText("code"))
        .contains("AUTOMATED_CLIENT", "BOT_TIMING");
  }

  @Test
  void aRefusedRegistrationSaysSoOnTheFormAndKeepsWhatWasTyped(
      FlowShieldStack stack, Browsers browsers) throws Exception {
    Visitor.Applicant applicant = Applicants.named("mallory");
    Browser browser = browsers.at(Device.desktop(Neighbourhoods.newHome()));
    try (RealmRisk refused = RealmRisk.everyRegistrationRefused(stack.admin())) {
      Forms.openRegistration(browser, stack);
      Forms.fillIn(browser, applicant);
      browser.click(Forms.REGISTER);
      browser.await(ALERT);
    }
    browser.picture(browsers.picture("registration-refused"), PAGE);
    assertThat(browser.text("body")).contains("We cannot create an account from this request");
    assertThat(browser.run("return document.querySelector('#email').value"))
        .isEqualTo(applicant.email());
    assertThat(stack.admin().user(applicant.username())).isEmpty();
  }

  @Test
  void aServiceThatRefusesIsToldOnTheWaitingPage(FlowShieldStack stack, Browsers browsers)
      throws Exception {
    Visitor.Applicant applicant = Applicants.named(ScimApplication.REFUSED_PREFIX + "x");
    Browser browser = browsers.at(Device.desktop(Neighbourhoods.newHome()));
    Forms.openRegistration(browser, stack);
    Forms.fillIn(browser, applicant);
    browser.click(Forms.REGISTER);
    browser.await("#flowshield-pending[data-phase=AWAITING_EMAIL]");

    MailCatcher.Mail mail = stack.mail().await(applicant.email(), 1, SOON);
    browser.inAnotherTab(() -> browser.confirm(mail));

    browser.await("#flowshield-pending[data-phase=COMPENSATED]");
    browser.picture(browsers.picture("registration-withdrawn"), PAGE);
    assertThat(browser.text("#flowshield-title"))
        .isEqualTo("Your registration could not be completed");
    assertThat(browser.text("#flowshield-reason"))
        .isEqualTo("A service that belongs to your account did not accept your registration.");
    assertThat(browser.shows("#flowshield-continue")).isFalse();
    assertThat(browser.shows("#flowshield-again a")).isTrue();
    browser.click("#flowshield-again a").await("#kc-form-login");
  }

  /** The decision on a home's only attempt, with the numbers that were judged. */
  private static JsonNode onlyDecisionFrom(FlowShieldStack stack, String home) throws Exception {
    String prefix = home.substring(0, home.lastIndexOf('.') + 1);
    List<String> found = new ArrayList<>();
    for (JsonNode decision : stack.admin().get("/flowshield/decisions?max=100")) {
      if (decision.path("network").asText().startsWith(prefix)) {
        found.add(decision.path("id").asText());
      }
    }
    assertThat(found).as("decisions from %s", home).hasSize(1);
    return stack.admin().get("/flowshield/decisions/" + found.get(0));
  }

  private static long counter(FlowShieldStack stack, String name) throws Exception {
    return stack.admin().get("/flowshield/health").path("counters").path(name).asLong();
  }
}
