package io.flowshield.risk.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("C5")
class HintLimitTest {
  private Instant now = Instant.parse("2026-11-23T10:00:10Z");
  private final InstantSource source = () -> now;
  private final Clock clock = source.withZone(ZoneOffset.UTC);

  private long admitted(HintLimit limit, String prefix, int times) {
    return IntStream.range(0, times).filter(i -> limit.admits("realm", prefix)).count();
  }

  @Test
  void eachNetworkHasItsOwnCountAndANewMinuteABlankSheet() {
    HintLimit limit = new HintLimit(clock, 1);
    assertThat(admitted(limit, "192.0.2.0/24", 500)).isEqualTo(HintLimit.MOST_A_MINUTE);
    assertThat(
            IntStream.range(0, 20)
                .filter(i -> limit.admits("realm", "198.51." + i + ".0/24"))
                .count())
        .as("of 20 others, hardly one shares a count")
        .isGreaterThanOrEqualTo(18);
    now = now.plusSeconds(60);
    assertThat(admitted(limit, "192.0.2.0/24", 1)).isOne();
  }

  @Test
  void countsDoNotOverflow() {
    HintLimit limit = new HintLimit(clock, 1);
    assertThat(admitted(limit, "192.0.2.0/24", 70_000)).isEqualTo(HintLimit.MOST_A_MINUTE);
  }

  @Test
  void placesAreTakenAndGivenBack() {
    HintLimit limit = new HintLimit(clock, 1);
    assertThat(limit.enter()).isTrue();
    assertThat(limit.enter()).isFalse();
    limit.leave();
    assertThat(limit.enter()).isTrue();
  }
}
