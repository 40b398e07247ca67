package io.flowshield.risk.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("C16")
class CustomWeightsTest {
  private static final String NAME = "flowshield.customSignals";

  private static Map<String, Double> weights(String text) {
    return CustomWeights.read(text).byId();
  }

  @Test
  void weightsAreReadByIdWithBlanksAroundThem() {
    assertThat(weights("")).isEmpty();
    assertThat(weights(" office-hours = 1.5,b=0 ,c=3"))
        .isEqualTo(Map.of("office-hours", 1.5, "b", 0.0, "c", 3.0));
    assertThat(RealmSettings.invalid(Map.of(NAME, "a=1")::get)).isEmpty();
  }

  @Test
  void whatIsNoWeightCountsAsNotSetAndIsTold() {
    for (String wrong : new String[] {"b", "b=", "b=-1", "b=3.1", "b=NaN", "b=x", "b=1=2"}) {
      assertThat(weights("a=1," + wrong)).as(wrong).isEqualTo(Map.of("a", 1.0));
      assertThat(RealmSettings.invalid(Map.of(NAME, "a=1," + wrong)::get))
          .as(wrong)
          .containsExactly(NAME);
    }
  }
}
