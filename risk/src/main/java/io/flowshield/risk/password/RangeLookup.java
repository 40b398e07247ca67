package io.flowshield.risk.password;

import io.flowshield.ml.password.range.RangeClient;
import io.flowshield.ml.password.range.RangeUnavailableException;
import io.micrometer.core.instrument.Metrics;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks the range service that the administrator named, within its time limit, and leaves it alone
 * for a minute when it has failed three times in a row. What it does not answer is not known to it.
 * Thread-safe.
 */
public final class RangeLookup {
  private static final Logger LOG = Logger.getLogger(RangeLookup.class);
  private static final int MOST_FAILURES = 3;
  private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

  /** No service was named. */
  public static final RangeLookup NONE = new RangeLookup(null);

  private final @Nullable RangeClient client;
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicLong pausedNanos = new AtomicLong();

  private RangeLookup(@Nullable RangeClient client) {
    this.client = client;
  }

  /** A service; none when there is no address or it cannot be used, which the log tells. */
  public static RangeLookup of(@Nullable String url, Duration limit) {
    if (url == null || url.isBlank()) {
      return NONE;
    }
    try {
      return new RangeLookup(new RangeClient(URI.create(url.strip()), limit));
    } catch (IllegalArgumentException e) {
      LOG.errorf("The range service is not asked, its address cannot be used: %s", e.getMessage());
      return NONE;
    }
  }

  /** Whether the service says that a password has leaked. */
  public boolean knows(CharSequence password) {
    if (client == null || isPaused()) {
      return false;
    }
    try {
      boolean known = client.leaks(password) > 0;
      failures.set(0);
      return known;
    } catch (RangeUnavailableException e) {
      failed(e.reason().name());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failed("INTERRUPTED");
    }
    return false;
  }

  private boolean isPaused() {
    return failures.get() >= MOST_FAILURES && System.nanoTime() - pausedNanos.get() < PAUSE_NANOS;
  }

  private void failed(String cause) {
    Metrics.globalRegistry.counter("flowshield.passwords.range.failed", "cause", cause).increment();
    pausedNanos.set(System.nanoTime());
    if (failures.incrementAndGet() == MOST_FAILURES) {
      LOG.warnf("The range service does not answer (%s); the list on this machine counts", cause);
    }
  }
}
