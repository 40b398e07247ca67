package io.flowshield.tests.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The installed browser. Nothing is ever downloaded.
 *
 * @param browser Chromium or Chrome
 * @param driver the chromedriver that belongs to it
 */
record Chromium(Path browser, Path driver) {
  private static final String BROWSER = "flowshield.chromium";
  private static final String DRIVER = "flowshield.chromedriver";

  /** From the system properties, else from the path. */
  static Optional<Chromium> installed() {
    Optional<Path> browser = find(BROWSER, "chromium", "chromium-browser", "google-chrome");
    Optional<Path> driver = find(DRIVER, "chromedriver");
    return browser.flatMap(found -> driver.map(with -> new Chromium(found, with)));
  }

  /** What is missing, in one line. */
  static String missing() {
    List<String> missing = new ArrayList<>();
    if (find(BROWSER, "chromium", "chromium-browser", "google-chrome").isEmpty()) {
      missing.add("chromium (-D" + BROWSER + ")");
    }
    if (find(DRIVER, "chromedriver").isEmpty()) {
      missing.add("chromedriver (-D" + DRIVER + ")");
    }
    return "no browser: " + String.join(" and ", missing) + " not found on the path";
  }

  private static Optional<Path> find(String property, String... names) {
    String given = System.getProperty(property, "");
    if (!given.isEmpty()) {
      return Optional.of(Path.of(given)).filter(Files::isExecutable);
    }
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    for (String name : names) {
      for (String folder : path.split(Pattern.quote(File.pathSeparator), -1)) {
        Path file = Path.of(folder, name);
        if (Files.isRegularFile(file) && Files.isExecutable(file)) {
          return Optional.of(file);
        }
      }
    }
    return Optional.empty();
  }
}
