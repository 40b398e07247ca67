package io.flowshield.tests.doors;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.Neighbourhoods;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The registration form's own step and the waiting page behind it. */
@ExtendWith(FlowShieldExtension.class)
@Tag("C3")
class RegistrationIT {

  private static Visitor.Applicant applicant() {
    String name = "new-" + UUID.randomUUID();
    return new Visitor.Applicant(name, name + "@example.org", "Nora", "Neu", "a-long-password-1");
  }

  @Test
  void aRefusedRegistrationLeavesNoUserAndSaysNoReason(FlowShieldStack stack) throws Exception {
    Visitor.Applicant applicant = applicant();
    try (RealmRisk refused = RealmRisk.everyRegistrationRefused(stack.admin())) {
      Page page = newVisitor(stack).register(applicant);
      assertThat(page.has("form#kc-register-form")).as(page.toString()).isTrue();
      assertThat(page.text("body")).contains("We cannot create an account from this request");
      assertThat(page.body()).doesNotContain(applicant.password());
    }
    assertThat(stack.admin().user(applicant.username())).isEmpty();
  }

  @Test
  void theWaitingPageCannotBeSkipped(FlowShieldStack stack) throws Exception {
    Visitor.Applicant applicant = applicant();
    Page page = newVisitor(stack).register(applicant);
    assertThat(page.has("#flowshield-pending")).as(page.toString()).isTrue();

    Page again = page.submit("form#flowshield-continue", Map.of("cancel-aia", "true"));

    assertThat(again.has("#flowshield-pending")).as(again.toString()).isTrue();
    assertThat(stack.admin().user(applicant.username()).orElseThrow().path("requiredActions"))
        .anyMatch(action -> action.asText().equals("flowshield-pending"));
  }

  private static Visitor newVisitor(FlowShieldStack stack) {
    return stack.visitor(Neighbourhoods.newHome(), BrowserDriver.FIREFOX);
  }
}
