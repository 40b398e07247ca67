package io.flowshield.risk.learning;

import io.flowshield.ml.FeatureVector;
import io.flowshield.ml.RegistrationFeatures;
import io.flowshield.ml.context.ClientFacts;
import io.flowshield.ml.context.Counters;
import io.flowshield.ml.context.RegistrationFacts;
import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.profile.LoginProfile;
import io.flowshield.ml.profile.Population;
import io.flowshield.ml.request.Network;
import io.flowshield.ml.request.RequestFacts;
import io.flowshield.ml.request.UserAgent;
import io.flowshield.ml.signal.Signal;
import io.flowshield.ml.telemetry.Telemetry;
import io.flowshield.risk.counters.CounterStore;
import io.flowshield.risk.store.Decision;
import io.flowshield.risk.store.DecisionStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A registration's recorded numbers with what was counted since. Registrations are counted in the
 * database, so that every node counts alike; failed logins come from this node's memory. A count
 * never falls below what it was at the form: the burst that somebody came with stays theirs.
 */
public final class FreshVector {
  private static final List<String> COUNTED =
      List.of(
          "registration_burst",
          "realm_registration_burst",
          "lookalike_sequence",
          "network_failures",
          "password_spraying");
  private static final UserAgent NO_AGENT =
      new UserAgent(UserAgent.DeviceClass.UNKNOWN, "", "", "");

  private final DecisionStore decisions;
  private final CounterStore counters;
  private final Clock clock;

  public FreshVector(DecisionStore decisions, CounterStore counters, Clock clock) {
    this.decisions = decisions;
    this.counters = counters;
    this.clock = clock;
  }

  /**
   * The vector of a registration's decision as it would be now.
   *
   * @param lookalikes how many addresses look like its own by now, NaN when that is not known
   */
  public FeatureVector of(Decision decision, double lookalikes) {
    RiskContext now = context(decision, counters(decision), lookalikes);
    FeatureVector vector = decision.vector();
    for (String name : COUNTED) {
      Optional<Signal> signal = RegistrationFeatures.SET.signal(name);
      if (signal.isPresent()) {
        float fresh = signal.get().value(now);
        float recorded = vector.get(name);
        if (!Float.isNaN(fresh) && !(recorded >= fresh)) {
          vector = vector.with(name, fresh);
        }
      }
    }
    return vector;
  }

  private Counters counters(Decision decision) {
    Instant now = clock.instant();
    Counters seen =
        counters.snapshot(decision.realmId(), null, decision.addressKey(), decision.network(), now);
    return new Counters(
        0,
        seen.networkFailures(),
        seen.networkUsersTried(),
        0,
        decisions.countRegistrations(
            decision.realmId(), decision.network(), now.minus(Duration.ofHours(1))),
        seen.realmFailures(),
        decisions.countRegistrations(decision.realmId(), null, now.minus(Duration.ofMinutes(10))));
  }

  private static RiskContext context(Decision decision, Counters counters, double lookalikes) {
    Network network =
        new Network(decision.addressKey(), decision.network(), 0, "", null, decision.networkKind());
    String client = decision.clientId();
    return new RiskContext(
        decision.time(),
        decision.door(),
        new RequestFacts(network, NO_AGENT, "", null),
        new ClientFacts(client == null ? "" : client, false),
        LoginProfile.EMPTY,
        Population.EMPTY,
        counters,
        Telemetry.ABSENT,
        new RegistrationFacts("", "", "", "", "", "")
            .withLookalikes(fromTheSameNetwork(lookalikes, counters)));
  }

  /**
   * No more look-alikes count afresh than others registered from the same network: whoever makes up
   * addresses like a stranger's must not have the stranger's account undone.
   */
  static double fromTheSameNetwork(double lookalikes, Counters counters) {
    return Math.min(lookalikes, Math.max(0, counters.networkRegistrations() - 1));
  }
}
