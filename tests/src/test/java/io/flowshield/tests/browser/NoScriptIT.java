package io.flowshield.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.MailCatcher;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.doors.People;
import io.flowshield.tests.doors.RealmRisk;
import io.flowshield.tests.stack.Applicants;
import io.flowshield.tests.stack.Eventually;
import io.flowshield.tests.stack.Neighbourhoods;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same pages in a browser that runs no scripts. */
@ExtendWith(ChromiumExtension.class)
@Tag("E1")
class NoScriptIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  @Test
  void theWaitingPageLoadsItselfAgainAndTheRegistrationEndsInTheApplication(
      FlowShieldStack stack, Browsers browsers) throws Exception {
    Visitor.Applicant applicant = Applicants.named("nils");
    Browser browser = register(stack, browsers, applicant);
    browser.await("#flowshield-refresh");
    browser.picture(browsers.picture("waiting-page-without-script"));

    MailCatcher.Mail mail = stack.mail().await(applicant.email(), 1, SOON);
    browser.inAnotherTab(() -> browser.confirm(mail));

    browser.await("pre#claims");
    assertThat(browser.text("pre#claims")).contains(applicant.username());
  }

  @Test
  void theButtonOfTheWaitingPageLeadsOn(FlowShieldStack stack, Browsers browsers) throws Exception {
    Visitor.Applicant applicant = Applicants.named("nora");
    Browser browser = register(stack, browsers, applicant);
    MailCatcher.Mail mail = stack.mail().await(applicant.email(), 1, SOON);
    browser.click("#flowshield-refresh").await("#flowshield-pending[data-phase=AWAITING_EMAIL]");
    browser.inAnotherTab(() -> browser.confirm(mail));
    Eventually.eventually(
        "the saga's end",
        () -> Forms.saga(stack, applicant).path("phase").asText(),
        "FINALISED"::equals);

    if (browser.shows("#flowshield-refresh")) {
      browser.click("#flowshield-refresh");
    }
    browser.await("pre#claims", Duration.ofSeconds(10));
  }

  @Test
  void aChallengedLoginEndsInTheApplication(FlowShieldStack stack, Browsers browsers)
      throws Exception {
    String user = People.verified(stack);
    Browser browser = browsers.at(Device.desktop(Neighbourhoods.newHome()).withoutScript());
    long absent = counter(stack);
    try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      Forms.signIn(browser, stack, user, People.PASSWORD).await("#flowshield-code-form");
      assertThat(counter(stack)).as("nothing was captured").isEqualTo(absent + 1);
      String code = stack.mail().await(People.email(user), 1, SOON).code().orElseThrow();
      browser.type("#flowshield-code", code).click("#flowshield-code-submit").await("pre#claims");
    }
  }

  private static Browser register(
      FlowShieldStack stack, Browsers browsers, Visitor.Applicant applicant) throws Exception {
    Browser browser = browsers.at(Device.desktop(Neighbourhoods.newHome()).withoutScript());
    long absent = counter(stack);
    Forms.openRegistration(browser, stack);
    Forms.fillIn(browser, applicant).click(Forms.REGISTER).await("#flowshield-pending");
    assertThat(counter(stack)).as("nothing was captured").isEqualTo(absent + 1);
    return browser;
  }

  private static long counter(FlowShieldStack stack) throws Exception {
    return stack
        .admin()
        .get("/flowshield/health")
        .path("counters")
        .path("telemetry_absent")
        .asLong();
  }
}
