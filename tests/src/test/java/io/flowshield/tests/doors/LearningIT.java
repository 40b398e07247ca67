package io.flowshield.tests.doors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.ml.profile.LoginProfile;
import io.flowshield.tests.stack.FlowShieldExtension;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of a login afterwards. */
@ExtendWith(FlowShieldExtension.class)
@Tag("A10")
class LearningIT {

  @Test
  void aCompletedLoginMakesItsDeviceKnownAndAnotherNew(FlowShieldStack stack) throws Exception {
    String user = People.verified(stack);
    String id = stack.admin().user(user).orElseThrow().path("id").asText();
    Visitor owner = People.visitor(stack);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      signIn(owner, user);
      assertThat(Profiles.awaitLogins(stack, id, 1).logins()).isOne();
      signIn(owner.later(), user);
      assertThat(Profiles.awaitLogins(stack, id, 2).logins()).isEqualTo(2);
      signIn(stack.visitor("192.0.2.33", BrowserDriver.CHROME_ON_WINDOWS), user);
    }

    JsonNode decisions = stack.admin().get("/flowshield/decisions?user=" + id);
    assertThat(decisions).hasSize(3);
    JsonNode other = full(stack, decisions.get(0));
    JsonNode second = full(stack, decisions.get(1));
    JsonNode first = full(stack, decisions.get(2));
    assertThat(newDevice(other)).isEqualTo(1);
    assertThat(newDevice(second)).isZero();
    assertThat(reasons(other)).contains("NEW_DEVICE");
    assertThat(reasons(second)).doesNotContain("NEW_DEVICE");
    assertThat(score(second)).isLessThanOrEqualTo(score(first)).isLessThan(score(other));
  }

  @Test
  void neitherARefusedNorAnAbandonedNorAFailedLoginIsLearnt(FlowShieldStack stack)
      throws Exception {
    String user = People.verified(stack);
    String id = stack.admin().user(user).orElseThrow().path("id").asText();
    try (RealmRisk high = RealmRisk.everyLoginHigh(stack.admin())) {
      assertThat(Visitor.signedIn(People.visitor(stack).signIn(user, People.PASSWORD))).isFalse();
    }
    try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      Page challenge = People.visitor(stack).signIn(user, People.PASSWORD);
      assertThat(challenge.has("form#flowshield-code-form")).as(challenge.toString()).isTrue();
    }
    People.visitor(stack).signIn(user, "not-the-password");
    // Learning goes on in the order of the logins: when this one is learnt, the others were not.
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      signIn(People.visitor(stack), user);
    }

    LoginProfile learnt = Profiles.awaitLogins(stack, id, 1);
    assertThat(learnt.logins()).isOne();
    assertThat(learnt.devices()).hasSize(1);
    assertThat(stack.admin().get("/flowshield/decisions?user=" + id)).hasSize(3);
  }

  private static void signIn(Visitor visitor, String user) throws Exception {
    Page page = visitor.signIn(user, People.PASSWORD);
    assertThat(Visitor.signedIn(page)).as(page.toString()).isTrue();
  }

  private static JsonNode full(FlowShieldStack stack, JsonNode decision) throws Exception {
    return stack.admin().get("/flowshield/decisions/" + decision.path("id").asText());
  }

  private static double newDevice(JsonNode decision) {
    return decision.path("features").path("new_device").asDouble();
  }

  private static double score(JsonNode decision) {
    return decision.path("score").asDouble();
  }

  private static List<String> reasons(JsonNode decision) {
    return decision.path("reasons").findValuesAsText("code");
  }
}
