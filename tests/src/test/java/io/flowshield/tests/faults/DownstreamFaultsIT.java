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
import io.flowshield.tests.stack.Neighbourhoods;
import java.net.URI;
import java.time.Duration;
import java.util.List;
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
  void aServiceThatRefusesForGoodUndoesTheRestAndPersonAndAdministratorSeeWhy(FlowShieldStack stack)
      throws Exception {
    Visitor.Applicant applicant = Applicants.named(ScimApplication.REFUSED_PREFIX + "it");
    Visitor visitor = stack.visitor(Neighbourhoods.newHome(), BrowserDriver.FIREFOX);
    BrowserDriver.Page waiting = visitor.register(applicant);
    String statusUrl = StatusLink.in(waiting);
    String userId = userId(stack, applicant);
    MailCatcher.Mail verification = stack.mail().await(applicant.email(), 1, PATIENCE);
    visitor.confirm(verification);

    JsonNode saga = awaitPhase(stack, userId, "COMPENSATED");

    assertThat(saga.path("reason").asText()).isEqualTo("SERVICE_REFUSED");
    assertThat(saga.path("detail").asText()).contains("crm", "403");
    assertThat(stack.webhook().holds(userId)).isFalse();
    assertThat(stack.scim().findByExternalId(userId)).isEmpty();
    assertThat(stack.admin().get("/users/" + userId).path("enabled").asBoolean()).isFalse();
    JsonNode status = StatusLink.read(statusUrl);
    assertThat(status.path("phase").asText()).isEqualTo("COMPENSATED");
    assertThat(status.path("reason").asText()).isEqualTo("SERVICE_REFUSED");
    assertThat(status.path("reasonMessage").asText()).isNotBlank();
    String why = status.path("reasonMessage").asText();
    MailCatcher.Mail withdrawn = stack.mail().await(applicant.email(), 2, PATIENCE);
    assertThat(withdrawn.text().replaceAll("\\s+", " ")).contains(why);
    for (URI link :
        List.of(
            URI.create(statusUrl),
            withdrawn.link().orElseThrow(),
            verification.link().orElseThrow())) {
      BrowserDriver.Page page = visitor.browser().open(link);
      assertThat(page.has("#flowshield-status[data-phase=COMPENSATED]")).as("%s", page).isTrue();
      assertThat(page.text("#flowshield-reason")).isEqualTo(why);
    }
  }

  @Test
  void aLinkThatNobodyMadeLeadsToAPageThatSaysSo(FlowShieldStack stack) throws Exception {
    BrowserDriver.Page page =
        stack
            .visitor("192.0.2.54", BrowserDriver.FIREFOX)
            .browser()
            .open(stack.keycloak().url().resolve("/realms/flowshield/flowshield/verify?token=x.y"));

    assertThat(page.status()).isEqualTo(400);
    assertThat(page.text("#flowshield-status[data-mode=invalid]")).as("%s", page).isNotBlank();
  }

  @Test
  void mailThatCannotBeSentIsRetriedInTheOpenAndSentOnceWhenItCan(FlowShieldStack stack)
      throws Exception {
    Visitor.Applicant applicant = Applicants.named("no-smtp");
    stack.mail().stop();
    try {
      stack.visitor(Neighbourhoods.newHome(), BrowserDriver.FIREFOX).register(applicant);
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

  private static JsonNode awaitPhase(FlowShieldStack stack, String userId, String phase)
      throws Exception {
    return eventually(
        phase,
        () -> stack.admin().get("/flowshield/sagas/" + userId),
        saga -> saga.path("phase").asText().equals(phase));
  }
}
