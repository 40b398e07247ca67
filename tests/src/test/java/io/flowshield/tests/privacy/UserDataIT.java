package io.flowshield.tests.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.ml.profile.LoginProfile;
import io.flowshield.tests.doors.People;
import io.flowshield.tests.doors.Profiles;
import io.flowshield.tests.doors.RealmRisk;
import io.flowshield.tests.requirement.OwnClient;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.KeycloakDatabase;
import io.flowshield.tests.stack.Neighbourhoods;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people may have of their data, and what they may forbid. */
@ExtendWith(FlowShieldExtension.class)
@Tag("C15")
class UserDataIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String SETTING = "flowshield.behaviourCapture";
  private static final String COOKIE = "FLOWSHIELD_CAPTURE";

  @Test
  void anExportHoldsWhatIsKeptForThoseWhoMayHaveIt(FlowShieldStack stack) throws Exception {
    String home = Neighbourhoods.newHome();
    Someone someone = Someone.at(stack, home);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin());
        OwnClient client = new OwnClient(stack)) {
      someone.signIn();
      Profiles.awaitLogins(stack, someone.id(), 1);
      someone.signIn();
      Profiles.awaitLogins(stack, someone.id(), 2);

      JsonNode export = stack.admin().get("/flowshield/users/" + someone.id() + "/data/export");

      assertThat(export.path("userId").asText()).isEqualTo(someone.id());
      assertThat(export.path("decisions")).hasSize(2);
      assertThat(export.at("/decisions/0/features").size()).isGreaterThan(30);
      assertThat(export.path("olderDecisionsLeftOut").asBoolean(true)).isFalse();
      assertThat(export.at("/profile/logins").asInt()).isEqualTo(2);
      assertThat(export.at("/profile/devicesLastUsed")).hasSize(1);
      assertThat(export.at("/profile/typings/DESKTOP").asInt()).isEqualTo(2);
      String network = home.substring(0, home.lastIndexOf('.')) + ".0/24";
      assertThat(export.at("/profile/networks").has(network)).as(export.toString()).isTrue();
      assertThat(export.toString())
          .doesNotContain(someone.name(), People.email(someone.name()), home);

      JsonNode tokens = client.tokens(someone.name());
      HttpResponse<String> own = client.own(tokens, "GET", "flowshield/account/export", "");
      assertThat(own.statusCode()).as(own.body()).isEqualTo(200);
      assertThat(JSON.readTree(own.body()).path("userId").asText()).isEqualTo(someone.id());
      assertThat(JSON.readTree(own.body()).path("decisions")).as("and the grant's").hasSize(3);

      HttpResponse<String> asAdministrator =
          client.admin(tokens, "GET", "/flowshield/users/" + someone.id() + "/data/export", "");
      assertThat(asAdministrator.statusCode()).isEqualTo(403);
      assertThat(asAdministrator.body()).doesNotContain("decisions");
      assertThat(anonymous(stack, "flowshield/account/export").statusCode()).isEqualTo(401);
      ObjectNode forged = JSON.createObjectNode().put("access_token", "not-a-token");
      assertThat(client.own(forged, "GET", "flowshield/account/export", "").statusCode())
          .isEqualTo(401);
    }
  }

  @Test
  void whoeverSwitchesTheCaptureOffIsForgottenAndNotRecordedAgain(FlowShieldStack stack)
      throws Exception {
    Someone someone = Someone.at(stack, Neighbourhoods.newHome());
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin());
        OwnClient client = new OwnClient(stack)) {
      someone.signIn();
      LoginProfile captured = Profiles.awaitLogins(stack, someone.id(), 1);
      assertThat(captured.typing().baselines()).isNotEmpty();
      assertThat(someone.timeOnPage().isNumber()).isTrue();
      JsonNode tokens = client.tokens(someone.name());
      Profiles.awaitLogins(stack, someone.id(), 2);

      HttpResponse<String> off =
          client.own(tokens, "PUT", "flowshield/account/capture", "{\"capture\":false}");

      assertThat(off.statusCode()).as(off.body()).isEqualTo(200);
      assertThat(JSON.readTree(off.body()).path("captured").asBoolean(true)).isFalse();
      LoginProfile forgotten = Profiles.of(stack, someone.id());
      assertThat(forgotten.typing().baselines()).isEmpty();
      assertThat(forgotten.roundTrips()).isEqualTo(LoginProfile.RoundTrips.NONE);
      assertThat(forgotten.prefixes()).as("the rest stays").isNotEmpty();

      someone.signIn();
      assertThat(someone.timeOnPage().isNull()).as("what was sent all the same").isTrue();
      assertThat(Profiles.awaitLogins(stack, someone.id(), 3).typing().baselines()).isEmpty();
      assertThat(someone.visitor().browser().cookieNames()).contains(COOKIE);

      JsonNode on =
          JSON.readTree(
              stack
                  .admin()
                  .send(
                      "PUT",
                      "/flowshield/users/" + someone.id() + "/data/capture",
                      "{\"capture\":true}"));
      assertThat(on.path("captured").asBoolean()).isTrue();
      someone.signIn();
      assertThat(someone.timeOnPage().isNumber()).isTrue();
      assertThat(Profiles.awaitLogins(stack, someone.id(), 4).typing().baselines()).isNotEmpty();

      for (String wrong : new String[] {"{}", "{\"capture\":null}", "{\"capture\":\"no\"}", "[]"}) {
        assertThat(client.own(tokens, "PUT", "flowshield/account/capture", wrong).statusCode())
            .as(wrong)
            .isEqualTo(400);
      }
    }
  }

  @Test
  void whereConsentIsNeededNothingIsRecordedBefore(FlowShieldStack stack) throws Exception {
    Someone someone = Someone.at(stack, Neighbourhoods.newHome());
    set(stack, "consent");
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin());
        OwnClient client = new OwnClient(stack)) {
      assertThat(anonymous(stack, "flowshield/capture").body()).contains("\"consent\"");
      someone.signIn();
      assertThat(someone.timeOnPage().isNull()).isTrue();
      assertThat(Profiles.awaitLogins(stack, someone.id(), 1).typing().baselines()).isEmpty();
      JsonNode tokens = client.tokens(someone.name());
      Profiles.awaitLogins(stack, someone.id(), 2);

      client.own(tokens, "PUT", "flowshield/account/capture", "{\"capture\":true}");

      someone.signIn();
      assertThat(someone.timeOnPage().isNumber()).isTrue();
      assertThat(Profiles.awaitLogins(stack, someone.id(), 3).typing().baselines()).isNotEmpty();
      set(stack, "off");
      assertThat(anonymous(stack, "flowshield/capture").body()).contains("\"off\"");
      someone.signIn();
      assertThat(someone.timeOnPage().isNull()).as("the realm's word is above consent").isTrue();
    } finally {
      set(stack, "");
    }
    assertThat(anonymous(stack, "flowshield/capture").body()).contains("\"on\"");
  }

  @Test
  void ofManyChoicesAtOnceOneCountsAndAdministratorsEventsTellOfEach(FlowShieldStack stack)
      throws Exception {
    Someone someone = Someone.at(stack, Neighbourhoods.newHome());
    String path = "/flowshield/users/" + someone.id() + "/data/capture";
    ExecutorService administrators = Executors.newFixedThreadPool(4);
    try {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String choice = "{\"capture\":" + (i % 2 == 0) + "}";
        answers.add(administrators.submit(() -> stack.admin().send("PUT", path, choice)));
      }
      for (Future<String> answer : answers) {
        assertThat(JSON.readTree(answer.get(60, TimeUnit.SECONDS)).path("captured").isBoolean())
            .isTrue();
      }
    } finally {
      administrators.shutdownNow();
    }
    assertThat(
            new KeycloakDatabase(stack.keycloak())
                .count("select count(*) from FS_CAPTURE_CHOICE where USER_ID = ?", someone.id()))
        .isOne();
    assertThat(stack.admin().get("/admin-events?resourcePath=" + path.substring(1))).hasSize(8);
  }

  @Test
  void aRemovedUsersChoiceIsErased(FlowShieldStack stack) throws Exception {
    Someone someone = Someone.at(stack, Neighbourhoods.newHome());
    stack
        .admin()
        .send("PUT", "/flowshield/users/" + someone.id() + "/data/capture", "{\"capture\":false}");
    KeycloakDatabase database = new KeycloakDatabase(stack.keycloak());
    String rows = "select count(*) from FS_CAPTURE_CHOICE where USER_ID = ?";
    assertThat(database.count(rows, someone.id())).isOne();
    stack.admin().send("DELETE", "/users/" + someone.id(), "");
    assertThat(database.count(rows, someone.id())).isZero();
    assertThat(
            stack.admin().get("/flowshield/users/" + someone.id() + "/data/export").isMissingNode())
        .isTrue();
  }

  /** A person with a browser of their own. */
  private record Someone(FlowShieldStack stack, String name, String id, Visitor visitor) {
    static Someone at(FlowShieldStack stack, String home) throws Exception {
      String name = People.verified(stack);
      String id = stack.admin().user(name).orElseThrow().path("id").asText();
      return new Someone(stack, name, id, stack.visitor(home, BrowserDriver.FIREFOX));
    }

    void signIn() throws Exception {
      Page page = visitor.later().signIn(name, People.PASSWORD);
      assertThat(Visitor.signedIn(page)).as(page.toString()).isTrue();
    }

    /** Of the last login: there when the form's telemetry was looked at. */
    JsonNode timeOnPage() throws Exception {
      JsonNode newest = stack.admin().get("/flowshield/decisions?user=" + id).get(0);
      JsonNode features =
          stack.admin().get("/flowshield/decisions/" + newest.path("id").asText()).path("features");
      assertThat(features.has("time_on_page")).as(features.toString()).isTrue();
      return features.path("time_on_page");
    }
  }

  private static HttpResponse<String> anonymous(FlowShieldStack stack, String path)
      throws Exception {
    URI uri = stack.keycloak().url().resolve("/realms/flowshield/" + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).GET().build(), HttpResponse.BodyHandlers.ofString());
  }

  private static void set(FlowShieldStack stack, String setting) throws Exception {
    ObjectNode realm = (ObjectNode) stack.admin().get("");
    realm.withObject("/attributes").put(SETTING, setting);
    stack.admin().send("PUT", "", realm.toString());
  }
}
