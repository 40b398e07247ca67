package io.flowshield.risk.lint;

import io.flowshield.risk.lint.BoundFlow.Kind;
import io.flowshield.risk.lint.Finding.Code;
import java.util.ArrayList;
import java.util.List;

/** The rules that look at the realm as a whole and at the server. */
final class RealmRules {
  private static final String REALM = "realm";
  private static final String SERVER = "server";

  private final RealmView realm;
  private final List<Finding> findings = new ArrayList<>();

  private RealmRules(RealmView realm) {
    this.realm = realm;
  }

  static List<Finding> check(RealmView realm) {
    RealmRules rules = new RealmRules(realm);
    rules.doors();
    rules.providers();
    rules.switches();
    rules.settings();
    rules.server();
    return rules.findings;
  }

  private void doors() {
    for (BoundFlow flow : realm.flows()) {
      if (flow.kind().isLogin() && !FlowRules.has(flow, FlowRules.JUDGE)) {
        found(
            Code.LOGIN_NOT_JUDGED,
            flow.place(),
            "Logins through this flow are not judged.",
            "Bind a flow with \"Flow Shield: judge risk\" (the command apply does it).");
      }
      boolean registration = flow.kind() == Kind.REGISTRATION && realm.registrationAllowed();
      if (registration && !FlowRules.has(flow, FlowRules.REGISTRATION_JUDGE)) {
        found(
            Code.REGISTRATION_NOT_JUDGED,
            flow.place(),
            "People may register, and registrations are not judged.",
            "Bind a flow with the registration action (the command apply, door registration), or"
                + " switch registration off.");
      } else if (registration && !realm.pendingAction()) {
        found(
            Code.PENDING_ACTION_OFF,
            flow.place(),
            "The required action flowshield-pending is missing or disabled, so every registration"
                + " is refused.",
            "Enable it: Authentication, Required actions.");
      }
      if (flow.kind() == Kind.RESET_CREDENTIALS
          && realm.resetAllowed()
          && !FlowRules.has(flow, FlowRules.JUDGE)) {
        found(
            Code.RESET_NOT_JUDGED,
            flow.place(),
            "People may reset forgotten passwords, and nobody judges that: a mailbox is enough.",
            "Run the command apply with --doors reset-credentials.");
      }
      if (flow.kind().isBrokered()
          && realm.providers() > 0
          && !FlowRules.has(flow, FlowRules.JUDGE)) {
        found(
            Code.BROKER_NOT_JUDGED,
            flow.place(),
            "Logins by identity provider run through this flow, and are not judged in it.",
            "Run the command apply with --doors first-broker-login,post-broker-login, or name a"
                + " judged flow in the identity provider's settings.");
      }
    }
  }

  private void providers() {
    if (realm.providersWithoutPostFlow() > 0) {
      found(
          Code.BROKER_NOT_JUDGED,
          "identity providers",
          "%d of them name no post login flow: whoever has come by them before is not judged."
              .formatted(realm.providersWithoutPostFlow()),
          "Run the command apply with --doors post-broker-login.");
    }
  }

  private void switches() {
    if (!realm.listener()) {
      found(
          Code.LISTENER_MISSING,
          REALM,
          "The event listener flowshield is missing: nothing is learnt from logins and failures, so"
              + " nobody ever becomes familiar.",
          "Add it: Realm settings, Events, Event listeners.");
    }
    if (!realm.events()) {
      found(
          Code.EVENTS_OFF,
          REALM,
          "Keycloak stores no events: what led to a decision cannot be looked up later.",
          "Switch them on: Realm settings, Events, User events settings.");
    }
    if (!realm.bruteForce()) {
      found(
          Code.BRUTE_FORCE_OFF,
          REALM,
          "Keycloak's brute-force detection is off. Flow Shield judges whoever has found the"
              + " password, not each guess.",
          "Switch it on, with temporary lock-outs: Realm settings, Security defenses.");
    }
    realm
        .reportOnly()
        .forEach(
            place ->
                found(
                    Code.REPORT_ONLY,
                    place,
                    "Decisions are recorded here, and nobody is challenged or refused; a session"
                        + " that begins here opens the realm's other applications too.",
                    "Set flowshield.reportOnly to false once the decisions look right."));
  }

  private void settings() {
    if (realm.thresholds().medium() >= realm.thresholds().high()) {
      found(
          Code.MEDIUM_EMPTY,
          REALM,
          "flowshield.login.mediumThreshold is not below flowshield.login.highThreshold: every"
              + " login is either let through or denied, none is asked for a second factor.",
          "Lower the one or raise the other.");
    }
    for (String attribute : realm.invalid()) {
      found(
          Code.SETTING_INVALID,
          "attribute " + attribute,
          "The value makes no sense, so the default counts.",
          "Correct or remove it; the page of settings tells what it may be.");
    }
  }

  private void server() {
    for (String model : realm.unusableModels()) {
      found(
          Code.MODEL_MISSING,
          "model " + model,
          "It does not judge; rules answer in its place, or its signal is missing.",
          "See the health page and the server's log.");
    }
    RealmView.Proxy proxy = realm.proxy();
    if (proxy.headers().isEmpty() && proxy.seen()) {
      found(
          Code.PROXY_HEADERS_IGNORED,
          SERVER,
          "This request came through a proxy whose headers the server ignores: everybody seems to"
              + " come from the proxy's address.",
          "Start Keycloak with --proxy-headers and --proxy-trusted-addresses.");
    }
    if (!proxy.headers().isEmpty() && proxy.trusted().isEmpty()) {
      found(
          Code.PROXY_HEADERS_OF_ANYBODY,
          SERVER,
          "The server believes the forwarding headers of whoever sends them: who reaches it past"
              + " the proxy chooses the address that is judged.",
          "Start Keycloak with --proxy-trusted-addresses=<addresses of the proxies>.");
    }
  }

  private void found(Code code, String place, String text, String fix) {
    findings.add(new Finding(code, place, text, fix));
  }
}
