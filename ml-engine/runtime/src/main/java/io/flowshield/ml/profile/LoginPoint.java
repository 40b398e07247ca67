package io.flowshield.ml.profile;

import io.flowshield.ml.anomaly.RandomCutForest;
import io.flowshield.ml.request.Network;
import io.flowshield.ml.request.RequestFacts;
import io.flowshield.ml.request.UserAgent;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A login as a point among others, for {@link RandomCutForest}: what was known of the user before
 * it says where it lies. Two shapes: among the logins of its user (8 dimensions) and among those of
 * its realm (16, the 8 first).
 *
 * <p>Each dimension is scaled into 0 to 127; a longer scale weighs more, because a forest cuts long
 * sides more often. The hour of the day (UTC) lies on a circle of diameter 46; a weekend is 20 away
 * from a weekday. The time since the last login and the way from it are logarithmic (8 for each
 * doubling of hours, 6 for each doubling of kilometres). What the user shows counts by its surprise
 * {@code -log2((c + 0.5) / (N + 1))} bits, 12 for each bit: once for the network (the mean of
 * prefix, autonomous system and country) and once for the browser (the mean of version, family and
 * system). An unknown device is 48 away from a known one.
 *
 * <p>Among the realm's logins come the surprise of the country and of the browser family for
 * themselves, how rare prefix, autonomous system, country and browser version are in the realm (5
 * for each bit), the kind of network, and how long the user is known. A fact that is missing lies
 * where a quite usual one does.
 */
public final class LoginPoint {
  /** Among the logins of one user: 32 points, 256 bytes. */
  static final RandomCutForest.Shape USER = new RandomCutForest.Shape(8, 32, 12, 8);

  /** Among the logins of a realm: 128 points, 2 KB. */
  static final RandomCutForest.Shape REALM = new RandomCutForest.Shape(16, 128, 16, 64);

  private static final double MAX = 127;
  private static final double SECONDS_PER_DAY = 86_400;
  private static final double SECONDS_PER_HOUR = 3_600;
  private static final double EARTH_RADIUS_KM = 6_371;

  private final byte[] values;
  private int next;

  private LoginPoint(int dimensions) {
    this.values = new byte[dimensions];
  }

  /**
   * A login among those of its user.
   *
   * @param before what was known of the user before this login
   */
  public static byte[] amongUsersOwn(Instant time, RequestFacts request, LoginProfile before) {
    LoginPoint point = new LoginPoint(USER.dimensions());
    point.addOwn(time, request, before);
    return point.values;
  }

  /**
   * A login among those of its realm.
   *
   * @param before what was known of the user before this login
   * @param population what was known of the realm before this login
   */
  public static byte[] amongRealms(
      Instant time, RequestFacts request, LoginProfile before, Population population) {
    LoginPoint point = new LoginPoint(REALM.dimensions());
    point.addOwn(time, request, before);
    Network network = request.network();
    UserAgent agent = request.userAgent();
    String country = network.kind() == Network.Kind.PRIVATE ? "" : network.country();
    double logins = population.logins();
    point.add(12 * surprise(country, before.countries()));
    point.add(12 * surprise(agent.browser(), before.browsers()));
    point.add(5 * rarity(network.prefix(), population.prefixes(), logins));
    point.add(5 * rarity(ProfileLearner.asnKey(network), population.asns(), logins));
    point.add(5 * rarity(country, population.countries(), logins));
    point.add(5 * rarity(ProfileLearner.userAgentKey(agent), population.userAgents(), logins));
    point.add(
        switch (network.kind()) {
          case UNKNOWN, PRIVATE, ACCESS -> 0;
          case SHARED -> 12;
          case HOSTING -> 48;
          case VPN -> 64;
          case PROXY -> 72;
          case TOR -> 80;
        });
    point.add(6 * log2(1 + Math.max(0, before.logins())));
    return point.values;
  }

  private void addOwn(Instant time, RequestFacts request, LoginProfile before) {
    double day = Math.floorMod(time.getEpochSecond(), (long) SECONDS_PER_DAY) / SECONDS_PER_DAY;
    add(23 * (1 + Math.sin(2 * Math.PI * day)));
    add(23 * (1 + Math.cos(2 * Math.PI * day)));
    // The epoch was a Thursday.
    long weekday = Math.floorMod(Math.floorDiv(time.getEpochSecond(), 86_400L) + 3, 7L);
    add(weekday >= 5 ? 20 : 0);
    LoginProfile.LastLogin last = before.lastLogin();
    add(last == null ? 0 : 8 * log2(1 + hours(last.time(), time)));
    Network network = request.network();
    add(
        network.kind() == Network.Kind.PRIVATE
            ? 0
            : 4
                * (surprise(network.prefix(), before.prefixes())
                    + surprise(ProfileLearner.asnKey(network), before.asns())
                    + surprise(network.country(), before.countries())));
    UserAgent agent = request.userAgent();
    add(
        4
            * (surprise(ProfileLearner.userAgentKey(agent), before.userAgents())
                + surprise(agent.browser(), before.browsers())
                + surprise(agent.os(), before.systems())));
    String device = request.deviceId();
    add(device != null && before.devices().containsKey(device) ? 0 : 48);
    add(last == null ? 0 : 6 * log2(1 + kilometres(network, last)));
  }

  private static double hours(Instant from, Instant to) {
    return from.isBefore(to) ? Duration.between(from, to).getSeconds() / SECONDS_PER_HOUR : 0;
  }

  /** Great-circle distance by the haversine formula; 0 where either place is not known. */
  private static double kilometres(Network network, LoginProfile.LastLogin last) {
    Network.Location here = network.location();
    if (here == null || network.kind().hidesPlace()) {
      return 0;
    }
    double north = Math.toRadians(here.latitude() - last.latitude()) / 2;
    double east = Math.toRadians(here.longitude() - last.longitude()) / 2;
    double half =
        Math.pow(Math.sin(north), 2)
            + Math.cos(Math.toRadians(here.latitude()))
                * Math.cos(Math.toRadians(last.latitude()))
                * Math.pow(Math.sin(east), 2);
    double distance = 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(Math.min(1, half)));
    return distance >= 0 ? distance : 0;
  }

  /** Bits by which a user's counts did not expect a value, at most 8. */
  private static double surprise(String seen, Map<String, Double> counts) {
    if (seen.isEmpty()) {
      return 0;
    }
    double total = 0;
    for (double count : counts.values()) {
      total += count;
    }
    return Math.min(8, rarity(seen, counts, total));
  }

  private static double rarity(String seen, Map<String, Double> counts, double total) {
    return seen.isEmpty() ? 0 : -log2((counts.getOrDefault(seen, 0.0) + 0.5) / (total + 1));
  }

  /** Adds the next dimension's value; what is no number counts as 0. */
  private void add(double value) {
    values[next++] = (byte) Math.round(value >= 0 ? Math.min(MAX, value) : 0);
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }
}
