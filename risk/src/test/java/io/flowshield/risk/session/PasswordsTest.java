package io.flowshield.risk.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
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
    return Passwords.canStore(
        with(RealmModel.class, Map.of("getComponent", directory)), with(UserModel.class, user));
  }

  /** An object that knows these answers only. */
  private static <T> T with(Class<T> type, Map<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> answers.get(method.getName())));
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
