package io.flowshield.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What holds for every page, whoever reads it and on whatever: judged by axe-core, as far as a
 * program can, and by looking at inputs, language and width.
 */
final class Accessibility {
  private static final String AXE = read("/axe.min.js");
  private static final Set<String> GRAVE = Set.of("serious", "critical");

  /** The user name above a second step: Keycloak's template gives its label to another id. */
  private static final String KEYCLOAKS_OWN = "#kc-attempted-username";

  private Accessibility() {}

  /** Fails when the page that is shown has a flaw. */
  static void check(Browser browser, String page, String language) {
    assertThat(graveViolations(browser)).as("axe-core on %s", page).isEmpty();
    assertThat(browser.attribute("html", "lang")).as("language of %s", page).isEqualTo(language);
    assertThat(unlabelled(browser)).as("inputs without a label on %s", page).isEqualTo(List.of());
    assertThat(browser.overhang()).as("pixels to scroll sideways on %s", page).isZero();
  }

  /** What axe-core calls serious or critical, with the elements concerned. */
  static List<String> graveViolations(Browser browser) {
    browser.run(AXE);
    Object answer =
        browser.runAsync(
            """
            const done = arguments[arguments.length - 1];
            axe.run({ exclude: [["%s"]] }, { resultTypes: ["violations"] }).then(
              (results) => done(results.violations.map((violation) => ({
                id: violation.id,
                impact: violation.impact,
                where: violation.nodes.map((node) =>
                  node.target.join(" ") + ": " + node.failureSummary + " " + node.html)
              }))),
              (failure) => done([{ id: "axe failed", impact: "critical", where: [String(failure)] }]));
            """
                .formatted(KEYCLOAKS_OWN));
    List<String> grave = new ArrayList<>();
    for (Object entry : (List<?>) answer) {
      Map<?, ?> violation = (Map<?, ?>) entry;
      if (GRAVE.contains(String.valueOf(violation.get("impact")))) {
        grave.add(
            violation.get("id") + " (" + violation.get("impact") + "): " + violation.get("where"));
      }
    }
    return grave;
  }

  private static Object unlabelled(Browser browser) {
    return browser.run(
        """
        return Array.from(document.querySelectorAll("input, select, textarea"))
          .filter((input) => input.type !== "hidden" && input.type !== "submit")
          .filter((input) => !input.matches("%s"))
          .filter((input) => !input.labels || input.labels.length === 0)
          .filter((input) => !input.getAttribute("aria-label") && !input.getAttribute("aria-labelledby"))
          .map((input) => input.outerHTML);
        """
            .formatted(KEYCLOAKS_OWN));
  }

  private static String read(String resource) {
    try (InputStream in = Accessibility.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("axe-core is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
