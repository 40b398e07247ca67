package io.flowshield.tests.doors;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.stack.FlowShieldExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The risk authenticator behind the password form. */
@ExtendWith(FlowShieldExtension.class)
@Tag("C1")
class BrowserLoginIT {

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
      assertThat(visitor.browser().cookieNames()).doesNotContain("FLOWSHIELD_DEVICE");
    }
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      Page page = visitor.signIn(user, People.PASSWORD);
      assertThat(Visitor.signedIn(page)).as(page.toString()).isTrue();
      assertThat(visitor.browser().cookieNames()).contains("FLOWSHIELD_DEVICE");
    }
  }

  private static int decisions(FlowShieldStack stack, String user) throws Exception {
    String id = stack.admin().user(user).orElseThrow().path("id").asText();
    return stack.admin().get("/flowshield/decisions?user=" + id).size();
  }
}
