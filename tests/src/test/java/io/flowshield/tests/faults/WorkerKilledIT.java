package io.flowshield.tests.faults;

import static io.flowshield.tests.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.MailCatcher;
import io.flowshield.demo.ScimApplication;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.stack.Applicants;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.KeycloakDatabase;
import io.flowshield.tests.stack.Neighbourhoods;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code kill -9} of the worker in the middle of a saga; another process takes the saga over. */
@ExtendWith(FlowShieldExtension.class)
@Tag("D2")
class WorkerKilledIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @Test
  void aSagaThatWaitsForTheClickGoesOnInTheNextWorker(FlowShieldStack stack) throws Exception {
    Visitor.Applicant applicant = Applicants.named("killed-waiting");
    Visitor visitor = stack.visitor(Neighbourhoods.newHome(), BrowserDriver.FIREFOX);
    visitor.register(applicant);
    String userId = userId(stack, applicant);
    MailCatcher.Mail mail = stack.mail().await(applicant.email(), 1, PATIENCE);

    stack.worker().kill();
    visitor.confirm(mail);
    eventually(
        "the confirmation reaches Temporal",
        () ->
            new KeycloakDatabase(stack.keycloak())
                .count(
                    "select count(*) from FS_OUTBOX where USER_ID = ? and DONE_MS is null", userId),
        open -> open == 0);
    assertThat(phase(stack, userId)).isEqualTo("AWAITING_EMAIL");
    stack.worker().start();

    finishesOnce(stack, applicant, userId);
  }

  @Test
  void aSagaThatIsProvisioningGoesOnInTheNextWorker(FlowShieldStack stack) throws Exception {
    Visitor.Applicant applicant = Applicants.named("killed-provisioning");
    Visitor visitor = stack.visitor(Neighbourhoods.newHome(), BrowserDriver.FIREFOX);
    visitor.register(applicant);
    String userId = userId(stack, applicant);
    MailCatcher.Mail mail = stack.mail().await(applicant.email(), 1, PATIENCE);
    ScimApplication scim = stack.scim();
    scim.setSlowness(Duration.ofSeconds(5));
    try {
      visitor.confirm(mail);
      eventually("the service is creating the account", scim::creating, creating -> creating);
      assertThat(scim.count(userId)).isZero();
      stack.worker().kill();
    } finally {
      scim.setSlowness(Duration.ZERO);
    }
    stack.worker().start();

    finishesOnce(stack, applicant, userId);
  }

  private static void finishesOnce(
      FlowShieldStack stack, Visitor.Applicant applicant, String userId) throws Exception {
    eventually("the saga's end", () -> phase(stack, userId), "FINALISED"::equals);
    assertThat(stack.admin().user(applicant.username()).orElseThrow().path("enabled").asBoolean())
        .isTrue();
    assertThat(stack.scim().count(userId)).isEqualTo(1);
    assertThat(stack.webhook().count("user.provision", userId)).isEqualTo(1);
    assertThat(stack.mail().mailsTo(applicant.email())).hasSize(1);
  }

  private static String userId(FlowShieldStack stack, Visitor.Applicant applicant)
      throws Exception {
    return stack.admin().user(applicant.username()).orElseThrow().path("id").asText();
  }

  private static String phase(FlowShieldStack stack, String userId) throws Exception {
    return stack.admin().get("/flowshield/sagas/" + userId).path("phase").asText();
  }
}
