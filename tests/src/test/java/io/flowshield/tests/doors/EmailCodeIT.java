package io.flowshield.tests.doors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.DemoNetworks;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.KeycloakDatabase;
import io.flowshield.tests.stack.Neighbourhoods;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The code that a risky login is asked for. */
@ExtendWith(FlowShieldExtension.class)
@Tag("C2")
class EmailCodeIT {
  private static final String FORM = "form#flowshield-code-form";

  /** The least that the setting takes. */
  private static final Duration SHORTEST_LIFE = Duration.ofSeconds(30);

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
  void aCodeThatIsTooOldIsRefusedAndANewOneLetsTheUserIn(FlowShieldStack stack) throws Exception {
    try (OwnRealm realm = OwnRealm.create(stack).bind("browser")) {
      String user = realm.add(People.inAnyRealm());
      realm.configure(
          "flowshield browser second factor",
          "flowshield-email-code",
          Map.of("lifetimeSeconds", "" + SHORTEST_LIFE.toSeconds(), "resendAfterSeconds", "0"));
      try (RealmRisk medium = RealmRisk.everyLoginMedium(realm.admin())) {
        Page asked = realm.signIn(browser(), user);
        String old = code(stack, user, 1);
        Thread.sleep(SHORTEST_LIFE.plusSeconds(1).toMillis());

        Page late = asked.submit(FORM, Map.of("code", old));

        assertThat(realm.signedIn(late)).as(late.toString()).isFalse();
        assertThat(late.has("#flowshield-code-error")).as(late.toString()).isTrue();
        Page again = late.submit(FORM, Map.of("resend", "true"));
        Page in = again.submit(FORM, Map.of("code", code(stack, user, 2)));
        assertThat(realm.signedIn(in)).as(in.toString()).isTrue();
      }
    }
  }

  @Test
  void aCodeCountsInItsOwnLoginOnlyAndAWrongOneIsRecorded(FlowShieldStack stack) throws Exception {
    String user = People.verified(stack);
    try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      Page first = People.visitor(stack).signIn(user, People.PASSWORD);
      String ofFirst = code(stack, user, 1);
      Page second = People.visitor(stack).signIn(user, People.PASSWORD);
      String ofSecond = code(stack, user, 2);
      Page unused = second.submit(FORM, Map.of("code", ofFirst));
      assertThat(unused.has("#flowshield-code-error")).as("of a login that waits").isTrue();

      assertThat(Visitor.signedIn(first.submit(FORM, Map.of("code", ofFirst)))).isTrue();
      Page used = unused.submit(FORM, Map.of("code", ofFirst));
      assertThat(used.has("#flowshield-code-error")).as("of a login that is over").isTrue();

      assertThat(Visitor.signedIn(used.submit(FORM, Map.of("code", ofSecond)))).isTrue();
    }
    String id = stack.admin().user(user).orElseThrow().path("id").asText();
    JsonNode refused = stack.admin().get("/events?type=LOGIN_ERROR&user=" + id);
    assertThat(refused).hasSize(2);
    assertThat(refused.get(0).path("error").asText()).isEqualTo("invalid_user_credentials");
    assertThat(refused.toString()).doesNotContain(code(stack, user, 1));
    assertThat(stack.admin().get("/events?type=LOGIN&user=" + id)).hasSize(2);
  }

  @Test
  void anotherCodeVoidsTheOneBeforeAndHasToBeWaitedFor(FlowShieldStack stack) throws Exception {
    try (OwnRealm realm = OwnRealm.create(stack).bind("browser")) {
      String user = realm.add(People.inAnyRealm());
      realm.configure(
          "flowshield browser second factor",
          "flowshield-email-code",
          Map.of("resendAfterSeconds", "600"));
      try (RealmRisk medium = RealmRisk.everyLoginMedium(realm.admin())) {
        Page asked = realm.signIn(browser(), user);
        String first = code(stack, user, 1);
        Page early = asked.submit(FORM, Map.of("resend", "true"));
        assertThat(early.has(FORM)).as(early.toString()).isTrue();
        assertThat(stack.mail().mailsTo(People.email(user))).hasSize(1);

        realm.change(
            "flowshield browser second factor",
            "flowshield-email-code",
            Map.of("resendAfterSeconds", "0"));
        Page again = early.submit(FORM, Map.of("resend", "true"));
        String second = code(stack, user, 2);
        Page old = again.submit(FORM, Map.of("code", first));
        assertThat(old.has("#flowshield-code-error")).as(old.toString()).isTrue();
        Page in = old.submit(FORM, Map.of("code", second));
        assertThat(realm.signedIn(in)).as(in.toString()).isTrue();
      }
    }
  }

  @Test
  void theRightCodeThatIsSentTwiceAtOnceMakesOneSession(FlowShieldStack stack) throws Exception {
    String user = People.verified(stack);
    try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      Page asked =
          browser()
              .open(stack.oidc().loginUrl())
              .submit("form#kc-form-login", Map.of("username", user, "password", People.PASSWORD));
      Map<String, String> right = Map.of("code", code(stack, user, 1));
      ExecutorService hands = Executors.newFixedThreadPool(2);
      try {
        Future<Page> left = hands.submit(() -> asked.submit(FORM, right));
        Future<Page> other = hands.submit(() -> asked.submit(FORM, right));
        List<Page> pages = List.of(left.get(60, TimeUnit.SECONDS), other.get(60, TimeUnit.SECONDS));
        assertThat(pages.stream().anyMatch(Visitor::signedIn)).as(pages.toString()).isTrue();
      } finally {
        hands.shutdownNow();
      }
    }
    String id = stack.admin().user(user).orElseThrow().path("id").asText();
    assertThat(stack.admin().get("/users/" + id + "/sessions")).hasSize(1);
  }

  @Test
  @Tag("C13")
  @Tag("C15")
  void whoIsDeletedInTheMiddleOfALoginDoesNotGetInAndLeavesNothing(FlowShieldStack stack)
      throws Exception {
    String user = People.verified(stack);
    String id = stack.admin().user(user).orElseThrow().path("id").asText();
    try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      Page asked = People.visitor(stack).signIn(user, People.PASSWORD);
      String code = code(stack, user, 1);
      stack.admin().send("DELETE", "/users/" + id, "");

      Page late = asked.submit(FORM, Map.of("code", code));

      assertThat(Visitor.signedIn(late)).as(late.toString()).isFalse();
      assertThat(late.status()).as(late.toString()).isLessThan(500);
    }
    KeycloakDatabase database = new KeycloakDatabase(stack.keycloak());
    for (String table : List.of("FS_RISK_DECISION", "FS_USER_PROFILE", "FS_REQUIREMENT")) {
      assertThat(database.count("select count(*) from " + table + " where USER_ID = ?", id))
          .as(table)
          .isZero();
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
      Page page =
          stack.visitor(DemoNetworks.TOR, BrowserDriver.FIREFOX).signIn(user, People.PASSWORD);

      assertThat(page.has("form#kc-otp-login-form")).as(page.toString()).isTrue();
      assertThat(page.text("body")).contains("One more proof is needed");
      Page choice = page.submit("#kc-select-try-another-way-form", Map.of("tryAnotherWay", "on"));
      assertThat(choice.text("body")).contains("E-mail code").doesNotContain("refuse");
    }
  }

  private static BrowserDriver browser() {
    return new BrowserDriver(Neighbourhoods.newHome(), BrowserDriver.FIREFOX);
  }

  private static String code(FlowShieldStack stack, String user, int number) throws Exception {
    return stack.mail().await(People.email(user), number, SOON).code().orElseThrow();
  }
}
