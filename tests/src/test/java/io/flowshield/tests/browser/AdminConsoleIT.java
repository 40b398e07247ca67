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
    try { java.nio.file.Files.writeString(browsers.picture("DEBUG"), browser.source()); } catch (Exception e) { throw new RuntimeException(e); }
    assertThat(browser.text("body"))
        .contains(
            "Flow Shield: judge risk",
            "Condition - risk level",
            "Flow Shield: refuse",
            "Condition - second factor ready",
            "Flow Shield: e-mail code");
  }
}
