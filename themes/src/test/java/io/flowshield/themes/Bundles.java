package io.flowshield.themes;

import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeSet;

/** The message files as Keycloak gets them. */
final class Bundles {
  static final List<String> LANGUAGES = List.of("en", "de", "fr", "es", "it");

  private Bundles() {}

  static Properties of(String language) {
    return new FlowShieldMessages().getMessages("messages", Locale.forLanguageTag(language));
  }

  static TreeSet<String> keys(String language) {
    return new TreeSet<>(of(language).stringPropertyNames());
  }
}
