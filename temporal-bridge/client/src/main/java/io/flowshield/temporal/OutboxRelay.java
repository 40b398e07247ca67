package io.flowshield.temporal;

import io.flowshield.risk.outbox.OutboxEvent;
import io.flowshield.risk.outbox.OutboxQueue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * Delivers due rows of the outbox at least once and in order per user. One daemon thread per node,
 * woken by commits of this node and by a timer for what other nodes left behind. Rows are leased,
 * so that a node that dies loses nothing; the receiver recognises what it gets twice.
 */
final class OutboxRelay implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
  private static final int BATCH = 32;

  /** Longer than a batch can take: no call is begun after half of it, and calls are bounded. */
  private static final Duration LEASE = Duration.ofSeconds(60);

  private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);

  private final KeycloakSessionFactory sessions;
  private final OutboxQueue queue;
  private final OutboxDispatcher dispatcher;
  private final Duration interval;
  private final Backoff backoff;
  private final RelayMetrics metrics;
  private final Clock clock;
  private final String owner = UUID.randomUUID().toString();
  private final Semaphore wakeUp = new Semaphore(0);
  private final Thread thread = new Thread(this::run, "flowshield-relay");

  private volatile boolean stopped;
  private @Nullable Instant lastWarning;

  OutboxRelay(
      KeycloakSessionFactory sessions,
      OutboxQueue queue,
      OutboxDispatcher dispatcher,
      Duration interval,
      Backoff backoff,
      RelayMetrics metrics,
      Clock clock) {
    this.sessions = sessions;
    this.queue = queue;
    this.dispatcher = dispatcher;
    this.interval = interval;
    this.backoff = backoff;
    this.metrics = metrics;
    this.clock = clock;
    thread.setDaemon(true);
    thread.setContextClassLoader(OutboxRelay.class.getClassLoader());
  }

  void start() {
    thread.start();
  }

  /** Rows were committed. Returns at once. */
  void nudge() {
    wakeUp.release();
  }

  private void run() {
    while (!stopped) {
      int handled = 0;
      try {
        handled = deliverDue();
      } catch (RuntimeException e) {
        // The database may be away or not yet migrated; the next round may be luckier.
        metrics.error();
        warn("the outbox could not be read or written", e);
      }
      if (handled < BATCH) {
        sleep();
      }
    }
  }

  private void sleep() {
    try {
      if (wakeUp.tryAcquire(interval.toMillis(), TimeUnit.MILLISECONDS)) {
        wakeUp.drainPermits();
      }
    } catch (InterruptedException e) {
      // Only close() interrupts, after it has set the flag.
      Thread.currentThread().interrupt();
    }
  }

  /**
   * One round: leases what is due and delivers it.
   *
   * @return rows handled; 0 also when the receiver is away, so that the caller rests
   */
  int deliverDue() {
    Instant begun = clock.instant();
    List<OutboxEvent> due = queue.claim(sessions, owner, LEASE, BATCH);
    String unavailable = "";
    for (OutboxEvent event : due) {
      if (stopped || clock.instant().isAfter(begun.plus(LEASE.dividedBy(2)))) {
        queue.retry(sessions, event, owner, clock.instant(), "not reached in this round");
      } else if (!unavailable.isEmpty()) {
        // One time-out is enough to know: the others need not wait for theirs.
        retry(event, unavailable);
      } else {
        unavailable = deliver(event);
      }
    }
    return unavailable.isEmpty() ? due.size() : 0;
  }

  /**
   * @return why the receiver is unavailable, empty when it is not
   */
  private String deliver(OutboxEvent event) {
    try {
      dispatcher.dispatch(event);
    } catch (ReceiverUnavailableException e) {
      warn("rows wait: " + e.getMessage(), null);
      retry(event, String.valueOf(e.getMessage()));
      return String.valueOf(e.getMessage());
    } catch (UndeliverableException e) {
      LOG.errorf(
          "outbox row %s (%s) is a dead letter; its user's later rows wait for an administrator: %s",
          event.id(), event.type(), e.getMessage());
      metrics.dead(event);
      queue.deadLetter(sessions, event, owner, String.valueOf(e.getMessage()));
      return "";
    } catch (RuntimeException e) {
      // A fault of ours, of this row only as far as we know: do not let it stop the others.
      warn("outbox row " + event.id() + " failed", e);
      retry(event, e.getClass().getSimpleName());
      return "";
    }
    queue.delivered(sessions, event, owner);
    metrics.delivered(event, Duration.between(event.created(), clock.instant()));
    return "";
  }

  private void retry(OutboxEvent event, String error) {
    metrics.retried(event);
    Duration pause = backoff.pause(event.attempts() + 1);
    queue.retry(sessions, event, owner, clock.instant().plus(pause), error);
  }

  private void warn(String message, @Nullable Throwable cause) {
    Instant now = clock.instant();
    if (lastWarning == null || now.isAfter(lastWarning.plus(LOG_INTERVAL))) {
      lastWarning = now;
      LOG.warn(message, cause);
    }
  }

  /** Lets the call under way end, then closes the dispatcher. */
  @Override
  public void close() {
    stopped = true;
    nudge();
    try {
      thread.join(TemporalDispatcher.CALL_LIMIT.plusSeconds(2).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt();
    dispatcher.close();
  }
}
