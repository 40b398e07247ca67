package io.flowshield.risk.sharedsignals;

import io.flowshield.risk.policy.Action;
import io.flowshield.risk.policy.RiskLevel;
import io.flowshield.risk.store.Requirement;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What transmitters can tell us of a user, and what it is worth: CAEP 1.0 and RISC 1.0. */
enum ReceivedSignal {
  SESSION_REVOKED(
      "caep/event-type/session-revoked",
      0.85,
      RiskLevel.HIGH,
      Action.DENY,
      Requirement.Kind.REAUTHENTICATE),
  /** Counts like a change here: the next logins' risk is higher for it. */
  CREDENTIAL_CHANGE(
      "caep/event-type/credential-change", 0.30, RiskLevel.MEDIUM, Action.ALLOW, null),
  CREDENTIAL_COMPROMISED(
      "risc/event-type/credential-compromise",
      0.95,
      RiskLevel.HIGH,
      Action.CHALLENGE,
      Requirement.Kind.CHANGE_PASSWORD),
  ACCOUNT_DISABLED(
      "risc/event-type/account-disabled", 1, RiskLevel.HIGH, Action.DENY, Requirement.Kind.BLOCKED),
  /** Takes back what {@link #ACCOUNT_DISABLED} required. */
  ACCOUNT_ENABLED("risc/event-type/account-enabled", 0, RiskLevel.LOW, Action.ALLOW, null);

  private static final String EVENTS = "https://schemas.openid.net/secevent/";

  private final String type;
  private final double score;
  private final RiskLevel level;
  private final Action action;
  private final Requirement.@Nullable Kind requirement;

  ReceivedSignal(
      String type,
      double score,
      RiskLevel level,
      Action action,
      Requirement.@Nullable Kind requirement) {
    this.type = EVENTS + type;
    this.score = score;
    this.level = level;
    this.action = action;
    this.requirement = requirement;
  }

  /** By the event's type; empty when it is none of these. */
  static Optional<ReceivedSignal> of(String type) {
    return Arrays.stream(values()).filter(signal -> signal.type.equals(type)).findFirst();
  }

  /** The code of the decision's reason and of the requirement's. */
  String code() {
    return "SIGNAL_" + name();
  }

  double score() {
    return score;
  }

  RiskLevel level() {
    return level;
  }

  Action action() {
    return action;
  }

  Optional<Requirement.Kind> requirement() {
    return Optional.ofNullable(requirement);
  }
}
