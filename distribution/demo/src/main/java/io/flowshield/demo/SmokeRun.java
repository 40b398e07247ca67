package io.flowshield.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.flowshield.workflow.WorkflowIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The main job, seen from outside: people register and sign in over HTTP, and each outcome is read
 * back from Keycloak with its id.
 */
public final class SmokeRun {
  /** What was shown. */
  public enum Scenario {
    REGISTRATION_FINALISED,
    REGISTRATION_REFUSED_BY_A_SERVICE,
    REGISTRATION_ROLLED_BACK_AS_RISK_ROSE,
    LOGIN_UNCHALLENGED,
    LOGIN_CHALLENGED,
    LOGIN_DENIED
  }

  /**
   * One outcome.
   *
   * @param scenario which
   * @param userId Keycloak's id of the person
   * @param email the person's address
   * @param decision id of the decision at the form
   * @param workflow id of the saga; empty for logins
   * @param outcome level or final phase
   * @param reasons reason codes, strongest first
   */
  public record Outcome(
      @JsonProperty("scenario") Scenario scenario,
      @JsonProperty("userId") String userId,
      @JsonProperty("email") String email,
      @JsonProperty("decision") String decision,
      @JsonProperty("workflow") String workflow,
      @JsonProperty("outcome") String outcome,
      @JsonProperty("reasons") List<String> reasons) {}

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int BURST = 16;
  private static final int SPRAYED = 12;
  private static final String PASSWORD = "correct-horse-7-battery";

  private final SampleApplications demo;
  private final AdminClient admin;
  private final Consumer<String> progress;
  private final List<Outcome> outcomes = new ArrayList<>();
  private final String run = UUID.randomUUID().toString().substring(0, 6);

  public SmokeRun(SampleApplications demo, Consumer<String> progress) {
    this.demo = demo;
    this.admin = demo.admin();
    this.progress = progress;
  }

  /**
   * Runs every scenario.
   *
   * @throws IllegalStateException when one ends otherwise than it must
   */
  public List<Outcome> run() throws IOException, InterruptedException {
    registrationFinalised();
    registrationRefusedByAService();
    loginUnchallengedThenChallenged();
    loginDenied();
    registrationRolledBack();
    return List.copyOf(outcomes);
  }

