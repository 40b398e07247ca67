package io.flowshield.themes;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.LoginFeatures;
import io.flowshield.ml.RegistrationFeatures;
import io.flowshield.ml.signal.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The page about the signals says what the classes say. */
@Tag("A9")
class SignalsPageTest {
  private static final Path COMMITTED = Path.of("..", "docs", "signals.md");

  /**
   * Writes the page as well: after a change, copy {@code themes/target/signals.md} to {@code docs}.
   */
  @Test
  void thePageIsWhatTheClassesAndTextsSay() throws IOException {
    String page = SignalsPage.text();
    Files.writeString(Files.createDirectories(Path.of("target")).resolve("signals.md"), page);
    assertThat(COMMITTED).exists();
    assertThat(Files.readString(COMMITTED))
        .as("docs/signals.md is not what the classes say: copy themes/target/signals.md over it")
        .isEqualTo(page);
  }

  @Test
  void everySignalSaysItsRuleAndInputs() throws IOException {
    String page = SignalsPage.text();
    Stream.concat(LoginFeatures.SET.signals().stream(), RegistrationFeatures.SET.signals().stream())
        .map(Signal::name)
        .forEach(
            name -> {
              int start = page.indexOf("\n## " + name + "\n");
              int end = page.indexOf("\n## ", start + 4);
              assertThat(start).as(name).isPositive();
              String section = page.substring(start, end < 0 ? page.length() : end);
              assertThat(section).as(name).contains("**Inputs:**").doesNotContain("{@", "<li>");
            });
  }

  @Test
  void textsAreNotMissing() throws IOException {
    assertThat(SignalsPage.text())
        .contains("IMPOSSIBLE_TRAVEL", "haversine", "- To the person: ")
        .doesNotContain("null");
  }
}
