package io.flowshield.risk.policy;

/** What a decision asks the flow to do, mildest first. */
public enum Action {
  ALLOW,
  /** Login: ask for another factor. */
  CHALLENGE,
  /** Registration: let the saga hold the account until an administrator has decided. */
  REVIEW,
  /** Login: refuse. Registration: refuse. */
  DENY
}