  /** Writes outcomes for whoever checks them. */
  public static void write(List<Outcome> outcomes, Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    new JsonMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), outcomes);
  }

  private void registrationFinalised() throws IOException, InterruptedException {
    Visitor.Applicant maria = applicant("maria", "Maria", "Weber");
    Visitor visitor = demo.visitor(DemoNetworks.BERLIN, BrowserDriver.FIREFOX);
    BrowserDriver.Page waiting = visitor.register(maria);
    String userId = userId(maria, waiting);
    visitor.confirm(demo.mail().await(maria.email(), 1, PATIENCE));
    JsonNode saga = awaitFinal(userId);
    require(phase(saga).equals("FINALISED"), "not finalised: " + saga);
    require(demo.scim().findByExternalId(userId).isPresent(), "crm has no account");
    require(demo.webhook().holds(userId), "billing has no account");
    BrowserDriver.Page page =
        demo.visitor(DemoNetworks.BERLIN, BrowserDriver.FIREFOX).signIn(maria.username(), PASSWORD);
    require(Visitor.signedIn(page) || page.has(CODE_FORM), "cannot sign in: " + page);
    outcome(Scenario.REGISTRATION_FINALISED, userId, maria.email(), saga);
  }

  private void registrationRefusedByAService() throws IOException, InterruptedException {
    Visitor.Applicant peter = applicant(ScimApplication.REFUSED_PREFIX + "peter", "Peter", "Novak");
    Visitor visitor = demo.visitor(DemoNetworks.BERLIN_OFFICE, BrowserDriver.CHROME_ON_WINDOWS);
    BrowserDriver.Page waiting = visitor.register(peter);
    String userId = userId(peter, waiting);
    visitor.confirm(demo.mail().await(peter.email(), 1, PATIENCE));
    JsonNode saga = awaitFinal(userId);
    require(phase(saga).equals("COMPENSATED"), "not compensated: " + saga);
    require(saga.path("reason").asText().equals("SERVICE_REFUSED"), "for another reason: " + saga);
    require(!demo.webhook().holds(userId), "billing still has an account");
    require(!admin.get("/users/" + userId).path("enabled").asBoolean(true), "the user is enabled");
    demo.mail().await(peter.email(), 2, PATIENCE);
    outcome(Scenario.REGISTRATION_REFUSED_BY_A_SERVICE, userId, peter.email(), saga);
  }

  private void registrationRolledBack() throws IOException, InterruptedException {
    Visitor.Applicant first = applicant("lucas", "Lucas", "Pereira");
    Visitor visitor = demo.visitor(DemoNetworks.SAO_PAULO, BrowserDriver.FIREFOX);
    BrowserDriver.Page waiting = visitor.register(first);
    String userId = userId(first, waiting);
    MailCatcher.Mail mail = demo.mail().await(first.email(), 1, PATIENCE);
    for (int i = 0; i < BURST; i++) {
      demo.visitor(DemoNetworks.SAO_PAULO, BrowserDriver.FIREFOX)
          .register(applicant("lucas" + i, "Lucas", "Pereira"));
    }
    // The burst itself wakes the saga: it may have undone the account before the link is followed.
    BrowserDriver.Page page = visitor.browser().open(mail.link().orElseThrow());
    if (page.has("form")) {
      page.submit("form", Map.of());
    }
    JsonNode saga = awaitFinal(userId);
    require(phase(saga).equals("COMPENSATED"), "not compensated: " + saga);
    require(saga.path("reason").asText().equals("RISK_ROSE"), "for another reason: " + saga);
    require(demo.scim().findByExternalId(userId).isEmpty(), "crm still has an account");
    require(!demo.webhook().holds(userId), "billing still has an account");
    outcome(Scenario.REGISTRATION_ROLLED_BACK_AS_RISK_ROSE, userId, first.email(), saga);
  }

  private void loginUnchallengedThenChallenged() throws IOException, InterruptedException {
    String name = "anna-" + run;
    String email = name + "@example.org";
    String userId = admin.createUser(name, email, PASSWORD);
    Visitor anna = demo.visitor(DemoNetworks.BERLIN, BrowserDriver.FIREFOX);
    int mails = 0;
    for (int i = 0; i < 4; i++) {
      BrowserDriver.Page page = anna.later().signIn(name, PASSWORD);
      if (page.has(CODE_FORM) && i < 3) {
        page = enterCode(page, email, ++mails);
      }
      require(Visitor.signedIn(page), "login " + i + " failed: " + page);
    }
    JsonNode normal = latestDecision(userId);
    require(normal.path("level").asText().equals("LOW"), "not low: " + normal);
    outcome(Scenario.LOGIN_UNCHALLENGED, userId, email, normal);

    BrowserDriver.Page challenge =
        demo.visitor(DemoNetworks.SAO_PAULO, BrowserDriver.CHROME_ON_WINDOWS)
            .signIn(name, PASSWORD);
    require(challenge.has(CODE_FORM), "not challenged: " + challenge);
    require(challenge.has(".flowshield-reasons li"), "no reasons shown: " + challenge);
    BrowserDriver.Page passed = enterCode(challenge, email, ++mails);
    require(Visitor.signedIn(passed), "the code did not help: " + passed);
    JsonNode risky = latestDecision(userId);
    require(risky.path("level").asText().equals("MEDIUM"), "not medium: " + risky);
    outcome(Scenario.LOGIN_CHALLENGED, userId, email, risky);
  }

  private void loginDenied() throws IOException, InterruptedException {
    String name = "bob-" + run;
    String email = name + "@example.org";
    String userId = admin.createUser(name, email, PASSWORD);
    Visitor bob = demo.visitor(DemoNetworks.BERLIN_OFFICE, BrowserDriver.FIREFOX);
    for (int i = 0; i < 3; i++) {
      BrowserDriver.Page page = bob.later().signIn(name, PASSWORD);
      if (page.has(CODE_FORM)) {
        enterCode(page, email, i + 1);
      }
    }
    for (int i = 0; i < SPRAYED; i++) {
      demo.visitor(DemoNetworks.TOR, BrowserDriver.SCRIPT)
          .signIn(i % 3 == 0 ? name : "guess-" + i + "-" + run, "Summer2026!", AUTOMATON);
    }
    BrowserDriver.Page page =
        demo.visitor(DemoNetworks.TOR, BrowserDriver.SCRIPT).signIn(name, PASSWORD, AUTOMATON);
    JsonNode decision = latestDecision(userId);
    require(!Visitor.signedIn(page) && !page.has(CODE_FORM), "not denied: " + page);
    require(decision.path("action").asText().equals("DENY"), "not denied: " + decision);
    outcome(Scenario.LOGIN_DENIED, userId, email, decision);
  }

  private static final String CODE_FORM = "form#flowshield-code-form";
  private static final String AUTOMATON =
      new Typing(6).automaton(new String[] {"username", "password"}, new int[] {10, 12});

  private BrowserDriver.Page enterCode(BrowserDriver.Page page, String email, int mail)
      throws IOException, InterruptedException {
    MailCatcher.Mail code = demo.mail().await(email, mail, PATIENCE);
    return page.submit(
        CODE_FORM,
        Map.of(
            "code",
            code.code()
                .orElseThrow(
                    () -> new IllegalStateException("no code in the mail: " + code.text()))));
  }

  private Visitor.Applicant applicant(String name, String firstName, String lastName) {
    String username = name + "-" + run;
    return new Visitor.Applicant(
        username,
        username.toLowerCase(Locale.ROOT) + "@example.org",
        firstName,
        lastName,
        PASSWORD);
  }

  private String userId(Visitor.Applicant applicant, BrowserDriver.Page after)
      throws IOException, InterruptedException {
    return admin
        .user(applicant.username())
        .orElseThrow(() -> new IllegalStateException("nobody was registered: " + after))
        .path("id")
        .asText();
  }

  private JsonNode awaitFinal(String userId) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      JsonNode saga = admin.get("/flowshield/sagas/" + userId);
      if (phase(saga).equals("FINALISED") || phase(saga).equals("COMPENSATED")) {
        return saga;
      }
      if (System.nanoTime() > end) {
        throw new IllegalStateException("the saga has not ended: " + saga);
      }
      Thread.sleep(250);
    }
  }

  private static String phase(JsonNode saga) {
    return saga.path("phase").asText();
  }

  private JsonNode latestDecision(String userId) throws IOException, InterruptedException {
    JsonNode decisions = admin.get("/flowshield/decisions?max=1&user=" + userId);
    require(decisions.isArray() && !decisions.isEmpty(), "no decision of " + userId);
    return decisions.get(0);
  }

  private void outcome(Scenario scenario, String userId, String email, JsonNode detail)
      throws IOException, InterruptedException {
    boolean registration = scenario.name().startsWith("REGISTRATION");
    JsonNode decision = registration ? registrationDecision(userId) : detail;
    List<String> reasons = new ArrayList<>();
    for (JsonNode reason : decision.path("reasons")) {
      reasons.add(reason.isTextual() ? reason.asText() : reason.path("code").asText());
    }
    Outcome outcome =
        new Outcome(
            scenario,
            userId,
            email,
            decision.path("id").asText(),
            registration ? WorkflowIds.registration(realmId(), userId) : "",
            registration
                ? phase(detail) + " " + detail.path("reason").asText()
                : decision.path("level").asText() + " " + decision.path("action").asText(),
            reasons);
    outcomes.add(outcome);
    progress.accept(
        "%-38s %s %s%s %s"
            .formatted(
                scenario.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                outcome.outcome().trim(),
                registration ? "workflow " + outcome.workflow() + " " : "",
                "decision " + outcome.decision(),
                reasons));
  }

  private JsonNode registrationDecision(String userId) throws IOException, InterruptedException {
    for (JsonNode decision : admin.get("/flowshield/decisions?max=50&user=" + userId)) {
      if (decision.path("door").asText().equals("REGISTRATION")) {
        return decision;
      }
    }
    throw new IllegalStateException("no registration decision of " + userId);
  }

  private String realmId() throws IOException, InterruptedException {
    return admin.get("").path("id").asText();
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalStateException(otherwise);
    }
  }
}
