package io.flowshield.ml;

import io.flowshield.ml.context.ClientFacts;
import io.flowshield.ml.context.Counters;
import io.flowshield.ml.context.Door;
import io.flowshield.ml.context.RegistrationFacts;
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
import java.time.Duration;
import java.time.Instant;

/** Attempts that tests start from. */
public final class Attempts {
  public static final Instant MONDAY_NINE = Instant.parse("2026-03-02T09:00:00Z");
  public static final UserAgent FIREFOX =
      new UserAgent(DeviceClass.DESKTOP, "Windows 10", "Firefox", "Firefox 128");
  public static final UserAgent SAFARI =
      new UserAgent(DeviceClass.MOBILE, "iOS 17", "Mobile Safari", "Mobile Safari 17");
  public static final Network BERLIN =
      new Network(
          "a1",
          "192.0.2.0/24",
          3320,
          "DE",
          new Network.Location(52.52, 13.405),
          Network.Kind.ACCESS);
  public static final Network SYDNEY =
      new Network(
          "b2",
          "198.51.100.0/24",
          1221,
          "AU",
          new Network.Location(-33.87, 151.21),
          Network.Kind.ACCESS);
  public static final RequestFacts AT_HOME = new RequestFacts(BERLIN, FIREFOX, "de", "laptop");
  public static final RequestFacts ABROAD = new RequestFacts(SYDNEY, SAFARI, "en", null);

  /** Twenty logins on twenty mornings at nine, at home, the last yesterday. */
  public static final LoginProfile REGULAR = regular();

  public static final Population REALM = realm();

  private Attempts() {}

  private static LoginProfile regular() {
    LoginProfile profile = LoginProfile.EMPTY;
    for (int day = 20; day >= 1; day--) {
      profile = ProfileLearner.learn(profile, AT_HOME, MONDAY_NINE.minus(Duration.ofDays(day)));
    }
    return profile;
  }

  private static Population realm() {
    PopulationLearner learner = new PopulationLearner(Population.EMPTY);
    for (int i = 0; i < 90; i++) {
      learner.learn(AT_HOME);
    }
    for (int i = 0; i < 10; i++) {
      learner.learn(ABROAD);
    }
    return learner.copy();
  }

  /** A login of the regular user. */
  public static RiskContext login(RequestFacts request) {
    return login(request, REGULAR, Counters.NONE, MONDAY_NINE);
  }

  public static RiskContext login(
      RequestFacts request, LoginProfile profile, Counters counters, Instant time) {
    return new RiskContext(
        time,
        Door.BROWSER_LOGIN,
        request,
        new ClientFacts("shop", false),
        profile,
        REALM,
        counters,
        Telemetry.ABSENT,
        null);
  }

  public static RiskContext counting(Counters counters) {
    return login(AT_HOME, REGULAR, counters, MONDAY_NINE);
  }

  public static RiskContext through(Network network) {
    return login(new RequestFacts(network, FIREFOX, "de", "laptop"));
  }

  public static Network network(Network.Kind kind) {
    return new Network("c3", "203.0.113.0/24", 64500, "DE", null, kind);
  }

  public static RiskContext at(Door door, RiskContext context) {
    return new RiskContext(
        context.time(),
        door,
        context.request(),
        context.client(),
        context.profile(),
        context.population(),
        context.counters(),
        context.telemetry(),
        context.registration());
  }

  public static RiskContext reporting(Telemetry telemetry) {
    RiskContext context = login(AT_HOME);
    return new RiskContext(
        context.time(),
        context.door(),
        context.request(),
        context.client(),
        context.profile(),
        context.population(),
        context.counters(),
        telemetry,
        null);
  }

  /** A registration with an address. */
  public static RiskContext registration(String localPart, String domain, Counters counters) {
    return new RiskContext(
        MONDAY_NINE,
        Door.REGISTRATION,
        AT_HOME,
        new ClientFacts("shop", false),
        LoginProfile.EMPTY,
        REALM,
        counters,
        Telemetry.ABSENT,
        new RegistrationFacts(localPart, localPart, domain, "Anna", "Schmidt", "de"));
  }
}
