package io.flowshield.tests.alerts;

import static io.flowshield.tests.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.flowshield.demo.AdminClient;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.doors.People;
import io.flowshield.tests.doors.RealmRisk;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.KeycloakDatabase;
import io.flowshield.tests.stack.Neighbourhoods;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What administrators and users say of decisions. */
@ExtendWith(FlowShieldExtension.class)
@Tag("B6")
class FeedbackIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String FRAUD = "{\"label\":\"FRAUD\"}";
  private static final String SAFE = "{\"label\":\"SAFE\"}";

  @Test
  void anAdministratorsWordIsShownFoundChangedTakenBackAndErased(FlowShieldStack stack)
      throws Exception {
    AdminClient admin = stack.admin();
    Account account = Account.verified(stack);
    try (RealmRisk low = RealmRisk.everyLoginLow(admin)) {
      account.signIn(Neighbourhoods.newHome(), BrowserDriver.FIREFOX);
      account.signIn(Neighbourhoods.newHome(), BrowserDriver.FIREFOX);
    }
    String decision = account.newestDecision().path("id").asText();
    assertThat(account.newestDecision().path("label").isNull()).isTrue();

    JsonNode label = JSON.readTree(admin.send("PUT", path(decision), FRAUD)).path("label");
    assertThat(label.path("verdict").asText()).isEqualTo("FRAUD");
    assertThat(label.path("source").asText()).isEqualTo("ADMINISTRATOR");
    assertThat(label.path("by").asText()).isNotEmpty();
    JsonNode again = JSON.readTree(admin.send("PUT", path(decision), FRAUD)).path("label");
    assertThat(again).isEqualTo(label);
    assertThat(orders(stack, decision)).containsExactly("FRAUD");
    assertThat(account.decisions("&label=fraud").findValuesAsText("id")).containsExactly(decision);
    assertThat(account.decisions("&label=SAFE")).isEmpty();
    assertThat(admin.get("/flowshield/decisions/" + decision).path("label")).isEqualTo(label);

    admin.send("PUT", path(decision), SAFE);
    assertThat(account.decisions("&label=FRAUD")).isEmpty();
    assertThat(account.decisions("&label=SAFE").findValuesAsText("id")).containsExactly(decision);
    admin.send("DELETE", path(decision), "");
    admin.send("DELETE", path(decision), "");
    assertThat(account.newestDecision().path("label").isNull()).isTrue();
    assertThat(orders(stack, decision)).containsExactly("NONE", "SAFE", "FRAUD");

    admin.send("PUT", path(decision), FRAUD);
    KeycloakDatabase database = new KeycloakDatabase(stack.keycloak());
    String rows = "select count(*) from FS_RISK_DECISION where LABEL = 'FRAUD' and USER_ID = ?";
    assertThat(database.count(rows, account.id())).isOne();
    admin.send("DELETE", "/users/" + account.id(), "");
    assertThat(database.count(rows, account.id())).isZero();
  }

  @Test
  void aWrongWordIsRefusedAndChangesNothing(FlowShieldStack stack) throws Exception {
    AdminClient admin = stack.admin();
    Account account = Account.verified(stack);
    try (RealmRisk low = RealmRisk.everyLoginLow(admin)) {
      account.signIn(Neighbourhoods.newHome(), BrowserDriver.FIREFOX);
    }
    String decision = account.newestDecision().path("id").asText();
    for (String word :
        List.of(
            "{}",
            "{\"label\":\"PERHAPS\"}",
            "{\"label\":0}",
            "[]",
            "{\"label\":\"SAFE\",\"x\":1}")) {
      assertThat(refused(admin, "PUT", path(decision), word)).as(word).isEqualTo(400);
    }
    assertThat(refused(admin, "GET", "/flowshield/decisions?label=PERHAPS", "")).isEqualTo(400);
    assertThat(refused(admin, "PUT", path(UUID.randomUUID().toString()), SAFE)).isEqualTo(404);
    assertThat(refused(admin, "DELETE", path(UUID.randomUUID().toString()), "")).isEqualTo(404);
    assertThat(account.newestDecision().path("label").isNull()).isTrue();
    assertThat(orders(stack, decision)).isEmpty();
  }

  @Test
  void onlyWhoMayManageUsersHasAWord(FlowShieldStack stack) throws Exception {
    Account account = Account.verified(stack);
    Account nobody = Account.verified(stack);
    Account viewer = Account.verified(stack);
    Account manager = Account.verified(stack);
    grant(stack, viewer, "view-users");
    grant(stack, manager, "manage-users");
    String decision;
    String without;
    String view;
    String manage;
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      account.signIn(Neighbourhoods.newHome(), BrowserDriver.FIREFOX);
      decision = account.newestDecision().path("id").asText();
      without = nobody.tokens("openid").path("access_token").asText();
      view = viewer.tokens("openid").path("access_token").asText();
      manage = manager.tokens("openid").path("access_token").asText();
    }
    assertThat(status(stack, "", "PUT", decision)).isEqualTo(401);
    for (String token : List.of(without, view)) {
      assertThat(status(stack, token, "PUT", decision)).isEqualTo(403);
      assertThat(status(stack, token, "DELETE", decision)).isEqualTo(403);
      assertThat(status(stack, token, "PUT", UUID.randomUUID().toString())).isEqualTo(403);
    }
    assertThat(account.newestDecision().path("label").isNull()).isTrue();
    assertThat(status(stack, manage, "PUT", decision)).isEqualTo(200);
    assertThat(account.newestDecision().path("label").path("by").asText()).isEqualTo(manager.id());
  }

  @Test
  void anAdministratorsWordCountsMoreThanTheUsersWhicheverComesFirst(FlowShieldStack stack)
      throws Exception {
    AdminClient admin = stack.admin();
    Account early = Account.verified(stack);
    Account late = Account.verified(stack);
    NotMe link = new NotMe(stack);
    String ofEarly;
    String ofLate;
    try (RealmRisk low = RealmRisk.everyLoginLow(admin);
        RealmAlerts alerts = RealmAlerts.ofEveryLogin(admin)) {
      early.signIn(Neighbourhoods.newHome(), BrowserDriver.FIREFOX);
      late.signIn(Neighbourhoods.newHome(), BrowserDriver.FIREFOX);
      ofEarly = NotMe.token(early.mail(1).link().orElseThrow());
      ofLate = NotMe.token(late.mail(1).link().orElseThrow());
    }
    admin.send("PUT", path(early.newestDecision().path("id").asText()), SAFE);
    assertThat(link.say(ofEarly).statusCode()).isEqualTo(200);
    assertThat(link.say(ofLate).statusCode()).isEqualTo(200);
    assertThat(late.newestDecision().path("label").path("source").asText()).isEqualTo("USER");
    admin.send("PUT", path(late.newestDecision().path("id").asText()), SAFE);
    assertThat(link.say(ofLate).statusCode()).isEqualTo(200);

    for (Account account : List.of(early, late)) {
      JsonNode decision = account.newestDecision();
      assertThat(decision.path("label").path("verdict").asText()).isEqualTo("SAFE");
      assertThat(decision.path("label").path("source").asText()).isEqualTo("ADMINISTRATOR");
      assertThat(decision.path("disowned").asText()).isNotEmpty();
      assertThat(account.sessions()).as("the user is heard all the same").isZero();
    }
  }

  @Test
  void whatFraudTaughtIsTakenBackAndNothingElse(FlowShieldStack stack) throws Exception {
    Account account = Account.verified(stack);
    KeycloakDatabase database = new KeycloakDatabase(stack.keycloak());
    String taught =
        "select count(*) from FS_RISK_DECISION where LEARNT is not null and USER_ID = ?";
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      Visitor owner = account.signIn(Neighbourhoods.newHome(), BrowserDriver.FIREFOX);
      account.awaitLearnt(1);
      Visitor thief = account.signIn("198.51.100.77", BrowserDriver.CHROME_ON_WINDOWS);
      account.awaitLearnt(2);
      String theft = account.newestDecision().path("id").asText();
      signInAgain(thief, account);
      assertThat(account.judged("new_device")).as("the thief is at home by now").isZero();
      account.awaitLearnt(3);
      String again = account.newestDecision().path("id").asText();
      assertThat(database.count(taught, account.id())).isEqualTo(3);

      stack.admin().send("PUT", path(theft), FRAUD);
      stack.admin().send("PUT", path(again), FRAUD);
      stack.admin().send("PUT", path(again), FRAUD);
      eventually("it is taken back", () -> database.count(taught, account.id()), left -> left == 1);

      signInAgain(owner, account);
      assertThat(account.judged("new_device")).as("the owner stays at home").isZero();
      signInAgain(thief, account);
      assertThat(account.judged("new_device")).isEqualTo(1);
      assertThat(account.judged("new_network")).isEqualTo(1);
      assertThat(account.judged("new_country")).isEqualTo(1);
    }
  }

  private static void signInAgain(Visitor visitor, Account account) throws Exception {
    Page page = visitor.later().signIn(account.name(), People.PASSWORD);
    assertThat(Visitor.signedIn(page)).as(page.toString()).isTrue();
  }

  @Test
  void ofTwoWhoSpeakAtOnceOneIsHeardLast(FlowShieldStack stack) throws Exception {
    Account account = Account.verified(stack);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      account.signIn(Neighbourhoods.newHome(), BrowserDriver.FIREFOX);
    }
    String decision = account.newestDecision().path("id").asText();
    ExecutorService voices = Executors.newFixedThreadPool(4);
    try {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String word = i % 2 == 0 ? FRAUD : SAFE;
        answers.add(voices.submit(() -> stack.admin().send("PUT", path(decision), word)));
      }
      for (Future<String> answer : answers) {
        assertThat(JSON.readTree(answer.get()).path("label").path("verdict").asText())
            .isIn("FRAUD", "SAFE");
      }
    } finally {
      voices.shutdownNow();
    }
    JsonNode label = account.newestDecision().path("label");
    assertThat(orders(stack, decision)).contains(label.path("verdict").asText());
    assertThat(account.decisions("&label=" + label.path("verdict").asText())).hasSize(1);
  }

  private static String path(String decision) {
    return "/flowshield/decisions/" + decision + "/label";
  }

  /** What the administrators' events say was ordered, newest first. */
  private static List<String> orders(FlowShieldStack stack, String decision) throws Exception {
    return stack
        .admin()
        .get("/admin-events?resourcePath=flowshield/decisions/" + decision + "/label")
        .findValuesAsText("label");
  }

  private static void grant(FlowShieldStack stack, Account account, String role) throws Exception {
    String client =
        stack.admin().get("/clients?clientId=realm-management").get(0).path("id").asText();
    JsonNode granted = stack.admin().get("/clients/" + client + "/roles/" + role);
    stack
        .admin()
        .send(
            "POST",
            "/users/" + account.id() + "/role-mappings/clients/" + client,
            "[" + granted + "]");
  }

  private static int refused(AdminClient admin, String method, String path, String body) {
    AdminClient.Refused refused =
        catchThrowableOfType(
            AdminClient.Refused.class,
            () -> {
              if (method.equals("GET")) {
                admin.get(path);
              } else {
                admin.send(method, path, body);
              }
            });
    return refused.status();
  }

  private static int status(FlowShieldStack stack, String token, String method, String decision)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                stack.keycloak().url().resolve("/admin/realms/flowshield" + path(decision)))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(FRAUD));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return HttpClient.newHttpClient()
        .send(request.build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
