package io.flowshield.tests.enumeration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.doors.People;
import io.flowshield.tests.doors.Profiles;
import io.flowshield.tests.doors.RealmRisk;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.Neighbourhoods;
import java.net.http.HttpResponse;
import java.util.Arrays;
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

  /** Sends one request and checks that the answer is a refusal. */
  private interface Attempt {
    HttpResponse<String> send() throws Exception;
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
    Attempt wrong = () -> granted.grant(user, WRONG);
    Attempt unknown = () -> granted.grant(nobody, WRONG);
    Attempt refused = () -> granted.grant(user, People.PASSWORD);
    Guesser form = new Guesser(stack, Neighbourhoods.newHome());
    form.openLoginPage();
    Attempt wrongForm = () -> form.signIn(user, WRONG);
    Attempt unknownForm = () -> form.signIn(nobody, WRONG);
    Attempt refusedForm = () -> form.signIn(user, People.PASSWORD);

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
    long began = System.nanoTime();
    HttpResponse<String> answer = attempt.send();
    double millis = (System.nanoTime() - began) / 1e6;
    assertThat(answer.body()).contains("nvalid user");
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
