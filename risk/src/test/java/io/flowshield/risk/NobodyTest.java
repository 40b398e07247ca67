package io.flowshield.risk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("C2")
class NobodyTest {

  @Test
  void nobody_has_a_profile_like_anybody() {
    assertThat(Nobody.profile().logins()).isEqualTo(30);
    assertThat(Nobody.profile().devices()).hasSize(3);
    assertThat(Nobody.profile()).isNotSameAs(Nobody.profile());
  }
}
