package io.flowshield.risk.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * The relay's side of the outbox. Each call is a short transaction of its own; safe on many nodes
 * at once. Only a user's oldest open row can be claimed, so that a lane keeps its order.
 */
public interface OutboxQueue {

  /**
   * Leases due rows to an owner.
   *
   * @param owner the node's relay
   * @param lease how long others leave them alone
   */
  List<OutboxEvent> claim(KeycloakSessionFactory factory, String owner, Duration lease, int limit);

  /** Marks a row delivered, when the owner still holds it. */
  void delivered(KeycloakSessionFactory factory, OutboxEvent event, String owner);

  /**
   * Gives a row back after a failure that may pass.
   *
   * @param retryAt when it may be claimed again
   * @param error a short text without personal data
   */
  void retry(
      KeycloakSessionFactory factory,
      OutboxEvent event,
      String owner,
      Instant retryAt,
      String error);

  /** Stops the user's lane at this row until an administrator retries or skips it. */
  void deadLetter(KeycloakSessionFactory factory, OutboxEvent event, String owner, String error);
}
