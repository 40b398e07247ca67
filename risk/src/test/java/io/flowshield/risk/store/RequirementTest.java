package io.flowshield.risk.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("C1")
class RequirementTest {
  private static final Instant SET = Instant.parse("2030-01-31T03:00:00.700Z");
  private static final Instant SECOND = Instant.parse("2030-01-31T03:00:00Z");

  @Test
  void itIsOpenUntilItsEndOrForEver() {
    assertThat(of(Requirement.Kind.BLOCKED).isOpen(SET.plusSeconds(1_000_000_000))).isTrue();
    Requirement night =
        new Requirement(Requirement.Kind.BLOCKED, SET, SET.plusSeconds(60), "NIGHT", "admin");
    assertThat(night.isOpen(SET.plusSeconds(59))).isTrue();
    assertThat(night.isOpen(SET.plusSeconds(60))).isFalse();
  }

  @Test
  void signingInAgainEndsOlderSessionsOnly() {
    Requirement again = of(Requirement.Kind.REAUTHENTICATE);
    assertThat(again.ends(SECOND.minusSeconds(1))).isTrue();
    assertThat(again.ends(SECOND)).as("the same second").isFalse();
    assertThat(again.ends(SECOND.plusSeconds(1))).isFalse();
  }

  @Test
  void aBlockEndsEverySessionAndAnotherPasswordNone() {
    assertThat(of(Requirement.Kind.BLOCKED).ends(Instant.MAX)).isTrue();
    assertThat(of(Requirement.Kind.CHANGE_PASSWORD).ends(Instant.EPOCH)).isFalse();
  }

  private static Requirement of(Requirement.Kind kind) {
    return new Requirement(kind, SET, null, "TEST", "admin");
  }
}
