package io.flowshield.tests.existing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowshield.demo.AdminClient;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.KeycloakProcess;
import io.flowshield.tests.existing.AdministratorsCommand.Result;
import io.flowshield.tests.stack.FlowShieldExtension;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A realm that an older Keycloak has exported, with that one's own flows and with custom ones:
 * {@code kc.sh export} of 26.5.6, without its keys.
 */
@ExtendWith(FlowShieldExtension.class)
@Tag("F1")
class OlderRealmIT {
  private static final String REALM = "older";

  @Test
  void anExportOfAnOlderKeycloakIsUpgradedAndASecondTimeNothingChanges(
      FlowShieldStack stack, @TempDir Path folder) throws Exception {
    AdminClient admin =
        new AdminClient(
            stack.keycloak().url(),
            REALM,
            new AdminClient.Account(KeycloakProcess.ADMIN, KeycloakProcess.ADMIN));
    admin.createRealm(export());
    try {
      AdministratorsCommand command = new AdministratorsCommand(folder, stack.keycloak().url());
      Map<String, String> before = RealmViews.of(admin);

      Result dry = command.run("apply", "--realm", REALM, "--dry-run");
      assertThat(dry.code()).isZero();
      assertThat(dry.output()).contains("flowshield shop browser");
      assertThat(RealmViews.of(admin)).isEqualTo(before);

      assertThat(command.run("apply", "--realm", REALM).code()).isZero();
      Map<String, String> once = RealmViews.of(admin);
      JsonNode realm = admin.get("");
      assertThat(realm.path("browserFlow").asText()).isEqualTo("flowshield shop browser");
      assertThat(realm.path("directGrantFlow").asText()).isEqualTo("flowshield shop direct grant");
      assertThat(realm.path("registrationFlow").asText()).isEqualTo("flowshield shop registration");
      assertThat(realm.path("attributes").path("flowshield.reportOnly").asText()).isEqualTo("true");

      Result again = command.run("apply", "--realm", REALM);
      assertThat(again.code()).isZero();
      assertThat(again.output()).contains("Nothing to change in the realm " + REALM + ".");
      assertThat(RealmViews.of(admin)).isEqualTo(once);

      assertThat(command.run("remove", "--realm", REALM).code()).isZero();
      assertThat(RealmViews.of(admin).get("admin/authentication/flows"))
          .isEqualTo(before.get("admin/authentication/flows"));
      assertThat(admin.get("").path("browserFlow").asText()).isEqualTo("shop browser");
    } finally {
      admin.send("DELETE", "", "");
    }
  }

  private static String export() throws Exception {
    try (InputStream in =
        OlderRealmIT.class.getResourceAsStream("/existing/exported-by-26.5.6-realm.json")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
