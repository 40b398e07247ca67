package io.flowshield.risk.continuous;

import io.flowshield.ml.FeatureSchema;
import io.flowshield.ml.FeatureVector;
import io.flowshield.ml.Odds;
import io.flowshield.ml.Reason;
import io.flowshield.ml.RiskAssessment;
import io.flowshield.ml.context.ClientFacts;
import io.flowshield.ml.context.Counters;
import io.flowshield.ml.context.Door;
import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.profile.LoginProfile;
import io.flowshield.ml.profile.Population;
import io.flowshield.ml.request.Network;
import io.flowshield.ml.request.RequestFacts;
import io.flowshield.ml.request.UserAgent;
import io.flowshield.ml.signal.BadReputation;
import io.flowshield.ml.signal.DataCentreNetwork;
import io.flowshield.ml.signal.DenyListed;
import io.flowshield.ml.signal.ImpossibleTravel;
import io.flowshield.ml.signal.NewCountry;
import io.flowshield.ml.signal.NewNetwork;
import io.flowshield.ml.signal.ProxyNetwork;
import io.flowshield.ml.signal.Signal;
import io.flowshield.ml.signal.TorNetwork;
import io.flowshield.ml.signal.VpnNetwork;
import io.flowshield.ml.telemetry.Telemetry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The risk that a running session is in other hands, by rules: no labelled sessions exist that a
 * model could be trained with. Log-odds are added up as if signals were independent (naive Bayes),
 * on a base of -4:
 *
 * <ul>
 *   <li>where the session is used now, by the signals of logins, for which the network that the
 *       session began in counts as familiar beside those of the user's profile. What is new counts
 *       twice: at a login from a new place a right password is shown besides, here nothing is. Of
 *       what kind the network is counts when the session did not begin in one of that kind;
 *   <li>too many sensitive actions, or too many networks with sessions at once: 3.4 at the realm's
 *       limit, which by the default thresholds asks for another login, and {@code log2} of how
 *       often the limit was reached, at most 2.
 * </ul>
 *
 * <p>Private, trusted and shared networks (carriers, relays) are neutral, and so is the other one
 * of IPv4 and IPv6 where the system that an address belongs to is not known: a machine uses both.
 */
final class SessionRisk {
  static final String SENSITIVE_ACTIONS = "SENSITIVE_ACTIONS";
  static final String SESSION_NETWORKS = "SESSION_NETWORKS";

  private static final double BASE = -4;
  private static final double MOVED = 2;
  private static final double AT_LIMIT = 3.4;
  private static final double BEYOND_LIMIT = 2;

  private static final List<Signal> MOVES =
      List.of(new NewNetwork(), new NewCountry(), new ImpossibleTravel());
  private static final List<Signal> KINDS =
      List.of(
          new TorNetwork(),
          new VpnNetwork(),
          new ProxyNetwork(),
          new DataCentreNetwork(),
          new BadReputation());
  private static final FeatureSchema SCHEMA =
      new FeatureSchema(
          "session",
          1,
          List.of(
              "new_network",
              "new_country",
              "impossible_travel",
              "tor_network",
              "vpn_network",
              "proxy_network",
              "data_centre",
              "bad_reputation",
              "deny_listed",
              "sensitive_actions",
              "session_networks"));

  private SessionRisk() {}

  /**
   * Where a session began.
   *
   * @param network from which
   * @param time when
   */
  record Start(Network network, Instant time) {}

  /**
   * How much of something there is.
   *
   * @param count how much
   * @param limit what is too much
   */
  record Load(int count, int limit) {
    static final Load NONE = new Load(0, Integer.MAX_VALUE);

    private double logOdds() {
      return count < limit
          ? 0
          : AT_LIMIT + Math.min(BEYOND_LIMIT, Math.log((double) count / limit) / Math.log(2));
    }
  }

