package io.flowshield.risk.store;

import java.time.Instant;

/**
 * What somebody who can know says of an attempt; retraining reads it beside the numbers that were
 * judged. An administrator's word counts more than a user's.
 *
 * @param verdict what it was
 * @param source who says so
 * @param by id of that user
 * @param time since when
 */
public record Label(Verdict verdict, Source source, String by, Instant time) {

  /** What an attempt was. */
  public enum Verdict {
    FRAUD,
    SAFE
  }

  /** Whose word it is. */
  public enum Source {
    /** Looked into it. */
    ADMINISTRATOR,
    /** Whose account it was: "this was not me". */
    USER
  }
}
