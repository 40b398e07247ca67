package io.flowshield.risk.lint;

import static io.flowshield.risk.lint.FlowStep.Requirement.ALTERNATIVE;
import static io.flowshield.risk.lint.FlowStep.Requirement.CONDITIONAL;
import static io.flowshield.risk.lint.FlowStep.Requirement.DISABLED;
import static io.flowshield.risk.lint.FlowStep.Requirement.REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.risk.lint.BoundFlow.Kind;
import io.flowshield.risk.lint.Finding.Code;
import io.flowshield.risk.policy.RealmSettings;
import io.flowshield.risk.policy.Thresholds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("C10")
class FlowLinterTest {
  private static final FlowStep FORM = step("auth-username-password-form", REQUIRED);
  private static final FlowStep JUDGE = step("flowshield-risk", REQUIRED);
  private static final FlowStep DENY = step("flowshield-deny", REQUIRED);
  private static final FlowStep CODE = step("flowshield-email-code", REQUIRED);
  private static final FlowStep HIGH = sub("deny", CONDITIONAL, level("minimum", "HIGH"), DENY);
  private static final FlowStep MEDIUM =
      sub("challenge", CONDITIONAL, level("minimum", "MEDIUM"), CODE);
  private static final FlowStep WITHOUT_FACTOR =
      sub(
          "no factor",
          CONDITIONAL,
          step("flowshield-condition-second-factor", REQUIRED, "available", "false"),
          DENY);

  private static FlowStep step(String name, FlowStep.Requirement requirement) {
    return new FlowStep(name, false, requirement, Map.of(), List.of());
  }

  private static FlowStep step(
      String name, FlowStep.Requirement requirement, String key, String value) {
    return new FlowStep(name, false, requirement, Map.of(key, value), List.of());
  }

  private static FlowStep level(String key, String value) {
    return step("flowshield-condition-risk-level", REQUIRED, key, value);
  }

  private static FlowStep sub(String name, FlowStep.Requirement requirement, FlowStep... steps) {
    return new FlowStep(name, true, requirement, Map.of(), List.of(steps));
  }

  private static BoundFlow flow(Kind kind, FlowStep... steps) {
    return new BoundFlow(kind, "flow", List.of(steps));
  }

  private static List<Code> browser(FlowStep... steps) {
    return codes(realm(flow(Kind.BROWSER, steps)));
  }

  private static List<Code> codes(RealmView realm) {
    return FlowLinter.check(realm).stream().map(Finding::code).toList();
  }

  private static RealmView realm(BoundFlow... flows) {
    return new RealmView(
        List.of(flows),
        true,
        false,
        0,
        0,
        true,
        true,
        true,
        true,
        List.of(),
        Thresholds.of(RealmSettings.DEFAULTS),
        List.of(),
        List.of(),
        new RealmView.Proxy("xforwarded", "127.0.0.1", true));
  }

  @Test
  void a_sound_flow_is_quiet() {
    assertThat(
            browser(
                step("auth-cookie", ALTERNATIVE),
                sub("forms", ALTERNATIVE, FORM, JUDGE, HIGH, MEDIUM)))
        .isEmpty();
  }

  @Test
  void a_realm_without_any_step_of_ours_gets_one_line() {
    RealmView realm = realm(flow(Kind.BROWSER, FORM));
    assertThat(codes(realm)).containsExactly(Code.NOT_BOUND);
  }

  @Test
  void a_judge_needs_a_user() {
    assertThat(
            browser(
                step("auth-cookie", ALTERNATIVE),
                sub("forms", ALTERNATIVE, JUDGE, FORM, HIGH, MEDIUM)))
        .containsExactly(Code.USER_UNKNOWN);
    assertThat(
            browser(
                sub("ticket", ALTERNATIVE, step("auth-spnego", REQUIRED)),
                sub("forms", ALTERNATIVE, JUDGE, HIGH, MEDIUM)))
        .as("another alternative does not help")
        .containsExactly(Code.USER_UNKNOWN);
    assertThat(browser(step("somebodys-own-form", REQUIRED), JUDGE, HIGH, MEDIUM))
        .as("nothing is known of other people's steps")
        .isEmpty();
  }

