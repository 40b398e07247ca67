package io.flowshield.risk.signals;

import io.flowshield.ml.FeatureSet;
import io.flowshield.ml.FeatureVector;
import io.flowshield.ml.LoginFeatures;
import io.flowshield.ml.RegistrationFeatures;
import io.flowshield.ml.signal.Signal;
import io.flowshield.risk.custom.CustomSignals;
import io.flowshield.risk.store.OwnTransaction;
import io.flowshield.risk.store.SignalCounts;
import io.flowshield.risk.store.SignalCounts.Tally;
import io.flowshield.risk.store.SignalHealthStore;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * Counts what each signal says at each judged attempt, for each realm and door, in this node's
 * memory; every half minute the counts are added to rows that all nodes share, kept for a week. A
 * node that dies takes at most that with it. Thread-safe; counting an attempt takes less than a
 * microsecond.
 *
 * <p>That a signal threw an exception is known for the node only, not for the realm it happened in:
 * such counts go under {@link #ALL_REALMS}, with all attempts.
 */
public final class SignalMonitor {
  static final String ALL_REALMS = "*";
  static final int DAYS = 7;

  /** More realms than a node is meant for; what is beyond is not counted. */
  private static final int MAX_COUNTERS = 4000;

  private final List<Door> doors;
  private final Supplier<Map<String, Long>> failures;
  private final boolean hasIpDatabase;
  private final Clock clock;
  private final ConcurrentMap<Key, Counter> counters = new ConcurrentHashMap<>();
  private final Map<String, Long> failuresTold = new HashMap<>();

  private record Key(String realmId, String schemaName) {}

  /** Signals that are asked together, under the name of their schema. */
  private record Door(String name, List<Signal> signals) {
    Door(FeatureSet set) {
      this(set.schema().name(), set.signals());
    }
  }

  /**
   * @param failures how often each signal threw an exception since the start, by {@code
   *     schema/feature}
   * @param custom administrators' own signals
   * @param hasIpDatabase whether a network database is configured
   */
  public SignalMonitor(
      Supplier<Map<String, Long>> failures,
      List<Signal> custom,
      boolean hasIpDatabase,
      Clock clock) {
    this.failures = failures;
    Stream<Door> ours = Stream.of(new Door(LoginFeatures.SET), new Door(RegistrationFeatures.SET));
    doors =
        Stream.concat(ours, Stream.of(new Door(CustomSignals.DOOR, custom)))
            .filter(door -> !door.signals().isEmpty())
            .toList();
    this.hasIpDatabase = hasIpDatabase;
    this.clock = clock;
  }

  /** Counts an attempt that was judged. */
  public void count(String realmId, FeatureVector vector) {
    for (Door door : doors) {
      if (door.name().equals(vector.schema().name())) {
        counter(realmId, door).judged(vector);
        counter(ALL_REALMS, door).assessed();
      }
    }
  }

  private Counter counter(String realmId, Door door) {
    Key key = new Key(realmId, door.name());
    Counter known = counters.get(key);
    if (known != null) {
      return known;
    }
    return counters.size() >= MAX_COUNTERS
        ? new Counter(door.signals())
        : counters.computeIfAbsent(key, absent -> new Counter(door.signals()));
  }

  /** Forgets what was counted of a realm that is removed. */
  public void forget(String realmId) {
    counters.keySet().removeIf(key -> key.realmId().equals(realmId));
  }

  /**
   * What a realm's signals said in the last week, by the stored counts and by this node's.
   *
   * @param enough attempts from which on a signal is judged, usually {@link SignalHealth#ENOUGH}
   * @return by the name of the door's schema: {@code login}, {@code registration}, {@code custom}
   */
  public Map<String, List<SignalHealth>> health(
      KeycloakSession session, String realmId, long enough) {
    SignalHealth.Surroundings surroundings = new SignalHealth.Surroundings(hasIpDatabase, enough);
    SignalHealthStore store = new SignalHealthStore(session);
    long first = today() - DAYS + 1;
    Map<String, List<SignalHealth>> health = new LinkedHashMap<>();
    for (Door door : doors) {
      String name = door.name();
      SignalCounts realm = store.since(realmId, name, first).plus(here(realmId, name));
      SignalCounts all =
          store.since(ALL_REALMS, name, first).plus(here(ALL_REALMS, name)).plus(newFailures(name));
      health.put(
          name,
          door.signals().stream()
              .map(signal -> SignalHealth.of(signal, realm, all, surroundings))
              .toList());
    }
    return health;
  }

  /** What this node counted and has not stored yet. */
  SignalCounts here(String realmId, String schemaName) {
    Counter counter = counters.get(new Key(realmId, schemaName));
    return counter == null ? SignalCounts.NONE : counter.peek();
  }

  /** Adds what was counted here to the shared rows. */
  public void flush(KeycloakSessionFactory factory) {
    long today = today();
    for (Door door : doors) {
      String name = door.name();
      SignalCounts failures = takeFailures(name);
      if (!failures.signals().isEmpty()) {
        counter(ALL_REALMS, door).giveBack(failures);
      }
    }
    for (Map.Entry<Key, Counter> entry : counters.entrySet()) {
      SignalCounts taken = entry.getValue().take();
      if (!taken.equals(SignalCounts.NONE)) {
        store(factory, entry.getKey(), entry.getValue(), today, taken);
      }
    }
  }

  private static void store(
      KeycloakSessionFactory factory, Key key, Counter counter, long today, SignalCounts taken) {
    try {
      OwnTransaction.run(
          factory,
          session -> {
            new SignalHealthStore(session).add(key.realmId(), key.schemaName(), today, taken);
            return true;
          });
    } catch (RuntimeException e) {
      counter.giveBack(taken);
      throw e;
    }
  }

  /** Deletes what is older than a week. */
  public int delete(KeycloakSession session) {
    return new SignalHealthStore(session).deleteBefore(today() - DAYS + 1);
  }

  private long today() {
    return Math.floorDiv(clock.millis(), TimeUnit.DAYS.toMillis(1));
  }

  /** Failures since the last flush, left where they are. */
  synchronized SignalCounts newFailures(String schemaName) {
    Map<String, Tally> fresh = new HashMap<>();
    String prefix = schemaName + "/";
    failures
        .get()
        .forEach(
            (name, total) -> {
              long count = total - failuresTold.getOrDefault(name, 0L);
              if (name.startsWith(prefix) && count > 0) {
                fresh.put(
                    name.substring(prefix.length()),
                    new Tally(0, 0, count, Tally.NONE.low(), Tally.NONE.high()));
              }
            });
    return new SignalCounts(0, fresh);
  }

  synchronized SignalCounts takeFailures(String schemaName) {
    SignalCounts fresh = newFailures(schemaName);
    fresh
        .signals()
        .forEach(
            (name, tally) ->
                failuresTold.merge(schemaName + "/" + name, tally.failed(), Long::sum));
    return fresh;
  }

  /** The counts of one realm and door on this node. */
  private static final class Counter {
    private final List<Signal> signals;
    private final List<String> names;
    private final long[] valued;
    private final long[] fired;
    private final float[] low;
    private final float[] high;
    private long assessed;
    private SignalCounts returned = SignalCounts.NONE;

    Counter(List<Signal> signals) {
      this.signals = signals;
      this.names = signals.stream().map(Signal::name).toList();
      valued = new long[signals.size()];
      fired = new long[signals.size()];
      low = new float[signals.size()];
      high = new float[signals.size()];
      clear();
    }

    private void clear() {
      assessed = 0;
      returned = SignalCounts.NONE;
      Arrays.fill(valued, 0);
      Arrays.fill(fired, 0);
      Arrays.fill(low, Float.POSITIVE_INFINITY);
      Arrays.fill(high, Float.NEGATIVE_INFINITY);
    }

    synchronized void assessed() {
      assessed++;
    }

    synchronized void judged(FeatureVector vector) {
      assessed++;
      float[] values = vector.values();
      List<String> theirs = vector.schema().names();
      // Behind ours there may be custom signals, which are counted apart.
      boolean same = theirs.size() >= names.size() && theirs.subList(0, names.size()).equals(names);
      for (int i = 0; i < signals.size(); i++) {
        Signal signal = signals.get(i);
        float value = same ? values[i] : vector.get(signal.name());
        if (!Float.isNaN(value)) {
          valued[i]++;
          fired[i] += signal.logOdds(value) > 0 ? 1 : 0;
          low[i] = Math.min(low[i], value);
          high[i] = Math.max(high[i], value);
        }
      }
    }

    synchronized void giveBack(SignalCounts counts) {
      returned = returned.plus(counts);
    }

    synchronized SignalCounts peek() {
      if (assessed == 0) {
        return returned;
      }
      Map<String, Tally> tallies = new HashMap<>();
      for (int i = 0; i < valued.length; i++) {
        if (valued[i] > 0) {
          tallies.put(signals.get(i).name(), new Tally(valued[i], fired[i], 0, low[i], high[i]));
        }
      }
      return new SignalCounts(assessed, tallies).plus(returned);
    }

    synchronized SignalCounts take() {
      SignalCounts counts = peek();
      clear();
      return counts;
    }
  }
}
