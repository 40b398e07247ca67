package io.flowshield.benchmark;

import io.flowshield.ml.behaviour.TypingHabits;
import io.flowshield.ml.context.ClientFacts;
import io.flowshield.ml.context.Counters;
import io.flowshield.ml.context.Door;
import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.profile.LoginPoint;
import io.flowshield.ml.profile.LoginProfile;
import io.flowshield.ml.profile.Population;
import io.flowshield.ml.profile.PopulationLearner;
import io.flowshield.ml.profile.ProfileLearner;
import io.flowshield.ml.request.Network;
import io.flowshield.ml.request.RequestFacts;
import io.flowshield.ml.request.UserAgent;
import io.flowshield.ml.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Logins of one user after 200 others, with all facts there: two homes, several browsers, typed
 * form, a realm of 5,000 logins. Every fourth is somebody else abroad.
 */
final class Logins {
  private static final int LEARNT = 200;
  private static final int REALM = 5_000;
  private static final Instant END = Instant.parse("2026-03-02T09:00:00Z");

  private Logins() {}

  static List<RiskContext> attempts(int count) {
    Random random = new Random(4);
    LoginProfile profile = profile(random);
    Population population = population(random);
    List<RiskContext> attempts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean stranger = i % 4 == 3;
      attempts.add(
          new RiskContext(
              END.plus(Duration.ofMinutes(7L * i)),
              Door.BROWSER_LOGIN,
              stranger ? request(100 + random.nextInt(100), 9, null) : usual(random),
              new ClientFacts("shop", i % 8 == 0),
              profile,
              population,
              stranger
                  ? new Counters(4, 30, 12, 3, 0, 80, 2)
                  : new Counters(i % 3, 1, 1, 1, 0, 3, 1),
              typed(random),
              null));
    }
    return attempts;
  }

  static LoginProfile profile(Random random) {
    LoginProfile profile = LoginProfile.EMPTY;
    for (int i = LEARNT; i > 0; i--) {
      profile =
          ProfileLearner.learn(
              profile,
              usual(random),
              30 + random.nextInt(20),
              TypingHabits.typed(typed(random)),
              END.minus(Duration.ofHours(13L * i + random.nextInt(9))));
    }
    return profile;
  }

  private static Population population(Random random) {
    PopulationLearner learner = new PopulationLearner(Population.EMPTY);
    for (int i = 0; i < REALM; i++) {
      RequestFacts request = request(random.nextInt(400), random.nextInt(30), "d" + i);
      Instant time = END.minus(Duration.ofMinutes(REALM - i));
      learner.learn(
          request, LoginPoint.amongRealms(time, request, LoginProfile.EMPTY, learner.view()));
    }
    return learner.copy();
  }

  private static RequestFacts usual(Random random) {
    return request(random.nextInt(3), random.nextInt(4), "device" + random.nextInt(2));
  }

  private static RequestFacts request(int place, int browser, @Nullable String device) {
    Network network =
        new Network(
            "address" + place,
            "198.51." + place + ".0/24",
            64_500 + place / 4,
            place < 100 ? "DE" : "BR",
            new Network.Location(place < 100 ? 52 : -23, place < 100 ? 13 : -46),
            Network.Kind.ACCESS);
    UserAgent agent =
        new UserAgent(
            browser % 2 == 0 ? UserAgent.DeviceClass.DESKTOP : UserAgent.DeviceClass.MOBILE,
            "System " + browser % 3,
            "Browser " + browser % 5,
            "Browser " + browser % 5 + "." + browser);
    return new RequestFacts(network, agent, "de", device);
  }

  private static Telemetry typed(Random random) {
    List<Telemetry.Field> fields = new ArrayList<>();
    for (String name : List.of("username", "password")) {
      List<Telemetry.Stroke> strokes = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        strokes.add(
            new Telemetry.Stroke(i == 0 ? 0 : 90 + random.nextInt(160), 60 + random.nextInt(70)));
      }
      fields.add(new Telemetry.Field(name, strokes, 0, false, 0));
    }
    return new Telemetry(Telemetry.Status.PRESENT, 9_000, fields, 24, 1_400, false);
  }
}
