package io.flowshield.realm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlaceholdersTest {
  @Test
  void aValueWinsOverTheDefault() throws Exception {
    assertThat(fill("\"${HOST:127.0.0.1}:${PORT:25}\"", Map.of("HOST", "mail")))
        .isEqualTo("\"mail:25\"");
  }

  @Test
  void keycloaksOwnMessageKeysStay() throws Exception {
    assertThat(fill("\"${client_account}\"", Map.of())).isEqualTo("\"${client_account}\"");
  }

  @Test
  void aValueCannotLeaveItsString() throws Exception {
    assertThat(fill("\"${SECRET}\"", Map.of("SECRET", "a\"b\\$1"))).isEqualTo("\"a\\\"b\\\\$1\"");
  }

  @Test
  void everyMissingNameIsTold() {
    assertThatThrownBy(() -> fill("${B}${A}${C:}", Map.of()))
        .isInstanceOf(RealmCommandException.class)
        .hasMessage("Set in the environment: A, B");
  }

  private static String fill(String json, Map<String, String> values) throws RealmCommandException {
    return Placeholders.fill(json, name -> Optional.ofNullable(values.get(name)));
  }
}
