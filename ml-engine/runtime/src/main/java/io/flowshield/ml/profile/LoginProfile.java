package io.flowshield.ml.profile;

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
    List<Double> hours) {

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

  /**
   * The last completed login.
   *
   * @param time when it completed
   * @param country ISO country, empty when unknown
   * @param latitude degrees, NaN when unknown
   * @param longitude degrees, NaN when unknown
   */
  public record LastLogin(Instant time, String country, double latitude, double longitude) {}
}
