package io.flowshield.risk.custom;

import io.flowshield.ml.FeatureSchema;
import io.flowshield.ml.FeatureVector;
import io.flowshield.ml.Odds;
import io.flowshield.ml.Reason;
import io.flowshield.ml.RiskAssessment;
import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.signal.Signal;
import io.flowshield.risk.custom.SignalSlot.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks custom signals and lets them move a score, within bounds. Thread-safe. A login waits for all
 * of them together no longer than the limit; what is missing then stays missing (NaN).
 *
 * <p>A signal with the value v in [0, 1] and the weight w moves the score's log-odds by w v, up or
 * down by its direction. All that raise may add {@value #MOST_UP} together (odds 20 times as high),
 * all that lower may take {@value #MOST_DOWN} away (odds a third).
 */
public final class CustomSignals implements AutoCloseable {
  /** Name of the door under which signal health counts them. */
  public static final String DOOR = "custom";

  /** Features of custom signals begin with it. */
  public static final String PREFIX = "custom_";

  /** Log-odds that all signals together may add; also the greatest weight of one. */
  public static final double MOST_UP = 3.0;

  /** Log-odds that all signals together may take away. */
  public static final double MOST_DOWN = 1.0;

  /** How long a login waits for them by default. */
  public static final Duration DEFAULT_LIMIT = Duration.ofMillis(20);

  private static final Logger LOG = Logger.getLogger(CustomSignals.class);
  private static final int MOST_SIGNALS = 16;
  private static final long IDLE_SECONDS = 30;

  private final List<SignalSlot> slots;
  private final FeatureSchema schema;
  private final long limitNanos;
  private final @Nullable ThreadPoolExecutor threads;

  /**
   * How a signal does on this node.
   *
   * @param id the signal's
   * @param code its reason in decisions
   * @param feature its feature in decisions
   * @param direction which way it moves a score
   * @param text what a high value means
   * @param paused whether it is not asked just now
   * @param asked attempts since the start
   * @param failures attempts without a value, by cause
   */
  public record Status(
      String id,
      String code,
      String feature,
      CustomSignal.Direction direction,
      String text,
      boolean paused,
      long asked,
      Map<String, Long> failures) {}

  /**
   * @param signals those deployed; one that cannot even say who it is is left out
   * @param limit how long a login waits for all of them
   */
  public CustomSignals(Collection<CustomSignal> signals, Duration limit) {
    slots = slots(signals);
    schema = new FeatureSchema(DOOR, 1, slots.stream().map(SignalSlot::feature).toList());
    limitNanos = limit.toNanos();
    threads = slots.isEmpty() ? null : threads(slots.size() * SignalSlot.AT_ONCE);
  }

  private static List<SignalSlot> slots(Collection<CustomSignal> signals) {
    Map<String, SignalSlot> byFeature = new LinkedHashMap<>();
    for (CustomSignal signal : signals) {
      try {
        SignalSlot slot = new SignalSlot(signal, System::nanoTime);
        if (byFeature.size() == MOST_SIGNALS || byFeature.containsKey(slot.feature())) {
          throw new IllegalArgumentException(
              "More than " + MOST_SIGNALS + ", or two of one name: " + slot.id);
        }
        byFeature.put(slot.feature(), slot);
      } catch (RuntimeException | LinkageError e) {
        LOG.errorf(e, "Custom signal %s is left out", signal.getClass().getName());
      }
    }
    return byFeature.values().stream().sorted(Comparator.comparing(slot -> slot.id)).toList();
  }

  private static ThreadPoolExecutor threads(int most) {
    AtomicInteger number = new AtomicInteger();
    return new ThreadPoolExecutor(
        0,
        most,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        task -> {
          Thread thread = new Thread(task, "flowshield-signal-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Whether there is anything to ask. */
  public boolean isEmpty() {
    return slots.isEmpty();
  }

  /**
   * Values at a login, in the order of the signals' ids.
   *
   * @param attributes reads an attribute of the user, on this thread
   */
  public FeatureVector ask(
      String realm, String userId, Function<String, List<String>> attributes, RiskContext facts) {
    long end = System.nanoTime() + limitNanos;
    Map<String, List<String>> known = new HashMap<>();
    List<@Nullable FutureTask<Double>> asked = new ArrayList<>();
    for (SignalSlot slot : slots) {
      asked.add(slot.begin() ? start(slot, realm, userId, known, attributes, facts) : null);
    }
    float[] values = new float[slots.size()];
    for (int i = 0; i < values.length; i++) {
      FutureTask<Double> task = asked.get(i);
      values[i] = task == null ? Float.NaN : (float) answer(slots.get(i), task, end);
    }
    return new FeatureVector(schema, values);
  }

  private @Nullable FutureTask<Double> start(
      SignalSlot slot,
      String realm,
      String userId,
      Map<String, List<String>> known,
      Function<String, List<String>> attributes,
      RiskContext facts) {
    try {
      Map<String, List<String>> wanted = new HashMap<>();
      for (String name : slot.attributes) {
        List<String> values =
            known.computeIfAbsent(name, absent -> List.copyOf(attributes.apply(absent)));
        if (!values.isEmpty()) {
          wanted.put(name, values);
        }
      }
      Attempt attempt = new Attempt(realm, userId, wanted, facts);
      FutureTask<Double> task = new FutureTask<>(() -> slot.signal.value(attempt));
      if (threads == null) {
        throw new RejectedExecutionException();
      }
      threads.execute(() -> run(slot, task));
      return task;
    } catch (RejectedExecutionException e) {
      slot.places.release();
      slot.count(Failure.BUSY, e);
    } catch (RuntimeException e) {
      // an attribute that could not be read is no fault of the signal's
      slot.places.release();
      slot.count(Failure.THREW, e);
    }
    return null;
  }

  private static void run(SignalSlot slot, FutureTask<Double> task) {
    Thread thread = Thread.currentThread();
    thread.setContextClassLoader(slot.signal.getClass().getClassLoader());
    try {
      task.run();
    } finally {
      slot.places.release();
    }
  }

  private static double answer(SignalSlot slot, FutureTask<Double> task, long end) {
    try {
      return slot.answered(
          task.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS).doubleValue());
    } catch (TimeoutException e) {
      task.cancel(true);
      slot.failed(Failure.SLOW, null);
    } catch (ExecutionException | CancellationException e) {
      slot.failed(Failure.THREW, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      task.cancel(true);
      slot.failed(Failure.SLOW, null);
    }
    return Double.NaN;
  }

  /** A judgement that also remembers what custom signals said. */
  public static RiskAssessment record(RiskAssessment judged, FeatureVector said) {
    FeatureSchema schema = judged.vector().schema();
    List<String> names = new ArrayList<>(schema.names());
    names.addAll(said.schema().names());
    float[] own = judged.vector().values();
    float[] others = said.values();
    float[] values = Arrays.copyOf(own, own.length + others.length);
    System.arraycopy(others, 0, values, own.length, others.length);
    return with(
        judged,
        judged.score(),
        judged.reasons(),
        new FeatureVector(new FeatureSchema(schema.name(), schema.version(), names), values));
  }

  /**
   * Lets the values in a judgement's vector move its score.
   *
   * @param weights in [0, {@value #MOST_UP}] by id; a signal without one moves nothing
   */
  public RiskAssessment weigh(RiskAssessment judged, Map<String, Double> weights) {
    double up = 0;
    double down = 0;
    Map<String, Double> raised = new LinkedHashMap<>();
    for (SignalSlot slot : slots) {
      double value = judged.vector().get(slot.feature());
      double term = weights.getOrDefault(slot.id, 0.0) * Math.max(0, Math.min(1, value));
      if (!(term > 0)) {
        continue;
      }
      if (slot.direction == CustomSignal.Direction.LOWERS) {
        down += term;
      } else {
        up += term;
        raised.put(slot.code(), term);
      }
    }
    double shift = Math.min(up, MOST_UP) - Math.min(down, MOST_DOWN);
    if (up == 0 && down == 0) {
      return judged;
    }
    double share = up > MOST_UP ? MOST_UP / up : 1;
    List<Reason> reasons = new ArrayList<>(judged.reasons());
    raised.forEach((code, term) -> reasons.add(new Reason(code, term * share)));
    reasons.sort((a, b) -> Double.compare(b.contribution(), a.contribution()));
    return with(
        judged,
        Odds.sigmoid(Odds.logit(judged.score()) + shift),
        List.copyOf(reasons),
        judged.vector());
  }

  private static RiskAssessment with(
      RiskAssessment judged, double score, List<Reason> reasons, FeatureVector vector) {
    return new RiskAssessment(
        score,
        reasons,
        judged.model(),
        judged.modelVersion(),
        judged.fallback(),
        vector,
        judged.latencyMicros());
  }

  /** As the counts of signals see them. */
  public List<Signal> watched() {
    return slots.stream().map(SignalSlot::watched).toList();
  }

  /** How often each had no value since the start, by {@code custom/feature}. */
  public Map<String, Long> failures() {
    Map<String, Long> counts = new HashMap<>();
    for (SignalSlot slot : slots) {
      if (slot.allFailures() > 0) {
        counts.put(DOOR + "/" + slot.feature(), slot.allFailures());
      }
    }
    return counts;
  }

  /** How they do on this node. */
  public List<Status> status(Locale locale) {
    return slots.stream().map(slot -> status(slot, locale)).toList();
  }

  private static Status status(SignalSlot slot, Locale locale) {
    Map<String, Long> failures = new LinkedHashMap<>();
    for (Failure failure : Failure.values()) {
      failures.put(failure.name(), slot.failures(failure));
    }
    return new Status(
        slot.id,
        slot.code(),
        slot.feature(),
        slot.direction,
        text(slot, locale),
        slot.breaker.isOpen(),
        slot.asked(),
        failures);
  }

  private static String text(SignalSlot slot, Locale locale) {
    try {
      return slot.signal.text(locale);
    } catch (RuntimeException | LinkageError e) {
      LOG.warnf(e, "Custom signal %s has no text", slot.id);
      return "";
    }
  }

  @Override
  public void close() {
    if (threads != null) {
      threads.shutdownNow();
    }
  }
}
