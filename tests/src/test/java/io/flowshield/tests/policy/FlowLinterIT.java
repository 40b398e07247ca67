package io.flowshield.tests.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.demo.AdminClient;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.KeycloakProcess;
import io.flowshield.tests.stack.AtOnce;
import io.flowshield.tests.stack.FlowShieldExtension;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the linter says of realms in a running server. */
@ExtendWith(FlowShieldExtension.class)
@Tag("C10")
class FlowLinterIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String REALM = "badly-bound";

  @Test
  void theDemoRealmIsSound(FlowShieldStack stack) throws Exception {
    JsonNode findings = stack.admin().get("/flowshield/lint").path("findings");

    assertThat(findings.isArray()).isTrue();
    // The tests fail to sign in far more often than people do.
    assertThat(findings.findValuesAsText("code"))
        .containsExactlyInAnyOrder("BRUTE_FORCE_OFF", "RESET_NOT_JUDGED");
    assertThat(findings.get(0).path("severity").asText()).isEqualTo("INFO");
  }

  @Test
  void aBadlyBoundRealmIsToldWhatIsWrongAndWhere(FlowShieldStack stack) throws Exception {
    AdminClient admin =
        new AdminClient(
            stack.keycloak().url(),
            REALM,
            new AdminClient.Account(KeycloakProcess.ADMIN, KeycloakProcess.ADMIN));
    admin.createRealm(badRealm().toString());
    try {
      JsonNode findings = admin.get("/flowshield/lint").path("findings");

      assertThat(findings.findValuesAsText("code"))
          .containsExactlyInAnyOrder(
              "LISTENER_MISSING",
              "USER_UNKNOWN",
              "HIGH_NOT_DENIED",
              "ENROLMENT_REACHABLE",
              "LOGIN_NOT_JUDGED",
              "REGISTRATION_NOT_JUDGED",
              "EVENTS_OFF",
              "SETTING_INVALID",
              "BRUTE_FORCE_OFF",
              "REPORT_ONLY");
      JsonNode user = finding(findings, "USER_UNKNOWN");
      assertThat(user.path("severity").asText()).isEqualTo("ERROR");
      assertThat(user.path("place").asText())
          .isEqualTo("browser flow \"bad browser\" > bad forms > flowshield-risk");
      assertThat(user.path("text").asText()).isNotBlank();
      assertThat(user.path("fix").asText()).isNotBlank();
      assertThat(finding(findings, "SETTING_INVALID").path("place").asText())
          .contains("flowshield.login.highThreshold");
    } finally {
      admin.send("DELETE", "", "");
    }
  }

  @Test
  void whoeverAsksAtTheSameTimeIsToldTheSameAndNothingIsWritten(FlowShieldStack stack)
      throws Exception {
    AdminClient admin = stack.admin();
    String before = admin.get("/admin-events?max=1").toString();

    List<JsonNode> answers = AtOnce.times(6, () -> admin.get("/flowshield/lint").path("findings"));

    assertThat(answers).containsOnly(answers.get(0));
    assertThat(answers.get(0)).isNotEmpty();
    assertThat(admin.get("/admin-events?max=1")).hasToString(before);
  }

  @Test
  void itTakesViewRealm(FlowShieldStack stack) throws Exception {
    Clerk clerk = new Clerk(stack).with("view-users");
    assertThat(clerk.status("GET", "/lint", "")).isEqualTo(403);
    clerk.with("view-realm");
    HttpResponse<String> answer = clerk.answer("GET", "/lint", "");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .as("the server's option proxy-headers is seen")
        .contains("BRUTE_FORCE_OFF")
        .doesNotContain("PROXY_HEADERS_IGNORED");
  }

  private static JsonNode finding(JsonNode findings, String code) {
    for (JsonNode finding : findings) {
      if (finding.path("code").asText().equals(code)) {
        return finding;
      }
    }
    throw new AssertionError("No finding " + code);
  }

  /** Everything about it is Keycloak's default but the browser flow and two attributes. */
  private static ObjectNode badRealm() {
    ObjectNode realm = JSON.createObjectNode();
    realm.put("realm", REALM).put("enabled", true).put("registrationAllowed", true);
    realm.put("browserFlow", "bad browser");
    realm
        .putObject("attributes")
        .put("flowshield.reportOnly", "true")
        .put("flowshield.login.highThreshold", "very high");
    ArrayNode flows = realm.putArray("authenticationFlows");
    ArrayNode top = flow(flows, "bad browser", true);
    step(top, "auth-cookie", "ALTERNATIVE");
    subFlow(top, "bad forms", "ALTERNATIVE");
    ArrayNode forms = flow(flows, "bad forms", false);
    step(forms, "flowshield-risk", "REQUIRED");
    step(forms, "auth-username-password-form", "REQUIRED");
    subFlow(forms, "bad challenge", "CONDITIONAL");
    ArrayNode challenge = flow(flows, "bad challenge", false);
    step(challenge, "flowshield-condition-risk-level", "REQUIRED");
    step(challenge, "auth-otp-form", "REQUIRED");
    return realm;
  }

  private static ArrayNode flow(ArrayNode flows, String alias, boolean top) {
    return flows
        .addObject()
        .put("alias", alias)
        .put("providerId", "basic-flow")
        .put("topLevel", top)
        .put("builtIn", false)
        .putArray("authenticationExecutions");
  }

  private static void step(ArrayNode flow, String authenticator, String requirement) {
    flow.addObject()
        .put("authenticator", authenticator)
        .put("authenticatorFlow", false)
        .put("requirement", requirement)
        .put("priority", flow.size() * 10);
  }

  private static void subFlow(ArrayNode flow, String alias, String requirement) {
    flow.addObject()
        .put("flowAlias", alias)
        .put("authenticatorFlow", true)
        .put("requirement", requirement)
        .put("priority", flow.size() * 10);
  }
}
