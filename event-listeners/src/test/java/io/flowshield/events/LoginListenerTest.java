package io.flowshield.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.risk.session.DecisionNotes;
import io.flowshield.testkit.flow.FlowDouble;
import io.flowshield.testkit.partial.PartialDouble;
import io.flowshield.testkit.risk.ScriptedRiskService;
import io.flowshield.testkit.risk.ScriptedRiskService.Call;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.keycloak.events.Errors;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmProvider;

@Tag("A10")
class LoginListenerTest {
  private final ScriptedRiskService service = ScriptedRiskService.allowing();

  private void hear(EventType type, String error, Map<String, String> details) {
    FlowDouble flow = new FlowDouble();
    RealmProvider realms =
        PartialDouble.of(RealmProvider.class).returning("getRealm", flow.realm().object()).object();
    KeycloakSession session =
        PartialDouble.of(KeycloakSession.class)
            .returning("realms", realms)
            .returning("getProvider", service)
            .object();
    Event event = new Event();
    event.setType(type);
    event.setError(error);
    event.setRealmId("realm-id");
    event.setUserId("user-id");
    event.setSessionId("session-id");
    event.setDetails(details);
    new LoginListener(session).onEvent(event);
  }

  @Test
  void aWrongPasswordCountsAgainstTheUserAndIsHeld() {
    hear(EventType.LOGIN_ERROR, Errors.INVALID_USER_CREDENTIALS, Map.of());
    assertThat(service.calls())
        .containsExactly(
            new Call("loginFailed", "user-id", null), new Call("holdRefusal", null, null));
  }

  @Test
  void aRefusalThatLooksLikeOneCountsAgainstTheNetworkOnly() {
    hear(
        EventType.LOGIN_ERROR,
        Errors.INVALID_USER_CREDENTIALS,
        Map.of(DecisionNotes.DECISION_DETAIL, "decision-1"));
    assertThat(service.calls()).containsExactly(new Call("loginFailed", null, null));
  }

  @Test
  void aPageThatExpiredIsNoGuess() {
    hear(EventType.LOGIN_ERROR, Errors.EXPIRED_CODE, Map.of());
    assertThat(service.calls()).isEmpty();
  }

  @Test
  void aFailingServiceFailsNoEvent() {
    service.failing();
    hear(EventType.LOGOUT, "", Map.of());
    assertThat(service.calls()).containsExactly(new Call("loggedOut", "user-id", null));
  }
}
