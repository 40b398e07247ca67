package io.flowshield.ml.profile;

import io.flowshield.ml.behaviour.TypingHabits;
import io.flowshield.ml.behaviour.TypingSample;
import io.flowshield.ml.profile.LearntLogin.Kind;
import io.flowshield.ml.request.Network;
import io.flowshield.ml.request.RequestFacts;
import io.flowshield.ml.request.UserAgent;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Learns a user's profile, one completed login at a time. To be called for nothing else: what is
 * learnt from a refused or abandoned attempt teaches the engine to let the attacker in.
 *
 * <p>Counts fade with a half-life of 90 days, so that a moved user is at home at the new place
 * after a few logins, and each map is bounded: 24 addresses, 24 prefixes, 12 autonomous systems, 12
 * countries, 16 devices, 16 user agents, 8 browsers, 8 systems, 16 towns and 8 languages. Of the
 * logins themselves a sample of 32 is kept, as the coarse points that tell an unusual one.
 */
public final class ProfileLearner {
  static final Duration HALF_LIFE = Duration.ofDays(90);
  static final int MAX_ADDRESSES = 24;
  static final int MAX_PREFIXES = 24;
  static final int MAX_ASNS = 12;
  static final int MAX_COUNTRIES = 12;
  static final int MAX_DEVICES = 16;
  static final int MAX_USER_AGENTS = 16;
  static final int MAX_BROWSERS = 8;
  static final int MAX_SYSTEMS = 8;
  static final int MAX_PLACES = 16;
  static final int MAX_LANGUAGES = 8;

  private ProfileLearner() {}

  /** The profile after one more completed login whose round trip was not measured. */
  public static LoginProfile learn(LoginProfile profile, RequestFacts request, Instant time) {
    return learn(profile, request, Double.NaN, time);
  }

  /**
   * The profile after one more completed login.
   *
   * @param roundTripMillis as the browser measured it, NaN when it did not
   * @param time when it completed; a time before the last login neither fades nor rejuvenates
   *     anything
   */
  public static LoginProfile learn(
      LoginProfile profile, RequestFacts request, double roundTripMillis, Instant time) {
    return learn(profile, request, roundTripMillis, null, time);
  }

  /**
   * The profile after one more completed login.
   *
   * @param roundTripMillis of the way to the browser; NaN when it was not measured
   * @param typed how the password was typed; null when nothing is known of that
   * @param time when it completed; a time before the last login neither fades nor rejuvenates
   *     anything
   */
  public static LoginProfile learn(
      LoginProfile profile,
      RequestFacts request,
      double roundTripMillis,
      @Nullable TypingSample typed,
      Instant time) {
    Network network = request.network();
    UserAgent agent = request.userAgent();
    double fade = fade(profile, time);
    // Where a carrier, a VPN or Tor lets somebody out is not where they are: to measure travel from
    // there would accuse them at home.
    Network.Location location = network.kind().hidesPlace() ? null : network.location();
    boolean isPlace = network.kind() != Network.Kind.PRIVATE;
    return new LoginProfile(
        profile.logins() == Integer.MAX_VALUE ? Integer.MAX_VALUE : profile.logins() + 1,
        profile.firstLogin() == null ? time : profile.firstLogin(),
        new LoginProfile.LastLogin(
            time,
            network.country(),
            location == null ? Double.NaN : location.latitude(),
            location == null ? Double.NaN : location.longitude()),
        DecayedCounts.add(profile.addresses(), fade, network.addressKey(), MAX_ADDRESSES),
        DecayedCounts.add(profile.prefixes(), fade, network.prefix(), MAX_PREFIXES),
        DecayedCounts.add(profile.asns(), fade, isPlace ? asnKey(network) : "", MAX_ASNS),
        DecayedCounts.add(
            profile.countries(), fade, isPlace ? network.country() : "", MAX_COUNTRIES),
        addDevice(profile.devices(), request.deviceId(), time),
        DecayedCounts.add(profile.userAgents(), fade, userAgentKey(agent), MAX_USER_AGENTS),
        DecayedCounts.add(profile.browsers(), fade, agent.browser(), MAX_BROWSERS),
        DecayedCounts.add(profile.systems(), fade, agent.os(), MAX_SYSTEMS),
        addHour(profile.hours(), fade, time),
        DecayedCounts.add(profile.places(), fade, Towns.key(location), MAX_PLACES),
        DecayedCounts.add(profile.languages(), fade, request.language(), MAX_LANGUAGES),
        profile.roundTrips().add(fade, roundTripMillis),
        typed == null ? profile.typing() : profile.typing().learn(typed, agent.deviceClass()),
        profile.anomaly().learn(LoginPoint.amongUsersOwn(time, request, profile)));
  }

