package io.flowshield.realm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DemoRealmFileTest {
  private RealmFile file;

  @BeforeEach
  void read() throws IOException, RealmCommandException {
    try (InputStream in =
        Objects.requireNonNull(
            RealmFile.class.getResourceAsStream("/realm/flowshield-realm.json"))) {
      file =
          RealmFile.of(
              new String(in.readAllBytes(), StandardCharsets.UTF_8), name -> Optional.empty());
    }
  }

  @Test
  void everySubFlowAndConfigurationIsThereAndUsedOnce() {
    List<String> flows = new ArrayList<>();
    List<String> used = new ArrayList<>();
    List<String> configured = new ArrayList<>();
    for (JsonNode flow : file.root().path("authenticationFlows")) {
      flows.add(flow.path("alias").asText());
      if (flow.path("topLevel").asBoolean()) {
        used.add(flow.path("alias").asText());
      }
      for (JsonNode execution : flow.path("authenticationExecutions")) {
        if (execution.has("flowAlias")) {
          used.add(execution.path("flowAlias").asText());
        }
        if (execution.has("authenticatorConfig")) {
          configured.add(execution.path("authenticatorConfig").asText());
        }
      }
    }
    assertThat(used).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(flows);
    assertThat(configured)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(
            file.root().path("authenticatorConfig").findValuesAsText("alias"));
    assertThat(flows)
        .contains(
            file.root().path("browserFlow").asText(),
            file.root().path("directGrantFlow").asText(),
            file.root().path("registrationFlow").asText());
  }

  /** Behind a second factor's form, Keycloak would enrol one for whoever has none. */
  @Test
  void noSecondFactorIsRequired() {
    assertThat(requirements("flowshield browser second factor"))
        .containsOnlyKeys("auth-otp-form", "webauthn-authenticator", "flowshield-email-code")
        .allSatisfy((provider, requirement) -> assertThat(requirement).isEqualTo("ALTERNATIVE"));
    assertThat(requirements("flowshield browser no second factor"))
        .containsKeys("flowshield-condition-second-factor", "flowshield-deny");
  }

  /** A level that the risk requires and no sub-flow has would refuse every risky login. */
  @Test
  void theLevelThatTheRiskRequiresIsOneThatAnApplicationCanName() throws IOException {
    for (String flow : List.of("flowshield browser", "flowshield direct grant")) {
      String required = config(flow + " require level 2").path("level").asText();
      assertThat(config(flow + " level 2").path("loa-condition-level").asText())
          .isEqualTo(required);
    }
    JsonNode attributes = file.root().path("attributes");
    JsonNode levels = new JsonMapper().readTree(attributes.path("acr.loa.map").asText());
    JsonNode contexts = new JsonMapper().readTree(attributes.path("acr.uri.map").asText());
    assertThat(levels.path("second-factor").asInt()).isEqualTo(2);
    assertThat(contexts.fieldNames()).toIterable().containsExactlyElementsOf(levels::fieldNames);
  }

  @Test
  void everySecondFactorTellsItsMethodForAsLongAsItsLevelCounts() {
    String age = config("flowshield browser level 2").path("loa-max-age").asText();
    for (String step : List.of("OTP method", "WebAuthn method", "e-mail code")) {
      JsonNode method = config("flowshield browser " + step);
      assertThat(method.path("default.reference.value").asText()).isNotEmpty();
      assertThat(method.path("default.reference.maxAge").asText()).isEqualTo(age);
    }
  }

  @Test
  void theFileHoldsNoSecret() {
    assertThat(file.root().findValues("secret")).isEmpty();
    assertThat(file.clientsWithNewSecret())
        .containsExactlyInAnyOrder("demo-web", "flowshield-worker");
  }

  @Test
  void applicationsAreOnThisMachineOnly() {
    for (JsonNode client : file.root().path("clients")) {
      for (JsonNode address : client.path("redirectUris")) {
        assertThat(address.asText()).matches("http://(127\\.0\\.0\\.1|localhost)/\\*");
      }
    }
  }

  @Test
  void theWorkerMayCallItsEndpointsAndNothingElse() {
    JsonNode account = null;
    for (JsonNode user : file.root().path("users")) {
      if (user.path("serviceAccountClientId").asText().equals("flowshield-worker")) {
        account = user;
      }
    }
    assertThat(account).isNotNull();
    assertThat(account.path("clientRoles").toString())
        .isEqualTo("{\"flowshield-worker\":[\"flowshield-worker\"]}");
    assertThat(account.has("realmRoles")).isFalse();
  }

  @Test
  void thePendingActionIsReadyAndHoldsNobodyByDefault() {
    for (JsonNode action : file.root().path("requiredActions")) {
      if (action.path("alias").asText().equals("flowshield-pending")) {
        assertThat(action.path("enabled").asBoolean()).isTrue();
        assertThat(action.path("defaultAction").asBoolean()).isFalse();
        return;
      }
    }
    throw new AssertionError("flowshield-pending is not registered");
  }

  @Test
  void whatItNeedsOfTheServerIsKnown() {
    assertThat(file.providers().get("authenticator"))
        .contains(
            "flowshield-risk",
            "flowshield-email-code",
            "flowshield-deny",
            "flowshield-require-level",
            "auth-cookie");
    assertThat(file.providers().get("form-action")).contains("flowshield-registration-risk");
    assertThat(file.providers().get("required-action"))
        .containsExactlyInAnyOrder("flowshield-pending", "flowshield-requirement");
    assertThat(file.providers().get("client-policy-executor"))
        .containsExactly("flowshield-requirement");
    assertThat(file.providers().get("eventsListener")).contains("flowshield");
    assertThat(new TreeSet<>(file.themes().keySet())).containsExactly("email", "login");
  }

  private JsonNode config(String alias) {
    for (JsonNode config : file.root().path("authenticatorConfig")) {
      if (config.path("alias").asText().equals(alias)) {
        return config.path("config");
      }
    }
    throw new AssertionError("no configuration " + alias);
  }

  private Map<String, String> requirements(String alias) {
    Map<String, String> requirements = new HashMap<>();
    for (JsonNode flow : file.root().path("authenticationFlows")) {
      if (flow.path("alias").asText().equals(alias)) {
        for (JsonNode execution : flow.path("authenticationExecutions")) {
          requirements.put(
              execution.path("authenticator").asText(), execution.path("requirement").asText());
        }
      }
    }
    return requirements;
  }
}
