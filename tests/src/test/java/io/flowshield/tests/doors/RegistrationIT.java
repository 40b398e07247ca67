package io.flowshield.tests.doors;

import static io.flowshield.tests.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.faults.StatusLink;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.KeycloakDatabase;
import io.flowshield.tests.stack.Neighbourhoods;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The registration form's own step and the waiting page behind it. */
@ExtendWith(FlowShieldExtension.class)
@Tag("C3")
class RegistrationIT {
  /** Long enough to open the link in time on a busy machine. */
  private static final Duration LINK_LIFE = Duration.ofSeconds(20);

  private final HttpClient http = HttpClient.newHttpClient();

  private static Visitor.Applicant applicant() {
    String name = "new-" + UUID.randomUUID();
    return new Visitor.Applicant(name, name + "@example.org", "Nora", "Neu", "a-long-password-1");
  }

  @Test
  void aRefusedRegistrationLeavesNoUserAndSaysNoReason(FlowShieldStack stack) throws Exception {
    Visitor.Applicant applicant = applicant();
    try (RealmRisk refused = RealmRisk.everyRegistrationRefused(stack.admin())) {
      Page page = newVisitor(stack).register(applicant);
      assertThat(page.has("form#kc-register-form")).as(page.toString()).isTrue();
      assertThat(page.text("body")).contains("We cannot create an account from this request");
      assertThat(page.body()).doesNotContain(applicant.password());
    }
    assertThat(stack.admin().user(applicant.username())).isEmpty();
    JsonNode told = stack.admin().get("/events?max=20&type=REGISTER_ERROR");
    assertThat(told.findValuesAsText("error")).contains("invalid_registration");
    assertThat(told.toString()).doesNotContain(applicant.password());
  }

  @Test
  void theWaitingPageCannotBeSkipped(FlowShieldStack stack) throws Exception {
    Visitor.Applicant applicant = applicant();
    Page page = newVisitor(stack).register(applicant);
    assertThat(page.has("#flowshield-pending")).as(page.toString()).isTrue();

    Page again = page.submit("form#flowshield-continue", Map.of("cancel-aia", "true"));

    assertThat(again.has("#flowshield-pending")).as(again.toString()).isTrue();
    assertThat(stack.admin().user(applicant.username()).orElseThrow().path("requiredActions"))
        .anyMatch(action -> action.asText().equals("flowshield-pending"));
  }

  @Test
  void anApplicationGetsNoTokensForAnAccountThatWaits(FlowShieldStack stack) throws Exception {
    Visitor.Applicant applicant = applicant();
    assertThat(newVisitor(stack).register(applicant).has("#flowshield-pending")).isTrue();
    HttpResponse<String> answer;
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      String form =
          "grant_type=password&client_id=admin-cli&username=%s&password=%s"
              .formatted(applicant.username(), applicant.password());
      answer =
          http.send(
              HttpRequest.newBuilder(at(stack, "/realms/flowshield/protocol/openid-connect/token"))
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(HttpRequest.BodyPublishers.ofString(form))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
    }
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("invalid_grant", "not fully set up");
    assertThat(stack.admin().get("/events?type=LOGIN_ERROR&client=admin-cli").toString())
        .contains("resolve_required_actions");
  }

