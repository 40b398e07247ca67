package io.flowshield.ml.signal;

import static io.flowshield.ml.Attempts.AT_HOME;
import static io.flowshield.ml.Attempts.login;
import static io.flowshield.ml.Attempts.registration;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowshield.ml.context.Counters;
import io.flowshield.ml.email.DomainList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each signal of a registration with worked numbers. */
class RegistrationSignalsTest {

  private static float disposable(String domain) {
    return new DisposableEmail().value(registration("anna", domain, Counters.NONE));
  }

  @Test
  void disposableDomainsCountWithTheirSubDomains() {
    assertThat(disposable("mailinator.com")).isOne();
    assertThat(disposable("a.b.mailinator.com")).isOne();
    assertThat(disposable("notmailinator.com")).isZero();
    assertThat(disposable("example.org")).isZero();
    assertThat(disposable("...")).isZero();
    assertThat(disposable("")).isNaN();
    assertThat(new DisposableEmail().value(login(AT_HOME))).isNaN();
    assertThat(
            new DisposableEmail(DomainList.of("example.org"))
                .value(registration("anna", "example.org", Counters.NONE)))
        .isOne();
    assertThat(new DisposableEmail().logOdds(1)).isEqualTo(2.5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "anna",
        "anna.schmidt",
        "j.smith1987",
        "mary-jane.watson",
        "o'brien.patrick",
        "müller",
        "xyz",
        "william_harrington",
        "anna+shop",
        "h.schwarz"
      })
  void namesThatPeopleUseLookNatural(String localPart) {
    assertThat(RandomEmail.randomness(localPart)).isLessThanOrEqualTo(0.2);
  }

  @ParameterizedTest
  @CsvSource({
    // Five consonants in a row: r = 1/3; no digit; one vowel of eight letters: v = 1/2.
    "qwrtpaxk, 0.3667",
    // Nine changes between letters and digits; one vowel of five letters: v = 1/5.
    "a8f3k2m9x7, 0.58",
    // Eight consonants, no vowel.
    "xkcdqwrt, 0.9",
    "k3j4h5bvcxz, 1.0"
  })
  void generatedOnesDoNot(String localPart, double expected) {
    assertThat(RandomEmail.randomness(localPart)).isCloseTo(expected, within(0.001));
  }

  @Test
  void aHugeLocalPartIsCutAndNoAddressIsMissing() {
    assertThat(RandomEmail.randomness("x9".repeat(1_000_000))).isBetween(0.0, 1.0);
    assertThat(new RandomEmail().value(registration("", "", Counters.NONE))).isNaN();
  }

  @Test
  void burstsCountTheOthers() {
    RegistrationBurst signal = new RegistrationBurst();
    assertThat(signal.value(registration("a", "b.org", new Counters(0, 0, 0, 0, 1, 0, 0))))
        .isZero();
    assertThat(signal.value(registration("a", "b.org", new Counters(0, 0, 0, 0, 8, 0, 0))))
        .isEqualTo(7);
    assertThat(signal.logOdds(7)).isCloseTo(2.7, within(1e-9));
    assertThat(signal.logOdds(1_000)).isEqualTo(3.5);
  }

  @Test
  void aRealmWideBurstCountsFromThirty() {
    RealmRegistrationBurst signal = new RealmRegistrationBurst();
    assertThat(signal.value(registration("a", "b.org", new Counters(0, 0, 0, 0, 1, 0, 61))))
        .isEqualTo(60);
    assertThat(signal.logOdds(29)).isZero();
    assertThat(signal.logOdds(60)).isCloseTo(0.8, within(1e-9));
  }
}
