package io.flowshield.tests.doors;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.stack.FlowShieldExtension;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The code that a risky login is asked for. */
@ExtendWith(FlowShieldExtension.class)
@Tag("C2")
class EmailCodeIT {
  private static final String FORM = "form#flowshield-code-form";
  private static final Duration SOON = Duration.ofSeconds(20);

  @Test
  void theMailedCodeLetsTheUserIn(FlowShieldStack stack) throws Exception {
    String user = People.verified(stack);
    try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      Page asked = People.visitor(stack).signIn(user, People.PASSWORD);
      assertThat(asked.has(FORM)).as(asked.toString()).isTrue();
      assertThat(asked.body()).doesNotContain(People.email(user));

      Page in = asked.submit(FORM, Map.of("code", code(stack, user, 1)));

      assertThat(Visitor.signedIn(in)).as(in.toString()).isTrue();
    }
  }

  @Test
  void afterFiveWrongEntriesTheRightCodeIsVoidToo(FlowShieldStack stack) throws Exception {
    String user = People.verified(stack);
    try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      Page page = People.visitor(stack).signIn(user, People.PASSWORD);
      int right = Integer.parseInt(code(stack, user, 1));
      for (int i = 1; i <= 4; i++) {
        page = page.submit(FORM, Map.of("code", "%06d".formatted((right + i) % 1_000_000)));
        assertThat(page.has("#flowshield-code-error")).as(page.toString()).isTrue();
      }
      Page start = page.submit(FORM, Map.of("code", "%06d".formatted((right + 5) % 1_000_000)));

      assertThat(start.has(FORM)).isFalse();
      assertThat(start.has("form#kc-form-login")).as(start.toString()).isTrue();
    }
  }

  @Test
  void aMailServerThatIsDownLeavesAPageWithAButtonToTryAgain(FlowShieldStack stack)
      throws Exception {
    String user = People.verified(stack);
    try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      stack.mail().stop();
      Page failed;
      try {
        failed = People.visitor(stack).signIn(user, People.PASSWORD);
      } finally {
        stack.mail().start();
      }
      assertThat(failed.status()).isEqualTo(200);
      assertThat(failed.body()).doesNotContain("Exception");

      Page again = failed.submit(FORM, Map.of("resend", "true"));

      assertThat(again.has(FORM)).isTrue();
      Page in = again.submit(FORM, Map.of("code", code(stack, user, 1)));
      assertThat(Visitor.signedIn(in)).as(in.toString()).isTrue();
    }
  }

  @Test
  void theStockOtpPageSaysWhyAndOffersTheCodeInstead(FlowShieldStack stack) throws Exception {
    String user = People.withOtp(stack);
    try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      Page page = People.visitor(stack).signIn(user, People.PASSWORD);

      assertThat(page.has("form#kc-otp-login-form")).as(page.toString()).isTrue();
      assertThat(page.text("body")).contains("One more proof is needed");
      Page choice = page.submit("#kc-select-try-another-way-form", Map.of("tryAnotherWay", "on"));
      assertThat(choice.text("body")).contains("E-mail code").doesNotContain("refuse");
    }
  }

  private static String code(FlowShieldStack stack, String user, int number) throws Exception {
    return stack.mail().await(People.email(user), number, SOON).code().orElseThrow();
  }
}