  @Test
  void aFormThatIsSentTwiceAtOnceMakesOneAccountAndOneSaga(FlowShieldStack stack) throws Exception {
    Visitor.Applicant applicant = applicant();
    Page form =
        newVisitor(stack).browser().open(stack.oidc().loginUrl()).click("a[href*=registration]");
    Map<String, String> fields =
        Map.of(
            "username", applicant.username(),
            "email", applicant.email(),
            "firstName", applicant.firstName(),
            "lastName", applicant.lastName(),
            "password", applicant.password(),
            "password-confirm", applicant.password());
    ExecutorService hands = Executors.newFixedThreadPool(2);
    try {
      List<Future<Page>> sent = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        sent.add(hands.submit(() -> form.submit("form#kc-register-form", fields)));
      }
      for (Future<Page> page : sent) {
        assertThat(page.get(60, TimeUnit.SECONDS).status()).as("no fault").isLessThan(500);
      }
    } finally {
      hands.shutdownNow();
    }
    String id = stack.admin().user(applicant.username()).orElseThrow().path("id").asText();
    KeycloakDatabase database = new KeycloakDatabase(stack.keycloak());
    assertThat(
            database.count(
                "select count(*) from FS_OUTBOX where EVENT_TYPE = 'REGISTRATION' and USER_ID = ?",
                id))
        .isOne();
    assertThat(stack.admin().get("/events?type=REGISTER&user=" + id)).hasSize(1);
    assertThat(stack.admin().get("/flowshield/decisions?user=" + id)).hasSize(1);
  }

  @Test
  void theMailsLinkConfirmsOneAddressOnceHoweverOftenItIsPressed(FlowShieldStack stack)
      throws Exception {
    Visitor.Applicant applicant = applicant();
    Page waiting = newVisitor(stack).register(applicant);
    String id = stack.admin().user(applicant.username()).orElseThrow().path("id").asText();
    URI link =
        stack.mail().await(applicant.email(), 1, Duration.ofSeconds(60)).link().orElseThrow();
    String token = link.getRawQuery().substring("token=".length());
    String ofStatus = URI.create(StatusLink.in(waiting)).getRawQuery().substring("token=".length());
    BrowserDriver browser = newVisitor(stack).browser();
    for (String wrong : List.of("", altered(token), ofStatus)) {
      Page page = browser.open(URI.create(link.toString().replace(token, wrong)));
      assertThat(page.status()).as(wrong).isEqualTo(400);
      assertThat(page.has("form")).as(page.toString()).isFalse();
    }
    Page button = browser.open(link);
    assertThat(browser.open(link).has("form")).as("opening it does nothing").isTrue();

    ExecutorService hands = Executors.newFixedThreadPool(6);
    try {
      List<Future<Page>> pressed = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        pressed.add(hands.submit(() -> button.submit("form", Map.of())));
      }
      for (Future<Page> page : pressed) {
        assertThat(page.get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
      }
    } finally {
      hands.shutdownNow();
    }
    assertThat(button.submit("form", Map.of()).status()).isEqualTo(200);
    KeycloakDatabase database = new KeycloakDatabase(stack.keycloak());
    assertThat(
            database.count(
                "select count(*) from FS_OUTBOX where EVENT_TYPE = 'EMAIL_VERIFIED' and USER_ID = ?",
                id))
        .isOne();
    assertThat(stack.admin().get("/events?type=VERIFY_EMAIL&user=" + id)).hasSize(1);

    ObjectNode moved = (ObjectNode) stack.admin().user(applicant.username()).orElseThrow();
    moved.put("email", "elsewhere-" + applicant.email()).put("emailVerified", false);
    stack.admin().send("PUT", "/users/" + id, moved.toString());
    assertThat(browser.open(link).status()).as("of another address").isEqualTo(400);
  }

  @Test
  @Tag("D5")
  void aLinkThatIsTooOldConfirmsNothingAndTheAccountIsWithdrawn(FlowShieldStack stack)
      throws Exception {
    Visitor.Applicant applicant = applicant();
    try (RealmRisk brief = RealmRisk.addressesConfirmedWithin(stack.admin(), LINK_LIFE)) {
      String status = StatusLink.in(newVisitor(stack).register(applicant));
      String id = stack.admin().user(applicant.username()).orElseThrow().path("id").asText();
      URI link =
          stack.mail().await(applicant.email(), 1, Duration.ofSeconds(60)).link().orElseThrow();
      BrowserDriver browser = newVisitor(stack).browser();
      Page opened = browser.open(link);
      assertThat(opened.has("form")).as("in time: " + opened).isTrue();

      JsonNode end =
          eventually(
              "the registration's end",
              () -> StatusLink.read(status),
              seen -> seen.path("phase").asText().equals("COMPENSATED"));

      assertThat(end.path("reason").asText()).isEqualTo("EMAIL_EXPIRED");
      assertThat(opened.submit("form", Map.of()).has("form")).as("pressed too late").isFalse();
      assertThat(browser.open(link).has("form")).as("opened too late").isFalse();
      assertThat(
              new KeycloakDatabase(stack.keycloak())
                  .count(
                      "select count(*) from FS_OUTBOX where EVENT_TYPE = 'EMAIL_VERIFIED'"
                          + " and USER_ID = ?",
                      id))
          .isZero();
      assertThat(stack.admin().get("/events?type=VERIFY_EMAIL&user=" + id)).isEmpty();
      assertThat(stack.scim().findByExternalId(id)).isEmpty();
      Page refused = newVisitor(stack).signIn(applicant.username(), applicant.password());
      assertThat(Visitor.signedIn(refused)).as(refused.toString()).isFalse();
    }
  }

  @Test
  void whereARegistrationStandsIsToldToItsOwnTokenAsPageAndAsJson(FlowShieldStack stack)
      throws Exception {
    String right = StatusLink.in(newVisitor(stack).register(applicant()));
    String unsigned = "eyJhbGciOiJub25lIn0.e30.";
    assertThat(asked(right, "application/json").body()).contains("\"phase\"");
    assertThat(asked(right, "text/html").body()).contains("<html").doesNotContain("\"phase\"");
    String base = right.substring(0, right.indexOf("token=") + "token=".length());
    for (String wrong : List.of(base, base + unsigned, altered(right))) {
      HttpResponse<String> json = asked(wrong, "application/json");
      assertThat(json.statusCode()).as(wrong).isEqualTo(403);
      assertThat(json.body()).isEqualTo("{\"error\":\"The token is not valid (any more)\"}");
      HttpResponse<String> page = asked(wrong, "text/html");
      assertThat(page.statusCode()).as(wrong).isEqualTo(403);
      assertThat(page.body()).contains("<html");
    }
  }

  private HttpResponse<String> asked(String address, String type) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(address))
            .header("Accept", type)
            .header("X-Forwarded-For", Neighbourhoods.newHome())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static URI at(FlowShieldStack stack, String path) {
    return stack.keycloak().url().resolve(path);
  }

  private static Visitor newVisitor(FlowShieldStack stack) {
    return stack.visitor(Neighbourhoods.newHome(), BrowserDriver.FIREFOX);
  }

  /** A token with another signature. */
  private static String altered(String token) {
    return token.substring(0, token.length() - 4) + (token.endsWith("AAAA") ? "BBBB" : "AAAA");
  }
}
