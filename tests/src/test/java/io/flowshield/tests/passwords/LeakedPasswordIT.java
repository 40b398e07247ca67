package io.flowshield.tests.passwords;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.doors.People;
import io.flowshield.tests.doors.RealmRisk;
import io.flowshield.tests.stack.AtOnce;
import io.flowshield.tests.stack.FlowShieldExtension;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A login whose password was right and is in the list of leaked ones. */
@ExtendWith(FlowShieldExtension.class)
@Tag("C4")
class LeakedPasswordIT {
  private static final String LEAKED = "letmein";
  private static final String NEW = "otter-velvet-quarry-91-plum";
  private static final String UPDATE_FORM = "form#kc-passwd-update-form";
  private static final String REASON = "BREACHED_PASSWORD";

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void nobodyLooksUntilTheRealmAsksForIt(FlowShieldStack stack) throws Exception {
    String user = weak(stack);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      Page page = People.visitor(stack).signIn(user, LEAKED);
      assertThat(Visitor.signedIn(page)).as(page.toString()).isTrue();
    }
    assertThat(decisions(stack, user).findValuesAsText("code")).doesNotContain(REASON);
  }

  @Test
  void reportingLetsTheLoginThroughAndTellsAdministrators(FlowShieldStack stack) throws Exception {
    String user = weak(stack);
    try (RealmPasswords report = RealmPasswords.leakedAtLogin(stack.admin(), "report");
        RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      Page page = People.visitor(stack).signIn(user, LEAKED);
      assertThat(Visitor.signedIn(page)).as(page.toString()).isTrue();
    }
    assertThat(decisions(stack, user).findValuesAsText("code")).contains(REASON);
    assertThat(decisions(stack, user).toString()).doesNotContain(LEAKED);
    assertThat(events(stack, user)).contains("LOGIN").doesNotContain(LEAKED);
  }

  @Test
  void aPasswordThatHasNotLeakedIsNotReported(FlowShieldStack stack) throws Exception {
    String user = People.verified(stack);
    try (RealmPasswords change = RealmPasswords.leakedAtLogin(stack.admin(), "change");
        RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      Page page = People.visitor(stack).signIn(user, People.PASSWORD);
      assertThat(Visitor.signedIn(page)).as(page.toString()).isTrue();
    }
    assertThat(decisions(stack, user).findValuesAsText("code")).doesNotContain(REASON);
  }

  @Test
  void theCompletedLoginEndsWithANewPassword(FlowShieldStack stack) throws Exception {
    String user = weak(stack);
    try (RealmPasswords change = RealmPasswords.leakedAtLogin(stack.admin(), "change");
        RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      Page asked = People.visitor(stack).signIn(user, LEAKED);
      assertThat(asked.has(UPDATE_FORM)).as(asked.toString()).isTrue();

      Page unequal =
          asked.submit(UPDATE_FORM, Map.of("password-new", NEW, "password-confirm", "x"));
      assertThat(unequal.has(UPDATE_FORM)).as(unequal.toString()).isTrue();
      Page in = unequal.submit(UPDATE_FORM, Map.of("password-new", NEW, "password-confirm", NEW));
      assertThat(Visitor.signedIn(in)).as(in.toString()).isTrue();

      Page again = People.visitor(stack).signIn(user, NEW);
      assertThat(Visitor.signedIn(again)).as(again.toString()).isTrue();
    }
    assertThat(events(stack, user)).contains("UPDATE_PASSWORD").doesNotContain(LEAKED, NEW);
  }

  @Test
  void thePageSetsOnePasswordHoweverOftenItIsSentAtOnceOrLater(FlowShieldStack stack)
      throws Exception {
    String user = weak(stack);
    try (RealmPasswords change = RealmPasswords.leakedAtLogin(stack.admin(), "change");
        RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      Page asked = People.visitor(stack).signIn(user, LEAKED);
      Map<String, String> chosen = Map.of("password-new", NEW, "password-confirm", NEW);
      assertThat(AtOnce.times(2, () -> asked.submit(UPDATE_FORM, chosen)))
          .allMatch(page -> page.status() < 500)
          .anyMatch(Visitor::signedIn);

      String later = "another-long-pass-phrase-9";
      Page again =
          asked.submit(UPDATE_FORM, Map.of("password-new", later, "password-confirm", later));
      assertThat(again.status()).isLessThan(500);
      assertThat(Visitor.signedIn(People.visitor(stack).signIn(user, later))).isFalse();
      assertThat(Visitor.signedIn(People.visitor(stack).signIn(user, NEW))).isTrue();
    }
  }

  @Test
  void whoLeavesThePageIsAskedAgainAtTheNextLogin(FlowShieldStack stack) throws Exception {
    String user = weak(stack);
    try (RealmPasswords change = RealmPasswords.leakedAtLogin(stack.admin(), "change");
        RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      People.visitor(stack).signIn(user, LEAKED);
      assertThat(stack.admin().user(user).orElseThrow().path("requiredActions")).isEmpty();
      Page asked = People.visitor(stack).signIn(user, LEAKED);
      assertThat(asked.has(UPDATE_FORM)).as(asked.toString()).isTrue();
    }
  }

  @Test
  void whoIsRefusedOrGuessesLearnsNothing(FlowShieldStack stack) throws Exception {
    String user = weak(stack);
    String other = People.verified(stack);
    try (RealmPasswords change = RealmPasswords.leakedAtLogin(stack.admin(), "change");
        RealmRisk high = RealmRisk.everyLoginHigh(stack.admin())) {
      Page refused = People.visitor(stack).signIn(user, LEAKED);
      Page guessed = People.visitor(stack).signIn(other, LEAKED);
      assertThat(refused.has(UPDATE_FORM)).as(refused.toString()).isFalse();
      assertThat(refused.status()).isEqualTo(guessed.status());
      assertThat(refused.text("body")).isEqualTo(guessed.text("body"));
    }
    assertThat(decisions(stack, other)).isEmpty();
  }

  /** Else an attacker would try a password, be refused, and sign in as himself to see. */
  @Test
  void nobodyIsAskedInTheSameWindowForWhatAnotherWasRefusedWith(FlowShieldStack stack)
      throws Exception {
    String user = weak(stack);
    String other = People.verified(stack);
    try (RealmPasswords change = RealmPasswords.leakedAtLogin(stack.admin(), "change")) {
      Page refused;
      try (RealmRisk high = RealmRisk.everyLoginHigh(stack.admin())) {
        refused = People.visitor(stack).signIn(user, LEAKED);
      }
      try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
        Page page =
            refused.submit(
                "form#kc-form-login", Map.of("username", other, "password", People.PASSWORD));
        assertThat(Visitor.signedIn(page)).as(page.toString()).isTrue();
      }
    }
  }

  @Test
  void theNewPasswordIsAskedForBehindTheSecondFactor(FlowShieldStack stack) throws Exception {
    String user = weak(stack);
    String mail = People.email(user);
    try (RealmPasswords change = RealmPasswords.leakedAtLogin(stack.admin(), "change");
        RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      Page code = People.visitor(stack).signIn(user, LEAKED);
      assertThat(code.has("form#flowshield-code-form")).as(code.toString()).isTrue();
      assertThat(code.text("body")).doesNotContain("leaked password");
      String sent = stack.mail().await(mail, 1, Duration.ofSeconds(60)).code().orElseThrow();
      Page asked = code.submit("form#flowshield-code-form", Map.of("code", sent));
      assertThat(asked.has(UPDATE_FORM)).as(asked.toString()).isTrue();
    }
  }

  @Test
  void aDirectGrantCannotAskForOneSoItIsRefused(FlowShieldStack stack) throws Exception {
    String user = weak(stack);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      try (RealmPasswords report = RealmPasswords.leakedAtLogin(stack.admin(), "report")) {
        assertThat(grant(stack, user).statusCode()).isEqualTo(200);
      }
      assertThat(decisions(stack, user).findValuesAsText("code")).contains(REASON);
      try (RealmPasswords change = RealmPasswords.leakedAtLogin(stack.admin(), "change")) {
        HttpResponse<String> answer = grant(stack, user);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("Account is not fully set up").doesNotContain(LEAKED);
      }
    }
  }

  private static String weak(FlowShieldStack stack) throws Exception {
    String name = "leaked-" + UUID.randomUUID();
    stack.admin().createUser(name, People.email(name), LEAKED);
    return name;
  }

  /** All decisions of a user in full. */
  private static JsonNode decisions(FlowShieldStack stack, String user) throws Exception {
    return stack.admin().get("/flowshield/decisions?user=" + id(stack, user));
  }

  private static String events(FlowShieldStack stack, String user) throws Exception {
    return stack.admin().get("/events?max=100&user=" + id(stack, user)).toString();
  }

  private static String id(FlowShieldStack stack, String user) throws Exception {
    return stack.admin().user(user).orElseThrow().path("id").asText();
  }

  private HttpResponse<String> grant(FlowShieldStack stack, String user) throws Exception {
    String id = stack.admin().get("/clients?clientId=demo-web").get(0).path("id").asText();
    String secret = stack.admin().get("/clients/" + id + "/client-secret").path("value").asText();
    String form =
        Map.of(
                "grant_type", "password",
                "client_id", "demo-web",
                "client_secret", secret,
                "username", user,
                "password", LEAKED)
            .entrySet()
            .stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return http.send(
        HttpRequest.newBuilder(
                stack.keycloak().url().resolve("/realms/flowshield/protocol/openid-connect/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
