package io.flowshield.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.flowshield.demo.AdminClient;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.DemoNetworks;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.tests.doors.RealmRisk;
import io.flowshield.tests.stack.FlowShieldExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What applications are told of the risk, by Keycloak's own mappers of session notes. */
@ExtendWith(FlowShieldExtension.class)
@Tag("C6")
class RiskClaimsIT {
  private static final List<String> NOTES = List.of("score", "level", "reasons");
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void aTokenTellsTheRiskToTheClientThatHasTheMappersAndToNoOther(FlowShieldStack stack)
      throws Exception {
    Person person = throughTor(stack);
    try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin());
        Mappers mappers = Mappers.add(stack.admin(), "demo-web", "openid-connect")) {
      Page in = Person.otp(person.signIn(Client.OIDC_CONFIDENTIAL.login(stack)));
      JsonNode claims = Client.claims(in);
      JsonNode decision = lastDecision(stack, person);
      assertThat(claims.path("risk_score").asText()).isEqualTo(score(decision));
      assertThat(claims.path("risk_level").asText()).isEqualTo("MEDIUM");
      assertThat(claims.path("risk_reasons").asText())
          .isEqualTo(reasons(decision))
          .contains("TOR_NETWORK");

      Page refreshed =
          person.browser().open(Client.OIDC_CONFIDENTIAL.login(stack).resolve("/refresh"));
      assertThat(Client.claims(refreshed).path("risk_level").asText()).isEqualTo("MEDIUM");

      JsonNode others = Client.claims(person.browser().open(Client.OIDC_PUBLIC.login(stack)));
      assertThat(others.path("sub")).isEqualTo(claims.path("sub"));
      assertThat(others.toString()).doesNotContain("risk");
    }
  }

  @Test
  void anAssertionTellsItToo(FlowShieldStack stack) throws Exception {
    Person person = throughTor(stack);
    try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin());
        Mappers mappers = Mappers.add(stack.admin(), "demo-saml", "saml")) {
      Page in = Person.otp(person.signIn(Client.SAML.login(stack)));
      JsonNode attributes = JSON.readTree(in.text("pre#attributes"));
      assertThat(attributes.path("risk_level").path(0).asText()).isEqualTo("MEDIUM");
      assertThat(attributes.path("risk_reasons").path(0).asText())
          .isEqualTo(reasons(lastDecision(stack, person)));
      assertThat(attributes.path("risk_score").path(0).asText())
          .isEqualTo(score(lastDecision(stack, person)));
    }
  }

  @Test
  void reportOnlyTellsNobody(FlowShieldStack stack) throws Exception {
    Person person = Person.withOtp(stack);
    try (RealmRisk high = RealmRisk.everyLoginHighInReportOnly(stack.admin());
        Mappers mappers = Mappers.add(stack.admin(), "demo-web", "openid-connect")) {
      JsonNode claims = Client.claims(person.signIn(Client.OIDC_CONFIDENTIAL.login(stack)));
      assertThat(claims.path("preferred_username").asText()).isEqualTo(person.name());
      assertThat(claims.toString()).doesNotContain("risk");
      assertThat(lastDecision(stack, person).path("level").asText()).isEqualTo("HIGH");
    }
  }

  private static Person throughTor(FlowShieldStack stack) throws Exception {
    BrowserDriver browser = new BrowserDriver(DemoNetworks.TOR, BrowserDriver.FIREFOX);
    return new Person(stack, Person.withOtp(stack).name(), browser);
  }

  private static JsonNode lastDecision(FlowShieldStack stack, Person person) throws Exception {
    String id = stack.admin().user(person.name()).orElseThrow().path("id").asText();
    return stack.admin().get("/flowshield/decisions?user=" + id).path(0);
  }

  private static String score(JsonNode decision) {
    return String.format(Locale.ROOT, "%.2f", decision.path("score").asDouble());
  }

  private static String reasons(JsonNode decision) {
    return StreamSupport.stream(decision.path("reasons").spliterator(), false)
        .map(reason -> reason.path("code").asText())
        .collect(Collectors.joining(","));
  }

  /** A client's mappers of the notes, removed at the end. */
  private record Mappers(AdminClient admin, String path, List<String> ids)
      implements AutoCloseable {

    static Mappers add(AdminClient admin, String client, String protocol) throws Exception {
      String path =
          "/clients/"
              + admin.get("/clients?clientId=" + client).path(0).path("id").asText()
              + "/protocol-mappers/models";
      for (String note : NOTES) {
        boolean oidc = protocol.equals("openid-connect");
        Map<String, String> config =
            oidc
                ? Map.of(
                    "user.session.note",
                    "flowshield." + note,
                    "claim.name",
                    "risk_" + note,
                    "jsonType.label",
                    note.equals("score") ? "double" : "String",
                    "id.token.claim",
                    "true")
                : Map.of("note", "flowshield." + note, "attribute.name", "risk_" + note);
        Map<String, Object> mapper =
            Map.of(
                "name",
                "risk " + note,
                "protocol",
                protocol,
                "protocolMapper",
                oidc ? "oidc-usersessionmodel-note-mapper" : "saml-user-session-note-mapper",
                "config",
                config);
        admin.send("POST", path, JSON.writeValueAsString(mapper));
      }
      List<String> ids = new ArrayList<>();
      for (JsonNode mapper : admin.get(path)) {
        if (mapper.path("name").asText().startsWith("risk ")) {
          ids.add(mapper.path("id").asText());
        }
      }
      return new Mappers(admin, path, ids);
    }

    @Override
    public void close() throws Exception {
      for (String id : ids) {
        admin.send("DELETE", path + "/" + id, "");
      }
    }
  }
}
