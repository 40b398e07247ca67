package io.flowshield.risk.password;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a login leads to whose password was right and is in the list of leaked ones. */
public enum LeakedPassword {
  /** Nobody looks. */
  OFF,
  /** The stored decision says so, and nothing else happens. */
  REPORT,
  /** The stored decision says so, and the completed login ends with a new password. */
  CHANGE;

  /** What a realm attribute may say. */
  public static final Set<String> WORDS =
      Arrays.stream(values()).map(LeakedPassword::word).collect(Collectors.toUnmodifiableSet());

  /** What a realm attribute says; {@link #OFF} when it says nothing of the kind. */
  public static LeakedPassword of(@Nullable String attribute) {
    for (LeakedPassword choice : values()) {
      if (attribute != null && choice.word().equals(attribute.strip())) {
        return choice;
      }
    }
    return OFF;
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