  @Test
  void a_judge_stands_behind_the_password() {
    assertThat(
            browser(
                step("auth-username-form", REQUIRED),
                JUDGE,
                step("auth-password-form", REQUIRED),
                HIGH,
                MEDIUM))
        .containsExactly(Code.PASSWORD_UNKNOWN);
  }

  @Test
  void a_high_risk_is_denied_unconditionally() {
    assertThat(browser(FORM, JUDGE, MEDIUM)).containsExactly(Code.HIGH_NOT_DENIED);
    FlowStep some =
        sub(
            "some",
            CONDITIONAL,
            level("minimum", "HIGH"),
            step("conditional-user-role", REQUIRED),
            DENY);
    assertThat(browser(FORM, JUDGE, some, MEDIUM)).containsExactly(Code.HIGH_NOT_DENIED);
    FlowStep off =
        sub("off", CONDITIONAL, level("minimum", "HIGH"), step("flowshield-deny", DISABLED));
    assertThat(browser(FORM, JUDGE, off, MEDIUM)).containsExactly(Code.HIGH_NOT_DENIED);
    FlowStep disabled = sub("disabled", DISABLED, level("minimum", "HIGH"), DENY);
    assertThat(browser(FORM, JUDGE, disabled, MEDIUM)).containsExactly(Code.HIGH_NOT_DENIED);
  }

  @Test
  void a_medium_risk_is_asked_for_something() {
    assertThat(browser(FORM, JUDGE, HIGH)).containsExactly(Code.MEDIUM_NOT_ANSWERED);
    FlowStep low = sub("low", CONDITIONAL, level("maximum", "LOW"), CODE);
    assertThat(browser(FORM, JUDGE, HIGH, low))
        .containsExactlyInAnyOrder(Code.MEDIUM_NOT_ANSWERED, Code.LEVELS_EXCLUDE_EACH_OTHER);
  }

  @Test
  void nobody_at_risk_is_sent_to_enrol() {
    FlowStep otp = step("auth-otp-form", REQUIRED);
    FlowStep challenge = sub("challenge", CONDITIONAL, level("minimum", "MEDIUM"), otp);
    assertThat(browser(FORM, JUDGE, HIGH, challenge)).containsExactly(Code.ENROLMENT_REACHABLE);
    FlowStep guarded =
        sub("challenge", CONDITIONAL, level("minimum", "MEDIUM"), WITHOUT_FACTOR, otp);
    assertThat(browser(FORM, JUDGE, HIGH, guarded)).isEmpty();
    FlowStep alternatives =
        sub(
            "challenge",
            CONDITIONAL,
            level("minimum", "MEDIUM"),
            step("auth-otp-form", ALTERNATIVE),
            step("webauthn-authenticator", ALTERNATIVE));
    assertThat(browser(FORM, JUDGE, HIGH, alternatives)).isEmpty();
    FlowStep own =
        sub("own factor", CONDITIONAL, step("conditional-user-configured", REQUIRED), otp);
    assertThat(browser(FORM, JUDGE, HIGH, MEDIUM, own)).isEmpty();
  }

  @Test
  void a_condition_needs_a_level_that_somebody_sets() {
    assertThat(browser(FORM, HIGH, MEDIUM))
        .containsOnly(Code.LEVEL_NEVER_SET, Code.LOGIN_NOT_JUDGED);
    FlowStep never =
        sub(
            "never",
            CONDITIONAL,
            new FlowStep(
                "flowshield-condition-risk-level",
                false,
                REQUIRED,
                Map.of("minimum", "HIGH", "maximum", "MEDIUM"),
                List.of()),
            CODE);
    assertThat(browser(FORM, JUDGE, HIGH, MEDIUM, never))
        .containsExactly(Code.LEVELS_EXCLUDE_EACH_OTHER);
    FlowStep always = sub("always", REQUIRED, level("minimum", "HIGH"), CODE);
    assertThat(browser(FORM, JUDGE, HIGH, MEDIUM, always))
        .containsExactly(Code.CONDITION_WITHOUT_EFFECT);
  }

