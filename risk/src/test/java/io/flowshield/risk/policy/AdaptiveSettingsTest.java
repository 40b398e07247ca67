package io.flowshield.risk.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("D4")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AdaptiveSettingsTest {
  private static final String BLOCK = "flowshield.adaptive.blockThreshold";
  private static final String HALF_LIFE = "flowshield.adaptive.halfLifeSeconds";
  private static final String REVIEW = "flowshield.adaptive.reviewTimeoutSeconds";

  @Test
  void nobody_is_blocked_until_the_realm_says_so() {
    assertThat(AdaptiveSettings.read(name -> null))
        .isEqualTo(
            new AdaptiveSettings(AdaptiveSettings.NEVER, Duration.ofDays(1), Duration.ofDays(3)));
    assertThat(AdaptiveSettings.read(Map.of(BLOCK, "0.95", HALF_LIFE, "60", REVIEW, "120")::get))
        .isEqualTo(new AdaptiveSettings(0.95, Duration.ofSeconds(60), Duration.ofSeconds(120)));
  }

  @Test
  void what_makes_no_sense_is_named_and_blocks_nobody() {
    Map<String, String> wrong = Map.of(BLOCK, "1.5", HALF_LIFE, "0", REVIEW, "soon");
    assertThat(AdaptiveSettings.read(wrong::get)).isEqualTo(AdaptiveSettings.read(name -> null));
    assertThat(RealmSettings.invalid(wrong::get))
        .containsExactlyInAnyOrder(BLOCK, HALF_LIFE, REVIEW);
  }
}
