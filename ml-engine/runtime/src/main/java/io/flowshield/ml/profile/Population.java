package io.flowshield.ml.profile;

import io.flowshield.ml.anomaly.RandomCutForest;
import java.util.Map;

/**
 * What was learnt of all users of a realm together: how common an address, a network, a country or
 * a browser is. Bounded; immutable.
 *
 * @param logins completed logins counted
 * @param prefixes truncated addresses to their counts
 * @param asns autonomous systems to their counts
 * @param countries ISO countries to their counts
 * @param userAgents browser version with operating system to their counts
 * @param browsers browser families to their counts
 * @param systems operating systems to their counts
 * @param anomaly a sample of the logins, each as {@link LoginPoint}
 */
public record Population(
    long logins,
    Map<String, Double> prefixes,
    Map<String, Double> asns,
    Map<String, Double> countries,
    Map<String, Double> userAgents,
    Map<String, Double> browsers,
    Map<String, Double> systems,
    RandomCutForest anomaly) {

  /** A realm that has seen nobody. */
  public static final Population EMPTY =
      new Population(
          0,
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          RandomCutForest.empty(LoginPoint.REALM));
}
