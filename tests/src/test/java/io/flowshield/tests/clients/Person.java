package io.flowshield.tests.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.tests.doors.OneTimePassword;
import io.flowshield.tests.doors.People;
import io.flowshield.tests.doors.SecurityKey;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** Somebody with an account of the demo realm and a browser. */
record Person(FlowShieldStack stack, String name, BrowserDriver browser) {
  static final String PASSWORD_FORM = "form#kc-form-login";
  static final String OTP_FORM = "form#kc-otp-login-form";
  static final String CODE_FORM = "form#flowshield-code-form";

  private static final Duration SOON = Duration.ofSeconds(20);

  /** With a verified address and nothing else beside the password. */
  static Person withMail(FlowShieldStack stack) throws Exception {
    return of(stack, People.verified(stack));
  }

  /** With an OTP device. */
  static Person withOtp(FlowShieldStack stack) throws Exception {
    return of(stack, People.withOtp(stack));
  }

  /** With a password and no second factor. */
  static Person withNothing(FlowShieldStack stack) throws Exception {
    return of(stack, People.unverified(stack));
  }

  private static Person of(FlowShieldStack stack, String name) {
    return new Person(stack, name, new BrowserDriver("192.0.2.33", BrowserDriver.FIREFOX));
  }

  /** Enrols a passkey, which takes a login that is not challenged. */
  SecurityKey enrolPasskey(URI login) throws Exception {
    String id = stack.admin().user(name).orElseThrow().path("id").asText();
    stack.admin().send("PUT", "/users/" + id, "{\"requiredActions\":[\"webauthn-register\"]}");
    SecurityKey key = SecurityKey.create();
    Page page = signIn(login);
    assertThat(page.has("form#register")).as(page.toString()).isTrue();
    page.submit("form#register", key.register(page));
    return key;
  }

  /** Opens an address that must lead to the password form, and fills that in. */
  Page signIn(URI login) throws Exception {
    Page form = browser.open(login);
    assertThat(form.has(PASSWORD_FORM)).as(form.toString()).isTrue();
    return password(form);
  }

  /** Fills in the password form; whoever is known already is not asked for his name. */
  Page password(Page form) throws Exception {
    return form.submit(
        PASSWORD_FORM,
        form.has("input[name=username]:not([type=hidden])")
            ? Map.of("username", name, "password", People.PASSWORD)
            : Map.of("password", People.PASSWORD));
  }

  /** Enters what the OTP device shows. */
  static Page otp(Page asked) throws Exception {
    assertThat(asked.has(OTP_FORM)).as(asked.toString()).isTrue();
    return asked.submit(OTP_FORM, Map.of("otp", OneTimePassword.now()));
  }

  /** Enters what it does not show. */
  static Page wrongOtp(Page asked) throws Exception {
    assertThat(asked.has(OTP_FORM)).as(asked.toString()).isTrue();
    return asked.submit(OTP_FORM, Map.of("otp", OneTimePassword.wrong()));
  }

  /** The code of the last mail. */
  String mailedCode() throws Exception {
    return stack.mail().await(People.email(name), 1, SOON).code().orElseThrow();
  }

  /** How many sessions Keycloak has of this person. */
  int sessions() throws Exception {
    JsonNode user = stack.admin().user(name).orElseThrow();
    return stack.admin().get("/users/" + user.path("id").asText() + "/sessions").size();
  }

  /** Whether a page is Keycloak's own: the application has not been told anything. */
  boolean isAtKeycloak(Page page) {
    return page.uri().getAuthority().equals(stack.keycloak().url().getAuthority());
  }
}
