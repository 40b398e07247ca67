package io.flowshield.tests.passwords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.flowshield.demo.AdminClient;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.doors.People;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.Neighbourhoods;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Our rules in the realm's password policy, wherever a password is set. */
@ExtendWith(FlowShieldExtension.class)
@Tag("C4")
class PasswordPolicyIT {
  private static final String LEAKED = "letmein";
  private static final String GOOD = "otter-velvet-quarry-91-plum";
  private static final String BOTH = "flowshield-guesses(8) and flowshield-not-breached";

  @Test
  void theAdminConsoleOffersBothRules(FlowShieldStack stack) throws Exception {
    JsonNode rules = stack.admin().getServer("/serverinfo").path("passwordPolicies");
    JsonNode guesses = rule(rules, "flowshield-guesses");
    assertThat(guesses.path("displayName").asText())
        .isEqualTo("Flow Shield: minimum guesses (log10)");
    assertThat(guesses.path("configType").asText()).isEqualTo("int");
    assertThat(guesses.path("defaultValue").asText()).isEqualTo("8");
    assertThat(rule(rules, "flowshield-not-breached").path("displayName").asText())
        .isEqualTo("Flow Shield: not breached");
  }

  private static JsonNode rule(JsonNode rules, String id) {
    for (JsonNode rule : rules) {
      if (rule.path("id").asText().equals(id)) {
        return rule;
      }
    }
    throw new AssertionError(id + " is not among " + rules);
  }

  @Test
  void aRegistrationWithALeakedPasswordIsToldSoAndMakesNoAccount(FlowShieldStack stack)
      throws Exception {
    try (RealmPasswords both = RealmPasswords.policy(stack.admin(), "flowshield-not-breached")) {
      Visitor.Applicant applicant = applicant(LEAKED);
      Page page = register(stack, applicant);
      assertThat(page.text("#input-error-password"))
          .as(page.toString())
          .contains("appears in lists of leaked passwords");
      assertThat(page.body()).doesNotContain(LEAKED);
      assertThat(stack.admin().user(applicant.username())).isEmpty();
      assertThat(stack.admin().get("/events?max=50&type=REGISTER_ERROR").toString())
          .contains(applicant.username())
          .doesNotContain(LEAKED);
    }
  }

  @Test
  void theErrorNamesThePatternInThePersonsLanguage(FlowShieldStack stack) throws Exception {
    try (RealmPasswords guesses = RealmPasswords.policy(stack.admin(), BOTH)) {
      BrowserDriver browser = new BrowserDriver(Neighbourhoods.newHome(), BrowserDriver.FIREFOX);
      Visitor.Applicant applicant = applicant("poiuytgfds");
      Page english = browser.open(stack.oidc().loginUrl()).click("a[href*=registration]");
      Page form = browser.open(URI.create(english.uri() + "&kc_locale=de"));
      Page page = form.submit("form#kc-register-form", fields(applicant));
      assertThat(page.text("#input-error-password"))
          .as(page.toString())
          .contains("Tasten, die auf der Tastatur nebeneinander liegen");
      assertThat(page.body()).doesNotContain(applicant.password());
    }
  }

  @Test
  void whatIsKnownOfThePersonIsNoSecret(FlowShieldStack stack) throws Exception {
    try (RealmPasswords guesses = RealmPasswords.policy(stack.admin(), "flowshield-guesses(10)")) {
      String name = "quillbrandt" + UUID.randomUUID().toString().substring(0, 4);
      Page page =
          register(
              stack,
              new Visitor.Applicant(
                  name, name + "@example.org", "Nora", "Neu", name.toUpperCase(Locale.ROOT) + "7"));
      assertThat(page.text("#input-error-password"))
          .as(page.toString())
          .contains("A password with your user name in it");
      assertThat(stack.admin().user(name)).isEmpty();
    }
  }

