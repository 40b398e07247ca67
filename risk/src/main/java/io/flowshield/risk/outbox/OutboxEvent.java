package io.flowshield.risk.outbox;

import java.time.Instant;
import java.util.Map;

/**
 * One row of the outbox. Holds ids, numbers and codes, never names or addresses.
 *
 * @param id UUID; update and idempotency ids are made from it
 * @param realmId realm it belongs to
 * @param userId lane: rows of one user are delivered in order
 * @param sequence place in the lane, from 1, growing without going back; gaps are possible
 * @param type what happened
 * @param payload small facts by name; names are listed in {@link Type}
 * @param created when it was written
 * @param attempts deliveries tried so far
 */
public record OutboxEvent(
    String id,
    String realmId,
    String userId,
    long sequence,
    Type type,
    Map<String, String> payload,
    Instant created,
    int attempts) {

  /** What happened, with the payload's names. */
  public enum Type {
    /** {@code decisionId, score, level, action, model, modelVersion, locale}. Starts the saga. */
    REGISTRATION,
    /** No payload. Signals the saga. */
    EMAIL_VERIFIED,
    /** {@code cause} (a reason code). Signals the saga to look at the risk again. */
    RISK_CHANGED,
    /** {@code verdict} (APPROVE or REJECT), {@code reviewer} (user id). Updates the saga. */
    REVIEW_VERDICT,
    /**
     * {@code kind} (of the requirement, or NONE), {@code reason}, {@code since}, {@code until}
     * (milliseconds; 0 for never). Starts or signals the watch over the user.
     */
    REQUIREMENT_CHANGED,
    /** {@code score, model, modelVersion, cause} of a login. Signals the watch over the user. */
    USER_RISK,
    /** The same of how the user behaves. Signals the watch over the user. */
    BEHAVIOUR_ANOMALY,
    /** {@code verdict} (CONFIRM or DISMISS), {@code reviewer} (user id). Updates the watch. */
    REQUIREMENT_VERDICT,
    /**
     * {@code provisioned} (false when no service can hold the account). Signals the saga to
     * withdraw what it provisioned, or starts what does when the saga has ended; signals the watch
     * to end.
     */
    USER_REMOVED
  }
}
