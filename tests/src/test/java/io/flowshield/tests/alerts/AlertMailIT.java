package io.flowshield.tests.alerts;

import static io.flowshield.tests.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.MailCatcher.Mail;
import io.flowshield.tests.doors.People;
import io.flowshield.tests.doors.RealmRisk;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.Neighbourhoods;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The mail that tells of a login, and its link "this was not me". */
@ExtendWith(FlowShieldExtension.class)
@Tag("C12")
class AlertMailIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String DONE = "#flowshield-not-me[data-mode=done]";
  private static final String BUTTON = "#flowshield-confirm-button";

  @Test
  void aLoginFromAnotherDeviceIsToldAndDisownedInABrowserOnce(FlowShieldStack stack)
      throws Exception {
    Account owner = Account.verified(stack);
    String elsewhere = Neighbourhoods.newHome();
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin());
        RealmAlerts alerts = RealmAlerts.with(stack.admin(), Map.of("on", "device"))) {
      owner.signIn(Neighbourhoods.newHome(), BrowserDriver.FIREFOX);
      owner.awaitLearnt(1);
      owner.signIn(elsewhere, BrowserDriver.CHROME_ON_WINDOWS);

      Mail mail = owner.mail(1);
      assertThat(owner.mails()).as("the first device of all is no news").isOne();
      assertThat(mail.subject()).isEqualTo("New sign-in to Flow Shield demo");
      assertThat(mail.text())
          .contains("Chrome, Windows", "Germany (" + prefix(elsewhere) + ")", "168 hours")
          .doesNotContain(elsewhere);
      JsonNode offline = owner.tokens("openid offline_access");
      assertThat(owner.sessions()).isEqualTo(2);

      URI link = mail.link().orElseThrow();
      BrowserDriver browser = new BrowserDriver(elsewhere, BrowserDriver.FIREFOX);
      Page asked = browser.open(link);
      assertThat(asked.has(BUTTON)).as(asked.toString()).isTrue();
      assertThat(browser.open(link).has(BUTTON)).as("opening it does nothing").isTrue();
      assertThat(owner.sessions()).isEqualTo(2);
      Thread.sleep(1100); // Keycloak notes in whole seconds when a token was issued

      Page done = asked.submit(BUTTON, Map.of());

      assertThat(done.has(DONE)).as(done.toString()).isTrue();
      assertThat(owner.sessions()).isZero();
      assertThat(owner.refresh(offline).body()).contains("invalid_grant");
      assertThat(owner.requirement().path("required").asText()).isEqualTo("CHANGE_PASSWORD");
      assertThat(owner.requirement().path("reason").asText()).isEqualTo("NOT_ME");
      JsonNode disowned = owner.decisions("&label=FRAUD");
      assertThat(disowned).hasSize(1);
      assertThat(disowned.get(0).path("label").path("source").asText()).isEqualTo("USER");
      assertThat(disowned.get(0).path("disowned").asText()).isNotEmpty();
      JsonNode events = owner.events("EXECUTE_ACTION_TOKEN");
      assertThat(events).hasSize(1);
      assertThat(events.get(0).path("details").path("flowshield_decision").asText())
          .isEqualTo(disowned.get(0).path("id").asText());

      stack.admin().send("DELETE", "/flowshield/users/" + owner.id() + "/requirement", "");
      owner.signIn(elsewhere, BrowserDriver.FIREFOX);
      assertThat(asked.submit(BUTTON, Map.of()).has(DONE)).isTrue();
      assertThat(browser.open(link).has(DONE)).isTrue();
      assertThat(owner.sessions()).as("the second press does nothing").isOne();
      assertThat(owner.requirement().path("required").asText()).isEqualTo("NONE");
      assertThat(owner.events("EXECUTE_ACTION_TOKEN")).hasSize(1);
    }
  }

  @Test
  void whateverIsWrongWithALinkIsAnsweredTheSame(FlowShieldStack stack) throws Exception {
    Account owner = Account.verified(stack);
    Account leaver = Account.verified(stack);
    Account late = Account.verified(stack);
    String token;
    String gone;
    String old;
    BrowserDriver browser = new BrowserDriver(Neighbourhoods.newHome(), BrowserDriver.FIREFOX);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      try (RealmAlerts alerts = RealmAlerts.ofEveryLogin(stack.admin())) {
        token = toldOf(owner);
        gone = toldOf(leaver);
      }
      try (RealmAlerts alerts =
          RealmAlerts.with(
              stack.admin(), Map.of("on", "risk", "level", "LOW", "linkExpirySeconds", "1"))) {
        old = toldOf(late);
      }
    }
    stack.admin().send("DELETE", "/users/" + leaver.id(), "");
    Thread.sleep(1100); // until the last one has expired
    NotMe link = new NotMe(stack);
    HttpResponse<String> unknown = link.say("unknown");
    assertThat(unknown.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(unknown.body()).path("error").asText())
        .isEqualTo("The link is not valid (any more)");
    String altered = token.substring(0, token.length() - 3) + "AAA";
    for (String wrong : List.of("", altered, withPayloadOf(old, token), gone, old)) {
      for (HttpResponse<String> answer : List.of(link.say(wrong), link.ask(wrong))) {
        assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
        assertThat(answer.body()).as(wrong).isEqualTo(unknown.body());
      }
      Page page = browser.open(address(stack, wrong));
      assertThat(page.status()).isEqualTo(400);
      assertThat(page.has("#flowshield-not-me[data-mode=invalid]")).as(page.toString()).isTrue();
    }
    assertThat(link.post("{}").body()).isEqualTo(unknown.body());
    assertThat(link.post("{\"token\":1,\"more\":2}").statusCode()).isEqualTo(400);
    JsonNode refused = stack.admin().get("/events?max=1&type=EXECUTE_ACTION_TOKEN_ERROR");
    assertThat(refused.get(0).path("error").asText()).isEqualTo("invalid_token");
    assertThat(refused.get(0).path("details").path("action").asText())
        .isEqualTo("flowshield-not-me");
    assertThat(owner.newestDecision().path("disowned").isNull()).isTrue();
    assertThat(owner.sessions()).isOne();

    assertThat(JSON.readTree(link.ask(token).body()).path("state").asText()).isEqualTo("ASK");
  }

  @Test
  void ofManyWhoPressAtOnceOneHasAnEffect(FlowShieldStack stack) throws Exception {
    Account owner = Account.verified(stack);
    String token;
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin());
        RealmAlerts alerts = RealmAlerts.ofEveryLogin(stack.admin())) {
      token = toldOf(owner);
    }
    NotMe link = new NotMe(stack);
    ExecutorService hands = Executors.newFixedThreadPool(6);
    try {
      List<Future<HttpResponse<String>>> pressed = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        pressed.add(hands.submit(() -> link.say(token)));
      }
      for (Future<HttpResponse<String>> answer : pressed) {
        assertThat(answer.get().statusCode()).as(answer.get().body()).isEqualTo(200);
        JsonNode said = JSON.readTree(answer.get().body());
        assertThat(said.path("state").asText()).isEqualTo("DONE");
        assertThat(said.path("passwordChangeRequired").asBoolean()).isTrue();
      }
    } finally {
      hands.shutdownNow();
    }
    assertThat(owner.events("EXECUTE_ACTION_TOKEN")).hasSize(1);
    assertThat(owner.sessions()).isZero();
  }

  @Test
  void whoIsBlockedStaysSoAndAPasswordOfElsewhereIsNotAskedFor(FlowShieldStack stack)
      throws Exception {
    Account blocked = Account.verified(stack);
    Account brokered = Account.verified(stack);
    String ofBlocked;
    String ofBrokered;
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin());
        RealmAlerts alerts = RealmAlerts.ofEveryLogin(stack.admin())) {
      ofBlocked = toldOf(blocked);
      ofBrokered = toldOf(brokered);
    }
    stack
        .admin()
        .send(
            "PUT",
            "/flowshield/users/" + blocked.id() + "/requirement",
            "{\"required\":\"BLOCKED\"}");
    JsonNode password = stack.admin().get("/users/" + brokered.id() + "/credentials").get(0);
    stack
        .admin()
        .send(
            "DELETE",
            "/users/" + brokered.id() + "/credentials/" + password.path("id").asText(),
            "");
    NotMe link = new NotMe(stack);

    assertThat(link.say(ofBlocked).statusCode()).isEqualTo(200);
    JsonNode elsewhere = JSON.readTree(link.say(ofBrokered).body());

    assertThat(blocked.requirement().path("required").asText()).isEqualTo("BLOCKED");
    assertThat(elsewhere.path("passwordChangeRequired").asBoolean()).isFalse();
    assertThat(brokered.requirement().path("required").asText()).isEqualTo("NONE");
    assertThat(brokered.sessions()).isZero();
  }

  @Test
  void nobodyIsToldUnlessTheRealmSaysSoNorMoreOftenThanItSays(FlowShieldStack stack)
      throws Exception {
    Account unasked = Account.verified(stack);
    Account unreachable = Account.of(stack, People.unverified(stack));
    Account often = Account.verified(stack);
    Account last = Account.verified(stack);
    long before = counted(stack, "alerts_over_limit");
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      signIn(unasked);
      try (RealmAlerts medium = RealmAlerts.with(stack.admin(), Map.of("on", "risk, network"))) {
        signIn(unasked);
      }
      try (RealmAlerts alerts =
          RealmAlerts.with(stack.admin(), Map.of("on", "risk", "level", "LOW", "perDay", "1"))) {
        signIn(unreachable);
        signIn(often);
        signIn(often);
        // Mails go out in the order of the logins.
        toldOf(last);
      }
    }
    assertThat(unasked.mails()).isZero();
    assertThat(unreachable.mails()).isZero();
    assertThat(often.mails()).isOne();
    assertThat(counted(stack, "alerts_over_limit")).isEqualTo(before + 1);
  }

  @Test
  void inReportOnlyModeNobodyIsToldUnlessTheSettingSaysSo(FlowShieldStack stack) throws Exception {
    Account reported = Account.verified(stack);
    Account told = Account.verified(stack);
    try (RealmRisk high = RealmRisk.everyLoginHighInReportOnly(stack.admin())) {
      try (RealmAlerts alerts = RealmAlerts.with(stack.admin(), Map.of("on", "risk"))) {
        signIn(reported);
      }
      try (RealmAlerts alerts =
          RealmAlerts.with(stack.admin(), Map.of("on", "risk", "reportOnly", "true"))) {
        toldOf(told);
      }
    }
    assertThat(reported.mails()).isZero();
  }

  @Test
  void aMailServerThatIsDownHoldsNoLoginUpAndIsCounted(FlowShieldStack stack) throws Exception {
    Account owner = Account.verified(stack);
    long before = counted(stack, "alert_not_sent");
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin());
        RealmAlerts alerts =
            RealmAlerts.with(stack.admin(), Map.of("on", "risk", "level", "LOW", "perDay", "1"))) {
      stack.mail().stop();
      try {
        signIn(owner);
        eventually(
            "the lost mail is counted",
            () -> counted(stack, "alert_not_sent"),
            lost -> lost == before + 1);
      } finally {
        stack.mail().start();
      }
      signIn(owner);
      assertThat(owner.mail(1).link()).as("the lost one is not one of the day's").isPresent();
    }
  }

  @Test
  void theMailSpeaksTheUsersLanguageAndNotTheIntruders(FlowShieldStack stack) throws Exception {
    Account owner = Account.verified(stack);
    ObjectNode user = (ObjectNode) stack.admin().get("/users/" + owner.id());
    user.withObject("/attributes").putArray("locale").add("fr");
    stack.admin().send("PUT", "/users/" + owner.id(), user.toString());
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin());
        RealmAlerts alerts = RealmAlerts.ofEveryLogin(stack.admin())) {
      signIn(owner);
      assertThat(owner.mail(1).subject()).isEqualTo("Nouvelle connexion à Flow Shield demo");
      assertThat(owner.mail(1).text()).contains("Allemagne", "Firefox, Linux");
    }
  }

  private static void signIn(Account account) throws Exception {
    account.signIn(Neighbourhoods.newHome(), BrowserDriver.FIREFOX);
  }

  /** The token of the mail that tells of a login. */
  private static String toldOf(Account account) throws Exception {
    int mails = account.mails();
    signIn(account);
    return NotMe.token(account.mail(mails + 1).link().orElseThrow());
  }

  /** What one token says, signed as another. */
  private static String withPayloadOf(String other, String token) {
    String[] parts = token.split("\\.");
    return parts[0] + "." + other.split("\\.")[1] + "." + parts[2];
  }

  private static URI address(FlowShieldStack stack, String token) {
    return stack.keycloak().url().resolve("/realms/flowshield/flowshield/not-me?token=" + token);
  }

  private static String prefix(String address) {
    return address.substring(0, address.lastIndexOf('.')) + ".0/24";
  }

  private static long counted(FlowShieldStack stack, String counter) throws Exception {
    return stack.admin().get("/flowshield/health").path("counters").path(counter).asLong();
  }
}
