package io.flowshield.risk.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.risk.store.SignalCounts.Tally;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A13")
class SignalCountsTest {
  private static final SignalCounts MORNING =
      new SignalCounts(10, Map.of("travel", new Tally(4, 1, 2, -3, 7), "mute", Tally.NONE));
  private static final SignalCounts EVENING =
      new SignalCounts(
          5, Map.of("travel", new Tally(5, 0, 0, -9, 1), "hour", new Tally(1, 1, 0, 2, 2)));

  @Test
  void addsUp() {
    SignalCounts day = MORNING.plus(EVENING);
    assertThat(day.assessed()).isEqualTo(15);
    assertThat(day.of("travel")).isEqualTo(new Tally(9, 1, 2, -9, 7));
    assertThat(day.of("hour")).isEqualTo(new Tally(1, 1, 0, 2, 2));
    assertThat(day.of("unheard")).isEqualTo(Tally.NONE);
  }

  @Test
  void readsWhatItWrote() {
    assertThat(SignalCounts.decoded(MORNING.encoded())).isEqualTo(MORNING);
    assertThat(SignalCounts.decoded(SignalCounts.NONE.encoded())).isEqualTo(SignalCounts.NONE);
  }

  @Test
  void whatCannotBeReadCountsAsNothing() {
    assertThat(SignalCounts.decoded(new byte[0])).isEqualTo(SignalCounts.NONE);
    assertThat(SignalCounts.decoded("{".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(SignalCounts.NONE);
    assertThat(SignalCounts.decoded("[7]".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(SignalCounts.NONE);
  }
}
