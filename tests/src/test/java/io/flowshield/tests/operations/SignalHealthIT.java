package io.flowshield.tests.operations;

import static io.flowshield.tests.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.doors.People;
import io.flowshield.tests.doors.RealmRisk;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.KeycloakDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An administrator sees which signals speak. */
@ExtendWith(FlowShieldExtension.class)
@Tag("A13")
class SignalHealthIT {

  @Test
  void aSignalThatLacksWhatItNeedsIsReportedAndTheOthersAreNot(FlowShieldStack stack)
      throws Exception {
    long before = signal(stack, "bad_reputation").path("assessed").asLong();
    String user = People.verified(stack);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      for (int i = 0; i < 3; i++) {
        assertThat(Visitor.signedIn(People.visitor(stack).signIn(user, People.PASSWORD))).isTrue();
      }
    }

    JsonNode dead = signal(stack, "bad_reputation");
    assertThat(dead.path("assessed").asLong()).isGreaterThanOrEqualTo(before + 3);
    assertThat(dead.path("state").asText()).isEqualTo("SILENT");
    assertThat(dead.path("why").asText()).contains("reputation list");
    assertThat(dead.path("missingRate").asDouble()).isEqualTo(1);

    JsonNode alive = signal(stack, "account_logins");
    assertThat(alive.path("state").asText()).isIn("OK", "CONSTANT");
    assertThat(alive.path("valued").asLong()).isGreaterThanOrEqualTo(3);
    assertThat(alive.path("failed").asLong()).isZero();
    assertThat(stack.admin().get("/flowshield/health").path("faultySignals").isArray()).isTrue();
  }

  @Test
  void theCountsAreStored(FlowShieldStack stack) throws Exception {
    String user = People.verified(stack);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      assertThat(Visitor.signedIn(People.visitor(stack).signIn(user, People.PASSWORD))).isTrue();
    }
    KeycloakDatabase database = new KeycloakDatabase(stack.keycloak());
    long rows =
        eventually(
            "rows of signal counts",
            () ->
                database.count("select count(*) from FS_SIGNAL_HEALTH where SCHEMA_NAME = 'login'"),
            count -> count >= 2);
    assertThat(rows).as("this realm's row and that of all realms").isGreaterThanOrEqualTo(2);
  }

  private static JsonNode signal(FlowShieldStack stack, String name) throws Exception {
    for (JsonNode signal : stack.admin().get("/flowshield/signals?atLeast=1")) {
      if (signal.path("schema").asText().equals("login")
          && signal.path("signal").asText().equals(name)) {
        return signal;
      }
    }
    throw new AssertionError("No signal is called " + name);
  }
}
