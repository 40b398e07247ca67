package io.flowshield.themes;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.LoginFeatures;
import io.flowshield.ml.RegistrationFeatures;
import io.flowshield.ml.signal.Signal;
import io.flowshield.workflow.SagaReason;
import io.flowshield.workflow.SagaState;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessagesTest {
  private static final Pattern USE = Pattern.compile("msg\\(\"([^\"]+)\"\\s*[,)]");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\d+}");

  static List<String> languages() {
    return Bundles.LANGUAGES;
  }

  @ParameterizedTest
  @MethodSource("languages")
  void everyLanguageHasEveryText(String language) {
    assertThat(Bundles.keys(language)).isNotEmpty().isEqualTo(Bundles.keys("en"));
  }

  @ParameterizedTest
  @MethodSource("languages")
  void everyTextIsAPatternWithThePlaceholdersOfTheEnglishOne(String language) {
    for (String key : Bundles.keys(language)) {
      String text = Bundles.of(language).getProperty(key);
      assertThat(text).as(key).isNotBlank().doesNotContain("'");
      assertThat(placeholders(text))
          .as(key)
          .isEqualTo(placeholders(Bundles.of("en").getProperty(key)));
      assertThat(new MessageFormat(text).format(new Object[] {"x"})).as(key).doesNotContain("{");
    }
  }

  @ParameterizedTest
  @MethodSource("languages")
  void everyKeyThatATemplateNamesHasAText(String language) throws IOException {
    Set<String> used = new TreeSet<>();
    for (Path template : templates()) {
      Matcher uses = USE.matcher(Files.readString(template));
      while (uses.find()) {
        used.add(uses.group(1));
      }
    }
    assertThat(used).hasSizeGreaterThan(40);
    assertThat(Bundles.keys(language)).containsAll(used);
  }

  @ParameterizedTest
  @MethodSource("languages")
  void everyReasonHasATextForThePersonAndOneForTheAdministrator(String language) {
    for (String code : codes()) {
      assertThat(Bundles.keys(language))
          .contains("flowshield.reason." + code + ".user", "flowshield.reason." + code + ".admin");
    }
  }

  @ParameterizedTest
  @MethodSource("languages")
  void everyPhaseOfASagaHasASentence(String language) {
    for (SagaState.Phase phase : SagaState.Phase.values()) {
      assertThat(Bundles.keys(language)).contains("flowshield.phase." + phase);
    }
  }

  /** A text that named the check that failed would tell a fraudster what to change. */
  @ParameterizedTest
  @MethodSource("languages")
  void signalsOfFraudAreNotToldApartByThePerson(String language) {
    assertThat(userText(language, "BOT_TIMING")).isEqualTo(userText(language, "AUTOMATED_CLIENT"));
    assertThat(userText(language, "DISPOSABLE_EMAIL"))
        .isEqualTo(userText(language, "RANDOM_EMAIL"))
        .isEqualTo(userText(language, "WEAK_PASSWORD"))
        .isEqualTo(userText(language, "BREACHED_PASSWORD"));
    assertThat(userText(language, "UNUSUAL_HOUR"))
        .isEqualTo(userText(language, "UNLIKELY_LOGIN"))
        .isEqualTo(userText(language, "UNUSUAL_FOR_USER"))
        .isEqualTo(userText(language, "UNUSUAL_FOR_REALM"));
    assertThat(userText(language, "PASSWORD_SPRAYING"))
        .isEqualTo(userText(language, "CREDENTIAL_STUFFING"))
        .isEqualTo(userText(language, "REGISTRATION_BURST"));
  }

  @Test
  void otherBundlesAndLanguagesAreLeftToOthers() {
    FlowShieldMessages messages = new FlowShieldMessages();
    assertThat(messages.getMessages("messages", Locale.JAPANESE)).isEmpty();
    assertThat(messages.getMessages("admin-messages", Locale.ENGLISH)).isEmpty();
  }

  private static String userText(String language, String code) {
    return Bundles.of(language).getProperty("flowshield.reason." + code + ".user");
  }

  private static Set<String> codes() {
    Set<String> codes =
        new TreeSet<>(
            Set.of(
                "FALLBACK",
                "SENSITIVE_ACTIONS",
                "SESSION_NETWORKS",
                "SIGNAL_SESSION_REVOKED",
                "SIGNAL_CREDENTIAL_CHANGE",
                "SIGNAL_CREDENTIAL_COMPROMISED",
                "SIGNAL_ACCOUNT_DISABLED",
                "SIGNAL_ACCOUNT_ENABLED"));
    for (Field field : SagaReason.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
        try {
          codes.add((String) field.get(null));
        } catch (IllegalAccessException e) {
          throw new AssertionError(e);
        }
      }
    }
    Stream.concat(LoginFeatures.SET.signals().stream(), RegistrationFeatures.SET.signals().stream())
        .map(Signal::code)
        .forEach(codes::add);
    codes.remove("");
    assertThat(codes).contains("IMPOSSIBLE_TRAVEL", "REGISTRATION_BURST", "SERVICE_REFUSED");
    return codes;
  }

  private static List<Path> templates() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/resources/theme-resources/templates"))) {
      return files.filter(file -> file.toString().endsWith(".ftl")).toList();
    }
  }

  private static List<String> placeholders(String text) {
    List<String> found = new ArrayList<>();
    Matcher matcher = PLACEHOLDER.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group());
    }
    return found.stream().sorted().toList();
  }
}
