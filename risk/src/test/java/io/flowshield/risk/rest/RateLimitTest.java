package io.flowshield.risk.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.risk.rest.RateLimit.Kind;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("C5")
@Tag("C14")
class RateLimitTest {
  private Instant now = Instant.parse("2026-11-23T10:00:10Z");
  private final InstantSource source = () -> now;
  private final Clock clock = source.withZone(ZoneOffset.UTC);
  private final RateLimit limit = new RateLimit(clock);

  private long admitted(String prefix, int times) {
    return IntStream.range(0, times).filter(i -> limit.admits(Kind.HINTS, "realm", prefix)).count();
  }

  @Test
  void eachHasAnOwnCountAndANewMinuteABlankSheet() {
    assertThat(admitted("192.0.2.0/24", 500)).isEqualTo(Kind.HINTS.forOne);
    assertThat(
            IntStream.range(0, 20)
                .filter(i -> limit.admits(Kind.HINTS, "realm", "198.51." + i + ".0/24"))
                .count())
        .as("of 20 others, hardly one shares a count")
        .isGreaterThanOrEqualTo(18);
    assertThat(limit.admits(Kind.PAGES, "realm", "192.0.2.0/24")).isTrue();
    now = now.plusSeconds(60);
    assertThat(admitted("192.0.2.0/24", 1)).isOne();
  }

  @Test
  void aRealmHasACountThatWhoIsRefusedDoesNotUseUp() {
    long all = 0;
    for (int i = 0; i < 200; i++) {
      all += admitted("203.0." + i + ".0/24", 60);
    }
    assertThat(all).isEqualTo(Kind.HINTS.forRealm);
    now = now.plusSeconds(60);
    admitted("192.0.2.0/24", 10_000);
    assertThat(limit.admits(Kind.HINTS, "realm", "198.51.100.0/24")).isTrue();
  }

  @Test
  void countsDoNotOverflow() {
    assertThat(admitted("192.0.2.0/24", 70_000)).isEqualTo(Kind.HINTS.forOne);
  }
}
