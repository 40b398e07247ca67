package io.flowshield.authn.challenge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MaskedEmailTest {

  @Test
  void showsTheFirstLetterAndTheDomain() {
    assertThat(MaskedEmail.of("ann@example.org")).isEqualTo("a***@example.org");
    assertThat(MaskedEmail.of("a@example.org")).isEqualTo("a***@example.org");
  }

  @Test
  void doesNotCutALetterInHalf() {
    assertThat(MaskedEmail.of("\uD83D\uDE00x@example.org"))
        .isEqualTo("\uD83D\uDE00***@example.org");
  }

  @Test
  void showsNothingOfWhatIsNoAddress() {
    assertThat(MaskedEmail.of("ann")).isEqualTo("***");
    assertThat(MaskedEmail.of("@example.org")).isEqualTo("***");
  }
}
