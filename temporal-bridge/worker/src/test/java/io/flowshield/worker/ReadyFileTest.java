package io.flowshield.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReadyFileTest {
  @TempDir Path folder;

  @Test
  void what_a_killed_worker_left_is_gone_before_the_next_one_takes_work() throws IOException {
    Path file = Files.writeString(folder.resolve("ready"), "left over");
    ReadyFile ready = ReadyFile.of(Map.of("FLOWSHIELD_WORKER_READY_FILE", file.toString()));
    assertThat(file).doesNotExist();
    ready.write();
    assertThat(file).exists();
    ready.remove();
    assertThat(file).doesNotExist();
  }

  @Test
  void without_the_variable_nothing_is_written() throws IOException {
    ReadyFile ready = ReadyFile.of(Map.of("FLOWSHIELD_WORKER_READY_FILE", " "));
    ready.write();
    ready.remove();
    assertThat(folder).isEmptyDirectory();
  }
}
