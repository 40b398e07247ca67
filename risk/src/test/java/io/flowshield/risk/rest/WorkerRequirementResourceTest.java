package io.flowshield.risk.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.risk.store.Requirement;
import io.flowshield.risk.store.Requirement.Kind;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("D4")
class WorkerRequirementResourceTest {

  private static boolean mayReplace(Kind kind, String reason, String setBy) {
    return WorkerRequirementResource.mayReplace(
        new Requirement(kind, Instant.EPOCH, null, reason, setBy));
  }

  @Test
  void theWorkerLetsNobodyInWhomAnAdministratorHasBlocked() {
    assertThat(mayReplace(Kind.REAUTHENTICATE, "ADMINISTRATOR", "an-id")).isTrue();
    assertThat(mayReplace(Kind.BLOCKED, "RISK_ESCALATED", "flowshield")).isTrue();
    assertThat(mayReplace(Kind.BLOCKED, "ADMINISTRATOR", "an-id")).isFalse();
    assertThat(mayReplace(Kind.BLOCKED, "RISK_ESCALATED", "an-id")).isFalse();
    assertThat(mayReplace(Kind.BLOCKED, "RISK_CONFIRMED", "flowshield")).isFalse();
  }
}
