package io.flowshield.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.KeycloakProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an administrator finds in Keycloak's admin console. */
@ExtendWith(ChromiumExtension.class)
@Tag("C1")
@Tag("C2")
@Tag("C3")
class AdminConsoleIT {
  private static final String EMAIL_CODE = "tr:has([data-testid='Flow Shield: e-mail code'])";
  private static final String SETTINGS = "[role=dialog]:has(form)";
  private static final String POPOVER = ".pf-v5-c-popover__body";

  @Test
  void theFlowNamesOurStepsAndTheirSettingsExplainThemselves(
      FlowShieldStack stack, Browsers browsers) throws Exception {
    Browser browser = browsers.at(Device.desktop("").sized(1280, 1200));
    browser.open(
        stack.keycloak().url().resolve("/admin/master/console/#/flowshield/authentication"));
    browser
        .type("#username", KeycloakProcess.ADMIN)
        .type("#password", KeycloakProcess.ADMIN)
        .click("#kc-login");
    browser.awaitText("flowshield browser");
    browser.picture(browsers.picture("admin-flows"));
    browser.clickText("a", "flowshield browser");
    browser.awaitText("Flow Shield: judge risk");
    browser.picture(browsers.picture("admin-flow"));
    assertThat(browser.text("body"))
        .contains(
            "Flow Shield: judge risk",
            "Condition - risk level",
            "Flow Shield: refuse",
            "Condition - second factor ready",
            "Flow Shield: e-mail code");

    browser.click(EMAIL_CODE + " [data-testid^=help-label]");
    assertThat(browser.await(POPOVER).getText()).contains("Asks for a six-digit code mailed");
    browser.click(EMAIL_CODE + " [aria-label=Settings]").await(SETTINGS);
    browser.click(SETTINGS + " [data-testid^=help-label][data-testid*=attempts]");
    browser.awaitText("Entries that a code allows, 1 to 10.");
    browser.picture(browsers.picture("admin-settings"));
    assertThat(browser.text(SETTINGS))
        .contains(
            "Lifetime in seconds",
            "Attempts",
            "Codes per hour",
            "Wait before another code, in seconds");
  }
}
