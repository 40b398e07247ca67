package io.flowshield.training;

import io.flowshield.training.simulation.AttackFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Whether the simulated world is like the real one in the one respect that was published: how often
 * the model of Freeman et al. (NDSS 2016) asks honest users ({@link FreemanPrompts}). The reference
 * of each measure is the median that Wiefling et al. (TOPS 2022) found on a real service.
 */
final class SimulatorEvaluation implements Evaluation {
  static final double[] RATES = {0.98, 0.99, 0.995, 0.999};

  /** Medians in twelve logins, TOPS 2022, in the order of {@link #RATES}. */
  static final Map<AttackFamily, int[]> PUBLISHED =
      Map.of(
          AttackFamily.PROTOCOL_NAIVE, new int[] {1, 2, 3, 7},
          AttackFamily.PROTOCOL_VPN, new int[] {2, 3, 4, 7},
          AttackFamily.PROTOCOL_TARGETED, new int[] {2, 4, 5, 8});

  private static final long SEED = 55;
  private static final int ACCOUNTS = 1000;

  @Override
  public Set<String> subjects() {
    return Set.of("simulator");
  }

  @Override
  public List<Measure> measure(Workshop workshop) {
    FreemanPrompts prompts = FreemanPrompts.simulate(SEED, ACCOUNTS);
    List<Measure> measures = new ArrayList<>();
    for (AttackFamily attacker :
        List.of(
            AttackFamily.PROTOCOL_NAIVE,
            AttackFamily.PROTOCOL_VPN,
            AttackFamily.PROTOCOL_TARGETED)) {
      for (int i = 0; i < RATES.length; i++) {
        int[] counts = prompts.counts(attacker, RATES[i]);
        // The interval of a median by order statistics: ranks n/2 -+ 1.96 sqrt(n)/2.
        double spread = 0.98 * Math.sqrt(counts.length);
        int low = (int) Math.max(0, Math.floor(counts.length / 2.0 - spread));
        int high = (int) Math.min(counts.length - 1.0, Math.ceil(counts.length / 2.0 + spread));
        measures.add(
            new Measure(
                "simulator.freeman.prompts." + name(attacker) + "." + rate(RATES[i]),
                prompts.median(attacker, RATES[i]),
                (double) counts[low],
                (double) counts[high],
                (double) published(attacker, i),
                "simulated national service, " + prompts.users() + " users with 12 logins",
                "none",
                "national service",
                SEED));
      }
    }
    return measures;
  }

  static int published(AttackFamily attacker, int rate) {
    return PUBLISHED.getOrDefault(attacker, new int[RATES.length])[rate];
  }

  /** {@code naive} for the naive attacker. */
  static String name(AttackFamily attacker) {
    return attacker.name().toLowerCase(Locale.ROOT).replace("protocol_", "");
  }

  private static String rate(double rate) {
    return Double.toString(rate).replace('.', '_');
  }
}
