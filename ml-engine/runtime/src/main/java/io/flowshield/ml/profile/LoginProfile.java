package io.flowshield.ml.profile;

import io.flowshield.ml.anomaly.RandomCutForest;
import io.flowshield.ml.behaviour.TypingHabits;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was learnt of one user's completed logins; every map is bounded by {@link ProfileLearner}.
 * Immutable: learning gives a new one.
 *
 * @param logins completed logins learnt so far
 * @param firstLogin time of the first, null when there was none
 * @param lastLogin facts of the last, null when there was none
 * @param addresses keyed addresses to their counts
 * @param prefixes truncated addresses to their counts
 * @param asns autonomous systems (decimal) to their counts
 * @param countries ISO countries to their counts
 * @param devices device ids to the epoch second of their last use
 * @param userAgents full browser version with operating system to their counts
 * @param browsers browser families to their counts
 * @param systems operating systems to their counts
 * @param hours decayed weight of logins in each UTC hour, 24 values
 * @param places towns, see {@link Towns}, to their counts
 * @param languages first languages of the browsers to their counts
 * @param roundTrips what is usual of the way to the server
 * @param typing how the password is typed: biometric templates, bounded by themselves
 * @param anomaly a sample of the logins, each as {@link LoginPoint}
 */
public record LoginProfile(
    int logins,
    @Nullable Instant firstLogin,
    @Nullable LastLogin lastLogin,
    Map<String, Double> addresses,
    Map<String, Double> prefixes,
    Map<String, Double> asns,
    Map<String, Double> countries,
    Map<String, Long> devices,
    Map<String, Double> userAgents,
    Map<String, Double> browsers,
    Map<String, Double> systems,
    List<Double> hours,
    Map<String, Double> places,
    Map<String, Double> languages,
    RoundTrips roundTrips,
    TypingHabits typing,
    RandomCutForest anomaly) {

  /** Nobody's profile: a cold start. */
  public static final LoginProfile EMPTY =
      new LoginProfile(
          0,
          null,
          null,
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          Collections.nCopies(24, 0.0));

  /** A profile without towns, languages, round trips, typing and a sample of logins. */
  public LoginProfile(
      int logins,
      @Nullable Instant firstLogin,
      @Nullable LastLogin lastLogin,
      Map<String, Double> addresses,
      Map<String, Double> prefixes,
      Map<String, Double> asns,
      Map<String, Double> countries,
      Map<String, Long> devices,
      Map<String, Double> userAgents,
      Map<String, Double> browsers,
      Map<String, Double> systems,
      List<Double> hours) {
    this(
        logins,
        firstLogin,
        lastLogin,
        addresses,
        prefixes,
        asns,
        countries,
        devices,
        userAgents,
        browsers,
        systems,
        hours,
        Map.of(),
        Map.of(),
        RoundTrips.NONE,
        TypingHabits.NONE,
        RandomCutForest.empty(LoginPoint.USER));
  }

  /** The same with other habits of typing. */
  LoginProfile with(TypingHabits habits) {
    return with(habits, roundTrips);
  }

  /** The same without what the capture script had told. */
  LoginProfile withoutBehaviour() {
    return with(TypingHabits.NONE, RoundTrips.NONE);
  }

  private LoginProfile with(TypingHabits habits, RoundTrips ways) {
    return new LoginProfile(
        logins,
        firstLogin,
        lastLogin,
        addresses,
        prefixes,
        asns,
        countries,
        devices,
        userAgents,
        browsers,
        systems,
        hours,
        places,
        languages,
        ways,
        habits,
        anomaly);
  }

  /**
   * The last completed login.
   *
   * @param time when it completed
   * @param country ISO country, empty when unknown
   * @param latitude degrees, NaN when unknown
   * @param longitude degrees, NaN when unknown
   */
  public record LastLogin(Instant time, String country, double latitude, double longitude) {}

  /**
   * Decayed statistics of {@code ln(round trip in ms)}: its times are multiplicative, a slow line
   * doubles them rather than adds to them.
   *
   * @param weight decayed number of measurements
   * @param mean of the logarithms
   * @param variance of the logarithms, at least 0
   */
  public record RoundTrips(double weight, double mean, double variance) {
    /** Nothing was measured. */
    public static final RoundTrips NONE = new RoundTrips(0, 0, 0);

    /** These after fading and one more measurement; unchanged but faded when it is NaN. */
    RoundTrips add(double fade, double millis) {
      double faded = weight * fade;
      if (!(millis > 0) || millis == Double.POSITIVE_INFINITY) {
        return new RoundTrips(faded, mean, variance);
      }
      // West's incremental mean and variance with weights (CACM 22(9), 1979).
      double total = faded + 1;
      double delta = Math.log(millis) - mean;
      double moved = delta / total;
      return new RoundTrips(
          total, mean + moved, Math.max(0, (variance * faded + delta * (delta - moved)) / total));
    }
  }
}
