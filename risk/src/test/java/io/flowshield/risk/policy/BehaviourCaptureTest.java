package io.flowshield.risk.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("C15")
class BehaviourCaptureTest {

  @Test
  void nothing_set_is_on_and_nonsense_is_off() {
    assertThat(BehaviourCapture.of(null)).isEqualTo(BehaviourCapture.ON);
    assertThat(BehaviourCapture.of(" ")).isEqualTo(BehaviourCapture.ON);
    assertThat(BehaviourCapture.of(" consent ")).isEqualTo(BehaviourCapture.CONSENT);
    assertThat(BehaviourCapture.of("off")).isEqualTo(BehaviourCapture.OFF);
    assertThat(BehaviourCapture.of("of")).isEqualTo(BehaviourCapture.OFF);
    assertThat(RealmSettings.invalid(name -> name.endsWith("behaviourCapture") ? "of" : null))
        .containsExactly("flowshield.behaviourCapture");
  }

  @Test
  void the_realm_says_what_counts_without_a_choice_and_off_is_off() {
    assertThat(BehaviourCapture.ON.allows(null)).isTrue();
    assertThat(BehaviourCapture.ON.allows(false)).isFalse();
    assertThat(BehaviourCapture.CONSENT.allows(null)).isFalse();
    assertThat(BehaviourCapture.CONSENT.allows(true)).isTrue();
    assertThat(BehaviourCapture.OFF.allows(true)).isFalse();
  }
}
