package io.flowshield.risk.lint;

import io.flowshield.risk.lint.BoundFlow.Kind;
import io.flowshield.risk.lint.BoundFlow.Visit;
import io.flowshield.risk.lint.Finding.Code;
import io.flowshield.risk.lint.FlowStep.Requirement;
import io.flowshield.risk.policy.RiskLevel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The rules that look at one flow. */
final class FlowRules {
  static final Set<String> JUDGE = Set.of("flowshield-risk");
  static final Set<String> REGISTRATION_JUDGE = Set.of("flowshield-registration-risk");

  private static final Set<String> LEVEL = Set.of("flowshield-condition-risk-level");
  private static final Set<String> SIGNAL = Set.of("flowshield-condition-signal");
  private static final Set<String> CONDITIONS =
      Set.of(
          "flowshield-condition-risk-level",
          "flowshield-condition-signal",
          "flowshield-condition-requirement",
          "flowshield-condition-second-factor");
  private static final Set<String> SECOND_FACTOR = Set.of("flowshield-condition-second-factor");
  private static final Set<String> CONFIGURED = Set.of("conditional-user-configured");
  private static final Set<String> DENY = Set.of("flowshield-deny", "deny-access-authenticator");
  private static final Set<String> MAILED_CODE = Set.of("flowshield-email-code");
  private static final Set<String> USER_CREATION = Set.of("registration-user-creation");
  private static final Set<String> PASSWORD =
      Set.of("auth-username-password-form", "auth-password-form", "direct-grant-validate-password");

  /** What sends a user who has no such factor to set one up, where it is REQUIRED. */
  private static final Set<String> ENROLLING =
      Set.of(
          "auth-otp-form",
          "webauthn-authenticator",
          "webauthn-authenticator-passwordless",
          "auth-recovery-authn-code-form");

  /** Steps behind which nobody is known who was not known before. Others may be anybody's own. */
  private static final Set<String> NAMELESS =
      Set.of(
          "auth-cookie",
          "identity-provider-redirector",
          "idp-review-profile",
          "allow-access-authenticator",
          "deny-access-authenticator",
          "no-cookie-redirect",
          "registration-page-form");

  private final BoundFlow flow;
  private final List<Visit> visits;
  private final List<Finding> findings = new ArrayList<>();

  private FlowRules(BoundFlow flow) {
    this.flow = flow;
    this.visits = flow.visits();
  }

  static List<Finding> check(BoundFlow flow) {
    FlowRules rules = new FlowRules(flow);
    rules.visited(JUDGE).forEach(rules::judge);
    rules.visited(LEVEL).forEach(rules::level);
    rules.visited(SIGNAL).forEach(rules::signal);
    rules.visited(CONDITIONS).forEach(rules::condition);
    rules.visited(REGISTRATION_JUDGE).forEach(rules::registration);
    return rules.findings;
  }

  /** Whether a step that runs is one of these. */
  static boolean has(BoundFlow flow, Set<String> names) {
    return flow.visits().stream().anyMatch(visit -> visit.is(names));
  }

