package io.flowshield.ml.context;

import io.flowshield.ml.profile.LoginProfile;
import io.flowshield.ml.profile.Population;
import io.flowshield.ml.request.RequestFacts;
import io.flowshield.ml.telemetry.Telemetry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All facts that one judgement may use. Holds no Keycloak type; nothing in it is written to a log.
 *
 * @param time when the request arrived
 * @param door which door of the identity server is asked to open
 * @param request who asks, from where, with what
 * @param client the application the user wants to reach
 * @param profile what was learnt of this user; {@link LoginProfile#EMPTY} for a registration
 * @param population what was learnt of the realm's users together
 * @param counters recent bad events, as counted when the request arrived
 * @param telemetry what the form reported; {@link Telemetry#ABSENT} where it reported nothing
 * @param registration the form's fields at a registration; null at every other door
 * @param account the account at a login; {@link AccountFacts#UNKNOWN} at a registration
 */
public record RiskContext(
    Instant time,
    Door door,
    RequestFacts request,
    ClientFacts client,
    LoginProfile profile,
    Population population,
    Counters counters,
    Telemetry telemetry,
    @Nullable RegistrationFacts registration,
    AccountFacts account) {

  /** An attempt on an account of which nothing is known. */
  public RiskContext(
      Instant time,
      Door door,
      RequestFacts request,
      ClientFacts client,
      LoginProfile profile,
      Population population,
      Counters counters,
      Telemetry telemetry,
      @Nullable RegistrationFacts registration) {
    this(
        time,
        door,
        request,
        client,
        profile,
        population,
        counters,
        telemetry,
        registration,
        AccountFacts.UNKNOWN);
  }

  /** The same attempt with nothing of how the form was filled in. */
  public RiskContext withoutTelemetry() {
    return new RiskContext(
        time,
        door,
        request,
        client,
        profile,
        population,
        counters,
        Telemetry.ABSENT,
        registration,
        account);
  }

  /** The same attempt with what was learnt of its user and realm. */
  public RiskContext with(LoginProfile learntProfile, Population learntPopulation) {
    return new RiskContext(
        time,
        door,
        request,
        client,
        learntProfile,
        learntPopulation,
        counters,
        telemetry,
        registration,
        account);
  }
}
