package io.flowshield.tests.requirement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.doors.People;
import io.flowshield.tests.doors.RealmRisk;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.KeycloakDatabase;
import io.flowshield.tests.stack.Neighbourhoods;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is required of a user who signs in: with a password, and by a cookie. */
@ExtendWith(FlowShieldExtension.class)
@Tag("C1")
class RequirementLoginIT {
  private static final String LOGIN_FORM = "form#kc-form-login";
  private static final String PASSWORD_UPDATE = "form#kc-passwd-update-form";

  @Test
  void aBlockedUserSeesAWrongPasswordAndTheEventTellsWhy(FlowShieldStack stack) throws Exception {
    String user = People.verified(stack);
    Required required = Required.of(stack.admin(), user);
    required.set("BLOCKED");
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin());
        OwnClient client = new OwnClient(stack)) {
      Page wrong = visitor(stack).signIn(user, "not-the-password");
      Page blocked = visitor(stack).signIn(user, People.PASSWORD);
      assertThat(blocked.status()).isEqualTo(wrong.status());
      assertThat(blocked.summary()).isEqualTo(wrong.summary());
      assertThat(blocked.has(LOGIN_FORM)).isTrue();
      JsonNode event = required.event("LOGIN_ERROR");
      assertThat(event.path("error").asText()).isEqualTo("invalid_user_credentials");
      assertThat(event.at("/details/flowshield_requirement").asText()).isEqualTo("BLOCKED");

      assertThat(client.password(user, People.PASSWORD).body())
          .isEqualTo(client.password(user, "not-the-password").body());

      required.lift();
      assertThat(required.shown()).isEqualTo("NONE");
      assertThat(Visitor.signedIn(visitor(stack).signIn(user, People.PASSWORD))).isTrue();
      assertThat(client.password(user, People.PASSWORD).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void blockingEndsEverySessionAtOnce(FlowShieldStack stack) throws Exception {
    String user = People.verified(stack);
    Required required = Required.of(stack.admin(), user);
    Visitor visitor = visitor(stack);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin());
        OwnClient client = new OwnClient(stack)) {
      assertThat(Visitor.signedIn(visitor.signIn(user, People.PASSWORD))).isTrue();
      JsonNode tokens = client.tokens(user);

      JsonNode answer = required.set("BLOCKED");

      assertThat(answer.path("enforced").asBoolean()).isTrue();
      assertThat(answer.path("sessionsEnded").asInt()).isEqualTo(2);
      assertThat(required.sessions()).isZero();
      assertThat(client.refresh(tokens).body()).contains("invalid_grant");
      assertThat(visitor.browser().open(stack.oidc().loginUrl()).has(LOGIN_FORM)).isTrue();
    }
  }

  /** Sessions live on when the order is given in report-only mode: doors must do it afterwards. */
  @Test
  void aLiveCookieOfABlockedUserIsWorthNothing(FlowShieldStack stack) throws Exception {
    String user = People.verified(stack);
    Required required = Required.of(stack.admin(), user);
    Visitor visitor = visitor(stack);
    try (RealmRisk reported = RealmRisk.reportOnly(stack.admin())) {
      assertThat(Visitor.signedIn(visitor.signIn(user, People.PASSWORD))).isTrue();
      JsonNode answer = required.set("BLOCKED");
      assertThat(answer.path("enforced").asBoolean()).isFalse();
      assertThat(answer.path("sessionsEnded").asInt()).isZero();
      long before = counted(stack, "requirements_reported");

      assertThat(Visitor.signedIn(byCookie(stack, visitor))).as("report only").isTrue();

      assertThat(counted(stack, "requirements_reported")).isGreaterThan(before);
      assertThat(required.sessions()).isOne();
    }
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      Page silent = visitor.browser().open(with(stack.publicOidc().loginUrl(), "prompt=none"));
      assertThat(silent.toString()).contains("interaction_required");
      assertThat(required.sessions()).isOne();

      Page page = byCookie(stack, visitor);

      assertThat(page.has(LOGIN_FORM)).as(page.toString()).isTrue();
      assertThat(page.status()).isEqualTo(200);
      assertThat(required.sessions()).isZero();
      JsonNode event = required.event("LOGIN_ERROR");
      assertThat(event.path("error").asText()).isEqualTo("access_denied");
      assertThat(event.at("/details/flowshield_requirement").asText()).isEqualTo("BLOCKED");
      Page again = page.submit(LOGIN_FORM, Map.of("username", user, "password", People.PASSWORD));
      assertThat(again.has(LOGIN_FORM)).as(again.toString()).isTrue();
    }
  }

  @Test
  void aLiveCookieOfABlockedUserBringsNoAssertionEither(FlowShieldStack stack) throws Exception {
    String user = People.verified(stack);
    Required required = Required.of(stack.admin(), user);
    Visitor visitor = visitor(stack);
    URI saml = stack.saml().loginUrl();
    try (RealmRisk reported = RealmRisk.reportOnly(stack.admin())) {
      Page form = visitor.browser().open(saml);
      Page in = form.submit(LOGIN_FORM, Map.of("username", user, "password", People.PASSWORD));
      assertThat(in.text("p#subject")).isEqualTo(user);
      required.set("BLOCKED");
      Page again = visitor.browser().open(saml);
      assertThat(again.text("p#subject")).as("report only").isEqualTo(user);
    }
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      Page silent = visitor.browser().open(with(saml, "passive=true"));
      assertThat(Visitor.signedIn(silent)).as(silent.toString()).isFalse();
      assertThat(silent.text("p#error")).contains("NoPassive");
      assertThat(required.sessions()).isOne();

      Page page = visitor.browser().open(saml);

      assertThat(page.has(LOGIN_FORM)).as(page.toString()).isTrue();
      assertThat(required.sessions()).isZero();
      JsonNode event = required.event("LOGIN_ERROR");
      assertThat(event.path("error").asText()).isEqualTo("access_denied");
      assertThat(event.at("/details/flowshield_requirement").asText()).isEqualTo("BLOCKED");

      required.lift();
      Page in = page.submit(LOGIN_FORM, Map.of("username", user, "password", People.PASSWORD));
      assertThat(in.text("p#subject")).as(in.toString()).isEqualTo(user);
    }
  }

  @Test
  void anOlderSessionHasToSignInAgainBeforeAnAssertionIsGiven(FlowShieldStack stack)
      throws Exception {
    String user = People.verified(stack);
    Required required = Required.of(stack.admin(), user);
    Visitor visitor = visitor(stack);
    try (RealmRisk reported = RealmRisk.reportOnly(stack.admin())) {
      visitor.signIn(user, People.PASSWORD);
      Thread.sleep(1100); // Keycloak notes logins in whole seconds
      required.set("REAUTHENTICATE");
    }
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      Page asked = visitor.browser().open(stack.saml().loginUrl());
      assertThat(asked.has(LOGIN_FORM)).as(asked.toString()).isTrue();
      Page in = asked.submit(LOGIN_FORM, Map.of("username", user, "password", People.PASSWORD));
      assertThat(in.text("p#subject")).as(in.toString()).isEqualTo(user);

      Page byCookie = visitor.browser().open(stack.saml().loginUrl());
      assertThat(byCookie.text("p#subject")).as(byCookie.toString()).isEqualTo(user);
    }
  }

  @Test
  void anotherPasswordIsAskedForBeforeAnAssertionIsGivenToACookie(FlowShieldStack stack)
      throws Exception {
    String user = People.verified(stack);
    Required required = Required.of(stack.admin(), user);
    Visitor visitor = visitor(stack);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      visitor.signIn(user, People.PASSWORD);
      required.set("CHANGE_PASSWORD");
      Page asked = visitor.browser().open(stack.saml().loginUrl());
      assertThat(asked.has(PASSWORD_UPDATE)).as(asked.toString()).isTrue();
      String better = "quite-another-Passw0rd-of-mine";
      Page in =
          asked.submit(PASSWORD_UPDATE, Map.of("password-new", better, "password-confirm", better));
      assertThat(in.text("p#subject")).as(in.toString()).isEqualTo(user);
      assertThat(required.shown()).isEqualTo("NONE");
    }
  }

  @Test
  void anOlderSessionHasToSignInAgainAndANewOneGoesOn(FlowShieldStack stack) throws Exception {
    String user = People.verified(stack);
    Required required = Required.of(stack.admin(), user);
    Visitor visitor = visitor(stack);
    try (RealmRisk reported = RealmRisk.reportOnly(stack.admin())) {
      visitor.signIn(user, People.PASSWORD);
      Thread.sleep(1100); // Keycloak notes logins in whole seconds
      required.set("REAUTHENTICATE");
    }
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      Page asked = byCookie(stack, visitor);
      assertThat(asked.has(LOGIN_FORM)).as(asked.toString()).isTrue();
      Page in = asked.submit(LOGIN_FORM, Map.of("username", user, "password", People.PASSWORD));
      assertThat(Visitor.signedIn(in)).as(in.toString()).isTrue();

      assertThat(Visitor.signedIn(visitor.browser().open(stack.oidc().loginUrl()))).isTrue();
    }
  }

  @Test
  void anotherPasswordIsAskedForOnceAndNoTokenIsGivenBefore(FlowShieldStack stack)
      throws Exception {
    String user = People.verified(stack);
    Required required = Required.of(stack.admin(), user);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin());
        OwnClient client = new OwnClient(stack)) {
      JsonNode answer = required.set("CHANGE_PASSWORD");
      assertThat(answer.path("sessionsEnded").asInt()).isZero();
      assertThat(client.password(user, People.PASSWORD).body())
          .contains("invalid_grant", "Account is not fully set up");

      Page asked = visitor(stack).signIn(user, People.PASSWORD);
      assertThat(asked.has(PASSWORD_UPDATE)).as(asked.toString()).isTrue();
      String better = "quite-another-Passw0rd-of-mine";
      Page in =
          asked.submit(PASSWORD_UPDATE, Map.of("password-new", better, "password-confirm", better));
      assertThat(Visitor.signedIn(in)).as(in.toString()).isTrue();

      assertThat(required.shown()).isEqualTo("NONE");
      assertThat(Visitor.signedIn(visitor(stack).signIn(user, better))).isTrue();
      assertThat(client.password(user, better).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whatHasLapsedIsNotRequired(FlowShieldStack stack) throws Exception {
    String user = People.verified(stack);
    Required required = Required.of(stack.admin(), user);
    required.set(Map.of("required", "BLOCKED", "until", "2099-01-01T00:00:00Z"));
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      assertThat(Visitor.signedIn(visitor(stack).signIn(user, People.PASSWORD))).isFalse();
      new KeycloakDatabase(stack.keycloak())
          .update(
              "update FS_REQUIREMENT set UNTIL_MS = SINCE_MS + 1 where USER_ID = ?",
              required.userId());
      assertThat(Visitor.signedIn(visitor(stack).signIn(user, People.PASSWORD))).isTrue();
      assertThat(required.shown()).isEqualTo("NONE");
    }
  }

  /** A second application of the same browser. */
  private static Page byCookie(FlowShieldStack stack, Visitor visitor) throws Exception {
    return visitor.browser().open(stack.publicOidc().loginUrl());
  }

  private static long counted(FlowShieldStack stack, String counter) throws Exception {
    return stack.admin().get("/flowshield/health").path("counters").path(counter).asLong();
  }

  private static URI with(URI address, String query) {
    return URI.create(address + "?" + query);
  }

  private static Visitor visitor(FlowShieldStack stack) {
    return stack.visitor(Neighbourhoods.newHome(), BrowserDriver.FIREFOX);
  }
}