  private void judge(Visit judge) {
    if (flow.kind() != Kind.POST_BROKER_LOGIN && before(judge, FlowRules::names).isEmpty()) {
      found(
          Code.USER_UNKNOWN,
          judge,
          "It runs before anything has said who the user is, so there is nobody to judge.",
          "Move it behind the step that asks for the user's name and password.");
    } else if (before(judge, visit -> visit.is(PASSWORD)).isEmpty()
        && !after(judge, visit -> visit.is(PASSWORD)).isEmpty()) {
      found(
          Code.PASSWORD_UNKNOWN,
          judge,
          "It runs before the password: whoever knows a user's name is judged in its place, and"
              + " what the flow answers may tell that the name exists.",
          "Move it right behind the password.");
    }
    if (judge.step().setting("reportOnly", "false").equalsIgnoreCase("true")) {
      found(
          Code.REPORT_ONLY,
          judge,
          "Decisions of this flow are recorded, and nobody is challenged or refused; a session that"
              + " begins here opens every application of the realm.",
          "Switch \"Report only\" off in the step's settings once the decisions look right.");
    }
    if (branches(judge, RiskLevel.HIGH).stream().noneMatch(FlowRules::denies)) {
      found(
          Code.HIGH_NOT_DENIED,
          judge,
          "No sub-flow behind it refuses logins of level HIGH.",
          "Add a CONDITIONAL sub-flow with \"Condition - risk level\" (lowest level HIGH), on no"
              + " further condition, and \"Flow Shield: deny\" as REQUIRED.");
    }
    if (branches(judge, RiskLevel.MEDIUM).isEmpty()) {
      found(
          Code.MEDIUM_NOT_ANSWERED,
          judge,
          "No sub-flow behind it asks anything of logins of level MEDIUM.",
          "Add a CONDITIONAL sub-flow with \"Condition - risk level\" (lowest level MEDIUM) and"
              + " second factors.");
    }
    after(
            judge,
            visit ->
                visit.is(ENROLLING)
                    && visit.step().requirement() == Requirement.REQUIRED
                    && !isGuarded(visit))
        .forEach(this::enrolment);
    if (flow.kind() == Kind.RESET_CREDENTIALS) {
      after(judge, visit -> visit.is(MAILED_CODE)).forEach(this::mailbox);
    }
  }

  private void mailbox(Visit code) {
    found(
        Code.SAME_MAILBOX,
        code,
        "The code goes to the mailbox that the link of this flow came to, so it proves nothing"
            + " more.",
        "Take it out; OTP, a security key or recovery codes are second factors here.");
  }

  private void enrolment(Visit factor) {
    found(
        Code.ENROLMENT_REACHABLE,
        factor,
        "A user who has no such factor is sent to set one up, and so is whoever has stolen the"
            + " password.",
        "Make it ALTERNATIVE, or let a sub-flow in front of it refuse users without a second factor"
            + " (\"Condition - second factor\", available off, and a denial).");
  }

  /** Sub-flows behind the judge that run for a level, whatever else there is. */
  private List<FlowStep> branches(Visit judge, RiskLevel level) {
    return after(judge, visit -> visit.step().requirement() == Requirement.CONDITIONAL).stream()
        .map(Visit::step)
        .filter(
            branch ->
                branch.enabled().stream().anyMatch(step -> matches(step, level))
                    && branch.enabled().size() > 1)
        .toList();
  }

  private static boolean denies(FlowStep branch) {
    List<FlowStep> steps = branch.enabled();
    return steps.stream().filter(FlowRules::isCondition).count() == 1
        && steps.stream()
            .anyMatch(
                step -> DENY.contains(step.name()) && step.requirement() == Requirement.REQUIRED);
  }

  private static boolean isCondition(FlowStep step) {
    return !step.subFlow()
        && (step.name().startsWith("conditional-") || step.name().contains("-condition-"));
  }

  private static boolean matches(FlowStep step, RiskLevel level) {
    return LEVEL.contains(step.name())
        && level.compareTo(bound(step, "minimum", RiskLevel.MEDIUM)) >= 0
        && level.compareTo(bound(step, "maximum", RiskLevel.HIGH)) <= 0;
  }

  private static RiskLevel bound(FlowStep step, String key, RiskLevel otherwise) {
    String wanted = step.setting(key, otherwise.name());
    return Arrays.stream(RiskLevel.values())
        .filter(level -> level.name().equals(wanted))
        .findFirst()
        .orElse(otherwise);
  }

