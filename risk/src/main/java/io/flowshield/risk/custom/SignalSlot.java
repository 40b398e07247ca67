package io.flowshield.risk.custom;

import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.signal.Signal;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One custom signal with its limits and counts. Thread-safe. */
final class SignalSlot {
  /** Attempts that may be waiting for one signal; a signal that hangs holds no more threads. */
  static final int AT_ONCE = 8;

  private static final Logger LOG = Logger.getLogger(SignalSlot.class);
  private static final String ID = "[a-z][a-z0-9-]{0,39}";
  private static final long LOG_EVERY = 1000;

  /** Why there is no value where there should be one. */
  enum Failure {
    /** It threw an exception. */
    THREW,
    /** It took too long. */
    SLOW,
    /** Its value lies outside [0, 1]. */
    INVALID,
    /** It was not asked: too many failures before. */
    PAUSED,
    /** It was not asked: too many attempts are waiting for it. */
    BUSY
  }

  final CustomSignal signal;
  final String id;
  final CustomSignal.Direction direction;
  final Set<String> attributes;
  final CircuitBreaker breaker;
  final Semaphore places = new Semaphore(AT_ONCE);
  private final LongAdder asked = new LongAdder();
  private final Map<Failure, LongAdder> failures = new EnumMap<>(Failure.class);

  /**
   * @throws IllegalArgumentException when the id is none
   */
  SignalSlot(CustomSignal signal, LongSupplier nanos) {
    this.signal = signal;
    id = signal.getId();
    if (!id.matches(ID)) {
      throw new IllegalArgumentException("An id is at most 40 of a-z, 0-9 and -: " + id);
    }
    direction = signal.direction();
    attributes = Set.copyOf(signal.attributes());
    breaker = new CircuitBreaker(nanos);
    for (Failure failure : Failure.values()) {
      failures.put(failure, new LongAdder());
    }
  }

  /** The reason in decisions, for example {@code CUSTOM_OFFICE_HOURS}. */
  String code() {
    return "CUSTOM_" + id.replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** The feature in decisions, for example {@code custom_office_hours}. */
  String feature() {
    return CustomSignals.PREFIX + id.replace('-', '_');
  }

  /** Counts an attempt; false when the signal must not be asked now. */
  boolean begin() {
    asked.increment();
    if (!breaker.admits()) {
      count(Failure.PAUSED, null);
      return false;
    }
    if (!places.tryAcquire()) {
      count(Failure.BUSY, null);
      return false;
    }
    return true;
  }

  /** Takes an answer. */
  double answered(double value) {
    if (Double.isNaN(value) || (value >= 0 && value <= 1)) {
      breaker.succeeded();
      return value;
    }
    failed(Failure.INVALID, null);
    return Double.NaN;
  }

  void failed(Failure failure, @Nullable Throwable cause) {
    breaker.failed();
    count(failure, cause);
  }

  void count(Failure failure, @Nullable Throwable cause) {
    LongAdder counter = counter(failure);
    counter.increment();
    if (counter.sum() % LOG_EVERY == 1) {
      LOG.warnf(cause, "Custom signal %s had no value (%s); logins go on without it", id, failure);
    }
  }

  private LongAdder counter(Failure failure) {
    return Objects.requireNonNull(failures.get(failure));
  }

  long asked() {
    return asked.sum();
  }

  long failures(Failure failure) {
    return counter(failure).sum();
  }

  long allFailures() {
    return failures.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** As the counts of signals see it. */
  Signal watched() {
    return new Watched(code());
  }

  private record Watched(String code) implements Signal {
    @Override
    public float value(RiskContext context) {
      return Float.NaN;
    }

    @Override
    public double logOdds(float value) {
      return value > 0 ? 1 : 0;
    }
  }
}
