package io.flowshield.authn.binding;

import static org.keycloak.models.AuthenticationExecutionModel.Requirement.ALTERNATIVE;
import static org.keycloak.models.AuthenticationExecutionModel.Requirement.CONDITIONAL;
import static org.keycloak.models.AuthenticationExecutionModel.Requirement.REQUIRED;

import io.flowshield.authn.reset.ResetMailAuthenticatorFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.RealmModel;

/** Puts our steps into a copy of a realm's flow; the copy is ours to renumber. */
final class FlowSurgery {
  private static final Set<String> PASSWORD_FORMS =
      Set.of("auth-username-password-form", "auth-password-form");
  private static final Set<String> GRANT_PASSWORD = Set.of("direct-grant-validate-password");
  private static final Set<String> USER_CREATION = Set.of("registration-user-creation");
  private static final Set<String> RESET_MAIL =
      Set.of("reset-credential-email", ResetMailAuthenticatorFactory.ID);
  private static final Set<String> BROKERED_USER =
      Set.of("idp-create-user-if-unique", "idp-detect-existing-broker-user", "idp-auto-link");
  private static final String LIKE_WRONG_PASSWORD =
      "A high risk is refused, and looks like a wrong password";
  private static final String BASIC_FLOW = "basic-flow";
  private static final String TRUST = "flowshield-trust-device";
  private static final String SEPARATOR = "##";

  /** Credentials that Keycloak's own steps report when they have been used. */
  private static final String SECOND_FACTORS =
      String.join(
          SEPARATOR, "otp", "webauthn", "webauthn-passwordless", "recovery-authn-codes", "passkey");

  private final RealmModel realm;
  private final AuthenticationFlowModel flow;
  private final String original;

  /**
   * @param flow the copy
   * @param original alias of the flow that was copied, for messages
   */
  FlowSurgery(RealmModel realm, AuthenticationFlowModel flow, String original) {
    this.realm = realm;
    this.flow = flow;
    this.original = original;
  }

  /**
   * Behind each password: the judgement and the refusal. Behind everything that the realm itself
   * asks for: a second factor, unless the realm has already asked for one. Then whether to remember
   * the browser.
   */
  void intoBrowser() throws BindingRefused {
    int number = 0;
    for (FlowTree.Step anchor : anchors(PASSWORD_FORMS, "password form (%s)")) {
      String name = name(number++);
      AuthenticationFlowModel level = level(anchor);
      AuthenticationFlowModel deny = refusal(name, LIKE_WRONG_PASSWORD);
      AuthenticationFlowModel stepUp = stepUp(name, Proof.ANY_UNLESS_TRUSTED);
      insertBehind(level, anchor, List.of(judgement(), ofFlow(CONDITIONAL, deny)));
      AuthenticationFlowModel behind = level(FlowTree.outermost(anchor));
      append(behind, ofFlow(CONDITIONAL, stepUp));
      step(behind, REQUIRED, TRUST, null);
    }
  }

  /**
   * In front of the mail: the judgement and the refusal. In its place: ours, whose time tells of no
   * account. Behind it: a second factor that is not the mailbox again.
   */
  void intoResetCredentials() throws BindingRefused {
    int number = 0;
    for (FlowTree.Step anchor : anchors(RESET_MAIL, "step that sends the mail (%s)")) {
      String name = name(number++);
      anchor.execution().setAuthenticator(ResetMailAuthenticatorFactory.ID);
      realm.updateAuthenticatorExecution(anchor.execution());
      AuthenticationFlowModel deny =
          refusal(name, "A high risk is refused, and looks as if the mail had been sent");
      insert(level(anchor), anchor, List.of(judgement(), ofFlow(CONDITIONAL, deny)), List.of());
      FlowTree.Step outermost = FlowTree.outermost(anchor);
      insertBehind(
          level(outermost),
          outermost,
          List.of(ofFlow(CONDITIONAL, stepUp(name, Proof.NOT_MAILED))));
    }
  }

  /** Behind everything that makes an account or finds the one to be linked. */
  void intoFirstBrokerLogin() throws BindingRefused {
    Map<String, FlowTree.Step> last = new LinkedHashMap<>();
    for (FlowTree.Step anchor : anchors(BROKERED_USER, "step that finds a user (%s)")) {
      FlowTree.Step outermost = FlowTree.outermost(anchor);
      last.put(outermost.execution().getParentFlow(), outermost);
    }
    int number = 0;
    for (FlowTree.Step anchor : last.values()) {
      String name = name(number++);
      AuthenticationFlowModel deny = refusal(name, LIKE_WRONG_PASSWORD);
      AuthenticationFlowModel stepUp = stepUp(name, Proof.ANY);
      insertBehind(level(anchor), anchor, List.of(judgement(), ofFlow(CONDITIONAL, deny)));
      append(level(anchor), ofFlow(CONDITIONAL, stepUp));
    }
  }

