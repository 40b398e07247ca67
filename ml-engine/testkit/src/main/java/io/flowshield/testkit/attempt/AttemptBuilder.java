package io.flowshield.testkit.attempt;

import io.flowshield.ml.context.AccountFacts;
import io.flowshield.ml.context.ClientFacts;
import io.flowshield.ml.context.Counters;
import io.flowshield.ml.context.Door;
import io.flowshield.ml.context.RegistrationFacts;
import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.request.Network;
import io.flowshield.ml.request.RequestFacts;
import io.flowshield.ml.request.UserAgent;
import io.flowshield.ml.telemetry.Telemetry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The facts of one attempt, changed one by one. Begins with one of {@link Attempts}. */
public final class AttemptBuilder {
  private Instant time = Attempts.NOW;
  private Door door;
  private RequestFacts request;
  private ClientFacts client = new ClientFacts("shop", false);
  private Habit habit = Habit.NONE;
  private Counters counters = Attempts.QUIET;
  private Telemetry telemetry = Telemetry.ABSENT;
  private AccountFacts account = AccountFacts.UNKNOWN;
  private @Nullable RegistrationFacts form;

  AttemptBuilder(Door door, RequestFacts request) {
    this.door = door;
    this.request = request;
  }

  /** {@link Attempts#NOW} unless set. */
  public AttemptBuilder at(Instant value) {
    time = value;
    return this;
  }

  /** Another door than the browser's. */
  public AttemptBuilder through(Door value) {
    door = value;
    return this;
  }

  /** From where. */
  public AttemptBuilder from(Network network) {
    return asking(
        new RequestFacts(
            network, request.userAgent(), request.language(), request.deviceId(), request.hints()));
  }

  /** With which browser. */
  public AttemptBuilder with(UserAgent userAgent) {
    return asking(
        new RequestFacts(
            request.network(), userAgent, request.language(), request.deviceId(), request.hints()));
  }

  /**
   * @param id what the signed device cookie says; null for a browser without one
   */
  public AttemptBuilder onDevice(@Nullable String id) {
    return asking(request.onDevice(id));
  }

  /** The whole request at once. */
  public AttemptBuilder asking(RequestFacts value) {
    request = value;
    return this;
  }

  /** An application other than the ordinary {@code shop}. */
  public AttemptBuilder to(ClientFacts value) {
    client = value;
    return this;
  }

  /** What was learnt of user and realm before. */
  public AttemptBuilder habit(Habit value) {
    habit = value;
    return this;
  }

  /** What was counted lately, {@link Attempts#QUIET} unless set. */
  public AttemptBuilder counters(Counters value) {
    counters = value;
    return this;
  }

  /** What the form reported, nothing unless set. */
  public AttemptBuilder telemetry(Telemetry value) {
    telemetry = value;
    return this;
  }

  /** What the account may do, not known unless set. */
  public AttemptBuilder account(AccountFacts value) {
    account = value;
    return this;
  }

  /** The fields of a registration. */
  public AttemptBuilder form(RegistrationFacts value) {
    form = value;
    return this;
  }

  /** What the engine, and a signal of your own, is shown. */
  public RiskContext facts() {
    return new RiskContext(
        time,
        door,
        request,
        client,
        habit.profile(),
        habit.population(),
        counters,
        telemetry,
        form,
        account);
  }
}
