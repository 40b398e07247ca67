package io.flowshield.tests.doors;

import static io.flowshield.tests.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.KeycloakDatabase;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keycloak's own second factors behind a risky password. */
@ExtendWith(FlowShieldExtension.class)
@Tag("C2")
class SecondFactorIT {
  private static final String OTP_FORM = "form#kc-otp-login-form";
  private static final String KEY_FORM = "form#webauth";
  private static final String KEY_REGISTRATION = "form#register";
  private static final String OTP_ENROLMENT = "form#kc-totp-settings-form";
  private static final String NEW_DEVICE = "a device that we do not know yet";

  @Test
  void anOtpDeviceProvesItWithTheRightCodeOnlyAndThePageSaysWhy(FlowShieldStack stack)
      throws Exception {
    String user = People.withOtp(stack);
    signInOnce(stack, user);
    try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      Page asked = stranger(stack).signIn(user, People.PASSWORD);
      assertThat(asked.has(OTP_FORM)).as(asked.toString()).isTrue();
      assertThat(asked.text("body")).contains(NEW_DEVICE);

      Page refused = asked.submit(OTP_FORM, Map.of("otp", OneTimePassword.wrong()));
      assertThat(refused.has(OTP_FORM)).as(refused.toString()).isTrue();
      assertThat(refused.text("body")).contains("Invalid authenticator code");

      Page in = refused.submit(OTP_FORM, Map.of("otp", OneTimePassword.now()));
      assertThat(Visitor.signedIn(in)).as(in.toString()).isTrue();
    }
  }

  @Test
  void aOneTimePasswordThatWasUsedProvesNothingToTheNext(FlowShieldStack stack) throws Exception {
    String user = People.withOtp(stack);
    String id = stack.admin().user(user).orElseThrow().path("id").asText();
    try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      String seen = OneTimePassword.now();
      Page in =
          People.visitor(stack).signIn(user, People.PASSWORD).submit(OTP_FORM, Map.of("otp", seen));
      assertThat(Visitor.signedIn(in)).as(in.toString()).isTrue();

      Page thief =
          stranger(stack).signIn(user, People.PASSWORD).submit(OTP_FORM, Map.of("otp", seen));
      assertThat(thief.has(OTP_FORM)).as(thief.toString()).isTrue();
    }
    JsonNode refused = stack.admin().get("/events?type=LOGIN_ERROR&user=" + id);
    assertThat(refused).hasSize(1);
    assertThat(refused.get(0).path("error").asText()).isEqualTo("invalid_user_credentials");
    assertThat(stack.admin().get("/users/" + id + "/sessions")).hasSize(1);
  }

  @Test
  void aPasskeyProvesItFromANewDeviceAndAForgedOneDoesNot(FlowShieldStack stack) throws Exception {
    String user = People.verified(stack);
    SecurityKey key = SecurityKey.create();
    registerKey(stack, user, key);
    try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      Page asked = stranger(stack).signIn(user, People.PASSWORD);
      assertThat(asked.has(KEY_FORM)).as(asked.toString()).isTrue();
      Page forged = asked.submit(KEY_FORM, key.forged().sign(asked));
      assertThat(Visitor.signedIn(forged)).as(forged.toString()).isFalse();

      Page again = stranger(stack).signIn(user, People.PASSWORD);
      Page in = again.submit(KEY_FORM, key.sign(again));
      assertThat(Visitor.signedIn(in)).as(in.toString()).isTrue();
    }
  }

  @Test
  void whoHasNoSecondFactorIsRefusedEvenWhenHeAsksToEnrolOne(FlowShieldStack stack)
      throws Exception {
    String user = People.unverified(stack);
    try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      Page page = signInToEnrol(stack, user);
      assertThat(page.has("form#kc-form-login")).as(page.toString()).isTrue();
    }
    String id = stack.admin().user(user).orElseThrow().path("id").asText();
    assertThat(stack.admin().get("/users/" + id + "/credentials"))
        .extracting(credential -> credential.path("type").asText())
        .containsExactly("password");

    // The same request at low risk does lead to enrolment: it is the risk that refused.
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      Page page = signInToEnrol(stack, user);
      assertThat(page.has(OTP_ENROLMENT)).as(page.toString()).isTrue();
    }
  }

  /** A login at low risk that an application asks to end with the set-up of an OTP device. */
  private static Page signInToEnrol(FlowShieldStack stack, String user) throws Exception {
    BrowserDriver browser = stranger(stack).browser();
    Page login = browser.open(stack.oidc().loginUrl());
    return browser
        .open(URI.create(login.uri() + "&kc_action=CONFIGURE_TOTP"))
        .submit("form#kc-form-login", Map.of("username", user, "password", People.PASSWORD));
  }

  /** Somebody on a device that nobody has used. */
  private static Visitor stranger(FlowShieldStack stack) {
    return stack.visitor("192.0.2.32", BrowserDriver.CHROME_ON_WINDOWS);
  }

  private static void registerKey(FlowShieldStack stack, String user, SecurityKey key)
      throws Exception {
    String id = stack.admin().user(user).orElseThrow().path("id").asText();
    stack.admin().send("PUT", "/users/" + id, "{\"requiredActions\":[\"webauthn-register\"]}");
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      Page page = People.visitor(stack).signIn(user, People.PASSWORD);
      assertThat(page.has(KEY_REGISTRATION)).as(page.toString()).isTrue();
      Page in = page.submit(KEY_REGISTRATION, key.register(page));
      assertThat(Visitor.signedIn(in)).as(in.toString()).isTrue();
    }
  }

  /** Gives the user a history, which a new device differs from. */
  private static void signInOnce(FlowShieldStack stack, String user) throws Exception {
    String id = stack.admin().user(user).orElseThrow().path("id").asText();
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      Page otp = People.visitor(stack).signIn(user, People.PASSWORD);
      assertThat(Visitor.signedIn(otp)).as(otp.toString()).isTrue();
    }
    eventually(
        "the login is learnt",
        () ->
            new KeycloakDatabase(stack.keycloak())
                .count("select count(*) from FS_USER_PROFILE where USER_ID = ?", id),
        rows -> rows == 1);
  }
}
