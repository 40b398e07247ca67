package io.flowshield.ml.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowshield.ml.FallbackCause;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Published models in a folder: {@code <root>/<group>/<name>/<version>/} holds the model's files
 * and {@code metadata.json}: provenance and metrics, and {@code "files"}, an object from the name
 * of each file to its SHA-256 in hexadecimal. Whatever is not listed there does not exist.
 *
 * <p>The highest version counts that can be verified; nothing of a model is used before. A store
 * knows nothing of what the files mean: a new model needs no change here.
 */
public final class ModelStore {
  /** Describes a version, and lists its files. */
  public static final String METADATA = "metadata.json";

  /** Signature over {@link #METADATA}. */
  public static final String SIGNATURE = "metadata.sig";

  /** Says in a page what a model is, what it was trained on, and what that does not show. */
  public static final String MODEL_CARD = "MODEL_CARD.md";

  private static final Logger LOG = LoggerFactory.getLogger(ModelStore.class);
  private static final int MAX_FILES = 64;
  private static final int MAX_BYTES = 256 * 1024 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path root;
  private final ModelTrust trust;

  /**
   * @param root folder that holds the groups' folders; may be absent
   * @param trust whose models may judge
   */
  public ModelStore(Path root, ModelTrust trust) {
    this.root = root;
    this.trust = trust;
  }

  /**
   * Makes something of a verified model.
   *
   * @param <T> what it makes
   */
  @FunctionalInterface
  public interface Loader<T> {

    /**
     * @throws ModelRefusedException when this version must not judge; the next lower one is tried
     */
    T load(StoredModel model) throws ModelRefusedException;
  }

  /**
   * The highest version that can be verified.
   *
   * @throws ModelRefusedException when there is none; says why the highest was refused
   */
  public StoredModel read(ModelGroup group, String name) throws ModelRefusedException {
    return read(group, name, model -> model);
  }

  /**
   * Loads the highest version that can be verified and that the loader takes.
   *
   * @throws ModelRefusedException when there is none; says why the highest was refused
   */
  public <T> T read(ModelGroup group, String name, Loader<T> loader) throws ModelRefusedException {
    ModelName model = new ModelName(group, name);
    List<String> refused = new ArrayList<>();
    ModelRefusedException first = null;
    for (int version : versions(model)) {
      try {
        return loader.load(read(model, version, refused));
      } catch (ModelRefusedException e) {
        LOG.warn("A model is refused: {}: {}", e.reason(), e.getMessage());
        refused.add(e.reason() + ": " + e.getMessage());
        first = first == null ? e : first;
      }
    }
    if (first == null) {
      throw new ModelRefusedException(
          FallbackCause.MODEL_MISSING, "No version of " + model + " in " + root);
    }
    throw first;
  }

  /** All versions there are, verified or not, highest first. */
  private List<Integer> versions(ModelName model) {
    Path family = root.resolve(model.path());
    if (!Files.isDirectory(family)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(family)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(ModelName::isVersion)
          .map(Integer::valueOf)
          .sorted(Comparator.reverseOrder())
          .toList();
    } catch (IOException e) {
      LOG.warn("{} cannot be listed", family, e);
      return List.of();
    }
  }

  private StoredModel read(ModelName model, int version, List<String> refused)
      throws ModelRefusedException {
    Path folder = root.resolve(model.path()).resolve(Integer.toString(version));
    try {
      byte[] manifest = bytes(folder, METADATA);
      Path signature = folder.resolve(SIGNATURE);
      String distrust =
          trust.refusal(manifest, Files.exists(signature) ? bytes(folder, SIGNATURE) : null);
      if (distrust != null) {
        throw new IOException(distrust);
      }
      JsonNode metadata = JSON.readTree(manifest);
      JsonNode listed = metadata.path("files");
      if (!listed.isObject() || listed.isEmpty() || listed.size() > MAX_FILES) {
        throw new IOException(METADATA + " must list 1 to " + MAX_FILES + " files");
      }
      Map<String, byte[]> files = new LinkedHashMap<>();
      long total = 0;
      for (Map.Entry<String, JsonNode> entry : listed.properties()) {
        byte[] bytes = verified(folder, entry.getKey(), entry.getValue().asText(""));
        total += bytes.length;
        if (total > MAX_BYTES) {
          throw new IOException("its files are larger than " + MAX_BYTES + " bytes");
        }
        files.put(entry.getKey(), bytes);
      }
      return new StoredModel(model, version, metadata, sha256(manifest), files, refused);
    } catch (IOException e) {
      throw new ModelRefusedException(
          FallbackCause.MODEL_DAMAGED, folder + ": " + e.getMessage(), e);
    }
  }

  private static byte[] verified(Path folder, String file, String expected) throws IOException {
    if (!ModelName.isFile(file) || file.equals(METADATA) || file.equals(SIGNATURE)) {
      throw new IOException(METADATA + " lists a file by a name that is not allowed");
    }
    byte[] bytes = bytes(folder, file);
    String actual = sha256(bytes);
    if (!expected.toLowerCase(Locale.ROOT).equals(actual)) {
      throw new IOException(
          file + " has the SHA-256 " + actual + ", but " + METADATA + " says " + expected);
    }
    return bytes;
  }

  private static byte[] bytes(Path folder, String file) throws IOException {
    Path path = folder.resolve(file);
    if (!Files.isRegularFile(path)) {
      throw new IOException(file + " is missing");
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException(file + " is larger than " + MAX_BYTES + " bytes");
      }
      return bytes;
    }
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
