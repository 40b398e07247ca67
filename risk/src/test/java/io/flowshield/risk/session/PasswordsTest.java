package io.flowshield.risk.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.testkit.partial.PartialDouble;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Who may be asked for a new password. */
@Tag("C4")
class PasswordsTest {
  private static boolean canStore(Map<String, Object> user, String editMode) {
    ComponentModel directory = new ComponentModel();
    if (!editMode.isEmpty()) {
      directory.put("editMode", editMode);
    }
    PartialDouble<UserModel> known =
        PartialDouble.of(UserModel.class).returning("getFederationLink", null);
    user.forEach(known::returning);
    return Passwords.canStore(
        PartialDouble.of(RealmModel.class).returning("getComponent", directory).object(),
        known.object());
  }

  @Test
  void localUsersMay() {
    assertThat(canStore(Map.of("getId", "5c2e"), "READ_ONLY")).isTrue();
  }

  @Test
  void usersOfADirectoryMayWhereItOrKeycloakTakesTheNewPassword() {
    Map<String, Object> imported = Map.of("getId", "5c2e", "getFederationLink", "ldap");
    Map<String, Object> passedOn = Map.of("getId", "f:ldap:nora");
    for (Map<String, Object> user : List.of(imported, passedOn)) {
      assertThat(canStore(user, "WRITABLE")).isTrue();
      assertThat(canStore(user, "UNSYNCED")).isTrue();
      assertThat(canStore(user, "READ_ONLY")).isFalse();
      assertThat(canStore(user, "")).isFalse();
    }
  }
}