  @Test
  @Tag("C2")
  void a_condition_on_signals_names_one_behind_a_judge() {
    FlowStep tor =
        sub(
            "tor",
            CONDITIONAL,
            step("flowshield-condition-signal", REQUIRED, "signals", "TOR_NETWORK"),
            CODE);
    assertThat(browser(FORM, JUDGE, HIGH, MEDIUM, tor)).isEmpty();
    assertThat(browser(FORM, tor, JUDGE, HIGH, MEDIUM)).containsExactly(Code.LEVEL_NEVER_SET);
    FlowStep nameless =
        sub("nameless", CONDITIONAL, step("flowshield-condition-signal", REQUIRED), CODE);
    assertThat(browser(FORM, JUDGE, HIGH, MEDIUM, nameless)).containsExactly(Code.SIGNAL_NOT_NAMED);
    FlowStep always =
        sub("always", REQUIRED, step("flowshield-condition-requirement", REQUIRED), CODE);
    assertThat(browser(FORM, JUDGE, HIGH, MEDIUM, always))
        .containsExactly(Code.CONDITION_WITHOUT_EFFECT);
  }

  @Test
  @Tag("C8")
  void a_flow_that_only_reports_is_told() {
    FlowStep reporting = step("flowshield-risk", REQUIRED, "reportOnly", "true");
    assertThat(browser(FORM, reporting, HIGH, MEDIUM)).containsExactly(Code.REPORT_ONLY);
  }

  @Test
  void every_door_that_is_open_is_judged() {
    BoundFlow browser = flow(Kind.BROWSER, FORM, JUDGE, HIGH, MEDIUM);
    BoundFlow grant = flow(Kind.DIRECT_GRANT, step("direct-grant-validate-password", REQUIRED));
    BoundFlow form =
        flow(
            Kind.REGISTRATION, sub("form", REQUIRED, step("registration-user-creation", REQUIRED)));
    assertThat(codes(realm(browser, grant, form)))
        .containsExactlyInAnyOrder(Code.LOGIN_NOT_JUDGED, Code.REGISTRATION_NOT_JUDGED);
    assertThat(codes(realm(browser, flow(Kind.RESET_CREDENTIALS, FORM)))).isEmpty();
    FlowStep action = step("flowshield-registration-risk", REQUIRED);
    FlowStep creation = step("registration-user-creation", REQUIRED);
    assertThat(codes(realm(browser, flow(Kind.REGISTRATION, action, creation))))
        .containsExactly(Code.REGISTRATION_JUDGED_TOO_EARLY);
    assertThat(codes(realm(browser, flow(Kind.REGISTRATION, creation, action)))).isEmpty();
  }

