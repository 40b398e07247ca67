package io.flowshield.risk.counters;

import io.flowshield.ml.context.Counters;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Counts events over sliding windows. Thread-safe, bounded, and never a reason to refuse somebody:
 * what is forgotten counts as not seen.
 */
public interface CounterStore {

  /**
   * Counts a failed login.
   *
   * @param userId whose account; null for a user name that nobody has
   * @param addressKey keyed address it came from
   * @param prefix truncated address it came from
   */
  void loginFailed(
      String realmId, @Nullable String userId, String addressKey, String prefix, Instant time);

  /**
   * Counts a completed login.
   *
   * @param prefix truncated address it came from
   * @param sessionId the user session that it began or joined; null when there is none
   */
  void loginCompleted(
      String realmId, String userId, String prefix, @Nullable String sessionId, Instant time);

  /** Counts a user session as ended. */
  void sessionEnded(String realmId, String userId, String sessionId, Instant time);

  /** Counts a credential or an address of an account that was set, changed or removed. */
  void credentialChanged(String realmId, String userId, Instant time);

  /**
   * Counts a registration, accepted or refused.
   *
   * @param prefix truncated address it came from
   */
  void registered(String realmId, String prefix, Instant time);

  /**
   * What was counted before a request.
   *
   * @param userId whose attempt it is; null at a registration
   */
  Counters snapshot(
      String realmId, @Nullable String userId, String addressKey, String prefix, Instant time);
}
