package io.flowshield.risk.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The table of realm attributes says what the code says. */
@Tag("C14")
class SettingsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "settings.md");

  /**
   * Writes the table as well: after a change, copy {@code risk/target/settings-table.md} into the
   * page.
   */
  @Test
  void the_page_lists_every_setting_as_the_code_has_it() throws IOException {
    StringBuilder table =
        new StringBuilder("| attribute | default | values | meaning |\n|---|---|---|---|\n");
    for (RealmSetting setting : RealmSetting.values()) {
      table
          .append("| `")
          .append(setting.attribute())
          .append("` | ")
          .append(setting.otherwise().isEmpty() ? "none" : "`" + setting.otherwise() + "`")
          .append(" | ")
          .append(setting.range().inWords())
          .append(" | ")
          .append(setting.markdown())
          .append(" |\n");
    }
    Files.writeString(
        Files.createDirectories(Path.of("target")).resolve("settings-table.md"), table);
    assertThat(Files.readString(PAGE))
        .as(
            "docs/settings.md is not what the code says: copy risk/target/settings-table.md into it")
        .contains(table);
  }
}
