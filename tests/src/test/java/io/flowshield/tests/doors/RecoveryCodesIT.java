package io.flowshield.tests.doors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.Neighbourhoods;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keycloak's recovery codes in the step-up of a risky login. */
@ExtendWith(FlowShieldExtension.class)
@Tag("C2")
class RecoveryCodesIT {
  private static final String NEW_CODES = "[name=generatedRecoveryAuthnCodes]";
  private static final String CODE = "[name=recoveryCodeInput]";

  @Test
  void eachCodeProvesOneRiskyLogin(FlowShieldStack stack) throws Exception {
    try (OwnRealm realm = OwnRealm.create(stack).bind("browser")) {
      ObjectNode person = People.inAnyRealm().put("emailVerified", false);
      person.putArray("requiredActions").add("CONFIGURE_RECOVERY_AUTHN_CODES");
      String user = realm.add(person);
      String[] codes;
      try (RealmRisk low = RealmRisk.everyLoginLow(realm.admin())) {
        Page setUp = realm.signIn(browser(), user);
        assertThat(setUp.has(NEW_CODES)).as(setUp.toString()).isTrue();
        codes = setUp.document().selectFirst(NEW_CODES).attr("value").split(",");
        Page in = setUp.submit(NEW_CODES, Map.of("userLabel", "on paper"));
        assertThat(realm.signedIn(in)).as(in.toString()).isTrue();
      }
      try (RealmRisk medium = RealmRisk.everyLoginMedium(realm.admin())) {
        assertThat(realm.signIn(browser(), user).has("form#kc-form-login"))
            .as("refused while no step asks for recovery codes")
            .isTrue();

        realm.step(
            "flowshield browser second factor", "auth-recovery-authn-code-form", "ALTERNATIVE");
        realm.change(
            "flowshield browser no second factor",
            "flowshield-condition-second-factor",
            Map.of("factors", "otp##webauthn##email##recovery"));
        Page asked = realm.signIn(browser(), user);
        assertThat(asked.has(CODE)).as(asked.toString()).isTrue();
        Page wrong = asked.submit(CODE, Map.of("recoveryCodeInput", codes[1]));
        assertThat(wrong.has(CODE)).as("not the code that is its turn").isTrue();
        Page in = wrong.submit(CODE, Map.of("recoveryCodeInput", codes[0]));
        assertThat(realm.signedIn(in)).as(in.toString()).isTrue();

        Page again = realm.signIn(browser(), user);
        Page used = again.submit(CODE, Map.of("recoveryCodeInput", codes[0]));
        assertThat(used.has(CODE)).as("a code that was used").isTrue();
        Page next = used.submit(CODE, Map.of("recoveryCodeInput", codes[1]));
        assertThat(realm.signedIn(next)).as(next.toString()).isTrue();
      }
    }
  }

  private static BrowserDriver browser() {
    return new BrowserDriver(Neighbourhoods.newHome(), BrowserDriver.FIREFOX);
  }
}