  /** All there is: the judgement, the refusal, the second factor, whether to remember. */
  void intoPostBrokerLogin() {
    String name = name(0);
    append(flow, judgement());
    append(flow, ofFlow(CONDITIONAL, refusal(name, "A high risk is refused")));
    append(flow, ofFlow(CONDITIONAL, stepUp(name, Proof.ANY_UNLESS_TRUSTED)));
    step(flow, REQUIRED, TRUST, null);
  }

  /** The same, with nobody to ask: a one-time password comes with the request or not at all. */
  void intoDirectGrant() throws BindingRefused {
    int number = 0;
    for (FlowTree.Step anchor : anchors(GRANT_PASSWORD, "password check (%s)")) {
      String name = name(number++);
      AuthenticationFlowModel level = level(anchor);
      AuthenticationFlowModel deny = refusal(name, LIKE_WRONG_PASSWORD);
      AuthenticationFlowModel stepUp =
          subFlow(name + " step-up", "A risk needs a one-time password");
      condition(stepUp, name + " medium risk", Map.of("minimum", "MEDIUM"));
      unlessAlreadyAsked(stepUp, name);
      AuthenticationFlowModel none = subFlow(name + " no OTP", "Whoever has none is refused");
      step(
          none,
          REQUIRED,
          "flowshield-condition-second-factor",
          config(name + " without OTP", Map.of("available", "false", "factors", "otp")));
      step(none, REQUIRED, "flowshield-deny", likeWrongPassword(name + " no OTP refuse"));
      child(stepUp, CONDITIONAL, none);
      step(stepUp, REQUIRED, "direct-grant-validate-otp", null);
      insertBehind(level, anchor, List.of(judgement(), ofFlow(CONDITIONAL, deny)));
      append(level(FlowTree.outermost(anchor)), ofFlow(CONDITIONAL, stepUp));
    }
  }

  /** Last in the form that creates the user, so that every other check of it has been passed. */
  void intoRegistration() throws BindingRefused {
    List<FlowTree.Step> creations = new FlowTree(realm, flow).enabled(USER_CREATION);
    if (creations.isEmpty()) {
      throw missing("step that creates the user (registration-user-creation)");
    }
    for (FlowTree.Step creation : creations) {
      AuthenticationExecutionModel judge = new AuthenticationExecutionModel();
      judge.setAuthenticator("flowshield-registration-risk");
      judge.setRequirement(REQUIRED);
      append(level(creation), judge);
    }
  }

  /** Places behind which our steps may stand, each once. */
  private Set<FlowTree.Step> anchors(Set<String> authenticators, String what)
      throws BindingRefused {
    List<FlowTree.Step> found = new FlowTree(realm, flow).enabled(authenticators);
    String named = what.formatted(String.join(", ", authenticators.stream().sorted().toList()));
    if (found.isEmpty()) {
      throw missing(named);
    }
    Set<FlowTree.Step> anchors = new LinkedHashSet<>();
    for (FlowTree.Step step : found) {
      anchors.add(
          FlowTree.anchor(step)
              .orElseThrow(
                  () ->
                      new BindingRefused(
                          "In the flow \"%s\" the %s is an ALTERNATIVE, and so is every sub-flow around it: what stands behind it would not run. Put it, REQUIRED, into a sub-flow of its own."
                              .formatted(original, named))));
    }
    return anchors;
  }

  private BindingRefused missing(String what) {
    return new BindingRefused(
        "The flow \"%s\" has no enabled %s, so there is no place for our steps. Set it up by hand (docs/flows.md), or leave this door out."
            .formatted(original, what));
  }

  private String name(int number) {
    return number == 0 ? flow.getAlias() : flow.getAlias() + " " + (number + 1);
  }

  private AuthenticationFlowModel level(FlowTree.Step step) {
    return realm.getAuthenticationFlowById(step.execution().getParentFlow());
  }

  /** What a step-up asks for. */
  private enum Proof {
    /** Any second factor, but for a browser that has been remembered after one. */
    ANY_UNLESS_TRUSTED,
    /** Any second factor. */
    ANY,
    /** A second factor that is no code by mail. */
    NOT_MAILED
  }

  /** A second factor for a medium risk. */
  private AuthenticationFlowModel stepUp(String name, Proof proof) {
    boolean mail = proof != Proof.NOT_MAILED;
    AuthenticationFlowModel stepUp = subFlow(name + " step-up", "A risk needs a second factor");
    condition(
        stepUp,
        name + " medium risk",
        proof == Proof.ANY_UNLESS_TRUSTED
            ? Map.of("minimum", "MEDIUM", "unlessTrusted", "true")
            : Map.of("minimum", "MEDIUM"));
    unlessAlreadyAsked(stepUp, name);
    AuthenticationFlowModel none =
        subFlow(name + " no second factor", "Whoever has none must not enrol one now");
    step(
        none,
        REQUIRED,
        "flowshield-condition-second-factor",
        config(
            name + " without second factor",
            mail
                ? Map.of("available", "false")
                : Map.of("available", "false", "factors", "otp" + SEPARATOR + "webauthn")));
    step(none, REQUIRED, "flowshield-deny", likeWrongPassword(name + " no second factor refuse"));
    child(stepUp, CONDITIONAL, none);
    AuthenticationFlowModel second = subFlow(name + " second factor", "Any one that the user has");
    step(second, ALTERNATIVE, "auth-otp-form", null);
    step(second, ALTERNATIVE, "webauthn-authenticator", null);
    if (mail) {
      step(second, ALTERNATIVE, "flowshield-email-code", null);
    }
    child(stepUp, REQUIRED, second);
    return stepUp;
  }

