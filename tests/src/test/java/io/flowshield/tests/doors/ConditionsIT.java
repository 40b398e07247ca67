package io.flowshield.tests.doors;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.Neighbourhoods;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Sub-flows that hang on a signal or on what is required of a user, set up by the console's REST.
 */
@ExtendWith(FlowShieldExtension.class)
@Tag("C2")
class ConditionsIT {
  private static final String FORMS = "flowshield browser forms";

  @Test
  void aSubFlowRunsWhenItsSignalFiresWithEnoughWeight(FlowShieldStack stack) throws Exception {
    try (OwnRealm realm = OwnRealm.create(stack).bind("browser");
        RealmRisk low = RealmRisk.everyLoginLow(realm.admin())) {
      String user = realm.add(People.inAnyRealm());
      String settings =
          realm.refuseWhen(
              FORMS, "flowshield-condition-signal", Map.of("signals", "SENSITIVE_CLIENT"));
      assertThat(passes(realm, user)).as("it has not fired").isTrue();

      realm.client("flowshield.sensitive", "true");
      assertThat(passes(realm, user)).as("it has fired").isFalse();

      realm.change(settings, Map.of("minimumContribution", "20"));
      assertThat(passes(realm, user)).as("it has not added so much").isTrue();

      realm.change(settings, Map.of("minimumContribution", "0", "signals", "TOR_NETWORK"));
      assertThat(passes(realm, user)).as("another one").isTrue();

      realm.change(settings, Map.of("signals", "TOR_NETWORK##SENSITIVE_CLIENT"));
      assertThat(passes(realm, user)).as("one of two").isFalse();
      try (RealmRisk reported = RealmRisk.reportOnly(realm.admin())) {
        assertThat(passes(realm, user)).as("report only").isTrue();
      }
    }
  }

  @Test
  void aSubFlowRunsForUsersOfWhomItsKindIsRequired(FlowShieldStack stack) throws Exception {
    try (OwnRealm realm = OwnRealm.create(stack).bind("browser");
        RealmRisk low = RealmRisk.everyLoginLow(realm.admin())) {
      String user = realm.add(People.inAnyRealm());
      String required = "/flowshield/users/" + realm.id(user) + "/requirement";
      realm.refuseWhen(
          FORMS, "flowshield-condition-requirement", Map.of("kinds", "REAUTHENTICATE"));
      assertThat(passes(realm, user)).as("nothing is required").isTrue();

      realm.admin().send("PUT", required, "{\"required\":\"REAUTHENTICATE\"}");
      assertThat(passes(realm, user)).as("its kind is required").isFalse();

      realm.admin().send("PUT", required, "{\"required\":\"CHANGE_PASSWORD\"}");
      assertThat(realm.signIn(browser(), user).has("form#kc-passwd-update-form"))
          .as("another kind is required, and asked for where it always is")
          .isTrue();

      realm.admin().send("DELETE", required, "");
      assertThat(passes(realm, user)).as("lifted").isTrue();
    }
  }

  @Test
  @Tag("C8")
  void aFlowThatOnlyReportsLetsPassWhatItRecordsAndOtherFlowsRefuse(FlowShieldStack stack)
      throws Exception {
    try (OwnRealm realm = OwnRealm.create(stack).bind("browser", "reset-credentials")) {
      String user = realm.add(People.inAnyRealm());
      String settings =
          realm.configure("flowshield browser", "flowshield-risk", Map.of("reportOnly", "true"));
      try (RealmRisk high = RealmRisk.everyLoginHigh(realm.admin())) {
        assertThat(passes(realm, user)).isTrue();
        realm
            .signIn(browser(), "nobody")
            .click("a[href*=reset-credentials]")
            .submit("form#kc-reset-password-form", Map.of("username", user));
        assertThat(realm.decisions(user).findValuesAsText("door"))
            .containsExactly("RESET_CREDENTIALS", "BROWSER_LOGIN");
        assertThat(realm.decisions(user).findValuesAsText("action"))
            .containsExactly("DENY", "DENY");
        assertThat(realm.decisions(user).findValuesAsText("reportOnly"))
            .containsExactly("false", "true");
        assertThat(stack.mail().mailsTo(People.email(user))).isEmpty();

        realm.change(settings, Map.of("reportOnly", "false"));
        assertThat(passes(realm, user)).isFalse();
      }
      try (RealmRisk reported = RealmRisk.everyLoginHighInReportOnly(realm.admin())) {
        assertThat(passes(realm, user)).as("the realm reports only, the flow does not").isTrue();
      }
      realm.change(settings, Map.of("reportOnly", "true"));
      realm
          .admin()
          .send(
              "PUT",
              "/flowshield/users/" + realm.id(user) + "/requirement",
              "{\"required\":\"BLOCKED\"}");
      assertThat(passes(realm, user)).as("what somebody requires is no decision").isFalse();
    }
  }

  private static boolean passes(OwnRealm realm, String user) throws Exception {
    Page page = realm.signIn(browser(), user);
    return realm.signedIn(page);
  }

  private static BrowserDriver browser() {
    return new BrowserDriver(Neighbourhoods.newHome(), BrowserDriver.FIREFOX);
  }
}
