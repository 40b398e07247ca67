package io.flowshield.ml.protection;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.ml.model.ModelStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A model of a few bytes in {@code nlp_models}, not signed. */
public final class SmallModel {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SmallModel() {}

  /** Writes the files; what else lies in the folder stays. */
  public static Path publish(Path models, String name, int version, String weights)
      throws IOException {
    Path folder = models.resolve("nlp_models").resolve(name).resolve(Integer.toString(version));
    Files.createDirectories(folder);
    ObjectNode metadata = JSON.createObjectNode();
    ObjectNode files = metadata.putObject("files");
    for (String file : new String[] {"weights.bin", "words.txt"}) {
      byte[] bytes =
          (file.equals("weights.bin") ? weights : "words").getBytes(StandardCharsets.UTF_8);
      Files.write(folder.resolve(file), bytes);
      files.put(file, ModelStore.sha256(bytes));
    }
    Files.write(folder.resolve(ModelStore.METADATA), JSON.writeValueAsBytes(metadata));
    return folder;
  }
}
