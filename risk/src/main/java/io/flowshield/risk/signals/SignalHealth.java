package io.flowshield.risk.signals;

import io.flowshield.ml.signal.Signal;
import io.flowshield.risk.store.SignalCounts;
import io.flowshield.risk.store.SignalCounts.Tally;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How one signal of one realm does.
 *
 * @param name of its feature
 * @param state what to think of it
 * @param why what an administrator may do about it; empty when there is nothing to do
 * @param assessed attempts of the realm that were judged
 * @param tally what it said at them; {@code failed} counts for all realms together
 * @param failedRate share of all realms' attempts at which it threw an exception
 */
public record SignalHealth(
    String name, State state, String why, long assessed, Tally tally, double failedRate) {

  /** Fewer attempts say nothing about a signal. */
  public static final long ENOUGH = 100;

  private static final double FAILING = 0.01;

  private static final Set<String> BY_IP_DATABASE =
      Set.of("new_country", "new_city_km", "impossible_travel");
  private static final Set<String> BY_SCRIPT =
      Set.of(
          "bot_timing",
          "unfamiliar_typing",
          "pointer_jumps",
          "pointer_path",
          "focus_order",
          "typing_corrections",
          "time_on_page",
          "slow_round_trip");
  private static final Map<String, String> OTHERWISE =
      Map.of(
          "unusual_for_user", "It speaks after 8 logins of a user.",
          "unusual_for_realm", "It speaks after 64 logins in the realm.",
          "unusual_hour", "It speaks after 5 logins of a user.",
          "bad_reputation", "No reputation list is configured.");

  /** What to think of a signal. */
  public enum State {
    OK,
    /** Too few attempts to tell. */
    TOO_FEW,
    /** It throws exceptions: a fault of the server or of this pack. */
    FAILING,
    /** It never has a value: what it needs is missing. */
    SILENT,
    /** Its value is always the same. */
    CONSTANT,
    /** It never counts against anybody; so be it where nobody attacks. */
    NEVER_FIRES;

    /** True where somebody should look. */
    public boolean isFault() {
      return this == FAILING || this == SILENT;
    }
  }

  /**
   * What the node has for its signals to look at.
   *
   * @param ipDatabase whether a network database is configured
   * @param enough attempts from which on a signal is judged, usually {@link #ENOUGH}
   */
  public record Surroundings(boolean ipDatabase, long enough) {}

  static SignalHealth of(
      Signal signal, SignalCounts realm, SignalCounts all, Surroundings surroundings) {
    Tally said = realm.of(signal.name());
    long failed = all.of(signal.name()).failed();
    double failedRate = all.assessed() == 0 ? 0 : (double) failed / all.assessed();
    State state = state(signal, realm.assessed(), said, failed, failedRate, surroundings.enough());
    return new SignalHealth(
        signal.name(),
        state,
        state == State.FAILING ? "See the server's log." : why(signal, state, surroundings),
        realm.assessed(),
        new Tally(said.valued(), said.fired(), failed, said.low(), said.high()),
        failedRate);
  }

  /** The signals of which it is known what they may lack. */
  static Set<String> explained() {
    return Stream.of(BY_IP_DATABASE, BY_SCRIPT, OTHERWISE.keySet())
        .flatMap(Set::stream)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static State state(
      Signal signal, long assessed, Tally said, long failed, double failedRate, long enough) {
    if (failed > 0 && failedRate >= FAILING) {
      return State.FAILING;
    }
    if (assessed < enough) {
      return State.TOO_FEW;
    }
    if (said.valued() == 0) {
      return State.SILENT;
    }
    if (said.valued() < enough) {
      return State.OK;
    }
    if (said.low() == said.high()) {
      return State.CONSTANT;
    }
    return said.fired() == 0 && !signal.code().isEmpty() ? State.NEVER_FIRES : State.OK;
  }

  private static String why(Signal signal, State state, Surroundings surroundings) {
    if (state == State.OK || state == State.TOO_FEW) {
      return "";
    }
    if (BY_IP_DATABASE.contains(signal.name())) {
      return surroundings.ipDatabase()
          ? "The IP database says nothing of it for this realm's addresses."
          : "No IP database is configured (--spi-flowshield-risk--default--ip-database).";
    }
    if (state != State.SILENT) {
      return "";
    }
    if (BY_SCRIPT.contains(signal.name())) {
      return "No form of this realm reports it: is the script in the theme?";
    }
    return OTHERWISE.getOrDefault(signal.name(), "");
  }
}
