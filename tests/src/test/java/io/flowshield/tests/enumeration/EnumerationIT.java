package io.flowshield.tests.enumeration;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.demo.FlowShieldStack;
import io.flowshield.tests.doors.People;
import io.flowshield.tests.doors.RealmRisk;
import io.flowshield.tests.enumeration.Guesser.Answer;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.Neighbourhoods;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** No answer tells whether there is an account, or whether a refused password was right. */
@ExtendWith(FlowShieldExtension.class)
@Tag("C2")
class EnumerationIT {
  private static final String WRONG = "not-the-password";

  @Test
  void aGrantIsRefusedInTheSameWordsWhateverTheReason(FlowShieldStack stack) throws Exception {
    String user = People.verified(stack);
    String blocked = blocked(stack);
    String nobody = nobody();
    Guesser guesser = new Guesser(stack, Neighbourhoods.newHome());
    Answer wrong = Guesser.comparable(guesser.grant(user, WRONG), user);
    assertThat(wrong.status()).isBetween(400, 401);
    assertThat(wrong.body()).contains("invalid_grant");

    assertThat(Guesser.comparable(guesser.grant(nobody, WRONG), nobody))
        .as("nobody's name")
        .isEqualTo(wrong);
    assertThat(Guesser.comparable(guesser.grant(blocked, WRONG), blocked))
        .as("blocked, wrong password")
        .isEqualTo(wrong);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      assertThat(guesser.grant(user, People.PASSWORD).statusCode())
          .as("not refused")
          .isEqualTo(200);
      assertThat(Guesser.comparable(guesser.grant(blocked, People.PASSWORD), blocked))
          .as("blocked, right password")
          .isEqualTo(wrong);
    }
    try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      assertThat(Guesser.comparable(guesser.grant(user, People.PASSWORD), user))
          .as("no second factor")
          .isEqualTo(wrong);
    }
    try (RealmRisk high = RealmRisk.everyLoginHigh(stack.admin())) {
      assertThat(Guesser.comparable(guesser.grant(user, People.PASSWORD), user))
          .as("too risky")
          .isEqualTo(wrong);
      assertThat(Guesser.comparable(guesser.grant(People.email(user), People.PASSWORD), user))
          .as("too risky, by address")
          .isEqualTo(wrong);
      assertThat(Guesser.comparable(guesser.grant(nobody, WRONG), nobody))
          .as("nobody's name while all are refused")
          .isEqualTo(wrong);
    }
  }

  @Test
  void aFormIsRefusedInTheSameWordsWhateverTheReason(FlowShieldStack stack) throws Exception {
    String user = People.verified(stack);
    String blocked = blocked(stack);
    String nobody = nobody();
    Answer wrong = form(stack, user, WRONG);
    assertThat(wrong.status()).isEqualTo(200);
    assertThat(wrong.body()).contains("Invalid username or password");

    assertThat(form(stack, nobody, WRONG)).as("nobody's name").isEqualTo(wrong);
    assertThat(form(stack, blocked, WRONG)).as("blocked, wrong password").isEqualTo(wrong);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      assertThat(form(stack, user, People.PASSWORD).status()).as("not refused").isEqualTo(302);
      assertThat(form(stack, blocked, People.PASSWORD))
          .as("blocked, right password")
          .isEqualTo(wrong);
    }
    String factorless = People.unverified(stack);
    try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      assertThat(form(stack, factorless, People.PASSWORD)).as("no second factor").isEqualTo(wrong);
    }
    try (RealmRisk high = RealmRisk.everyLoginHigh(stack.admin())) {
      assertThat(form(stack, user, People.PASSWORD)).as("too risky").isEqualTo(wrong);
    }
  }

  /** In one window: what the first attempt leaves behind shows at the second. */
  @Test
  void theAttemptAfterARefusalLooksTheSameToo(FlowShieldStack stack) throws Exception {
    String user = People.verified(stack);
    Guesser wrongTwice = new Guesser(stack, Neighbourhoods.newHome());
    wrongTwice.openLoginPage();
    wrongTwice.signIn(user, WRONG);
    Answer second = Guesser.comparable(wrongTwice.signIn(user, WRONG), user);
    Guesser refusedFirst = new Guesser(stack, Neighbourhoods.newHome());
    try (RealmRisk high = RealmRisk.everyLoginHigh(stack.admin())) {
      refusedFirst.openLoginPage();
      refusedFirst.signIn(user, People.PASSWORD);
      assertThat(Guesser.comparable(refusedFirst.signIn(user, WRONG), user)).isEqualTo(second);
    }
  }

  @Test
  void aForgottenPasswordIsAnsweredAlikeForAnybodyAndNobody(FlowShieldStack stack)
      throws Exception {
    String user = People.verified(stack);
    String blocked = blocked(stack);
    String nobody = nobody();
    Answer known = reset(stack, user);
    assertThat(reset(stack, nobody)).isEqualTo(known);
    assertThat(reset(stack, blocked)).isEqualTo(known);
  }

  private static Answer form(FlowShieldStack stack, String user, String password) throws Exception {
    Guesser guesser = new Guesser(stack, Neighbourhoods.newHome());
    guesser.openLoginPage();
    return Guesser.comparable(guesser.signIn(user, password), user);
  }

  private static Answer reset(FlowShieldStack stack, String user) throws Exception {
    Guesser guesser = new Guesser(stack, Neighbourhoods.newHome());
    guesser.openResetPage();
    return Guesser.comparable(guesser.post(Map.of("username", user)), user);
  }

  private static String blocked(FlowShieldStack stack) throws Exception {
    String user = People.verified(stack);
    String id = stack.admin().user(user).orElseThrow().path("id").asText();
    stack
        .admin()
        .send("PUT", "/flowshield/users/" + id + "/requirement", "{\"required\":\"BLOCKED\"}");
    return user;
  }

  /** As long as the names of people made here. */
  private static String nobody() {
    return "door-" + UUID.randomUUID();
  }
}
