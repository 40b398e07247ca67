package io.flowshield.training.typing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowshield.ml.model.ModelStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("A2")
class TypingDataTest {
  private static final String FILE =
      "subject,sessionIndex,rep,H.a,DD.a.b,UD.a.b,H.b,DD.b.Return,UD.b.Return,H.Return\n"
          + "s1,1,1,0.1,0.3,0.2,0.11,0.4,0.29,0.12\n"
          + "s2,1,1,0.1,0.3,0.2,0.11,0.4,0.29,0.12\n"
          + "s1,1,2,0.1,0.3,0.2,0.11,0.4,0.29,0.12\n";

  @Test
  void readsPeopleWithTheirTypingsAndTheFilesHash(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), FILE);
    TypingData data = TypingData.read(file);
    assertThat(data.people().keySet()).containsExactly("s1", "s2");
    assertThat(data.samples().get(0)).hasSize(2);
    assertThat(data.samples().get(0).get(0).strokes()).isEqualTo(3);
    assertThat(data.sha256()).isEqualTo(ModelStore.sha256(Files.readAllBytes(file)));
  }

  @Test
  void refusesOtherColumns(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), "user,time\nu,1\n");
    assertThatThrownBy(() -> TypingData.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a.csv");
  }
}
