package io.flowshield.tests.pack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.KeycloakDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A Keycloak server with the pack in it. */
@ExtendWith(FlowShieldExtension.class)
@Tag("F4")
class PackIT {

  @Test
  void theServerListsOurProviders(FlowShieldStack stack) throws Exception {
    JsonNode providers = stack.admin().getServer("/serverinfo").path("providers");

    assertThat(providers.at("/authenticator/providers").fieldNames())
        .toIterable()
        .contains(
            "flowshield-risk",
            "flowshield-email-code",
            "flowshield-deny",
            "flowshield-condition-risk-level");
    assertThat(providers.at("/form-action/providers").has("flowshield-registration-risk")).isTrue();
    assertThat(providers.at("/required-action/providers").has("flowshield-pending")).isTrue();
    assertThat(providers.at("/eventsListener/providers").has("flowshield")).isTrue();
    assertThat(providers.at("/flowshield-risk/providers").has("default")).isTrue();
  }

  @Test
  void ourTablesStandInItsDatabase(FlowShieldStack stack) throws Exception {
    assertThat(new KeycloakDatabase(stack.keycloak()).ours())
        .extracting(KeycloakDatabase.Column::table)
        .contains("FS_USER_PROFILE", "FS_RISK_DECISION", "FS_OUTBOX", "FS_SAGA_VIEW");
  }

  @Test
  void ourCountersAreAmongItsMetrics(FlowShieldStack stack) throws Exception {
    stack.visitor("192.0.2.33", "Mozilla/5.0").signIn("bob", "flowshield-demo");

    assertThat(stack.keycloak().metrics()).contains("flowshield_decisions_total");
  }

  @Test
  void theTwoSampleApplicationsSignTheSamePersonIn(FlowShieldStack stack) throws Exception {
    var visitor = stack.visitor("192.0.2.34", "Mozilla/5.0 (X11; Linux x86_64) Firefox/143.0");
    var page = visitor.signIn("alice", "flowshield-demo");
    assertThat(page.text("pre#claims")).as(page.toString()).contains("\"alice\"");

    var other = visitor.browser().open(stack.saml().loginUrl());
    assertThat(other.text("p#subject")).as(other.toString()).isEqualTo("alice");
  }
}
