package io.flowshield.tests.doors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.stack.FlowShieldExtension;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A refused login cannot be told from a wrong password. */
@ExtendWith(FlowShieldExtension.class)
@Tag("C2")
class DenyIT {

  @Test
  void theAnswerEqualsThatOfAWrongPasswordByteForByte(FlowShieldStack stack) throws Exception {
    String user = People.verified(stack);
    Visitor honest = People.visitor(stack);
    Visitor thief = People.visitor(stack);

    Page wrong = honest.signIn(user, "not-the-password", "");
    Page refused;
    try (RealmRisk high = RealmRisk.everyLoginHigh(stack.admin())) {
      refused = thief.signIn(user, People.PASSWORD, "");
    }

    assertThat(refused.status()).isEqualTo(wrong.status());
    assertThat(Pages.withoutRandomValues(refused)).isEqualTo(Pages.withoutRandomValues(wrong));
    assertThat(thief.browser().cookieNames())
        .containsExactlyInAnyOrderElementsOf(honest.browser().cookieNames());
  }

  @Test
  void theNextPostOfTheSamePageIsJudgedAnew(FlowShieldStack stack) throws Exception {
    String user = People.verified(stack);
    Page refused;
    try (RealmRisk high = RealmRisk.everyLoginHigh(stack.admin())) {
      refused = People.visitor(stack).signIn(user, People.PASSWORD);
    }
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      Page next =
          refused.submit(
              "form#kc-form-login", Map.of("username", user, "password", People.PASSWORD));
      assertThat(Visitor.signedIn(next)).as(next.toString()).isTrue();
    }
  }

  @Test
  void theEventIsThatOfAWrongPasswordAndNamesTheDecisionOnly(FlowShieldStack stack)
      throws Exception {
    String user = People.verified(stack);
    String id = stack.admin().user(user).orElseThrow().path("id").asText();
    try (RealmRisk high = RealmRisk.everyLoginHigh(stack.admin())) {
      People.visitor(stack).signIn(user, People.PASSWORD);
    }

    JsonNode events = stack.admin().get("/events?type=LOGIN_ERROR&user=" + id);

    assertThat(events).hasSize(1);
    assertThat(events.get(0).path("error").asText()).isEqualTo("invalid_user_credentials");
    String decision = events.get(0).path("details").path("flowshield_decision").asText();
    assertThat(stack.admin().get("/flowshield/decisions/" + decision).isMissingNode()).isFalse();
  }

  @Test
  void aRiskyUserWithoutSecondFactorIsRefusedAndNotLedToEnrolment(FlowShieldStack stack)
      throws Exception {
    String user = People.unverified(stack);
    try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      Page page = People.visitor(stack).signIn(user, People.PASSWORD);
      assertThat(page.has("form#kc-form-login")).as(page.toString()).isTrue();
      assertThat(page.has("form#kc-totp-settings-form")).isFalse();
    }
    assertThat(stack.admin().user(user).orElseThrow().path("requiredActions")).isEmpty();
  }
}