  private AuthenticationFlowModel refusal(String name, String description) {
    AuthenticationFlowModel deny = subFlow(name + " deny", description);
    condition(deny, name + " high risk", Map.of("minimum", "HIGH"));
    step(deny, REQUIRED, "flowshield-deny", likeWrongPassword(name + " refuse"));
    return deny;
  }

  private void condition(
      AuthenticationFlowModel parent, String name, Map<String, String> settings) {
    step(parent, REQUIRED, "flowshield-condition-risk-level", config(name, settings));
  }

  private void unlessAlreadyAsked(AuthenticationFlowModel parent, String name) {
    step(
        parent,
        REQUIRED,
        "conditional-credential",
        config(
            name + " not asked yet", Map.of("credentials", SECOND_FACTORS, "included", "false")));
  }

  private String likeWrongPassword(String name) {
    return config(name, Map.of("likeWrongPassword", "true"));
  }

  private String config(String alias, Map<String, String> values) {
    AuthenticatorConfigModel config = new AuthenticatorConfigModel();
    config.setAlias(alias);
    config.setConfig(values);
    return realm.addAuthenticatorConfig(config).getId();
  }

  private AuthenticationFlowModel subFlow(String alias, String description) {
    AuthenticationFlowModel sub = new AuthenticationFlowModel();
    sub.setAlias(alias);
    sub.setDescription(description);
    sub.setProviderId(BASIC_FLOW);
    sub.setTopLevel(false);
    sub.setBuiltIn(false);
    return realm.addAuthenticationFlow(sub);
  }

  private static AuthenticationExecutionModel judgement() {
    AuthenticationExecutionModel execution = new AuthenticationExecutionModel();
    execution.setAuthenticator("flowshield-risk");
    execution.setRequirement(REQUIRED);
    return execution;
  }

  private static AuthenticationExecutionModel ofFlow(
      Requirement requirement, AuthenticationFlowModel sub) {
    AuthenticationExecutionModel execution = new AuthenticationExecutionModel();
    execution.setAuthenticatorFlow(true);
    execution.setFlowId(sub.getId());
    execution.setRequirement(requirement);
    return execution;
  }

  private void step(
      AuthenticationFlowModel parent,
      Requirement requirement,
      String authenticator,
      @Nullable String configId) {
    AuthenticationExecutionModel execution = new AuthenticationExecutionModel();
    execution.setAuthenticator(authenticator);
    execution.setRequirement(requirement);
    execution.setAuthenticatorConfig(configId);
    append(parent, execution);
  }

  private void child(
      AuthenticationFlowModel parent, Requirement requirement, AuthenticationFlowModel sub) {
    append(parent, ofFlow(requirement, sub));
  }

  private void append(AuthenticationFlowModel parent, AuthenticationExecutionModel added) {
    int last =
        realm
            .getAuthenticationExecutionsStream(parent.getId())
            .mapToInt(AuthenticationExecutionModel::getPriority)
            .max()
            .orElse(0);
    added.setParentFlow(parent.getId());
    added.setPriority(last + 10);
    realm.addAuthenticatorExecution(added);
  }

  private void insertBehind(
      AuthenticationFlowModel parent,
      FlowTree.Step anchor,
      List<AuthenticationExecutionModel> added) {
    insert(parent, anchor, List.of(), added);
  }

  private void insert(
      AuthenticationFlowModel parent,
      FlowTree.Step anchor,
      List<AuthenticationExecutionModel> before,
      List<AuthenticationExecutionModel> behind) {
    List<AuthenticationExecutionModel> order =
        new ArrayList<>(realm.getAuthenticationExecutionsStream(parent.getId()).toList());
    int priority = 0;
    for (AuthenticationExecutionModel execution : order) {
      boolean here = execution.getId().equals(anchor.execution().getId());
      if (here) {
        priority = add(parent, before, priority);
      }
      priority += 10;
      execution.setPriority(priority);
      realm.updateAuthenticatorExecution(execution);
      if (here) {
        priority = add(parent, behind, priority);
      }
    }
  }

  private int add(
      AuthenticationFlowModel parent, List<AuthenticationExecutionModel> added, int behind) {
    int priority = behind;
    for (AuthenticationExecutionModel ours : added) {
      priority += 10;
      ours.setParentFlow(parent.getId());
      ours.setPriority(priority);
      realm.addAuthenticatorExecution(ours);
    }
    return priority;
  }
}
