package io.flowshield.tests.faults;

import static io.flowshield.tests.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.DemoNetworks;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.MailCatcher;
import io.flowshield.demo.ScimApplication;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.stack.Applicants;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.KeycloakDatabase;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Parts of the saga's world that fail while Keycloak is well. Each test mends what it broke. */
@ExtendWith(FlowShieldExtension.class)
@Tag("D2")
@Tag("D6")
class DownstreamFaultsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @Test
  void aWorkerKilledInTheMiddleOfASagaGoesOnWhereItStoodWhenItIsBack(FlowShieldStack stack)
      throws Exception {
    Visitor.Applicant applicant = Applicants.named("killed-worker");
    Visitor visitor = stack.visitor("192.0.2.51", BrowserDriver.FIREFOX);
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
    assertThat(phase(stack, userId)).isNotEqualTo("FINALISED");
    stack.worker().start();

    awaitPhase(stack, userId, "FINALISED");
    assertThat(stack.scim().findByExternalId(userId)).isPresent();
    assertThat(stack.webhook().count("user.provision", userId)).isEqualTo(1);
    assertThat(stack.mail().mailsTo(applicant.email())).hasSize(1);
  }

  @Test
  void aServiceThatRefusesForGoodUndoesTheRestAndPersonAndAdministratorSeeWhy(FlowShieldStack stack)
      throws Exception {
    Visitor.Applicant applicant = Applicants.named(ScimApplication.REFUSED_PREFIX + "it");
    Visitor visitor = stack.visitor("192.0.2.52", BrowserDriver.FIREFOX);
    BrowserDriver.Page waiting = visitor.register(applicant);
    String statusUrl = StatusLink.in(waiting);
    String userId = userId(stack, applicant);
    visitor.confirm(stack.mail().await(applicant.email(), 1, PATIENCE));

    JsonNode saga = awaitPhase(stack, userId, "COMPENSATED");

    assertThat(saga.path("reason").asText()).isEqualTo("SERVICE_REFUSED");
    assertThat(saga.path("detail").asText()).contains("crm", "403");
    assertThat(stack.webhook().holds(userId)).isFalse();
    assertThat(stack.scim().findByExternalId(userId)).isEmpty();
    assertThat(stack.admin().get("/users/" + userId).path("enabled").asBoolean()).isFalse();
    BrowserDriver.Page status = visitor.browser().open(java.net.URI.create(statusUrl));
    assertThat(status.body()).contains("COMPENSATED").contains("SERVICE_REFUSED");
    assertThat(stack.mail().await(applicant.email(), 2, PATIENCE).text()).isNotBlank();
  }

  @Test
  void mailThatCannotBeSentIsRetriedInTheOpenAndSentOnceWhenItCan(FlowShieldStack stack)
      throws Exception {
    Visitor.Applicant applicant = Applicants.named("no-smtp");
    stack.mail().stop();
    try {
      stack.visitor("192.0.2.53", BrowserDriver.FIREFOX).register(applicant);
      JsonNode saga =
          eventually(
              "failed attempts in the saga view",
              () -> stack.admin().get("/flowshield/sagas/" + userId(stack, applicant)),
              view -> view.path("attempt").asInt() >= 1);
      assertThat(saga.path("phase").asText()).isEqualTo("AWAITING_EMAIL");
      assertThat(saga.path("detail").asText()).isNotBlank();
    } finally {
      stack.mail().start();
    }

    MailCatcher.Mail mail = stack.mail().await(applicant.email(), 1, PATIENCE);
    stack.visitor(DemoNetworks.BERLIN, BrowserDriver.FIREFOX).confirm(mail);
    awaitPhase(stack, userId(stack, applicant), "FINALISED");
    assertThat(stack.mail().mailsTo(applicant.email())).hasSize(1);
  }

  private static String userId(FlowShieldStack stack, Visitor.Applicant applicant)
      throws Exception {
    return stack.admin().user(applicant.username()).orElseThrow().path("id").asText();
  }

  private static String phase(FlowShieldStack stack, String userId) throws Exception {
    return stack.admin().get("/flowshield/sagas/" + userId).path("phase").asText();
  }

  private static JsonNode awaitPhase(FlowShieldStack stack, String userId, String phase)
      throws Exception {
    return eventually(
        phase,
        () -> stack.admin().get("/flowshield/sagas/" + userId),
        saga -> saga.path("phase").asText().equals(phase));
  }
}
