package io.flowshield.tests.temporal;

import static io.flowshield.tests.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.demo.FlowShieldStack;
import io.flowshield.tests.doors.RealmRisk;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.Neighbourhoods;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody who registered, was provisioned, and is removed long after the saga has ended. */
@ExtendWith(FlowShieldExtension.class)
@Tag("D6")
class DeprovisioningIT {

  @Test
  void aRemovedUserIsTakenOutOfEveryServiceOnce(FlowShieldStack stack) throws Exception {
    try (RealmRisk passes = RealmRisk.everyRegistrationPasses(stack.admin())) {
      Newcomer person = Newcomer.register(stack, "leaver", Neighbourhoods.newHome());
      person.confirm(person.mail());
      person.finishedOnce();

      stack.admin().send("DELETE", "/users/" + person.userId(), "");

      eventually("gone by SCIM", () -> stack.scim().count(person.userId()), count -> count == 0);
      eventually(
          "told by webhook",
          () -> stack.webhook().count("user.withdraw", person.userId()),
          count -> count > 0);
      eventually("nothing waits", person::waiting, rows -> rows == 0);
      assertThat(stack.webhook().count("user.withdraw", person.userId())).isEqualTo(1);
      assertThat(stack.webhook().count("user.provision", person.userId())).isEqualTo(1);
    }
  }
}
