package io.flowshield.workflow;

/** Why the watch over a user ended. */
public enum AdaptiveOutcome {
  /** Nothing is required any more. */
  LIFTED,
  /** What was required has lapsed. */
  LAPSED,
  /** There is no such user any more. */
  USER_REMOVED
}
