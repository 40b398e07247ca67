package io.flowshield.risk.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.risk.policy.SharedSignalsSettings.Mode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("C7")
class SharedSignalsSettingsTest {
  private final Map<String, String> set =
      new HashMap<>(
          Map.of(
              "flowshield.ssf.mode", "enforce",
              "flowshield.ssf.issuer", "https://idp.example.org",
              "flowshield.ssf.jwksUrl", "https://idp.example.org/jwks",
              "flowshield.ssf.audience", "us"));

  private SharedSignalsSettings settings() {
    return SharedSignalsSettings.read(set::get);
  }

  @Test
  void a_realm_that_set_nothing_takes_nothing() {
    assertThat(SharedSignalsSettings.read(name -> null).isOn()).isFalse();
  }

  @Test
  void a_realm_that_set_everything_takes_tokens_for_a_day() {
    assertThat(settings().mode()).isEqualTo(Mode.ENFORCE);
    assertThat(settings().maxAge()).isEqualTo(Duration.ofDays(1));
    assertThat(settings().isFor(List.of("others", "us"))).isTrue();
    assertThat(settings().isFor(List.of("others"))).isFalse();
    assertThat(RealmSettings.invalid(set::get)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"issuer", "jwksUrl", "audience"})
  void without_one_of_the_three_nothing_is_taken_and_the_mode_is_named(String missing) {
    set.remove("flowshield.ssf." + missing);
    assertThat(settings().isOn()).isFalse();
    assertThat(RealmSettings.invalid(set::get)).containsExactly("flowshield.ssf.mode");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://idp.example.org/jwks",
        "file:///etc/passwd",
        "https://user:secret@idp.example.org/jwks",
        "https:/jwks",
        "not an address"
      })
  void keys_come_from_a_safe_address_only(String url) {
    set.put("flowshield.ssf.jwksUrl", url);
    assertThat(settings().isOn()).isFalse();
    assertThat(RealmSettings.invalid(set::get)).contains("flowshield.ssf.jwksUrl");
  }

  @Test
  void no_token_is_taken_that_is_older_than_used_ones_are_remembered() {
    set.put("flowshield.ssf.maxAgeSeconds", "31536000");
    assertThat(settings().maxAge()).isEqualTo(SharedSignalsSettings.OLDEST);
  }
}
