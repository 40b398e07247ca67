package io.flowshield.tests.enumeration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.doors.OwnRealm;
import io.flowshield.tests.doors.People;
import io.flowshield.tests.doors.Profiles;
import io.flowshield.tests.doors.RealmRisk;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.Neighbourhoods;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * How long answers take that must not tell anything: 1,000 pairs of requests of two kinds, one
 * after the other in random order, and whether both kinds come from one distribution. The realm
 * hashes with one round meanwhile, since the hash is what hides most otherwise.
 *
 * <p>No part of the whole run, because one in a hundred such comparisons fails by its nature, and a
 * busy machine hides what there is to find: {@code ./mvnw verify -Dit.test=TimesOfAnswers}.
 */
@ExtendWith(FlowShieldExtension.class)
@Tag("C2")
class TimesOfAnswers {
  private static final int PAIRS = Integer.getInteger("flowshield.pairs", 1_000);
  private static final int WARM_UP = 150;
  private static final String WRONG = "not-the-password";
  private static final String FAST = "hashAlgorithm(pbkdf2-sha256) and hashIterations(1)";

  private final Random random = new Random(20261123);

  /** One request that is measured. */
  private interface Attempt {
    /** What comes before and is not measured. */
    default void prepare() throws Exception {}

    /** The answer's body. */
    String send() throws Exception;

    /** What every answer says. */
    default String says() {
      return "nvalid user";
    }
  }

  /** Whoever says that a password is forgotten. */
  private static final class Forgetful implements Attempt {
    private final OwnRealm realm;
    private final String user;
    private final BrowserDriver browser;
    private Page form;

    Forgetful(OwnRealm realm, String user) throws Exception {
      this.realm = realm;
      this.user = user;
      this.browser = new BrowserDriver(Neighbourhoods.newHome(), BrowserDriver.FIREFOX);
      prepare();
    }

    @Override
    public void prepare() throws Exception {
      form = browser.open(realm.login()).click("a[href*=reset-credentials]");
    }

    @Override
    public String send() throws Exception {
      return form.submit("form#kc-reset-password-form", Map.of("username", user)).body();
    }

    @Override
    public String says() {
      return "You should receive an email shortly";
    }
  }

  /** Mails are sent meanwhile, which takes its time. */
  @Test
  void aForgottenPasswordIsAnsweredAfterTheSameTime(FlowShieldStack stack) throws Exception {
    try (OwnRealm realm = OwnRealm.create(stack).bind("browser", "reset-credentials")) {
      String somebody = realm.add(People.inAnyRealm());
      double mailed;
      double refused;
      try (RealmRisk low = RealmRisk.everyLoginLow(realm.admin())) {
        mailed =
            compare(
                "forgotten password: somebody, nobody",
                new Forgetful(realm, somebody),
                new Forgetful(realm, "door-" + UUID.randomUUID()));
      }
      try (RealmRisk high = RealmRisk.everyLoginHigh(realm.admin())) {
        refused =
            compare(
                "forgotten password: somebody refused, nobody",
                new Forgetful(realm, somebody),
                new Forgetful(realm, "door-" + UUID.randomUUID()));
      }
      assertThat(Math.min(mailed, refused)).as("least p of both comparisons").isGreaterThan(0.01);
    }
  }

  @Test
  void grantsAndFormsAnswerAfterTheSameTime(FlowShieldStack stack) throws Exception {
    String policy = stack.admin().get("").path("passwordPolicy").asText("");
    setPasswordPolicy(stack, FAST);
    try {
      String user = regular(stack);
      try (RealmRisk refused = RealmRisk.everyLoginHigh(stack.admin())) {
        measure(stack, user);
      }
    } finally {
      setPasswordPolicy(stack, policy);
    }
  }

  private void measure(FlowShieldStack stack, String user) throws Exception {
    String nobody = "door-" + UUID.randomUUID();
    String home = Neighbourhoods.newHome();
    Guesser granted = new Guesser(stack, home);
    Attempt wrong = () -> granted.grant(user, WRONG).body();
    Attempt unknown = () -> granted.grant(nobody, WRONG).body();
    Attempt refused = () -> granted.grant(user, People.PASSWORD).body();
    Guesser form = new Guesser(stack, Neighbourhoods.newHome());
    form.openLoginPage();
    Attempt wrongForm = () -> form.signIn(user, WRONG).body();
    Attempt unknownForm = () -> form.signIn(nobody, WRONG).body();
    Attempt refusedForm = () -> form.signIn(user, People.PASSWORD).body();

    double grantPassword = compare("grant: wrong password, right one refused", wrong, refused);
    double formPassword =
        compare("form: wrong password, right one refused", wrongForm, refusedForm);
    double grantName = compare("grant: wrong password, nobody's name", wrong, unknown);
    double formName = compare("form: wrong password, nobody's name", wrongForm, unknownForm);

    assertThat(Math.min(Math.min(grantPassword, formPassword), Math.min(grantName, formName)))
        .as("least p of the four comparisons")
        .isGreaterThan(0.01);
  }

  private double compare(String what, Attempt first, Attempt second) throws Exception {
    for (int i = 0; i < WARM_UP; i++) {
      millis(first);
      millis(second);
    }
    double[] firsts = new double[PAIRS];
    double[] seconds = new double[PAIRS];
    for (int i = 0; i < PAIRS; i++) {
      if (random.nextBoolean()) {
        firsts[i] = millis(first);
        seconds[i] = millis(second);
      } else {
        seconds[i] = millis(second);
        firsts[i] = millis(first);
      }
    }
    KolmogorovSmirnov test = KolmogorovSmirnov.of(firsts, seconds);
    System.out.printf(
        "%s: medians %.2f and %.2f ms, quartiles %.2f and %.2f ms, D = %.4f, p = %.4f%n",
        what,
        quantile(firsts, 0.5),
        quantile(seconds, 0.5),
        quantile(firsts, 0.25),
        quantile(seconds, 0.25),
        test.distance(),
        test.p());
    return test.p();
  }

  private static double quantile(double[] times, double share) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[(int) (share * (sorted.length - 1))];
  }

  private static double millis(Attempt attempt) throws Exception {
    attempt.prepare();
    long began = System.nanoTime();
    String answer = attempt.send();
    double millis = (System.nanoTime() - began) / 1e6;
    assertThat(answer).contains(attempt.says());
    return millis;
  }

  /** Somebody of whom something has been learnt. */
  private static String regular(FlowShieldStack stack) throws Exception {
    String user = People.verified(stack);
    String id = stack.admin().user(user).orElseThrow().path("id").asText();
    Visitor owner = stack.visitor(Neighbourhoods.newHome(), BrowserDriver.FIREFOX);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      for (int i = 1; i <= 5; i++) {
        owner.later().signIn(user, People.PASSWORD);
        Profiles.awaitLogins(stack, id, i);
      }
    }
    return user;
  }

  private static void setPasswordPolicy(FlowShieldStack stack, String policy) throws Exception {
    ObjectNode realm = (ObjectNode) stack.admin().get("");
    stack.admin().send("PUT", "", realm.put("passwordPolicy", policy).toString());
  }
}
