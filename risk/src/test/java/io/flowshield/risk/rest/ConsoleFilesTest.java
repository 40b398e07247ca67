package io.flowshield.risk.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConsoleFilesTest {
  private static final Path FOLDER =
      Path.of("src/main/resources/io/flowshield/risk/rest/console").toAbsolutePath();
  private static final Pattern IMPORT = Pattern.compile("from \"([^\"]+)\"");
  private static final Pattern FILE = Pattern.compile("\\{\\{files}}/([^\"]+)\"");

  private final ConsoleFiles files = ConsoleFiles.ofJar();

  @Test
  void whatStandsInTheFolderIsServedAndNothingElse() throws IOException {
    Set<String> expected = new TreeSet<>(ConsoleFiles.NAMES);
    expected.add("console.html");
    try (Stream<Path> all = Files.list(FOLDER)) {
      assertThat(all.map(file -> file.getFileName().toString()).collect(Collectors.toSet()))
          .isEqualTo(expected);
    }
    for (String name : ConsoleFiles.NAMES) {
      assertThat(files.file(name)).get().isEqualTo(Files.readAllBytes(FOLDER.resolve(name)));
    }
    assertThat(files.file("console.html")).isEmpty();
    assertThat(files.file("../ConsoleFiles.class")).isEmpty();
  }

  @Test
  void theVersionIsADigest() {
    assertThat(files.version()).matches("[0-9a-f]{16}");
  }

  @Test
  void thePageAndItsModulesNameFilesThatAreServed() {
    Set<String> named = new TreeSet<>();
    Matcher page = FILE.matcher(files.page());
    while (page.find()) {
      named.add(page.group(1));
    }
    for (String name : ConsoleFiles.NAMES) {
      Matcher imported = IMPORT.matcher(text(name));
      while (imported.find()) {
        assertThat(imported.group(1)).startsWith("./");
        named.add(imported.group(1).substring(2));
      }
    }
    assertThat(named).isEqualTo(new TreeSet<>(ConsoleFiles.NAMES));
  }

  /** The page's policy would stop the second half; texts of administrators the first. */
  @Test
  void nothingIsWrittenAsMarkupAndNothingStandsInThePageItself() {
    for (String name : ConsoleFiles.NAMES) {
      if (name.endsWith(".js")) {
        assertThat(text(name))
            .as(name)
            .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write")
            .doesNotContain("eval(", "new Function", "localStorage", "sessionStorage")
            .doesNotContain(".style.", "\"style\"");
      }
    }
    assertThat(files.page()).doesNotContain("<style", " style=", " onload=", "javascript:");
    assertThat(files.page()).doesNotContainPattern("<script[^>]*>[^<]");
  }

  private String text(String name) {
    return new String(files.file(name).orElseThrow(), StandardCharsets.UTF_8);
  }
}
