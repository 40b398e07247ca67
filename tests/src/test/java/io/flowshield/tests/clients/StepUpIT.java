package io.flowshield.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.demo.AdminClient;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.doors.OneTimePassword;
import io.flowshield.tests.doors.RealmRisk;
import io.flowshield.tests.doors.SecurityKey;
import io.flowshield.tests.stack.FlowShieldExtension;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an application is told of a login, whichever protocol it speaks. */
@ExtendWith(FlowShieldExtension.class)
@Tag("C6")
class StepUpIT {
  /** What SAML says where no level was noted. */
  private static final String UNSPECIFIED = "urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified";

  @ParameterizedTest
  @EnumSource
  void aLoginOfLowRiskTellsOfThePasswordOnly(Client client, FlowShieldStack stack)
      throws Exception {
    Person person = Person.withOtp(stack);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      told(client, person.signIn(client.login(stack)), Level.PASSWORD, "pwd");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRiskyLoginThatPassesTheOneTimePasswordTellsOfBothFactors(
      Client client, FlowShieldStack stack) throws Exception {
    Person person = Person.withOtp(stack);
    try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      Page asked = person.signIn(client.login(stack));

      Page wrong = Person.wrongOtp(asked);
      assertThat(person.isAtKeycloak(wrong)).as(wrong.toString()).isTrue();
      assertThat(person.sessions()).isZero();

      told(client, Person.otp(wrong), Level.SECOND_FACTOR, "pwd", "otp");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRiskyLoginThatPassesTheMailedCodeTellsOfBothFactors(Client client, FlowShieldStack stack)
      throws Exception {
    Person person = Person.withMail(stack);
    try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      Page asked = person.signIn(client.login(stack));
      int right = Integer.parseInt(person.mailedCode());

      Page wrong =
          asked.submit(Person.CODE_FORM, Map.of("code", "%06d".formatted((right + 1) % 1_000_000)));
      assertThat(wrong.has(Person.CODE_FORM)).as(wrong.toString()).isTrue();
      assertThat(person.isAtKeycloak(wrong)).isTrue();
      assertThat(person.sessions()).isZero();

      Page in = wrong.submit(Person.CODE_FORM, Map.of("code", "%06d".formatted(right)));
      told(client, in, Level.SECOND_FACTOR, "pwd", "mca");
    }
  }

  @Test
  void aRiskyLoginThatPassesThePasskeyTellsOfBothFactors(FlowShieldStack stack) throws Exception {
    Person person = Person.withMail(stack);
    Client client = Client.OIDC_PUBLIC;
    SecurityKey key;
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      key = person.enrolPasskey(client.login(stack));
    }
    try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      Page asked = person.signIn(client.loginAfresh(stack));
      Page in = asked.submit("form#webauth", key.sign(asked));
      told(client, in, Level.SECOND_FACTOR, "pwd", "pop");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anApplicationThatAskedForThePasswordReadsThatNameOfAChallengedLoginToo(
      Client client, FlowShieldStack stack) throws Exception {
    Person person = Person.withOtp(stack);
    try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      Page in = Person.otp(person.signIn(client.loginAt(stack, Level.PASSWORD)));
      told(client, in, Level.PASSWORD, "pwd", "otp");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSessionFromBeforeTheFlowIsWorthNothingToWhoAsksForALevel(
      Client client, FlowShieldStack stack) throws Exception {
    Person person = Person.withMail(stack);
    AdminClient admin = stack.admin();
    bindBrowserFlow(admin, "browser");
    try {
      Page in = person.signIn(client.login(stack));
      assertThat(client.told(in)).isEqualTo(client == Client.SAML ? UNSPECIFIED : "password");
    } finally {
      bindBrowserFlow(admin, "flowshield browser");
    }
    try (RealmRisk low = RealmRisk.everyLoginLow(admin)) {
      Page bySession = person.browser().open(client.login(stack));
      assertThat(Visitor.signedIn(bySession)).as(bySession.toString()).isTrue();
      assertThat(client.told(bySession)).isEqualTo(client == Client.SAML ? UNSPECIFIED : "0");

      Page asked = person.signIn(client.loginAt(stack, Level.SECOND_FACTOR));
      Page in = asked.submit(Person.CODE_FORM, Map.of("code", person.mailedCode()));
      told(client, in, Level.SECOND_FACTOR, "pwd", "mca");
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofARefusedLoginTheApplicationHearsNothing(Client client, FlowShieldStack stack)
      throws Exception {
    Person person = Person.withOtp(stack);
    try (RealmRisk high = RealmRisk.everyLoginHigh(stack.admin())) {
      Page refused = person.signIn(client.loginAt(stack, Level.PASSWORD));

      assertThat(person.isAtKeycloak(refused)).as(refused.toString()).isTrue();
      assertThat(refused.has(Person.PASSWORD_FORM)).as(refused.toString()).isTrue();
      assertThat(refused.text("body")).contains("Invalid username or password");
      assertThat(person.sessions()).isZero();
    }
    // The same person, the same request: it was the risk that refused.
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      Page in = person.signIn(client.loginAt(stack, Level.PASSWORD));
      told(client, in, Level.PASSWORD, "pwd");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anApplicationThatAsksForTheHigherLevelGetsItAtLowRiskToo(
      Client client, FlowShieldStack stack) throws Exception {
    Person person = Person.withOtp(stack);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      Page asked = person.signIn(client.loginAt(stack, Level.SECOND_FACTOR));
      Page wrong = Person.wrongOtp(asked);
      assertThat(person.isAtKeycloak(wrong)).as(wrong.toString()).isTrue();
      assertThat(person.sessions()).isZero();

      told(client, Person.otp(wrong), Level.SECOND_FACTOR, "pwd", "otp");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSessionStepsUpWhenAnotherApplicationAsksForMore(Client client, FlowShieldStack stack)
      throws Exception {
    Person person = Person.withOtp(stack);
    Client other = client.other();
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      told(client, person.signIn(client.login(stack)), Level.PASSWORD, "pwd");
      told(other, person.browser().open(other.login(stack)), Level.PASSWORD, "pwd");

      // No password again, but the second factor; a wrong one raises nothing.
      Page asked = person.browser().open(other.loginAt(stack, Level.SECOND_FACTOR));
      Page wrong = Person.wrongOtp(asked);
      assertThat(person.isAtKeycloak(wrong)).as(wrong.toString()).isTrue();
      told(client, person.browser().open(client.login(stack)), Level.PASSWORD, "pwd");

      Page again = person.browser().open(other.loginAt(stack, Level.SECOND_FACTOR));
      told(other, Person.otp(again), Level.SECOND_FACTOR, "pwd", "otp");
      // From now on it is a session of the higher level, for the first application too.
      Page first = person.browser().open(client.loginAt(stack, Level.SECOND_FACTOR));
      told(client, first, Level.SECOND_FACTOR, "pwd", "otp");
      assertThat(person.sessions()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoHasNoSecondFactorReadsThatTheApplicationsWishCannotBeMet(
      Client client, FlowShieldStack stack) throws Exception {
    Person person = Person.withNothing(stack);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      Page refused = person.signIn(client.loginAt(stack, Level.SECOND_FACTOR));
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.text("body")).contains("your account has none");
      assertThat(person.isAtKeycloak(refused)).as(refused.toString()).isTrue();
      assertThat(person.sessions()).isZero();

      told(client, person.signIn(client.login(stack)), Level.PASSWORD, "pwd");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRiskyReauthenticationAsksForTheSecondFactorAgain(Client client, FlowShieldStack stack)
      throws Exception {
    Person person = Person.withOtp(stack);
    try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      told(
          client,
          Person.otp(person.signIn(client.login(stack))),
          Level.SECOND_FACTOR,
          "pwd",
          "otp");
      // Keycloak's cookie alone is enough for who does not ask for more: nothing is judged then.
      told(client, person.browser().open(client.login(stack)), Level.SECOND_FACTOR, "pwd", "otp");

      Page asked = person.signIn(client.loginAfresh(stack));
      assertThat(asked.has(Person.OTP_FORM)).as(asked.toString()).isTrue();
      Page in = asked.submit(Person.OTP_FORM, Map.of("otp", OneTimePassword.next()));
      told(client, in, Level.SECOND_FACTOR, "pwd", "otp");
    }
  }

  @Test
  void whoHasASecondFactorIsAskedForItBeforeAnotherIsSetUp(FlowShieldStack stack) throws Exception {
    Person person = Person.withOtp(stack);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      Page form = person.browser().open(Client.OIDC_PUBLIC.login(stack));
      Page asked = person.signIn(URI.create(form.uri() + "&kc_action=CONFIGURE_TOTP"));
      Page setUp = Person.otp(asked);
      assertThat(setUp.has("form#kc-totp-settings-form")).as(setUp.toString()).isTrue();
    }
  }

  @Test
  void aClientWithAMinimumNeedsNotAsk(FlowShieldStack stack) throws Exception {
    Person person = Person.withOtp(stack);
    Client client = Client.OIDC_CONFIDENTIAL;
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      told(client, person.signIn(client.login(stack)), Level.PASSWORD, "pwd");
      minimumOfDemoWeb(stack.admin(), Level.SECOND_FACTOR.acr());
      try {
        Page in = Person.otp(person.browser().open(client.login(stack)));
        told(client, in, Level.SECOND_FACTOR, "pwd", "otp");
      } finally {
        minimumOfDemoWeb(stack.admin(), "");
      }
    }
  }

  @Test
  void aRiskyPasswordIsNotExcusedByASecondFactorShownEarlier(FlowShieldStack stack)
      throws Exception {
    Person person = Person.withOtp(stack);
    Client client = Client.OIDC_CONFIDENTIAL;
    try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin());
        FlowSetting passwordsExpire =
            FlowSetting.set(stack.admin(), "flowshield browser level 1", "loa-max-age", "1")) {
      Page in = Person.otp(person.signIn(client.login(stack)));
      told(client, in, Level.SECOND_FACTOR, "pwd", "otp");
      Thread.sleep(2500); // Keycloak counts whole seconds

      // The password has expired, the second factor of this session has not.
      Page asked = person.signIn(client.loginAt(stack, Level.PASSWORD));
      assertThat(asked.has(Person.OTP_FORM)).as(asked.toString()).isTrue();
    }
  }

  @Test
  void inReportOnlyARiskyLoginTellsOfThePasswordOnly(FlowShieldStack stack) throws Exception {
    Person person = Person.withOtp(stack);
    try (RealmRisk medium = RealmRisk.everyLoginMediumInReportOnly(stack.admin())) {
      for (Client client : Client.values()) {
        Page in = person.signIn(client.loginAfresh(stack));
        told(client, in, Level.PASSWORD, "pwd");
      }
    }
  }

  @Test
  void aFlowWithoutTheRequiredLevelRefusesARiskyLogin(FlowShieldStack stack) throws Exception {
    Person person = Person.withOtp(stack);
    Client client = Client.OIDC_CONFIDENTIAL;
    try (FlowSetting typingError =
        FlowSetting.set(stack.admin(), "flowshield browser require level 2", "level", "3")) {
      try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
        Page refused = person.signIn(client.login(stack));
        assertThat(person.isAtKeycloak(refused)).as(refused.toString()).isTrue();
        assertThat(refused.status()).isGreaterThanOrEqualTo(400);
        assertThat(person.sessions()).isZero();
      }
      try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
        told(client, person.signIn(client.login(stack)), Level.PASSWORD, "pwd");
      }
    }
  }

  private static void minimumOfDemoWeb(AdminClient admin, String acr) throws Exception {
    ObjectNode client = (ObjectNode) admin.get("/clients?clientId=demo-web").get(0);
    client.withObject("/attributes").put("minimum.acr.value", acr);
    admin.send("PUT", "/clients/" + client.path("id").asText(), client.toString());
  }

  private static void bindBrowserFlow(AdminClient admin, String alias) throws Exception {
    ObjectNode realm = (ObjectNode) admin.get("");
    realm.put("browserFlow", alias);
    admin.send("PUT", "", realm.toString());
  }

  private static void told(Client client, Page page, Level level, String... methods)
      throws Exception {
    assertThat(Visitor.signedIn(page)).as(page.toString()).isTrue();
    assertThat(client.told(page)).isEqualTo(client.name(level));
    if (client.tellsMethods()) {
      assertThat(Client.methods(page)).containsExactlyInAnyOrder(methods);
    }
  }
}
