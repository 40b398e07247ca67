package io.flowshield.ml.protection;

import io.flowshield.ml.model.ModelGroup;
import io.flowshield.ml.model.ModelName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Walks through a folder of models. */
final class PublishedModels {
  private PublishedModels() {}

  /** The models in it, sorted; folders with other names are none. */
  static List<ModelName> in(Path models) throws IOException {
    List<ModelName> names = new ArrayList<>();
    for (ModelGroup group : ModelGroup.values()) {
      Path folder = models.resolve(group.folder());
      if (!Files.isDirectory(folder)) {
        continue;
      }
      try (Stream<Path> entries = Files.list(folder)) {
        entries
            .filter(Files::isDirectory)
            .map(entry -> entry.getFileName().toString())
            .filter(ModelName::isName)
            .sorted()
            .forEach(name -> names.add(new ModelName(group, name)));
      }
    }
    return names;
  }
}
