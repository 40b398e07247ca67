package io.flowshield.training;

import io.flowshield.ml.signal.FreemanLogin;
import io.flowshield.training.simulation.AttackFamily;
import io.flowshield.training.simulation.TrafficSimulator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How often the model of Freeman et al. (NDSS 2016) alone asks an honest user for more during the
 * first twelve logins, when its threshold lets through a given share of attackers: the experiment
 * of Wiefling et al. (TOPS 2022, section on RBA behaviour) inside the simulator. It anchors the
 * simulator: the paper's medians on 3.3 million real users are known.
 *
 * <p>A user's n-th login here is the one that meets a history of n logins; the login before any
 * history has no score. Only users with twelve such logins within the year count. The threshold is
 * the quantile of all attacks of one attacker, one at the state of each of these honest logins.
 */
final class FreemanPrompts {
  /** Logins of each user that count. */
  static final int LOGINS = 12;

  private static final FreemanLogin FREEMAN = new FreemanLogin();

  private final Map<AttackFamily, List<Float>> attacks = new EnumMap<>(AttackFamily.class);
  private final List<float[]> users = new ArrayList<>();

  private FreemanPrompts() {}

  /**
   * Simulates the service.
   *
   * @param seed of the simulation
   * @param accounts of the service
   */
  static FreemanPrompts simulate(long seed, int accounts) {
    FreemanPrompts prompts = new FreemanPrompts();
    Map<Integer, List<Float>> honest = new HashMap<>();
    new TrafficSimulator(seed, true)
        .runNationalService(
            accounts,
            attempt -> {
              int history = attempt.context().profile().logins();
              if (history == 0 || history > LOGINS) {
                return;
              }
              float score = FREEMAN.value(attempt.context());
              @Nullable AttackFamily family = attempt.family();
              if (family == null) {
                honest.computeIfAbsent(attempt.user(), unused -> new ArrayList<>()).add(score);
              } else {
                prompts.attacks.computeIfAbsent(family, unused -> new ArrayList<>()).add(score);
              }
            });
    for (List<Float> scores : honest.values()) {
      if (scores.size() >= LOGINS) {
        float[] first = new float[LOGINS];
        for (int i = 0; i < LOGINS; i++) {
          first[i] = scores.get(i);
        }
        prompts.users.add(first);
      }
    }
    return prompts;
  }

  /** How many users had twelve logins. */
  int users() {
    return users.size();
  }

  /**
   * Prompts of each user in twelve logins, in rising order.
   *
   * @param attacker one of the protocol's
   * @param truePositiveRate share of that attacker's attempts that get a prompt
   */
  int[] counts(AttackFamily attacker, double truePositiveRate) {
    List<Float> scores = attacks.getOrDefault(attacker, List.of());
    float[] sorted = new float[scores.size()];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = scores.get(i);
    }
    Arrays.sort(sorted);
    // At least this share scores as much or more.
    float threshold = sorted[(int) Math.floor((1 - truePositiveRate) * sorted.length)];
    return users.stream()
        .mapToInt(
            user -> {
              int prompted = 0;
              for (float score : user) {
                prompted += score >= threshold ? 1 : 0;
              }
              return prompted;
            })
        .sorted()
        .toArray();
  }

  /** The median of {@link #counts}; the lower one of two middles. */
  int median(AttackFamily attacker, double truePositiveRate) {
    int[] counts = counts(attacker, truePositiveRate);
    return counts[(counts.length - 1) / 2];
  }
}
