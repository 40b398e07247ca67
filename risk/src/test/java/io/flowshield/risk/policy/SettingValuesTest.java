package io.flowshield.risk.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("C14")
class SettingValuesTest {

  private static Map<RealmSetting, String> troubles(Map<RealmSetting, String> set) {
    Map<String, String> attributes = new HashMap<>();
    set.forEach((setting, value) -> attributes.put(setting.attribute(), value));
    return new SettingValues(attributes::get).troubles();
  }

  @ParameterizedTest
  @EnumSource(RealmSetting.class)
  void every_default_is_a_value_that_may_be_set(RealmSetting setting) {
    if (!setting.otherwise().isEmpty()) {
      assertThat(setting.range().holds(setting.otherwise())).isTrue();
    }
    assertThat(RealmSetting.named(setting.key())).contains(setting);
    assertThat(setting.description()).isNotBlank().doesNotContain("](", "`");
  }

  @ParameterizedTest
  @CsvSource({
    "REPORT_ONLY, yes, reportOnly has to be true or false",
    "MEDIUM_THRESHOLD, 1.01, login.mediumThreshold has to be a number from 0 to 1",
    "MEDIUM_THRESHOLD, NaN, login.mediumThreshold has to be a number from 0 to 1",
    "CHALLENGE_BUDGET, 0.6, login.challengeBudget has to be a number from 0 to 0.5",
    "LOGIN_PREVALENCE, 1, prevalence.login has to be a number above 0 and below 1",
    "ALERTS_PER_DAY, 2.5, alert.perDay has to be a whole number from 1 to 100",
    "SESSION_WINDOW, 86401,"
        + " session.windowSeconds has to be a whole number of seconds from 1 to 86400",
    "LEAKED_PASSWORD, Change, 'login.breachedPassword has to be one of change, off, report'",
    "ALERT_ON, 'device,', 'alert.on has to be some of device, network, risk, separated by commas'",
    "SENSITIVE_ROLES, 'a,,b',"
        + " 'sensitiveRoles has to be roles, role or client/role, separated by commas'",
  })
  void what_is_out_of_range_is_told_with_what_may_be_set(
      RealmSetting setting, String value, String text) {
    assertThat(troubles(Map.of(setting, value))).isEqualTo(Map.of(setting, text));
  }

  @ParameterizedTest
  @CsvSource({
    "DENIED_NETWORKS, 203.0.113.0/33",
    "DENIED_NETWORKS, 'XX, everywhere'",
    "CUSTOM_SIGNALS, one=4",
    "SHARED_SIGNALS_JWKS_URL, http://idp.example.org/jwks",
    "SHARED_SIGNALS_JWKS_URL, https://user@idp.example.org/jwks",
    "SHARED_SIGNALS_AUDIENCE, 'two\nlines'",
  })
  void lists_addresses_and_texts_are_looked_at_as_a_whole(RealmSetting setting, String value) {
    assertThat(troubles(Map.of(setting, value))).containsOnlyKeys(setting);
  }

  @Test
  void what_is_right_is_no_trouble() {
    assertThat(
            troubles(
                Map.of(
                    RealmSetting.DENIED_NETWORKS, "203.0.113.0/24; AS64496 xx",
                    RealmSetting.ALLOWED_NETWORKS, "2001:db8::/32",
                    RealmSetting.CUSTOM_SIGNALS, "one=1.5, other=0",
                    RealmSetting.ALERT_ON, "risk, device",
                    RealmSetting.MEDIUM_THRESHOLD, " .5 ",
                    RealmSetting.SENSITIVE_ROLES, "boss, shop/boss")))
        .isEmpty();
  }

  @Test
  void settings_that_do_not_go_together_are_told() {
    assertThat(
            troubles(
                Map.of(
                    RealmSetting.SHARED_SIGNALS_MODE, "enforce",
                    RealmSetting.CHALLENGE_BUDGET_FLOOR, "0.7")))
        .containsOnlyKeys(RealmSetting.SHARED_SIGNALS_MODE, RealmSetting.CHALLENGE_BUDGET_FLOOR);
  }

  @Test
  void a_text_beyond_the_limit_is_refused() {
    assertThat(troubles(Map.of(RealmSetting.SHARED_SIGNALS_ISSUER, "i".repeat(2_000)))).isEmpty();
    assertThat(troubles(Map.of(RealmSetting.SHARED_SIGNALS_ISSUER, "i".repeat(2_001)))).hasSize(1);
  }

  @Test
  void more_than_the_most_counts_as_the_most_and_no_decision_is_lost_to_the_default() {
    assertThat(
            RealmSettings.read(Map.of("flowshield.decisionRetentionDays", "40000")::get)
                .decisionRetentionDays())
        .isEqualTo(36_500);
    assertThat(
            new SettingValues(Map.of("flowshield.trustedDevice.days", "366")::get)
                .whole(RealmSetting.TRUSTED_DEVICE_DAYS))
        .isZero();
  }

  @Test
  void a_header_that_could_not_be_set_here_is_still_asked_for() {
    for (String header : new String[] {"b".repeat(2_001), "Bearer\u0001x"}) {
      assertThat(
              SharedSignalsSettings.read(Map.of("flowshield.ssf.authorization", header)::get)
                  .authorization())
          .isEqualTo(header);
    }
  }

  @Test
  void an_order_that_makes_no_sense_is_a_trouble_but_both_values_count() {
    Map<String, String> set = Map.of("flowshield.login.mediumThreshold", "0.9");
    assertThat(new SettingValues(set::get).troubles())
        .containsOnlyKeys(RealmSetting.MEDIUM_THRESHOLD);
    assertThat(RealmSettings.invalid(set::get)).isEmpty();
    assertThat(RealmSettings.read(set::get).mediumThreshold()).isEqualTo(0.9);
  }
}
