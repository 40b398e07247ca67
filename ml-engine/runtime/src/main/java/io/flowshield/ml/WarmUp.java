package io.flowshield.ml;

import io.flowshield.ml.context.ClientFacts;
import io.flowshield.ml.context.Counters;
import io.flowshield.ml.context.Door;
import io.flowshield.ml.context.RegistrationFacts;
import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.profile.LoginProfile;
import io.flowshield.ml.profile.Population;
import io.flowshield.ml.profile.ProfileLearner;
import io.flowshield.ml.request.Network;
import io.flowshield.ml.request.RequestFacts;
import io.flowshield.ml.request.UserAgent;
import io.flowshield.ml.telemetry.Telemetry;
import java.time.Instant;
import java.util.List;

/** Made-up attempts that load classes and have code compiled before somebody waits for a score. */
final class WarmUp {
  /** One for each way through the engine. */
  static final List<RiskContext> ATTEMPTS =
      List.of(attempt(Door.BROWSER_LOGIN), attempt(Door.REGISTRATION));

  private WarmUp() {}

  private static RiskContext attempt(Door door) {
    Instant time = Instant.EPOCH;
    RequestFacts request =
        new RequestFacts(
            new Network(
                "key",
                "192.0.2.0/24",
                64496,
                "XX",
                new Network.Location(0, 0),
                Network.Kind.ACCESS),
            new UserAgent(UserAgent.DeviceClass.DESKTOP, "System 1", "Browser", "Browser 1"),
            "en",
            "device");
    return new RiskContext(
        time.plusSeconds(60),
        door,
        request,
        new ClientFacts("client", false),
        door.isLogin()
            ? ProfileLearner.learn(LoginProfile.EMPTY, request, time)
            : LoginProfile.EMPTY,
        Population.EMPTY,
        Counters.NONE,
        Telemetry.ABSENT,
        door.isLogin()
            ? null
            : new RegistrationFacts("name", "name", "example.org", "First", "Last", "en"));
  }
}
