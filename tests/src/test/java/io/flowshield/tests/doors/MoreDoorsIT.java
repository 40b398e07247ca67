package io.flowshield.tests.doors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.tests.stack.FlowShieldExtension;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The command for realms at the doors that it binds when it is asked to. */
@ExtendWith(FlowShieldExtension.class)
@Tag("C1")
@Tag("F1")
class MoreDoorsIT {
  private static final String[] DOORS = {
    "browser", "reset-credentials", "first-broker-login", "post-broker-login"
  };
  private static final String PROVIDERS = "/identity-provider/instances";

  @Test
  void theyAreBoundWhenAskedForOnceAndTakenOutWithoutATrace(FlowShieldStack stack)
      throws Exception {
    try (OwnRealm realm = OwnRealm.create(stack)) {
      provider(realm, "free");
      provider(realm, "bound");
      realm
          .admin()
          .send(
              "POST",
              "/authentication/flows",
              "{\"alias\":\"own\",\"providerId\":\"basic-flow\",\"topLevel\":true}");
      JsonNode own = realm.admin().get(PROVIDERS + "/bound");
      realm
          .admin()
          .send(
              "PUT",
              PROVIDERS + "/bound",
              ((ObjectNode) own).put("postBrokerLoginFlowAlias", "own").toString());
      // An update that changes nothing writes defaults out.
      realm.admin().send("PUT", "", realm.admin().get("").toString());
      Map<String, String> before = views(realm);

      JsonNode usual = realm.apply(true, "browser", "direct-grant", "registration");
      assertThat(realm.apply(true).path("changes"))
          .as("nothing more unless it is asked for")
          .isEqualTo(usual.path("changes"));
      assertThat(realm.apply(true, DOORS).path("changes").toString())
          .contains("reset-credentials:", "first-broker-login:", "\\\"free\\\"");
      assertThat(views(realm)).as("a dry run").isEqualTo(before);

      JsonNode applied = realm.apply(false, DOORS);
      assertThat(applied.path("notes").toString())
          .contains("\\\"bound\\\" names a flow of its own");
      assertThat(post(realm, "free")).isEqualTo("flowshield post broker login");
      assertThat(post(realm, "bound")).isEqualTo("own");
      assertThat(realm.admin().get("").path("resetCredentialsFlow").asText())
          .isEqualTo("flowshield reset credentials");
      assertThat(realm.admin().get("").path("firstBrokerLoginFlow").asText())
          .isEqualTo("flowshield first broker login");
      Map<String, String> once = views(realm);
      assertThat(realm.apply(false, DOORS).path("changes")).isEmpty();
      assertThat(views(realm)).as("a second time").isEqualTo(once);
      assertThat(
              new TreeSet<>(
                  realm.admin().get("/flowshield/lint").path("findings").findValuesAsText("code")))
          .contains("BROKER_NOT_JUDGED")
          .doesNotContain(
              "RESET_NOT_JUDGED",
              "USER_UNKNOWN",
              "HIGH_NOT_DENIED",
              "MEDIUM_NOT_ANSWERED",
              "ENROLMENT_REACHABLE",
              "SAME_MAILBOX");

      realm.unbind();
      assertThat(views(realm)).as("taken out").isEqualTo(before);
    }
  }

  private static String post(OwnRealm realm, String provider) throws Exception {
    return realm.admin().get(PROVIDERS + "/" + provider).path("postBrokerLoginFlowAlias").asText();
  }

  private static void provider(OwnRealm realm, String alias) throws Exception {
    realm
        .admin()
        .send(
            "POST",
            PROVIDERS,
            """
            {"alias":"%s","providerId":"oidc","enabled":true,"config":{"clientId":"here",
             "clientSecret":"not-used","authorizationUrl":"http://127.0.0.1/a",
             "tokenUrl":"http://127.0.0.1/t"}}"""
                .formatted(alias));
  }

  /** What the command may touch; sets of flows, since Keycloak lists them in no order. */
  private static Map<String, String> views(OwnRealm realm) throws Exception {
    Map<String, String> views = new LinkedHashMap<>();
    for (String path :
        new String[] {
          "",
          "/authentication/flows",
          "/authentication/required-actions",
          "/events/config",
          "/clients",
          "/client-policies/policies",
          "/client-policies/profiles",
          PROVIDERS
        }) {
      JsonNode view = realm.admin().get(path);
      if (view instanceof ArrayNode list) {
        TreeSet<String> lines = new TreeSet<>();
        list.forEach(line -> lines.add(line.toString()));
        views.put(path, lines.toString());
      } else {
        views.put(path, view.toString());
      }
    }
    return views;
  }
}
