package io.flowshield.tests.doors;

import static io.flowshield.tests.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.KeycloakDatabase;
import io.flowshield.tests.stack.Neighbourhoods;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A forgotten password: judged when somebody is named, and when the link of the mail is opened. */
@ExtendWith(FlowShieldExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("C1")
class ResetCredentialsIT {
  private static final String RESET_FORM = "form#kc-reset-password-form";
  private static final String OTP_FORM = "form#kc-otp-login-form";
  private static final String PASSWORD_FORM = "form#kc-passwd-update-form";
  private static final String NEW_PASSWORD = "another-right-password";
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private OwnRealm realm;

  @BeforeAll
  void bind(FlowShieldStack stack) throws Exception {
    realm = OwnRealm.create(stack).bind("browser", "reset-credentials");
  }

  @AfterAll
  void delete() throws Exception {
    realm.close();
  }

  @Test
  void whoIsRefusedIsAnsweredLikeWhoGetsAMailAndLikeNobody(FlowShieldStack stack) throws Exception {
    String user = realm.add(People.inAnyRealm());
    Page sent;
    Page unknown;
    try (RealmRisk low = RealmRisk.everyLoginLow(realm.admin())) {
      sent = forget(browser(), user);
      unknown = forget(browser(), "door-" + UUID.randomUUID());
    }
    stack.mail().await(People.email(user), 1, LIMIT);

    Page refused;
    Page challenged;
    try (RealmRisk high = RealmRisk.everyLoginHigh(realm.admin())) {
      refused = forget(browser(), user);
    }
    try (RealmRisk medium = RealmRisk.everyLoginMedium(realm.admin())) {
      challenged = forget(browser(), realm.add(People.inAnyRealmWithOtp()));
    }

    assertThat(sent.text("body")).contains("You should receive an email shortly");
    for (Page other : new Page[] {unknown, refused, challenged}) {
      assertThat(other.status()).isEqualTo(sent.status());
      assertThat(Pages.withoutRandomValues(other)).isEqualTo(Pages.withoutRandomValues(sent));
    }
    assertThat(stack.mail().mailsTo(People.email(user))).hasSize(1);
    JsonNode decisions = realm.decisions(user);
    assertThat(decisions.findValuesAsText("door"))
        .containsExactly("RESET_CREDENTIALS", "RESET_CREDENTIALS");
    assertThat(decisions.findValuesAsText("action")).containsExactly("DENY", "ALLOW");
    JsonNode event =
        realm.admin().get("/events?type=RESET_PASSWORD_ERROR&user=" + realm.id(user)).get(0);
    assertThat(event.path("error").asText()).isEqualTo("access_denied");
    assertThat(event.at("/details/flowshield_decision").asText())
        .isEqualTo(decisions.get(0).path("id").asText());
  }

  @Test
  @Tag("C2")
  void theAnswerDoesNotWaitForAMailServerAndWhatIsNotSentIsRecorded(FlowShieldStack stack)
      throws Exception {
    String user = realm.add(People.inAnyRealm());
    JsonNode smtp = realm.admin().get("").path("smtpServer").deepCopy();
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        RealmRisk low = RealmRisk.everyLoginLow(realm.admin())) {
      silent.setSoTimeout((int) LIMIT.toMillis());
      setMailServer(
          ((ObjectNode) smtp.deepCopy()).put("port", String.valueOf(silent.getLocalPort())));
      Page unknown = forget(browser(), "door-" + UUID.randomUUID());
      long began = System.nanoTime();
      Page sent = forget(browser(), user);

      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
      assertThat(Pages.withoutRandomValues(sent)).isEqualTo(Pages.withoutRandomValues(unknown));
      silent.accept().close();
      JsonNode event =
          eventually(
              "the event of the mail that was not sent",
              () ->
                  realm
                      .admin()
                      .get("/events?type=SEND_RESET_PASSWORD_ERROR&user=" + realm.id(user)),
              events -> events.size() == 1);
      assertThat(event.get(0).path("error").asText()).isEqualTo("email_send_failed");
      assertThat(event.toString()).doesNotContain(People.email(user));
      assertThat(
              realm.admin().get("/flowshield/health").at("/counters/reset_mail_not_sent").asLong())
          .isPositive();
    } finally {
      setMailServer(smtp);
    }
    assertThat(stack.mail().mailsTo(People.email(user))).isEmpty();
  }

  private void setMailServer(JsonNode server) throws Exception {
    ObjectNode changed = (ObjectNode) realm.admin().get("");
    changed.set("smtpServer", server);
    realm.admin().send("PUT", "", changed.toString());
  }

  @Test
  void aBlockedUserGetsNoMailAndTheSameAnswer(FlowShieldStack stack) throws Exception {
    String user = realm.add(People.inAnyRealm());
    realm
        .admin()
        .send(
            "PUT",
            "/flowshield/users/" + realm.id(user) + "/requirement",
            "{\"required\":\"BLOCKED\"}");
    Page blocked;
    Page unknown;
    try (RealmRisk low = RealmRisk.everyLoginLow(realm.admin())) {
      blocked = forget(browser(), user);
      unknown = forget(browser(), "door-" + UUID.randomUUID());
    }

    assertThat(Pages.withoutRandomValues(blocked)).isEqualTo(Pages.withoutRandomValues(unknown));
    assertThat(stack.mail().mailsTo(People.email(user))).isEmpty();
  }

  @Test
  void aRiskyResetNeedsASecondFactorInAnyBrowserBeforeTheNewPassword(FlowShieldStack stack)
      throws Exception {
    String user = realm.add(People.inAnyRealmWithOtp());
    try (RealmRisk medium = RealmRisk.everyLoginMedium(realm.admin())) {
      BrowserDriver thief = browser();
      forget(thief, user);
      URI link = link(stack, user, 1);
      Page asked = browser().open(link);
      assertThat(asked.has(OTP_FORM)).as(asked.toString()).isTrue();
      Page wrong = asked.submit(OTP_FORM, Map.of("otp", OneTimePassword.wrong()));
      assertThat(wrong.has(PASSWORD_FORM)).as(wrong.toString()).isFalse();
      assertThat(completed(stack, user)).isEmpty();

      Page again = thief.open(link);
      assertThat(again.has(OTP_FORM)).as(again.toString()).isTrue();
      Page next = again.submit(OTP_FORM, Map.of("otp", OneTimePassword.now()));
      assertThat(next.has("form#kc-totp-settings-form"))
          .as("Keycloak's own flow resets the device too, before the password: %s", next)
          .isTrue();
    }
  }

  @Test
  void whoHasNoOtherFactorThanTheMailboxIsToldSoBehindTheLinkOnly(FlowShieldStack stack)
      throws Exception {
    String user = realm.add(People.inAnyRealm());
    try (RealmRisk medium = RealmRisk.everyLoginMedium(realm.admin())) {
      forget(browser(), user);
      Page refused = browser().open(link(stack, user, 1));
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.has(PASSWORD_FORM)).isFalse();
    }
    assertThat(completed(stack, user)).isEmpty();
  }

  @Test
  void aHarmlessResetGoesThroughAndIsLearnt(FlowShieldStack stack) throws Exception {
    String user = realm.add(People.inAnyRealm());
    try (RealmRisk low = RealmRisk.everyLoginLow(realm.admin())) {
      BrowserDriver owner = browser();
      forget(owner, user);
      Page set = owner.open(link(stack, user, 1));
      assertThat(set.has(PASSWORD_FORM)).as(set.toString()).isTrue();
      assertThat(completed(stack, user)).isEmpty();
      Page in =
          set.submit(
              PASSWORD_FORM,
              Map.of("password-new", NEW_PASSWORD, "password-confirm", NEW_PASSWORD));
      assertThat(realm.signedIn(in)).as(in.toString()).isTrue();
      assertThat(owner.cookieNames()).contains("FLOWSHIELD_DEVICE");
    }
    eventually(
        "completed",
        () -> completed(stack, user),
        doors -> doors.equals(List.of("RESET_CREDENTIALS")));
  }

  /** Asks for a new password from the login page. */
  private Page forget(BrowserDriver browser, String user) throws Exception {
    return browser
        .open(realm.login())
        .click("a[href*=reset-credentials]")
        .submit(RESET_FORM, Map.of("username", user));
  }

  private static URI link(FlowShieldStack stack, String user, int number) throws Exception {
    return stack.mail().await(People.email(user), number, LIMIT).link().orElseThrow();
  }

  private static BrowserDriver browser() {
    return new BrowserDriver(Neighbourhoods.newHome(), BrowserDriver.FIREFOX);
  }

  /** Doors of the user's decisions that ended in a session. */
  private List<String> completed(FlowShieldStack stack, String user) throws Exception {
    return new KeycloakDatabase(stack.keycloak())
        .column(
            "select DOOR from FS_RISK_DECISION where COMPLETED_MS is not null and USER_ID = ?",
            realm.id(user));
  }
}
