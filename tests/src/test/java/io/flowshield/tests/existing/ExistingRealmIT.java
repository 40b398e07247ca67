package io.flowshield.tests.existing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.flowshield.demo.AdminClient;
import io.flowshield.demo.KeycloakProcess;
import io.flowshield.demo.Ports;
import io.flowshield.tests.doors.OneTimePassword;
import io.flowshield.tests.existing.AdministratorsCommand.Result;
import io.flowshield.tests.existing.Recorder.Answer;
import io.flowshield.tests.stack.KeycloakDatabase;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The life of the pack on a server that is in use: put in, bound to the realm {@code shop}, taken
 * out. One story told in order, because every server costs a minute: the tests of a chapter go on
 * where the one before has stopped.
 */
@Tag("F1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ExistingRealmIT {
  private static final String REPORT_ONLY = "flowshield.reportOnly";
  private static final String MEDIUM = "flowshield.login.mediumThreshold";
  private static final String HIGH = "flowshield.login.highThreshold";
  private static final String PENDING = "#flowshield-pending";

  /** All of it that an administrator can read, with secrets masked by Keycloak itself. */
  /** Tables of ours that hold something as soon as the pack is there: what has been created. */
  private static final Set<String> OUR_CHANGE_LOG = Set.of("DATABASECHANGELOG_FLOWSHIELD");

  private final int smtpPort = Ports.free();
  private final GreenMail mail =
      new GreenMail(new ServerSetup(smtpPort, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private final Shop shop = new Shop(smtpPort);
  private final List<KeycloakProcess> servers = new ArrayList<>();

  private KeycloakProcess keycloak;
  private Path bound;
  private AdministratorsCommand command;
  private Map<String, String> stockAnswers;
  private Map<String, String> packAnswers;
  private Snapshot stockRows;
  private Snapshot packRows;
  private Map<String, String> before;

  @BeforeAll
  void withoutThePackAndThenWithIt() throws Exception {
    mail.start();
    KeycloakProcess plain = lay("plain", false);
    shop.importInto(plain);
    plain.start();
    Path seed = shop.backup(plain, "seed");
    stockAnswers = new Scenarios(plain.url()).run();
    stockRows = Snapshot.of(plain.database());
    plain.stop();

    keycloak = lay("pack", true);
    Shop.restore(seed, keycloak);
    keycloak.start();
    packAnswers = new Scenarios(keycloak.url()).run();
    packRows = Snapshot.of(keycloak.database());
    command = new AdministratorsCommand(keycloak.home().resolveSibling("command"), keycloak.url());
  }

  @AfterAll
  void stop() {
    servers.forEach(KeycloakProcess::close);
    mail.stop();
  }

  private KeycloakProcess lay(String name, boolean withPack) throws Exception {
    KeycloakProcess laid = shop.lay(name, withPack);
    servers.add(laid);
    return laid;
  }

  // Installed, nothing bound.

  @Test
  @Order(10)
  void everyAnswerIsTheOneThatStockGives() {
    assertThat(stockAnswers).hasSizeGreaterThan(80);
    assertThat(differences(pages(stockAnswers), pages(packAnswers))).isEmpty();
  }

  /**
   * The lists of a theme's texts, which any page may fetch, hold ours besides, under names of our
   * own: that is how they reach every theme.
   */
  @Test
  @Order(10)
  void theListsOfTextsHoldOursBesidesUnderNamesOfOurOwn() {
    stockAnswers.forEach(
        (step, text) -> {
          if (step.startsWith(Scenarios.MESSAGES)) {
            List<String> stock = text.lines().toList();
            List<String> pack = packAnswers.getOrDefault(step, "").lines().toList();
            assertThat(stock).as(step).hasSizeGreaterThan(50);
            assertThat(pack).as(step).containsAll(stock);
            assertThat(pack.stream().filter(line -> !stock.contains(line)))
                .as(step)
                .allMatch(
                    line ->
                        line.matches("((requiredAction|passwordPoliciesHelp)\\.)?flowshield.*"));
          }
        });
  }

  private static Map<String, String> pages(Map<String, String> answers) {
    Map<String, String> pages = new LinkedHashMap<>(answers);
    pages.keySet().removeIf(step -> step.startsWith(Scenarios.MESSAGES));
    return pages;
  }

  @Test
  @Order(11)
  void storedEventsAreThoseOfStock() {
    assertThat(stockRows.events()).hasSizeGreaterThan(15);
    assertThat(stockRows.adminEvents()).hasSize(1);
    assertThat(packRows.events()).containsExactlyElementsOf(stockRows.events());
    assertThat(packRows.adminEvents()).containsExactlyElementsOf(stockRows.adminEvents());
  }

  @Test
  @Order(12)
  void everyTableHasTheRowsOfStockAndOursAreEmpty() {
    Map<String, Long> ours = new TreeMap<>(packRows.rows());
    ours.keySet().removeAll(stockRows.rows().keySet());
    Map<String, Long> theirs = new TreeMap<>(packRows.rows());
    theirs.keySet().removeAll(ours.keySet());

    assertThat(theirs).isEqualTo(new TreeMap<>(stockRows.rows()));
    ours.keySet().removeIf(OUR_CHANGE_LOG::contains);
    assertThat(ours).isNotEmpty();
    assertThat(ours)
        .allSatisfy(
            (table, rows) -> {
              assertThat(table).startsWith("FS_");
              assertThat(rows).as(table).isZero();
            });
  }

  /** Otherwise everything above would be true of a server without the pack. */
  @Test
  @Order(13)
  void thePackIsThereAndHasJudgedNothing() throws Exception {
    AdminClient admin = admin();
    assertThat(
            admin
                .getServer("/serverinfo")
                .at("/providers/authenticator/providers")
                .has("flowshield-risk"))
        .isTrue();
    assertThat(admin.get("/flowshield/health").path("assessments").asLong()).isZero();
    assertThat(admin.get("/authentication/unregistered-required-actions"))
        .anyMatch(action -> action.path("providerId").asText().equals("flowshield-pending"));
  }

  // Bound.

  @Test
  @Order(20)
  void aDryRunTellsEverythingAndChangesNothing() throws Exception {
    // An update that changes nothing writes defaults out, as the tests' own updates will.
    set(Map.of());
    client(admin(), "web", client -> {});
    before = views();

    Result run = command.run("apply", "--realm", "shop", "--dry-run");

    assertThat(run.code()).isZero();
    assertThat(run.output())
        .contains(
            "Would change in the realm shop:",
            "\"shop browser\" is copied as \"flowshield shop browser\"",
            "\"shop direct grant\" is copied",
            "\"shop registration\" is copied",
            "event listener \"flowshield\" is added",
            "required action \"flowshield-pending\" is registered",
            "required action \"flowshield-requirement\" is registered",
            "client profile and client policy \"flowshield\" are created",
            "client \"flowshield-worker\" is created",
            "flowshield.reportOnly is true",
            "client \"kiosk\" uses the flow \"shop kiosk\" of its own",
            "this was a dry run");
    assertThat(differences(before, views())).isEmpty();
  }

  @Test
  @Order(21)
  void theMasterRealmAndAFlowThatItDoesNotUnderstandAreRefusedWithNothingChanged()
      throws Exception {
    assertThat(command.run("apply", "--realm", "master").output())
        .contains("The master realm is never bound");
    AdminClient admin = admin();
    String flow = admin.get("").path("browserFlow").asText();
    bindBrowser(admin, "shop kiosk");
    Map<String, String> odd = views();
    admin.send(
        "PUT",
        "/authentication/flows/shop%20kiosk/executions",
        execution(admin, "auth-username-password-form")
            .put("requirement", "ALTERNATIVE")
            .toString());

    Result run = command.run("apply", "--realm", "shop");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.output())
        .contains("Nothing was changed", "\"shop kiosk\"", "ALTERNATIVE", "sub-flow of its own");
    admin.send(
        "PUT",
        "/authentication/flows/shop%20kiosk/executions",
        execution(admin, "auth-username-password-form").put("requirement", "REQUIRED").toString());
    assertThat(differences(odd, views())).isEmpty();
    bindBrowser(admin, flow);
    assertThat(differences(before, views())).isEmpty();
  }

  @Test
  @Order(22)
  void applyingBindsCopiesAndApplyingAgainChangesNothing() throws Exception {
    Result first = command.run("apply", "--realm", "shop");

    assertThat(first.code()).isZero();
    JsonNode realm = admin().get("");
    assertThat(realm.path("browserFlow").asText()).isEqualTo("flowshield shop browser");
    assertThat(realm.path("directGrantFlow").asText()).isEqualTo("flowshield shop direct grant");
    assertThat(realm.path("registrationFlow").asText()).isEqualTo("flowshield shop registration");
    assertThat(realm.path("resetCredentialsFlow").asText()).isEqualTo("reset credentials");
    assertThat(realm.path("attributes").path(REPORT_ONLY).asText()).isEqualTo("true");
    assertThat(steps("flowshield shop browser"))
        .containsExactly(
            "auth-cookie",
            "auth-spnego",
            "(flowshield shop browser shop forms)",
            ". auth-username-form",
            ". (flowshield shop browser shop proof)",
            ". . auth-password-form",
            ". . webauthn-authenticator-passwordless",
            ". flowshield-risk",
            ". (flowshield shop browser deny)",
            ". . flowshield-condition-risk-level",
            ". . flowshield-deny",
            ". (flowshield shop browser shop second factor)",
            ". . conditional-user-configured",
            ". . auth-otp-form",
            ". (flowshield shop browser shop without second factor)",
            ". . conditional-sub-flow-executed",
            ". . allow-access-authenticator",
            ". (flowshield shop browser step-up)",
            ". . flowshield-condition-risk-level",
            ". . conditional-credential",
            ". . (flowshield shop browser no second factor)",
            ". . . flowshield-condition-second-factor",
            ". . . flowshield-deny",
            ". . (flowshield shop browser second factor)",
            ". . . auth-otp-form",
            ". . . webauthn-authenticator",
            ". . . flowshield-email-code",
            ". flowshield-trust-device");

    assertThat(checkedFlow("flowshield shop browser"))
        .isEqualTo("flowshield shop browser shop second factor");
    assertThat(checkedFlow("shop browser")).isEqualTo("shop second factor");

    Map<String, String> once = views();
    Result second = command.run("apply", "--realm", "shop");

    assertThat(second.code()).isZero();
    assertThat(second.output()).contains("Nothing to change in the realm shop.");
    assertThat(differences(once, views())).isEmpty();
  }

  @Test
  @Order(23)
  void theWorkersAccountMayDoNothingButItsWork() throws Exception {
    AdminClient admin = admin();
    JsonNode client = admin.get("/clients?clientId=flowshield-worker").get(0);
    assertThat(client.path("fullScopeAllowed").asBoolean()).isFalse();
    assertThat(client.path("standardFlowEnabled").asBoolean()).isFalse();
    assertThat(client.path("directAccessGrantsEnabled").asBoolean()).isFalse();
    String id = client.path("id").asText();
    String account = admin.get("/clients/" + id + "/service-account-user").path("id").asText();
    JsonNode roles = admin.get("/users/" + account + "/role-mappings");
    assertThat(roles.path("realmMappings")).isEmpty();
    assertThat(roles.path("clientMappings").fieldNames())
        .toIterable()
        .containsExactly("flowshield-worker");
    assertThat(roles.at("/clientMappings/flowshield-worker/mappings")).hasSize(1);
  }

  @Test
  @Order(24)
  void aRiskyLoginPassesAndIsRecordedWhileReportOnlyIsOn() throws Exception {
    set(Map.of(MEDIUM, "0", HIGH, "0"));

    Answer in = new Scenarios(keycloak.url()).signIn("anna", "", "spa");

    assertThat(in.location()).as(in.body()).isPresent();
    assertThat(in.location().orElseThrow().toString()).startsWith("http://127.0.0.1/spa");
    JsonNode decision = admin().get("/flowshield/decisions?level=HIGH").get(0);
    assertThat(decision.path("reportOnly").asBoolean()).isTrue();
    assertThat(decision.path("userId").asText())
        .isEqualTo(admin().user("anna").orElseThrow().path("id").asText());
  }

  @Test
  @Order(25)
  void withReportOnlyOffTheSameLoginIsRefusedOrChallenged() throws Exception {
    set(Map.of(REPORT_ONLY, "false"));
    // The realm's form offers another way, which a refusal does not show: see docs/flows.md.
    Answer refused = new Scenarios(keycloak.url()).signIn("anna", "", "spa");
    assertThat(refused.status()).isEqualTo(200);
    assertThat(refused.location()).isEmpty();
    assertThat(Jsoup.parse(refused.body()).select("form#kc-form-login input[name=password]"))
        .hasSize(1);

    set(Map.of(HIGH, "1"));
    Scenarios asked = new Scenarios(keycloak.url());
    Answer page = asked.signIn("anna", "", "spa");
    assertThat(page.body()).contains("flowshield-code-form");
    Answer in =
        asked
            .recorder()
            .post("code", page.action("#flowshield-code-form"), Map.of("code", mailedCode()));
    assertThat(in.location()).as(in.body()).isPresent();
  }

  @Test
  @Order(26)
  void whomTheRealmItselfHasAskedForASecondFactorIsNotAskedAgain() throws Exception {
    Scenarios otto = new Scenarios(keycloak.url());
    Answer page = otto.signIn("otto", "", "spa");
    assertThat(Jsoup.parse(page.body()).select("form#kc-otp-login-form")).hasSize(1);

    Answer in =
        otto.recorder()
            .post(
                "otp", page.action("form#kc-otp-login-form"), Map.of("otp", OneTimePassword.now()));

    assertThat(in.location()).as(in.body()).isPresent();
    assertThat(in.location().orElseThrow().toString()).startsWith("http://127.0.0.1/spa");
  }

  @Test
  @Order(27)
  void aNewAccountWaitsForItsSaga() throws Exception {
    Scenarios petra = new Scenarios(keycloak.url());
    Answer sent = petra.register("petra", "");
    Answer page = petra.recorder().get("waiting", sent.location().orElseThrow());
    assertThat(Jsoup.parse(page.body()).select(PENDING)).as(page.body()).hasSize(1);
    assertThat(admin().user("petra").orElseThrow().path("requiredActions"))
        .anyMatch(action -> action.asText().equals("flowshield-pending"));
    assertThat(new KeycloakDatabase(keycloak).count("select count(*) from FS_OUTBOX")).isEqualTo(1);
    bound = shop.backup(keycloak, "bound");
  }

  // Taken out.

  @Test
  @Order(30)
  void removingAsksWhatBecomesOfAccountsThatWait() throws Exception {
    AdminClient admin = admin();
    override(admin, "web", "browser", "flowshield shop browser");
    Map<String, String> bound = views();

    Result run = command.run("remove", "--realm", "shop");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.output())
        .contains("Nothing was changed", "1 accounts wait", "--pending release");
    Result dry = command.run("remove", "--realm", "shop", "--pending", "disable", "--dry-run");
    assertThat(dry.code()).isZero();
    assertThat(dry.output()).contains("1 accounts whose registration has not ended are disabled");
    assertThat(differences(bound, views())).isEmpty();
  }

  @Test
  @Order(31)
  void removingGivesTheRealmBackAsItWas() throws Exception {
    AdminClient admin = admin();
    client(
        admin,
        "web",
        client -> client.withObject("/attributes").put("flowshield.sensitive", "true"));

    Result run = command.run("remove", "--realm", "shop", "--pending", "release");

    assertThat(run.code()).isZero();
    assertThat(run.output())
        .contains(
            "the flow \"shop browser\" is bound again in place of \"flowshield shop browser\":"
                + " the realm, client \"web\"",
            "attributes of client \"web\" are removed: flowshield.sensitive",
            "become ordinary accounts");
    assertThat(differences(before, views())).isEmpty();
    JsonNode petra = admin.user("petra").orElseThrow();
    assertThat(petra.path("requiredActions")).isEmpty();
    assertThat(petra.path("enabled").asBoolean()).isTrue();
    assertThat(
            new KeycloakDatabase(keycloak)
                .count("select count(*) from FS_OUTBOX where STATE <> 'DONE'"))
        .isZero();
    assertThat(command.run("remove", "--realm", "shop").output())
        .contains("Nothing to change in the realm shop.");
  }

  @Test
  @Order(32)
  void withoutOurJarsEverybodySignsInAndRegistersAsBefore() throws Exception {
    keycloak.stop();
    KeycloakProcess plain = lay("plain-again", false);
    Shop.handOver(keycloak, plain);
    plain.start();
    keycloak = plain;

    Map<String, String> answers = new Scenarios(plain.url()).runPeople("olga");
    Map<String, String> stock = new LinkedHashMap<>(stockAnswers);
    stock.keySet().retainAll(answers.keySet());

    assertThat(stock).hasSizeGreaterThan(20);
    assertThat(differences(stock, answers)).isEmpty();
    assertThat(differences(before, views())).isEmpty();
    Answer in = new Scenarios(plain.url()).signIn("petra", "", "spa", "a-long-password-1");
    assertThat(in.location()).as(in.body()).isPresent();
  }

  // Switched off while bound.

  @Test
  @Order(40)
  void withTheBreakGlassSwitchABoundRealmWorksAsStock() throws Exception {
    keycloak.stop();
    KeycloakProcess off = lay("switched-off", true);
    Shop.restore(bound, off);
    off.option("spi-flowshield-risk--default--bypass", "true").start();
    keycloak = off;
    set(Map.of(MEDIUM, "0", HIGH, "0", REPORT_ONLY, "false"));
    AdminClient admin = admin();
    // Not even the required action has to be there.
    admin.send("DELETE", "/authentication/required-actions/flowshield-pending", "");
    KeycloakDatabase database = new KeycloakDatabase(off);
    long decisions = database.count("select count(*) from FS_RISK_DECISION");

    Answer in = new Scenarios(off.url()).signIn("anna", "", "spa");
    assertThat(in.location()).as(in.body()).isPresent();
    Scenarios wrong = new Scenarios(off.url());
    wrong.signIn("anna", "", "spa", "wrong-one");
    assertThat(wrong.recorder().recording().get("password"))
        .isEqualTo(stockAnswers.get("wrong password"));
    Answer registered = new Scenarios(off.url()).register("quentin", "");
    assertThat(registered.location()).as(registered.body()).isPresent();
    JsonNode quentin = admin.user("quentin").orElseThrow();
    assertThat(quentin.path("requiredActions")).isEmpty();
    assertThat(quentin.path("attributes")).isEmpty();
    HttpRequest console =
        HttpRequest.newBuilder(off.url().resolve("/realms/shop/flowshield/console")).build();
    assertThat(
            HttpClient.newHttpClient()
                .send(console, HttpResponse.BodyHandlers.discarding())
                .statusCode())
        .isEqualTo(404);

    assertThat(database.count("select count(*) from FS_RISK_DECISION")).isEqualTo(decisions);
    assertThat(database.count("select count(*) from FS_OUTBOX")).isEqualTo(1);
  }

  @Test
  @Order(41)
  void theDocumentedSqlLeavesNoTableOfOurs() throws Exception {
    keycloak.stop();
    String page =
        Files.readString(Path.of("").toAbsolutePath().getParent().resolve("docs/install.md"));
    String sql = page.substring(page.indexOf("```sql") + "```sql".length());
    KeycloakDatabase database = new KeycloakDatabase(keycloak);
    for (String statement : sql.substring(0, sql.indexOf("```")).split(";")) {
      if (!statement.isBlank()) {
        database.update(statement);
      }
    }

    assertThat(Snapshot.of(keycloak.database()).rows().keySet())
        .containsExactlyInAnyOrderElementsOf(stockRows.rows().keySet());
  }

  private AdminClient admin() {
    return new AdminClient(keycloak.url(), "shop", new AdminClient.Account("admin", "admin"));
  }

  private void set(Map<String, String> attributes) throws Exception {
    AdminClient admin = admin();
    ObjectNode realm = (ObjectNode) admin.get("");
    attributes.forEach(realm.withObject("/attributes")::put);
    admin.send("PUT", "", realm.toString());
  }

  private static void bindBrowser(AdminClient admin, String flow) throws Exception {
    ObjectNode realm = (ObjectNode) admin.get("");
    realm.put("browserFlow", flow);
    admin.send("PUT", "", realm.toString());
  }

  private static ObjectNode execution(AdminClient admin, String provider) throws Exception {
    for (JsonNode execution : admin.get("/authentication/flows/shop%20kiosk/executions")) {
      if (execution.path("providerId").asText().equals(provider)) {
        return (ObjectNode) execution;
      }
    }
    throw new AssertionError("no " + provider);
  }

  private static void override(AdminClient admin, String clientId, String binding, String flow)
      throws Exception {
    String id = "";
    for (JsonNode candidate : admin.get("/authentication/flows")) {
      if (candidate.path("alias").asText().equals(flow)) {
        id = candidate.path("id").asText();
      }
    }
    assertThat(id).isNotEmpty();
    String found = id;
    client(
        admin,
        clientId,
        client -> client.withObject("/authenticationFlowBindingOverrides").put(binding, found));
  }

  private static void client(AdminClient admin, String clientId, Consumer<ObjectNode> change)
      throws Exception {
    ObjectNode client = (ObjectNode) admin.get("/clients?clientId=" + clientId).get(0);
    change.accept(client);
    admin.send("PUT", "/clients/" + client.path("id").asText(), client.toString());
  }

  private List<String> steps(String flow) throws Exception {
    List<String> steps = new ArrayList<>();
    for (JsonNode execution :
        admin().get("/authentication/flows/" + flow.replace(" ", "%20") + "/executions")) {
      steps.add(
          ". ".repeat(execution.path("level").asInt())
              + (execution.path("authenticationFlow").asBoolean()
                  ? "(" + execution.path("displayName").asText() + ")"
                  : execution.path("providerId").asText()));
    }
    return steps;
  }

  /** The sub-flow that a condition of the flow depends on. */
  private String checkedFlow(String flow) throws Exception {
    AdminClient admin = admin();
    for (JsonNode execution :
        admin.get("/authentication/flows/" + flow.replace(" ", "%20") + "/executions")) {
      if (execution.path("providerId").asText().equals("conditional-sub-flow-executed")) {
        return admin
            .get("/authentication/config/" + execution.path("authenticationConfig").asText())
            .at("/config/flow_to_check")
            .asText();
      }
    }
    throw new AssertionError("no such condition in " + flow);
  }

  private String mailedCode() throws Exception {
    assertThat(mail.waitForIncomingEmail(20_000, 1)).isTrue();
    String text =
        GreenMailUtil.getBody(mail.getReceivedMessages()[mail.getReceivedMessages().length - 1]);
    return Arrays.stream(text.split("\\D+"))
        .filter(word -> word.length() == 6)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no code in " + text));
  }

  private Map<String, String> views() throws Exception {
    return RealmViews.of(admin());
  }

  /** The first line in which each step differs. */
  private static List<String> differences(Map<String, String> one, Map<String, String> other) {
    List<String> differences = new ArrayList<>();
    if (!one.keySet().equals(other.keySet())) {
      differences.add("steps " + one.keySet() + " and " + other.keySet());
    }
    one.forEach(
        (step, text) -> {
          String there = other.getOrDefault(step, "");
          if (!there.equals(text)) {
            differences.add(step + ": " + difference(text, there));
          }
        });
    return differences;
  }

  private static String difference(String one, String other) {
    List<String> these = one.lines().toList();
    List<String> those = other.lines().toList();
    for (int i = 0; i < Math.min(these.size(), those.size()); i++) {
      if (!these.get(i).equals(those.get(i))) {
        return "line %d:%n  %s%n  %s"
            .formatted(
                i + 1,
                shortened(these.get(i), those.get(i)),
                shortened(those.get(i), these.get(i)));
      }
    }
    return these.size() + " lines and " + those.size();
  }

  /** From a little before the first character that differs. */
  private static String shortened(String line, String other) {
    int at = 0;
    while (at < Math.min(line.length(), other.length()) && line.charAt(at) == other.charAt(at)) {
      at++;
    }
    return line.substring(Math.max(0, at - 60), Math.min(line.length(), at + 120));
  }
}
