package io.flowshield.workflow;

/**
 * What is required of a user.
 *
 * @param kind REAUTHENTICATE, CHANGE_PASSWORD, BLOCKED, or {@link #NOTHING}
 * @param reason code; empty for nothing
 * @param sinceMillis when it was set, since the epoch; tells one setting from the next
 * @param untilMillis when it lapses; 0 for never
 */
public record RequirementView(String kind, String reason, long sinceMillis, long untilMillis) {
  /** Kind when nothing is required. */
  public static final String NOTHING = "NONE";

  /** Kind that keeps a user out. */
  public static final String BLOCKED = "BLOCKED";

  /** Nothing is required. */
  public static final RequirementView NONE = new RequirementView(NOTHING, "", 0, 0);

  /** Whether something is required that has not lapsed. */
  public boolean isOpenAt(long nowMillis) {
    return !kind.equals(NOTHING) && (untilMillis == 0 || nowMillis < untilMillis);
  }
}
