package io.flowshield.ml.profile;

import io.flowshield.ml.anomaly.RandomCutForest;
import io.flowshield.ml.request.Network;
import io.flowshield.ml.request.RequestFacts;
import io.flowshield.ml.request.UserAgent;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Counts how common networks and browsers are among a realm's completed logins. Thread-safe;
 * learning takes a microsecond.
 *
 * <p>Bounded: at a million logins all counts are halved, so that the old fades, and a map that
 * outgrows its limit (20,000 prefixes, 5,000 autonomous systems, 300 countries, 5,000 user agents,
 * 300 browsers, 300 systems) loses its rarest half; a value that was dropped is as rare as one that
 * was never seen. Of the logins themselves a sample of 128 points is kept, with the trees grown
 * over it.
 */
public final class PopulationLearner {
  static final long HALVED_AT = 1_000_000;
  static final int MAX_PREFIXES = 20_000;
  static final int MAX_ASNS = 5_000;
  static final int MAX_COUNTRIES = 300;
  static final int MAX_USER_AGENTS = 5_000;
  static final int MAX_BROWSERS = 300;
  static final int MAX_SYSTEMS = 300;

  private final AtomicLong logins = new AtomicLong();
  private final ConcurrentMap<String, Double> prefixes;
  private final ConcurrentMap<String, Double> asns;
  private final ConcurrentMap<String, Double> countries;
  private final ConcurrentMap<String, Double> userAgents;
  private final ConcurrentMap<String, Double> browsers;
  private final ConcurrentMap<String, Double> systems;
  private final AtomicReference<RandomCutForest> anomaly;

  /**
   * @param start what was counted before, for example read from storage
   */
  public PopulationLearner(Population start) {
    logins.set(start.logins());
    prefixes = new ConcurrentHashMap<>(start.prefixes());
    asns = new ConcurrentHashMap<>(start.asns());
    countries = new ConcurrentHashMap<>(start.countries());
    userAgents = new ConcurrentHashMap<>(start.userAgents());
    browsers = new ConcurrentHashMap<>(start.browsers());
    systems = new ConcurrentHashMap<>(start.systems());
    anomaly = new AtomicReference<>(start.anomaly().grown());
  }

  /**
   * Counts one completed login and remembers it as a point.
   *
   * @param point by {@link LoginPoint#amongRealms}
   */
  public void learn(RequestFacts request, byte[] point) {
    anomaly.updateAndGet(forest -> learnt(forest, point));
    learn(request);
  }

  /** Counts one completed login, of whose user nothing is known. */
  public void learn(RequestFacts request) {
    Network network = request.network();
    UserAgent agent = request.userAgent();
    if (network.kind() != Network.Kind.PRIVATE) {
      count(prefixes, network.prefix(), MAX_PREFIXES);
      count(asns, ProfileLearner.asnKey(network), MAX_ASNS);
      count(countries, network.country(), MAX_COUNTRIES);
    }
    count(userAgents, ProfileLearner.userAgentKey(agent), MAX_USER_AGENTS);
    count(browsers, agent.browser(), MAX_BROWSERS);
    count(systems, agent.os(), MAX_SYSTEMS);
    if (logins.incrementAndGet() >= HALVED_AT) {
      halve();
    }
  }

  /** The counts as they are and as they change: for judging, without a copy. */
  public Population view() {
    return new Population(
        logins.get(),
        Collections.unmodifiableMap(prefixes),
        Collections.unmodifiableMap(asns),
        Collections.unmodifiableMap(countries),
        Collections.unmodifiableMap(userAgents),
        Collections.unmodifiableMap(browsers),
        Collections.unmodifiableMap(systems),
        Objects.requireNonNull(anomaly.get()));
  }

  /** A copy that stays as it is: for storing. */
  public Population copy() {
    return new Population(
        logins.get(),
        Map.copyOf(prefixes),
        Map.copyOf(asns),
        Map.copyOf(countries),
        Map.copyOf(userAgents),
        Map.copyOf(browsers),
        Map.copyOf(systems),
        Objects.requireNonNull(anomaly.get()));
  }

  private static RandomCutForest learnt(RandomCutForest forest, byte[] point) {
    RandomCutForest next = forest.learn(point);
    return next.isGrown() ? next : next.grown();
  }

  private static void count(ConcurrentMap<String, Double> counts, String key, int limit) {
    if (key.isEmpty()) {
      return;
    }
    counts.merge(key, 1.0, Double::sum);
    if (counts.size() > limit) {
      dropRarestHalf(counts, limit);
    }
  }

  private static void dropRarestHalf(ConcurrentMap<String, Double> counts, int limit) {
    synchronized (counts) {
      if (counts.size() > limit) {
        counts.entrySet().stream()
            .sorted(Map.Entry.comparingByValue())
            .limit(limit / 2)
            .map(Map.Entry::getKey)
            .toList()
            .forEach(counts::remove);
      }
    }
  }

  private synchronized void halve() {
    if (logins.get() < HALVED_AT) {
      return;
    }
    logins.updateAndGet(count -> count / 2);
    for (ConcurrentMap<String, Double> counts :
        List.of(prefixes, asns, countries, userAgents, browsers, systems)) {
      counts.replaceAll((key, count) -> count / 2);
    }
  }
}
