package io.flowshield.ml.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A6")
class LookalikeWindowTest {
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

  private final LookalikeWindow window = new LookalikeWindow(Duration.ofHours(6));

  private double note(String localPart, String domain) {
    return window.note(localPart, domain, NOON);
  }

  @Test
  void aSequenceThatCountsUpwardsIsCounted() {
    assertThat(note("john001", "gmail.com")).isZero();
    assertThat(note("john002", "gmail.com")).isEqualTo(1);
    assertThat(note("john.003", "outlook.com")).isEqualTo(2);
    assertThat(note("maria7", "gmail.com")).isZero();
  }

  @Test
  void aFormThatIsSentAgainIsNoSequence() {
    assertThat(note("anna.schmidt", "example.org")).isZero();
    assertThat(note("anna.schmidt", "example.org")).isZero();
    assertThat(note("anna.schmidt", "example.org")).isZero();
  }

  @Test
  void tagsAndIgnoredDotsAreTheSameMailbox() {
    note("anna.schmidt", "gmail.com");
    assertThat(note("annaschmidt+shop", "gmail.com")).isEqualTo(2);
    assertThat(note("a.n.n.a.schmidt", "gmail.com")).isEqualTo(4);
    note("ben+1", "example.org");
    assertThat(note("ben+2", "example.org")).isEqualTo(2);
  }

  @Test
  void theSameShapeTellsOnlyWhereFewPeopleRegister() {
    note("qwrtzu12", "rare.example");
    note("plmokn34", "rare.example");
    assertThat(note("xcvbnm56", "rare.example")).isEqualTo(1);
    note("qwrtzu12", "gmail.com");
    note("plmokn34", "gmail.com");
    assertThat(note("xcvbnd56", "gmail.com")).isZero();
  }

  @Test
  void colleaguesOfOneCompanyAreNoSequence() {
    for (String name : new String[] {"anna.meier", "jens.bauer", "olga.weber", "emil.vogel"}) {
      assertThat(note(name, "company.example")).isZero();
    }
  }

  @Test
  void whatIsOlderThanTheWindowIsForgotten() {
    note("john001", "gmail.com");
    assertThat(window.note("john002", "gmail.com", NOON.plus(Duration.ofHours(5)))).isEqualTo(1);
    assertThat(window.note("john003", "gmail.com", NOON.plus(Duration.ofHours(7)))).isEqualTo(1);
    assertThat(window.note("anna", "b.example", NOON.plus(Duration.ofDays(2)))).isZero();
    assertThat(window.size()).isEqualTo(2);
  }

  @Test
  void memoryIsBounded() {
    for (int i = 0; i < 60_000; i++) {
      note("john" + i, "gmail.com");
      note("p" + Integer.toString(i, 36) + "x", "d" + i + ".example");
    }
    assertThat(window.size()).isLessThan(25_000);
    assertThat(note("john70000", "gmail.com")).isLessThanOrEqualTo(64);
  }

  @Test
  void withoutAnAddressNothingIsCounted() {
    assertThat(note("", "example.org")).isNaN();
    assertThat(note("anna", "")).isNaN();
  }
}
