package io.flowshield.testkit.partial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("F3")
class PartialDoubleTest {

  @Test
  void itKnowsWhatItWasToldAndNamesWhatItWasNot() {
    @SuppressWarnings("unchecked")
    Map<String, String> map =
        PartialDouble.of(Map.class)
            .returning("size", 7)
            .when("get", arguments -> "the value of " + arguments[0])
            .object();

    assertThat(map.size()).isEqualTo(7);
    assertThat(map.get("a")).isEqualTo("the value of a");
    assertThatThrownBy(map::isEmpty)
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("This test's Map does not know isEmpty");
    assertThat(map.equals(map)).isTrue();
    assertThat(map.equals(Map.of())).isFalse();
    assertThat(map.toString()).isEqualTo("double of Map");
  }
}
