package io.flowshield.ml.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowshield.ml.FallbackCause;
import io.flowshield.ml.FeatureSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Published models in a directory: {@code <root>/fraud_detection/<name>/<version>/} with
 *
 * <ul>
 *   <li>{@code model.ubj}: the booster in XGBoost's binary JSON;
 *   <li>{@code schema.json}: {@code {"name":"login","version":1,"features":["new_device",...]}};
 *   <li>{@code calibration.json}: see {@link Calibration};
 *   <li>{@code metadata.json}: provenance and metrics, and {@code "files"}, an object from the name
 *       of each of the three files above to its SHA-256 in hexadecimal.
 * </ul>
 *
 * The highest version counts. Nothing of a model is used before its hashes have been checked.
 */
public final class ModelStore {
  /** Directory of the fraud models below the root. */
  public static final String FRAUD_DETECTION = "fraud_detection";

  public static final String ARTIFACT = "model.ubj";
  public static final String SCHEMA = "schema.json";
  public static final String CALIBRATION = "calibration.json";
  public static final String METADATA = "metadata.json";

  private static final Pattern VERSION = Pattern.compile("[1-9]\\d{0,8}");
  private static final long MAX_BYTES = 256L * 1024 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path root;

  /**
   * @param root directory that holds {@code fraud_detection}; may be absent
   */
  public ModelStore(Path root) {
    this.root = root;
  }

  /**
   * Reads and verifies the highest version of a model.
   *
   * @throws ModelRefusedException when there is none, or it is not what it says
   */
  StoredModel read(String name) throws ModelRefusedException {
    Path family = root.resolve(FRAUD_DETECTION).resolve(name);
    int version =
        highestVersion(family)
            .orElseThrow(
                () ->
                    new ModelRefusedException(
                        FallbackCause.MODEL_MISSING, "No version of a model in " + family));
    Path folder = family.resolve(Integer.toString(version));
    try {
      JsonNode hashes = JSON.readTree(bytes(folder, METADATA)).path("files");
      byte[] artifact = verified(folder, ARTIFACT, hashes);
      FeatureSchema schema = schema(JSON.readTree(verified(folder, SCHEMA, hashes)));
      JsonNode calibration = JSON.readTree(verified(folder, CALIBRATION, hashes));
      if (!schema.name().equals(name)) {
        throw new ModelRefusedException(
            FallbackCause.SCHEMA_MISMATCH, folder + " holds a model for " + schema.name());
      }
      return new StoredModel(
          schema, version, sha256(artifact), artifact, Calibration.fromJson(calibration));
    } catch (IOException | IllegalArgumentException e) {
      throw new ModelRefusedException(
          FallbackCause.MODEL_DAMAGED, folder + ": " + e.getMessage(), e);
    }
  }

  private static Optional<Integer> highestVersion(Path family) {
    if (!Files.isDirectory(family)) {
      return Optional.empty();
    }
    try (Stream<Path> entries = Files.list(family)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(entry -> VERSION.matcher(entry).matches())
          .map(Integer::valueOf)
          .max(Integer::compare);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static byte[] verified(Path folder, String file, JsonNode hashes)
      throws IOException, ModelRefusedException {
    byte[] bytes = bytes(folder, file);
    String expected = hashes.path(file).asText("").toLowerCase(Locale.ROOT);
    String actual = sha256(bytes);
    if (!expected.equals(actual)) {
      throw new ModelRefusedException(
          FallbackCause.MODEL_DAMAGED,
          folder.resolve(file)
              + " has the SHA-256 "
              + actual
              + ", but "
              + METADATA
              + " says "
              + (expected.isEmpty() ? "nothing of it" : expected));
    }
    return bytes;
  }

  private static byte[] bytes(Path folder, String file) throws IOException {
    Path path = folder.resolve(file);
    if (!Files.isRegularFile(path)) {
      throw new IOException(file + " is missing");
    }
    if (Files.size(path) > MAX_BYTES) {
      throw new IOException(file + " is larger than " + MAX_BYTES + " bytes");
    }
    return Files.readAllBytes(path);
  }

  private static FeatureSchema schema(JsonNode node) throws IOException {
    List<String> features = new ArrayList<>();
    node.path("features").forEach(feature -> features.add(feature.asText()));
    if (features.isEmpty() || !node.path("name").isTextual() || !node.path("version").isInt()) {
      throw new IOException(SCHEMA + " names no model, version or features");
    }
    return new FeatureSchema(node.path("name").asText(), node.path("version").asInt(), features);
  }

  /** SHA-256 in lower-case hexadecimal, as {@code metadata.json} holds it. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
