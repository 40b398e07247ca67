package io.flowshield.ml.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowshield.ml.FallbackCause;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One version of a model as it was published: every file verified, none of them interpreted.
 * Immutable as long as nobody writes into the arrays it hands out.
 */
public final class StoredModel {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ModelName name;
  private final int version;
  private final JsonNode metadata;
  private final String sha256;
  private final Map<String, byte[]> files;
  private final List<String> refused;

  StoredModel(
      ModelName name,
      int version,
      JsonNode metadata,
      String sha256,
      Map<String, byte[]> files,
      List<String> refused) {
    this.name = name;
    this.version = version;
    this.metadata = metadata;
    this.sha256 = sha256;
    this.files = Collections.unmodifiableMap(new TreeMap<>(files));
    this.refused = List.copyOf(refused);
  }

  public ModelName name() {
    return name;
  }

  public int version() {
    return version;
  }

  /** What {@code metadata.json} says of it: data, date, metrics. */
  public JsonNode metadata() {
    return metadata;
  }

  /**
   * SHA-256 of {@code metadata.json} in hexadecimal. Since that holds the SHA-256 of every file, it
   * identifies this version with all its bytes.
   */
  public String sha256() {
    return sha256;
  }

  /** Names of the files that {@code metadata.json} lists, in order. */
  public Set<String> files() {
    return files.keySet();
  }

  /**
   * The bytes of a file; not to be changed.
   *
   * @throws ModelRefusedException when the model has no such file
   */
  public byte[] file(String file) throws ModelRefusedException {
    byte[] bytes = files.get(file);
    if (bytes == null) {
      throw refusal(FallbackCause.MODEL_DAMAGED, "has no file " + file);
    }
    return bytes;
  }

  /**
   * A file as JSON.
   *
   * @throws ModelRefusedException when the model has no such file, or it is no JSON
   */
  public JsonNode json(String file) throws ModelRefusedException {
    try {
      return JSON.readTree(file(file));
    } catch (IOException e) {
      throw refusal(FallbackCause.MODEL_DAMAGED, file + " is no JSON");
    }
  }

  /** An exception that names this model and version. */
  public ModelRefusedException refusal(FallbackCause cause, String why) {
    return new ModelRefusedException(cause, name + " " + version + ": " + why);
  }

  /** Why newer versions were refused, newest first, for an administrator; mostly empty. */
  public List<String> refused() {
    return refused;
  }

  @Override
  public String toString() {
    return name + " " + version;
  }
}
