package io.flowshield.temporal;

import io.flowshield.risk.outbox.OutboxEvent;

/** Takes one row to where it must go. */
interface OutboxDispatcher extends AutoCloseable {

  /**
   * Returns once the receiver has taken the row, or has taken it before, or will never want it.
   *
   * @throws ReceiverUnavailableException when another time may do
   * @throws UndeliverableException when no time will
   */
  void dispatch(OutboxEvent event) throws ReceiverUnavailableException, UndeliverableException;

  @Override
  void close();
}
