package io.flowshield.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documentation points at what is there. */
class DocumentationTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)]*)?\\)");
  private static final Pattern ROW = Pattern.compile("## (\\w+): ");
  private static final Pattern NAMED = Pattern.compile("`(\\w+)\\.(\\w+)`");
  private static final List<String> KINDS =
      List.of("wrong", "expired", "reused", "at once", "events", "JSON", "browser");
  private static final List<String> ROWS =
      List.of(
          "B6", "C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9", "C10", "C12", "C13", "C14",
          "C15", "C16");

  @Test
  void every_relative_link_leads_to_a_file() throws IOException {
    List<String> broken = new ArrayList<>();
    int links = 0;
    for (Path page : pages()) {
      Matcher matcher = LINK.matcher(Files.readString(page));
      while (matcher.find()) {
        String target = matcher.group(1);
        if (target.contains("://") || target.startsWith("mailto:")) {
          continue;
        }
        links++;
        if (!Files.exists(page.resolveSibling(target))) {
          broken.add(ROOT.relativize(page) + " -> " + target);
        }
      }
    }
    assertThat(links).isPositive();
    assertThat(broken).isEmpty();
  }

  @Test
  void the_map_in_the_readme_leads_to_the_classes_newcomers_ask_for() throws IOException {
    assertThat(Files.readString(ROOT.resolve("README.md")))
        .contains("ImpossibleTravel.java", "RiskPolicy.java", "ScimConnector.java");
  }

  @Test
  void what_is_said_to_be_proved_has_a_test_for_every_kind_of_input() throws IOException {
    Map<String, String> tests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(ROOT.resolve("tests/src/test/java"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        tests.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
      }
    }
    Map<String, List<String>> kinds = new TreeMap<>();
    List<String> missing = new ArrayList<>();
    String row = "";
    for (String line : Files.readAllLines(ROOT.resolve("docs/coverage.md"))) {
      Matcher heading = ROW.matcher(line);
      if (heading.lookingAt()) {
        row = heading.group(1);
        kinds.put(row, new ArrayList<>());
      } else if (line.startsWith("- ")) {
        kinds.get(row).add(line.substring(2, line.indexOf(':')));
        Matcher named = NAMED.matcher(line);
        boolean found = line.contains(": none, ");
        while (named.find()) {
          found = true;
          String source = tests.getOrDefault(named.group(1), "");
          if (!Pattern.compile(
                  "@(Test|ParameterizedTest)\\b[^{};]*\\bvoid " + named.group(2) + "\\(")
              .matcher(source)
              .find()) {
            missing.add(row + " " + named.group());
          }
        }
        if (!found) {
          missing.add(row + " " + line);
        }
      }
    }
    assertThat(missing).isEmpty();
    assertThat(kinds.keySet()).containsExactlyInAnyOrderElementsOf(ROWS);
    assertThat(kinds.values()).allMatch(KINDS::equals);
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    try (Stream<Path> top = Files.list(ROOT)) {
      top.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
    }
    for (String folder : List.of("docs", "models", "realm-config", "themes", "distribution")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
        files
            .filter(file -> file.toString().endsWith(".md"))
            .filter(file -> !file.toString().contains("target"))
            .forEach(pages::add);
      }
    }
    return pages;
  }
}
