package io.flowshield.training.simulation;

import io.flowshield.ml.context.ClientFacts;
import io.flowshield.ml.context.Counters;
import io.flowshield.ml.context.Door;
import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.profile.LoginProfile;
import io.flowshield.ml.profile.Population;
import io.flowshield.ml.profile.PopulationLearner;
import io.flowshield.ml.profile.ProfileLearner;
import io.flowshield.ml.request.Network;
import io.flowshield.ml.request.RequestFacts;
import io.flowshield.ml.request.UserAgent;
import io.flowshield.ml.request.UserAgent.DeviceClass;
import io.flowshield.ml.telemetry.Telemetry;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Replays recorded logins in the columns of the public RBA data set (Wiefling et al., TOPS 2022) in
 * the order of time, with the state that a server would have kept. Failed logins are counted,
 * successful ones judged and learnt, those marked as taken over are frauds and not learnt.
 *
 * <p>At each honest login with a history the three attackers of the paper try the account too: the
 * naive one with the address of any earlier row whose address was on a list of attackers, the VPN
 * attacker with one of these in the victim's country, both with the user agent of any earlier row;
 * the targeted one with network and user agent of an earlier row of somebody else in the same
 * country on the same class of device. That is the only use of {@code Is Attack IP}: it tells what
 * attackers look like, it is no feature. Round-trip times are not read: the server measured them,
 * ours are the browser's.
 */
public final class RecordedLogins {
  private static final int REMEMBERED = 500;
  private static final int MOST_USERS = 200_000;

  private final Consumer<LabelledAttempt> sink;
  private final Dice dice = new Dice(20261123);
  private final SlidingCounters counters = new SlidingCounters();
  private final PopulationLearner population = new PopulationLearner(Population.EMPTY);
  private final Map<String, LoginProfile> profiles = new HashMap<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Map<String, List<RequestFacts>> pools = new HashMap<>();
  private final Map<String, Integer> offered = new HashMap<>();
  private long skipped;

  private RecordedLogins(Consumer<LabelledAttempt> sink) {
    this.sink = sink;
  }

