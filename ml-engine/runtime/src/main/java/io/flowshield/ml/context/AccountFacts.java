package io.flowshield.ml.context;

/**
 * The account that somebody wants to use.
 *
 * @param privilege what it may do to others
 */
public record AccountFacts(Privilege privilege) {

  /** Nothing is known of it, or there is none yet. */
  public static final AccountFacts UNKNOWN = new AccountFacts(Privilege.UNKNOWN);

  /** What an account may do to others. */
  public enum Privilege {
    /** Not known: neutral. */
    UNKNOWN,
    /** Nothing worth mentioning. */
    ORDINARY,
    /** It holds a role that administers the realm, or one that the administrator listed. */
    SENSITIVE
  }
}
