package io.flowshield.risk.policy;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/**
 * What a realm has set, read as what {@link RealmSetting} says it is. A value that is out of its
 * range counts as not set.
 *
 * @param attributes values by the names of realm attributes, null for what is not set
 */
public record SettingValues(Function<String, @Nullable String> attributes) {

  /** A realm's. */
  public static SettingValues of(RealmModel realm) {
    return new SettingValues(realm::getAttribute);
  }

  /** As it is set, without blanks around it; empty when it is not. */
  public String raw(RealmSetting setting) {
    String value = attributes.apply(setting.attribute());
    return value == null ? "" : value.strip();
  }

  boolean isSet(RealmSetting setting) {
    return setting.range().holds(raw(setting));
  }

  /** As it is set, or the default; empty when there is neither. */
  String word(RealmSetting setting) {
    String raw = raw(setting);
    return setting.range().holds(raw) ? raw : setting.otherwise();
  }

  /** Words between commas. */
  Set<String> words(RealmSetting setting) {
    return Arrays.stream(word(setting).split(",", -1))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  boolean flag(RealmSetting setting) {
    return Boolean.parseBoolean(word(setting));
  }

  /** Not a number when it is not set and has no default. */
  double number(RealmSetting setting) {
    return Range.number(word(setting));
  }

  int whole(RealmSetting setting) {
    return (int) number(setting);
  }

  /**
   * A number of which more than may be set counts as the most, and less as the least: a realm that
   * keeps its decisions for too many days must not lose them to the default. Nothing below 1 and
   * nothing above an int counts.
   */
  int clamped(RealmSetting setting) {
    double number = Range.number(raw(setting));
    return number >= 1 && number <= Integer.MAX_VALUE
        ? (int) setting.range().clamp(number)
        : (int) Range.number(setting.otherwise());
  }

  Duration duration(RealmSetting setting) {
    return Duration.ofSeconds(clamped(setting));
  }

  /**
   * What is wrong, each in a sentence: values out of range, and settings that do not go together.
   * In the order of the settings.
   */
  public Map<RealmSetting, String> troubles() {
    Map<RealmSetting, String> troubles = ignored();
    ordered(troubles, RealmSetting.MEDIUM_THRESHOLD, RealmSetting.HIGH_THRESHOLD);
    ordered(troubles, RealmSetting.CHALLENGE_BUDGET_FLOOR, RealmSetting.CHALLENGE_BUDGET_CEILING);
    ordered(troubles, RealmSetting.REAUTHENTICATE_THRESHOLD, RealmSetting.REVOKE_THRESHOLD);
    return troubles;
  }

  private void ordered(Map<RealmSetting, String> troubles, RealmSetting lower, RealmSetting upper) {
    if (number(lower) > number(upper)) {
      troubles.putIfAbsent(lower, lower.key() + " has to be at most " + upper.key());
    }
  }

  /** What does not count as it is set, each in a sentence. */
  Map<RealmSetting, String> ignored() {
    Map<RealmSetting, String> troubles = new EnumMap<>(RealmSetting.class);
    for (RealmSetting setting : RealmSetting.values()) {
      String raw = raw(setting);
      if (!raw.isEmpty() && !setting.range().holds(raw)) {
        troubles.put(setting, setting.key() + " has to be " + setting.range().inWords());
      }
    }
    if (!SharedSignalsSettings.isComplete(this)) {
      troubles.put(
          RealmSetting.SHARED_SIGNALS_MODE,
          "ssf.mode needs ssf.issuer, ssf.jwksUrl and ssf.audience");
    }
    return troubles;
  }
}