  /**
   * Replays a file.
   *
   * @return how many of its rows could not be read or came out of order
   */
  public static long replay(Path file, Consumer<LabelledAttempt> sink) throws IOException {
    RecordedLogins logins = new RecordedLogins(sink);
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      logins.read(reader);
    }
    return logins.skipped;
  }

  private void read(BufferedReader reader) throws IOException {
    String header = reader.readLine();
    if (header == null) {
      throw new IOException("The file is empty");
    }
    List<String> columns = split(header);
    for (String needed :
        List.of("Login Timestamp", "User ID", "IP Address", "Login Successful", "ASN")) {
      if (!columns.contains(needed)) {
        throw new IOException("No column is called " + needed);
      }
    }
    Instant last = Instant.MIN;
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      List<String> cells = split(line);
      Map<String, String> row = new HashMap<>();
      for (int i = 0; i < Math.min(columns.size(), cells.size()); i++) {
        row.put(columns.get(i), cells.get(i));
      }
      Instant time = time(row.getOrDefault("Login Timestamp", ""));
      if (cells.size() != columns.size() || time == null || time.isBefore(last)) {
        skipped++;
        continue;
      }
      last = time;
      attempt(row, time);
    }
  }

  private void attempt(Map<String, String> row, Instant time) {
    String user = cell(row, "User ID");
    RequestFacts request = new RequestFacts(network(row), userAgent(row), "", null);
    if (!flag(row, "Login Successful")) {
      counters.failed(time.getEpochSecond(), user, request.network());
      remember(row, request);
      return;
    }
    boolean takeover = flag(row, "Is Account Takeover");
    judge(user, takeover ? AttackFamily.TARGETED_TAKEOVER : null, request, time);
    if (!takeover) {
      LoginProfile profile = profiles.getOrDefault(user, LoginProfile.EMPTY);
      if (profile.logins() > 0) {
        protocol(user, request, time);
      }
      if (profiles.containsKey(user) || profiles.size() < MOST_USERS) {
        profiles.put(user, ProfileLearner.learn(profile, request, time));
      }
      population.learn(request);
    }
    remember(row, request);
  }

  private void protocol(String user, RequestFacts victim, Instant time) {
    String country = victim.network().country();
    RequestFacts anybody = remembered("any");
    RequestFacts naive = remembered("attack");
    RequestFacts vpn = remembered("attack " + country);
    RequestFacts neighbour = remembered(country + " " + victim.userAgent().deviceClass());
    if (naive != null && anybody != null) {
      judge(user, AttackFamily.PROTOCOL_NAIVE, mix(naive, anybody), time);
    }
    if (vpn != null && anybody != null) {
      judge(user, AttackFamily.PROTOCOL_VPN, mix(vpn, anybody), time);
    }
    if (neighbour != null) {
      judge(user, AttackFamily.PROTOCOL_TARGETED, neighbour, time);
    }
  }

  private static RequestFacts mix(RequestFacts network, RequestFacts agent) {
    return new RequestFacts(network.network(), agent.userAgent(), "", null);
  }

  private void judge(
      String user, @Nullable AttackFamily family, RequestFacts request, Instant time) {
    Counters counts = counters.at(time.getEpochSecond(), user, request.network());
    int number = numbers.computeIfAbsent(user, unused -> numbers.size());
    String device = request.userAgent().deviceClass().name().toLowerCase(Locale.ROOT);
    String region =
        Country.ALL.stream()
            .filter(country -> country.code().equals(request.network().country()))
            .map(Country::region)
            .findFirst()
            .orElse("elsewhere");
    sink.accept(
        new LabelledAttempt(
            0,
            number,
            HonestGroup.HOUSEHOLD,
            family,
            GeoDetail.COUNTRY,
            new Traits(region, true, device, "unknown", InputMethod.TYPING),
            new RiskContext(
                time,
                Door.BROWSER_LOGIN,
                request,
                new ClientFacts("recorded", false),
                profiles.getOrDefault(user, LoginProfile.EMPTY),
                population.view(),
                counts,
                Telemetry.ABSENT,
                null)));
  }

  private void remember(Map<String, String> row, RequestFacts request) {
    String country = request.network().country();
    offer("any", request);
    offer(country + " " + request.userAgent().deviceClass(), request);
    if (flag(row, "Is Attack IP")) {
      offer("attack", request);
      offer("attack " + country, request);
    }
  }

  /** Keeps an even sample of what was offered (Vitter's algorithm R, ACM TOMS 11(1), 1985). */
  private void offer(String pool, RequestFacts request) {
    List<RequestFacts> kept = pools.computeIfAbsent(pool, unused -> new ArrayList<>());
    int seen = offered.merge(pool, 1, Integer::sum);
    if (kept.size() < REMEMBERED) {
      kept.add(request);
    } else {
      int place = dice.below(seen);
      if (place < REMEMBERED) {
        kept.set(place, request);
      }
    }
  }

  private @Nullable RequestFacts remembered(String pool) {
    List<RequestFacts> kept = pools.get(pool);
    return kept == null ? null : dice.pick(kept);
  }

  private static Network network(Map<String, String> row) {
    String address = cell(row, "IP Address");
    int lastDot = address.lastIndexOf('.');
    String prefix = lastDot > 0 ? address.substring(0, lastDot) + ".0/24" : address;
    long asn;
    try {
      asn = Long.parseLong(cell(row, "ASN"));
    } catch (NumberFormatException e) {
      asn = 0;
    }
    // The publishers made up addresses, some of them in 10.0.0.0/8: none is really private.
    String key = Long.toHexString(Dice.mix(address.hashCode()));
    return new Network(key, prefix, asn, cell(row, "Country"), null, Network.Kind.UNKNOWN);
  }

  private static UserAgent userAgent(Map<String, String> row) {
    DeviceClass device =
        switch (cell(row, "Device Type")) {
          case "desktop" -> DeviceClass.DESKTOP;
          case "mobile" -> DeviceClass.MOBILE;
          case "tablet" -> DeviceClass.TABLET;
          case "bot" -> DeviceClass.AUTOMATION;
          default -> DeviceClass.UNKNOWN;
        };
    String browser = major(cell(row, "Browser Name and Version"));
    int space = browser.lastIndexOf(' ');
    return new UserAgent(
        device,
        major(cell(row, "OS Name and Version")),
        space > 0 ? browser.substring(0, space) : browser,
        browser);
  }

  /** {@code Firefox 20} of {@code Firefox 20.0.0.1618}. */
  private static String major(String nameAndVersion) {
    int space = nameAndVersion.lastIndexOf(' ');
    int dot = nameAndVersion.indexOf('.', Math.max(0, space));
    return dot > 0 ? nameAndVersion.substring(0, dot) : nameAndVersion;
  }

  private static String cell(Map<String, String> row, String column) {
    String value = row.getOrDefault(column, "");
    return value.equals("-") ? "" : value;
  }

  private static boolean flag(Map<String, String> row, String column) {
    return cell(row, column).equalsIgnoreCase("true");
  }

  private static @Nullable Instant time(String text) {
    try {
      return LocalDateTime.parse(text.trim().replace(' ', 'T')).toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /** Cells of a line of RFC 4180; no cell of this format holds a line break. */
  static List<String> split(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        if (quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
          cell.append('"');
          i++;
        } else {
          quoted = !quoted;
        }
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }
}
