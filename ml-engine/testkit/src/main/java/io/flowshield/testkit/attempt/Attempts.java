package io.flowshield.testkit.attempt;

import io.flowshield.ml.context.Counters;
import io.flowshield.ml.context.Door;
import io.flowshield.ml.context.RegistrationFacts;
import io.flowshield.ml.request.Network;
import io.flowshield.ml.request.Network.Kind;
import io.flowshield.ml.request.Network.Location;
import io.flowshield.ml.request.RequestFacts;
import io.flowshield.ml.request.UserAgent;
import io.flowshield.ml.request.UserAgent.DeviceClass;
import io.flowshield.ml.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Ordinary attempts that tests start from and change one fact of. The user has signed in on ten
 * days, at home in Berlin, on the same laptop, the last time yesterday. Addresses and domains are
 * those that are reserved for documentation.
 */
public final class Attempts {
  /** A Tuesday, half past nine in UTC. */
  public static final Instant NOW = Instant.parse("2026-03-10T09:30:00Z");

  public static final UserAgent CHROME =
      new UserAgent(DeviceClass.DESKTOP, "Windows 10", "Chrome", "Chrome 131");
  public static final UserAgent FIREFOX =
      new UserAgent(DeviceClass.DESKTOP, "Linux", "Firefox", "Firefox 133");

  /** A program without a person. */
  public static final UserAgent CURL = new UserAgent(DeviceClass.AUTOMATION, "", "curl", "curl 8");

  /** An access network in Berlin. */
  public static final Network HOME =
      new Network("a1", "192.0.2.0/24", 64500, "DE", new Location(52.52, 13.40), Kind.ACCESS);

  /** An access network in Lisbon, 2,300 km away. */
  public static final Network ABROAD =
      new Network("b2", "198.51.100.0/24", 64510, "PT", new Location(38.72, -9.14), Kind.ACCESS);

  /** An exit of Tor. */
  public static final Network TOR = unfamiliar("c3", Kind.TOR);

  /** A data centre. */
  public static final Network HOSTING = unfamiliar("c4", Kind.HOSTING);

  /** How the user signs in day by day. */
  public static final RequestFacts USUAL = new RequestFacts(HOME, CHROME, "de", "laptop");

  /** One network in a day, nothing bad. */
  public static final Counters QUIET = new Counters(0, 0, 0, 0, 0, 0, 0, 1, 0, 0);

  /** What the form reports when a browser fills in the name and a person types the password. */
  public static final Telemetry PERSON =
      new Telemetry(
          Telemetry.Status.PRESENT,
          6200,
          List.of(
              new Telemetry.Field("username", List.of(), 0, true, 0),
              typed("password", 0, 190, 240, 150, 310, 170, 220, 260, 180, 205)),
          21,
          900,
          false);

  private Attempts() {}

  private static Telemetry.Field typed(String name, int... flights) {
    List<Telemetry.Stroke> strokes = new ArrayList<>();
    for (int i = 0; i < flights.length; i++) {
      strokes.add(new Telemetry.Stroke(flights[i], 80 + 7 * (i % 5)));
    }
    return new Telemetry.Field(name, strokes, 0, false, 0);
  }

  private static Network unfamiliar(String key, Kind kind) {
    return new Network(key, "203.0.113.0/24", 64520, "US", new Location(40.71, -74.01), kind);
  }

  /** The user's login of today, as on every day. */
  public static AttemptBuilder login() {
    return new AttemptBuilder(Door.BROWSER_LOGIN, USUAL)
        .habit(Habit.daily(USUAL, 10, NOW.minus(Duration.ofHours(22))));
  }

  /** A first login, of somebody of whom nothing was learnt. */
  public static AttemptBuilder firstLogin() {
    return new AttemptBuilder(Door.BROWSER_LOGIN, USUAL.onDevice(null));
  }

  /** An ordinary registration, the only one of its network. */
  public static AttemptBuilder signUp() {
    return new AttemptBuilder(Door.REGISTRATION, USUAL.onDevice(null))
        .form(
            new RegistrationFacts(
                    "maria.keller", "maria.keller", "mail.example", "Maria", "Keller", "de")
                .withLookalikes(0))
        .counters(registrations(1));
  }

  /**
   * Registrations of the last minutes, this one included.
   *
   * @param here from this network; the realm had half as many within its shorter window
   */
  public static Counters registrations(int here) {
    return new Counters(0, 0, 0, 0, here, 0, Math.max(1, here / 2));
  }
}