  /** Whether users without a second factor come this far. */
  private boolean isGuarded(Visit factor) {
    for (FlowStep around : factor.around()) {
      boolean conditional = around.requirement() == Requirement.CONDITIONAL;
      if (conditional
          && around.enabled().stream()
              .anyMatch(step -> CONFIGURED.contains(step.name()) || needs(step, "true"))) {
        return true;
      }
    }
    return !before(
            factor,
            visit ->
                visit.step().requirement() == Requirement.CONDITIONAL
                    && visit.step().enabled().stream().anyMatch(step -> needs(step, "false"))
                    && denies(visit.step()))
        .isEmpty();
  }

  private static boolean needs(FlowStep step, String available) {
    return SECOND_FACTOR.contains(step.name())
        && step.setting("available", "true").equals(available);
  }

  private void level(Visit condition) {
    FlowStep step = condition.step();
    if (before(condition, visit -> visit.is(JUDGE)).isEmpty()) {
      found(
          Code.LEVEL_NEVER_SET,
          condition,
          "Nothing in front of it judges the login, so the level always counts as LOW.",
          "Put \"Flow Shield: judge risk\" in front of this sub-flow, behind the password.");
    }
    if (bound(step, "minimum", RiskLevel.MEDIUM).compareTo(bound(step, "maximum", RiskLevel.HIGH))
        > 0) {
      found(
          Code.LEVELS_EXCLUDE_EACH_OTHER,
          condition,
          "Its lowest level is above its highest, so its sub-flow never runs.",
          "Swap them.");
    }
  }

  private void signal(Visit condition) {
    if (before(condition, visit -> visit.is(JUDGE)).isEmpty()) {
      found(
          Code.LEVEL_NEVER_SET,
          condition,
          "Nothing in front of it judges the login, so no signal ever fires.",
          "Put \"Flow Shield: judge risk\" in front of this sub-flow, behind the password.");
    }
    if (condition.step().setting("signals", "").isEmpty()) {
      found(
          Code.SIGNAL_NOT_NAMED,
          condition,
          "It names no signal, so its sub-flow never runs.",
          "Choose one in the step's settings.");
    }
  }

  private void condition(Visit condition) {
    List<FlowStep> around = condition.around();
    if (around.isEmpty()
        || around.get(around.size() - 1).requirement() != Requirement.CONDITIONAL) {
      found(
          Code.CONDITION_WITHOUT_EFFECT,
          condition,
          "Keycloak asks conditions in CONDITIONAL sub-flows only; here the steps beside it run"
              + " whatever it says.",
          "Make its sub-flow CONDITIONAL.");
    }
  }

  private void registration(Visit judge) {
    if (before(judge, visit -> visit.is(USER_CREATION)).isEmpty()) {
      found(
          Code.REGISTRATION_JUDGED_TOO_EARLY,
          judge,
          "It stands in front of the step that creates the user, so every registration fails.",
          "Move it behind \"Registration User Profile Creation\".");
    }
  }

  private static boolean names(Visit visit) {
    String name = visit.step().name();
    return !visit.step().subFlow()
        && !isCondition(visit.step())
        && !name.startsWith("flowshield-")
        && !NAMELESS.contains(name);
  }

  private List<Visit> visited(Set<String> names) {
    return visits.stream().filter(visit -> visit.is(names)).toList();
  }

  private List<Visit> before(Visit visit, Predicate<Visit> wanted) {
    return visits.subList(0, visits.indexOf(visit)).stream()
        .filter(wanted)
        .filter(other -> !other.excludes(visit))
        .toList();
  }

  private List<Visit> after(Visit visit, Predicate<Visit> wanted) {
    return visits.subList(visits.indexOf(visit) + 1, visits.size()).stream()
        .filter(wanted)
        .filter(other -> !other.excludes(visit))
        .toList();
  }

  private void found(Code code, Visit visit, String text, String fix) {
    StringBuilder place = new StringBuilder(flow.place());
    visit.path().forEach(step -> place.append(" > ").append(step.name()));
    findings.add(new Finding(code, place.toString(), text, fix));
  }
}
