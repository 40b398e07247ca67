package io.flowshield.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.demo.FlowShieldStack;
import io.flowshield.tests.stack.Neighbourhoods;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What somebody is told below a field while he types. */
@ExtendWith(ChromiumExtension.class)
@Tag("C5")
class LiveHintsIT {
  private static final String PASSWORD = "#flowshield-hints-password";
  private static final String EMAIL = "#flowshield-hints-email";

  @Test
  void aWeakPasswordIsExplainedAndAGoodOnePraised(FlowShieldStack stack, Browsers browsers)
      throws Exception {
    Browser browser = browsers.at(Device.desktop(Neighbourhoods.newHome()));
    Forms.openRegistration(browser, stack);
    assertThat(browser.attribute(PASSWORD, "aria-live")).isEqualTo("polite");
    assertThat(browser.attribute("#password", "aria-describedby"))
        .contains("flowshield-hints-password");

    browser.type("#password", "poiuytgfds").awaitText("Keys that lie side by side");
    browser.type("-otter-velvet-quarry-91").await(PASSWORD + "[data-level='4']");

    assertThat(browser.text(PASSWORD)).isEqualTo("Password: very good");
    assertThat(browser.consoleErrors()).isEmpty();
  }

  @Test
  void aSlipInAnAddressIsPointedOutInThePagesLanguage(FlowShieldStack stack, Browsers browsers)
      throws Exception {
    Browser browser = browsers.at(Device.desktop(Neighbourhoods.newHome()));
    Forms.openRegistration(browser, stack).chooseLanguage("de").await("html[lang=de]");
    browser.type("#email", "nora@gmial.com").awaitText("Meinten Sie gmail.com?");
    assertThat(browser.text(EMAIL)).isEqualTo("Meinten Sie gmail.com?");
  }

  @Test
  void nobodyIsAskedWhereSomebodySignsIn(FlowShieldStack stack, Browsers browsers)
      throws Exception {
    Browser browser = browsers.at(Device.desktop(Neighbourhoods.newHome()));
    browser.open(stack.oidc().loginUrl()).type("#password", "poiuytgfds");
    assertThat(browser.shows("#flowshield-hints-password")).isFalse();
    assertThat(
            browser.run(
                "return performance.getEntriesByType('resource')"
                    + ".filter(entry => entry.name.includes('password-strength')).length"))
        .isEqualTo(0L);
  }
}