  @Test
  void aGoodPasswordPassesBothAtRegistrationAndStaysSet(FlowShieldStack stack) throws Exception {
    Visitor.Applicant applicant = applicant(GOOD);
    try (RealmPasswords both = RealmPasswords.policy(stack.admin(), BOTH)) {
      Page page = register(stack, applicant);
      assertThat(page.has("#flowshield-pending")).as(page.toString()).isTrue();
    }
    assertThat(stack.admin().user(applicant.username()).orElseThrow().path("requiredActions"))
        .noneMatch(action -> action.asText().equals("UPDATE_PASSWORD"));
  }

  @Test
  void anAdministratorIsRefusedWithTheSameSentence(FlowShieldStack stack) throws Exception {
    String user = id(stack, People.verified(stack));
    try (RealmPasswords both = RealmPasswords.policy(stack.admin(), BOTH)) {
      assertThatThrownBy(() -> reset(stack.admin(), user, LEAKED))
          .isInstanceOfSatisfying(
              AdminClient.Refused.class, e -> assertThat(e.status()).isEqualTo(400))
          .hasMessageContaining("appears in lists of leaked passwords")
          .hasMessageNotContaining(LEAKED);
      reset(stack.admin(), user, GOOD);
    }
  }

  @Test
  void longAndSimultaneousPasswordsAreJudgedInTime(FlowShieldStack stack) throws Exception {
    String user = id(stack, People.verified(stack));
    ExecutorService people = Executors.newFixedThreadPool(8);
    try (RealmPasswords both = RealmPasswords.policy(stack.admin(), BOTH)) {
      List<Future<Boolean>> answers = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        String password = i % 2 == 0 ? "a".repeat(10_000) : "qwerty1\u0000";
        answers.add(people.submit(() -> isRefused(stack.admin(), user, password)));
      }
      for (Future<Boolean> answer : answers) {
        assertThat(answer.get(60, TimeUnit.SECONDS)).isTrue();
      }
    } finally {
      people.shutdownNow();
    }
  }

  private static boolean isRefused(AdminClient admin, String user, String password)
      throws Exception {
    try {
      reset(admin, user, password);
      return false;
    } catch (AdminClient.Refused e) {
      assertThat(e.status()).as(e.getMessage()).isEqualTo(400);
      return true;
    }
  }

  @Test
  void aPolicyThatCannotWorkIsRefusedWithAReason(FlowShieldStack stack) {
    for (String wrong : new String[] {"0", "21", "many", "-3", "8.5"}) {
      assertThatThrownBy(
              () -> {
                try (RealmPasswords policy =
                    RealmPasswords.policy(stack.admin(), "flowshield-guesses(" + wrong + ")")) {
                  throw new AssertionError(wrong + " was taken");
                }
              })
          .as(wrong)
          .isInstanceOf(AdminClient.Refused.class)
          .hasMessageContaining("400");
    }
  }

  private static void reset(AdminClient admin, String user, String password) throws Exception {
    admin.send(
        "PUT",
        "/users/" + user + "/reset-password",
        new JsonMapper().writeValueAsString(Map.of("type", "password", "value", password)));
  }

  private static String id(FlowShieldStack stack, String username) throws Exception {
    return stack.admin().user(username).orElseThrow().path("id").asText();
  }

  private static Visitor.Applicant applicant(String password) {
    String name = "new-" + UUID.randomUUID();
    return new Visitor.Applicant(name, name + "@example.org", "Nora", "Neu", password);
  }

  private static Page register(FlowShieldStack stack, Visitor.Applicant applicant)
      throws Exception {
    return stack.visitor(Neighbourhoods.newHome(), BrowserDriver.FIREFOX).register(applicant);
  }

  private static Map<String, String> fields(Visitor.Applicant applicant) {
    return Map.of(
        "username", applicant.username(),
        "email", applicant.email(),
        "firstName", applicant.firstName(),
        "lastName", applicant.lastName(),
        "password", applicant.password(),
        "password-confirm", applicant.password());
  }
}