  /**
   * Judges a session.
   *
   * @param start where it began; null when it is not known
   * @param now where it is used
   * @param profile what was learnt of the user's logins
   * @param actions sensitive actions of the user
   * @param networks networks with sessions of the user
   */
  static RiskAssessment assess(
      @Nullable Start start,
      Network now,
      Instant time,
      LoginProfile profile,
      Load actions,
      Load networks) {
    long began = System.nanoTime();
    List<Reason> reasons = new ArrayList<>();
    float[] values = new float[SCHEMA.names().size()];
    java.util.Arrays.fill(values, Float.NaN);
    if (start != null && !isNeutral(now)) {
      RiskContext context = context(time, now, familiar(profile, start));
      for (Signal signal : MOVES) {
        if (!(signal instanceof NewNetwork) || comparable(start.network(), now)) {
          add(signal, context, MOVED, reasons, values);
        }
      }
      if (start.network().kind() != now.kind()) {
        KINDS.forEach(signal -> add(signal, context, 1, reasons, values));
      }
    }
    add(new DenyListed(), context(time, now, LoginProfile.EMPTY), 1, reasons, values);
    add(SENSITIVE_ACTIONS, actions, reasons, values);
    add(SESSION_NETWORKS, networks, reasons, values);
    double logOdds = BASE + reasons.stream().mapToDouble(Reason::contribution).sum();
    reasons.sort(Comparator.comparingDouble(Reason::contribution).reversed());
    return new RiskAssessment(
        Odds.sigmoid(logOdds),
        List.copyOf(reasons),
        SCHEMA.name(),
        Integer.toString(SCHEMA.version()),
        null,
        new FeatureVector(SCHEMA, values),
        (System.nanoTime() - began) / 1_000);
  }

  private static void add(
      Signal signal, RiskContext context, double weight, List<Reason> reasons, float[] values) {
    float value = signal.value(context);
    values[SCHEMA.names().indexOf(signal.name())] = value;
    double logOdds = Float.isNaN(value) ? 0 : weight * signal.logOdds(value);
    if (logOdds > 0) {
      reasons.add(new Reason(signal.code(), logOdds));
    }
  }

  private static void add(String code, Load load, List<Reason> reasons, float[] values) {
    values[SCHEMA.names().indexOf(code.toLowerCase(java.util.Locale.ROOT))] = load.count();
    if (load.logOdds() > 0) {
      reasons.add(new Reason(code, load.logOdds()));
    }
  }

  /** Whether a network says nothing of who uses the session. */
  static boolean isNeutral(Network network) {
    return network.kind() == Network.Kind.PRIVATE
        || network.kind() == Network.Kind.SHARED
        || network.prefix().isEmpty();
  }

  private static boolean comparable(Network start, Network now) {
    return (isV6(start) == isV6(now)) || (start.asn() != 0 && now.asn() != 0);
  }

  private static boolean isV6(Network network) {
    return network.prefix().indexOf(':') >= 0;
  }

  /** The profile of a user who has just completed a login where the session began. */
  private static LoginProfile familiar(LoginProfile profile, Start start) {
    Network network = start.network();
    boolean placed = !network.kind().hidesPlace() && !network.country().isEmpty();
    Network.Location location = placed ? network.location() : null;
    return new LoginProfile(
        profile.logins() + 1,
        profile.firstLogin(),
        new LoginProfile.LastLogin(
            start.time(),
            placed ? network.country() : "",
            location == null ? Double.NaN : location.latitude(),
            location == null ? Double.NaN : location.longitude()),
        with(profile.addresses(), network.addressKey()),
        with(profile.prefixes(), network.prefix()),
        network.asn() == 0 ? profile.asns() : with(profile.asns(), Long.toString(network.asn())),
        placed ? with(profile.countries(), network.country()) : profile.countries(),
        profile.devices(),
        profile.userAgents(),
        profile.browsers(),
        profile.systems(),
        profile.hours());
  }

  private static Map<String, Double> with(Map<String, Double> counts, String name) {
    Map<String, Double> more = new HashMap<>(counts);
    more.merge(name, 1.0, Double::sum);
    return more;
  }

  private static RiskContext context(Instant time, Network network, LoginProfile profile) {
    return new RiskContext(
        time,
        Door.SESSION,
        new RequestFacts(
            network, new UserAgent(UserAgent.DeviceClass.UNKNOWN, "", "", ""), "", null),
        new ClientFacts("", false),
        profile,
        Population.EMPTY,
        Counters.NONE,
        Telemetry.ABSENT,
        null);
  }
}
