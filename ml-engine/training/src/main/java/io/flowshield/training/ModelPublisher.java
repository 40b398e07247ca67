package io.flowshield.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.flowshield.ml.model.ModelGroup;
import io.flowshield.ml.model.ModelName;
import io.flowshield.ml.model.ModelStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Writes versions of models to {@code models/<group>/<name>/<version>/} as {@link ModelStore} reads
 * them: the files, a model card, and {@code metadata.json} with the SHA-256 of each. Equal models
 * give equal files.
 */
public final class ModelPublisher {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path models;
  private final String date;

  /**
   * @param models the {@code models} folder
   * @param date of the training run, ISO 8601; given from outside, so that runs can be repeated
   */
  public ModelPublisher(Path models, String date) {
    this.models = models;
    this.date = date;
  }

  /**
   * Publishes a version; one that is there already is replaced.
   *
   * @param files the model, by file name
   * @param metadata what is known of it: data, split, algorithm, metrics; text, numbers, maps and
   *     lists. Name, version, date and hashes are added
   * @param card the model card, Markdown: what it is for, what it was trained on, what its figures
   *     do not show
   * @return the folder that was written
   * @throws IllegalArgumentException when a name is not allowed
   */
  public Path publish(
      ModelGroup group,
      String name,
      int version,
      Map<String, byte[]> files,
      Map<String, ?> metadata,
      String card)
      throws IOException {
    ModelName model = new ModelName(group, name);
    Map<String, byte[]> all = new LinkedHashMap<>(files);
    all.put(ModelStore.MODEL_CARD, card.getBytes(StandardCharsets.UTF_8));
    all.keySet().forEach(ModelPublisher::checkName);
    all.put(ModelStore.METADATA, json(complete(model, version, metadata, all)));

    Path folder = models.resolve(model.path()).resolve(Integer.toString(version));
    Files.createDirectories(folder);
    empty(folder);
    for (Map.Entry<String, byte[]> file : all.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    return folder;
  }

  private static void checkName(String file) {
    if (!ModelName.isFile(file)
        || file.equals(ModelStore.METADATA)
        || file.equals(ModelStore.SIGNATURE)) {
      throw new IllegalArgumentException("No file of a model may have the name " + file);
    }
  }

  /** What an earlier run left there must not look like a part of this one. */
  private static void empty(Path folder) throws IOException {
    List<Path> old;
    try (Stream<Path> files = Files.list(folder)) {
      old = files.filter(Files::isRegularFile).toList();
    }
    for (Path file : old) {
      Files.delete(file);
    }
  }

  private Map<String, Object> complete(
      ModelName model, int version, Map<String, ?> metadata, Map<String, byte[]> files) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("group", model.group().folder());
    all.put("name", model.name());
    all.put("version", version);
    all.put("date", date);
    all.put("command", "./mvnw -Ptrain");
    metadata.forEach(all::putIfAbsent);
    Map<String, String> hashes = new TreeMap<>();
    files.forEach((name, bytes) -> hashes.put(name, ModelStore.sha256(bytes)));
    all.put("files", hashes);
    return all;
  }

  /** JSON with equal bytes on every system. */
  static byte[] json(Object value) {
    try {
      return (JSON.writeValueAsString(value).replace("\r\n", "\n") + "\n")
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Only maps, lists, text and numbers are written", e);
    }
  }
}
