package io.flowshield.training.typing;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.training.typing.TypingTraining.Ablation;
import io.flowshield.training.typing.TypingTraining.Size;
import io.flowshield.training.typing.TypingTraining.Trained;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A2")
class TypingModelCardTest {
  private static final String HELPS = "The network helps on imagined people";
  private static final String DOES_NOT = "The network does not help measurably";
  private static final String HARMS = "The network does harm on imagined people";

  /** People differ by tenths, the network by thousandths: only pairs show it. */
  @Test
  void saysWhatTheNetworkIsWorthPairedByPerson() {
    Random random = new Random(4);
    List<Double> alone = new ArrayList<>();
    List<Double> better = new ArrayList<>();
    List<Double> other = new ArrayList<>();
    for (int person = 0; person < 60; person++) {
      double rate = 0.4 * random.nextDouble();
      alone.add(rate);
      better.add(rate - 0.002 - 0.002 * random.nextGaussian());
      other.add(rate + (person % 2 == 0 ? 0.004 : -0.004));
    }
    assertThat(card(alone, better)).contains(HELPS).doesNotContain(DOES_NOT, HARMS);
    assertThat(card(alone, other)).contains(DOES_NOT).doesNotContain(HELPS, HARMS);
    assertThat(card(better, alone)).contains(HARMS).doesNotContain(HELPS, DOES_NOT);
  }

  private static String card(List<Double> treesAlone, List<Double> fused) {
    return TypingModelCard.of(
        Size.PUBLISHED,
        new Trained(
            new byte[0],
            new byte[0],
            Map.of(),
            1,
            0,
            new Ablation(fused, treesAlone, treesAlone, treesAlone)));
  }
}