  @Test
  @Tag("C1")
  void forgotten_passwords_and_identity_providers_are_doors_too() {
    FlowStep named = step("reset-credentials-choose-user", REQUIRED);
    FlowStep mail = step("reset-credential-email", REQUIRED);
    FlowStep otp =
        sub(
            "challenge",
            CONDITIONAL,
            level("minimum", "MEDIUM"),
            step("auth-otp-form", ALTERNATIVE));
    FlowStep created = step("idp-create-user-if-unique", REQUIRED);
    assertThat(
            open(
                flow(Kind.BROWSER, FORM, JUDGE, HIGH, MEDIUM),
                flow(Kind.RESET_CREDENTIALS, named, mail),
                flow(Kind.FIRST_BROKER_LOGIN, created),
                flow(Kind.POST_BROKER_LOGIN, step("auth-otp-form", REQUIRED))))
        .containsExactlyInAnyOrder(
            Code.RESET_NOT_JUDGED, Code.BROKER_NOT_JUDGED, Code.BROKER_NOT_JUDGED);
    assertThat(
            open(
                flow(Kind.RESET_CREDENTIALS, named, JUDGE, HIGH, mail, otp),
                flow(Kind.FIRST_BROKER_LOGIN, created, JUDGE, HIGH, MEDIUM),
                flow(Kind.POST_BROKER_LOGIN, JUDGE, HIGH, MEDIUM)))
        .isEmpty();
    assertThat(open(flow(Kind.RESET_CREDENTIALS, JUDGE, HIGH, named, mail, otp)))
        .containsExactly(Code.USER_UNKNOWN);
    assertThat(open(flow(Kind.RESET_CREDENTIALS, named, JUDGE, mail)))
        .containsExactlyInAnyOrder(Code.HIGH_NOT_DENIED, Code.MEDIUM_NOT_ANSWERED);
    assertThat(open(flow(Kind.RESET_CREDENTIALS, named, JUDGE, HIGH, mail, MEDIUM)))
        .containsExactly(Code.SAME_MAILBOX);
  }

  /** Of a realm with forms for forgotten passwords and one identity provider. */
  private static List<Code> open(BoundFlow... flows) {
    RealmView realm = realm(flows);
    return codes(
        new RealmView(
            realm.flows(),
            true,
            true,
            1,
            0,
            true,
            true,
            true,
            true,
            List.of(),
            realm.thresholds(),
            List.of(),
            List.of(),
            realm.proxy()));
  }

  @Test
  void the_realm_and_the_server_are_looked_at_worst_first() {
    BoundFlow browser = flow(Kind.BROWSER, FORM, JUDGE, HIGH, MEDIUM);
    BoundFlow form =
        flow(
            Kind.REGISTRATION,
            step("registration-user-creation", REQUIRED),
            step("flowshield-registration-risk", REQUIRED));
    List<Finding> findings =
        new ArrayList<>(
            FlowLinter.check(
                new RealmView(
                    List.of(browser, form),
                    true,
                    true,
                    2,
                    1,
                    false,
                    false,
                    false,
                    false,
                    List.of("realm", "client \"app\""),
                    new Thresholds(0.9, 0.8, 0.3, 0.6, 0.85),
                    List.of("flowshield.login.highThreshold"),
                    List.of("login (MODEL_MISSING)"),
                    new RealmView.Proxy("", "", true))));
    assertThat(findings)
        .extracting(Finding::code)
        .containsExactlyInAnyOrder(
            Code.PENDING_ACTION_OFF,
            Code.LISTENER_MISSING,
            Code.EVENTS_OFF,
            Code.BRUTE_FORCE_OFF,
            Code.REPORT_ONLY,
            Code.REPORT_ONLY,
            Code.MEDIUM_EMPTY,
            Code.SETTING_INVALID,
            Code.MODEL_MISSING,
            Code.BROKER_NOT_JUDGED,
            Code.PROXY_HEADERS_IGNORED);
    assertThat(findings)
        .extracting(finding -> finding.code().severity())
        .isSortedAccordingTo((one, other) -> other.compareTo(one));
  }

  @Test
  void headers_of_anybody_are_not_believed_by_chance() {
    BoundFlow browser = flow(Kind.BROWSER, FORM, JUDGE, HIGH, MEDIUM);
    RealmView sound = realm(browser);
    RealmView open =
        new RealmView(
            sound.flows(),
            true,
            false,
            0,
            0,
            true,
            true,
            true,
            true,
            List.of(),
            sound.thresholds(),
            List.of(),
            List.of(),
            new RealmView.Proxy("xforwarded", "", false));
    assertThat(codes(open)).containsExactly(Code.PROXY_HEADERS_OF_ANYBODY);
  }
}