  /**
   * The profile without a login that it learnt: its device is unknown again, even if the user has
   * used it too, and what it added to the counts is subtracted. How the password is typed is
   * forgotten, since nobody can tell whose hands taught it. The number of logins stays, and so do
   * round trips and the sample of logins, in which it cannot be found any more.
   */
  public static LoginProfile unlearn(LoginProfile profile, LearntLogin login) {
    LoginProfile.LastLogin last = profile.lastLogin();
    double weight = last == null ? 1 : fade(login.time(), last.time());
    Map<String, Long> devices = new HashMap<>(profile.devices());
    devices.remove(login.key(Kind.DEVICE));
    return new LoginProfile(
        profile.logins(),
        profile.firstLogin(),
        last != null && last.time().equals(login.time())
            ? new LoginProfile.LastLogin(last.time(), "", Double.NaN, Double.NaN)
            : last,
        DecayedCounts.remove(profile.addresses(), weight, login.key(Kind.ADDRESS)),
        DecayedCounts.remove(profile.prefixes(), weight, login.key(Kind.PREFIX)),
        DecayedCounts.remove(profile.asns(), weight, login.key(Kind.ASN)),
        DecayedCounts.remove(profile.countries(), weight, login.key(Kind.COUNTRY)),
        DecayedCounts.sorted(devices),
        DecayedCounts.remove(profile.userAgents(), weight, login.key(Kind.USER_AGENT)),
        DecayedCounts.remove(profile.browsers(), weight, login.key(Kind.BROWSER)),
        DecayedCounts.remove(profile.systems(), weight, login.key(Kind.SYSTEM)),
        removeHour(profile.hours(), weight, login.time()),
        DecayedCounts.remove(profile.places(), weight, login.key(Kind.PLACE)),
        DecayedCounts.remove(profile.languages(), weight, login.key(Kind.LANGUAGE)),
        profile.roundTrips(),
        TypingHabits.NONE,
        profile.anomaly());
  }

  /** The profile once the password has changed: hands have to learn the new one. */
  public static LoginProfile forgetTyping(LoginProfile profile) {
    return profile.with(TypingHabits.NONE);
  }

  /** The profile without anything that the capture script had told. */
  public static LoginProfile forgetBehaviour(LoginProfile profile) {
    return profile.withoutBehaviour();
  }

  /** How profiles and populations name a browser version on a system. */
  public static String userAgentKey(UserAgent agent) {
    return agent.browserVersion().isEmpty() && agent.os().isEmpty()
        ? ""
        : agent.browserVersion() + " on " + agent.os();
  }

  static String asnKey(Network network) {
    return network.asn() == 0 ? "" : Long.toString(network.asn());
  }

  private static double fade(LoginProfile profile, Instant time) {
    LoginProfile.LastLogin last = profile.lastLogin();
    if (last == null) {
      return 1;
    }
    return fade(last.time(), time);
  }

  private static double fade(Instant from, Instant to) {
    double seconds = Math.max(0, Duration.between(from, to).getSeconds());
    return Math.pow(0.5, seconds / HALF_LIFE.getSeconds());
  }

  private static Map<String, Long> addDevice(
      Map<String, Long> devices, @Nullable String device, Instant time) {
    Map<String, Long> next = new HashMap<>(devices);
    if (device != null) {
      next.merge(device, time.getEpochSecond(), Math::max);
    }
    while (next.size() > MAX_DEVICES) {
      next.entrySet().stream()
          .filter(entry -> !entry.getKey().equals(device))
          .min(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
          .map(Map.Entry::getKey)
          .ifPresent(next::remove);
    }
    return DecayedCounts.sorted(next);
  }

  private static List<Double> addHour(List<Double> hours, double fade, Instant time) {
    List<Double> next = new ArrayList<>(24);
    int now = time.atOffset(ZoneOffset.UTC).getHour();
    for (int hour = 0; hour < 24; hour++) {
      double weight = hour < hours.size() ? hours.get(hour) * fade : 0;
      next.add(hour == now ? weight + 1 : weight);
    }
    return List.copyOf(next);
  }

  private static List<Double> removeHour(List<Double> hours, double weight, Instant time) {
    List<Double> next = new ArrayList<>(hours);
    int hour = time.atOffset(ZoneOffset.UTC).getHour();
    if (hour < next.size()) {
      next.set(hour, Math.max(0, next.get(hour) - weight));
    }
    return List.copyOf(next);
  }
}
