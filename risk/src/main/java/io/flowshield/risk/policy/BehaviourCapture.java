package io.flowshield.risk.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whose typing and pointer may be looked at: what a realm says, and what its users may choose. */
public enum BehaviourCapture {
  /** Everybody's but of those who switched it off. */
  ON,
  /** Theirs only who agreed. */
  CONSENT,
  /** Nobody's. */
  OFF;

  /** What a realm attribute may say. */
  public static final Set<String> WORDS =
      Arrays.stream(values()).map(BehaviourCapture::word).collect(Collectors.toUnmodifiableSet());

  /** What a realm attribute says; {@link #ON} when nothing is set, {@link #OFF} for nonsense. */
  public static BehaviourCapture of(@Nullable String attribute) {
    if (attribute == null || attribute.isBlank()) {
      return ON;
    }
    for (BehaviourCapture setting : values()) {
      if (setting.word().equals(attribute.strip())) {
        return setting;
      }
    }
    return OFF;
  }

  /**
   * Whether a user's may be looked at.
   *
   * @param chosen by the user, null for no choice
   */
  public boolean allows(@Nullable Boolean chosen) {
    return this != OFF && (chosen == null ? byDefault() : chosen);
  }

  /** What counts for those who chose nothing. */
  public boolean byDefault() {
    return this == ON;
  }

  /** As the attribute says it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
