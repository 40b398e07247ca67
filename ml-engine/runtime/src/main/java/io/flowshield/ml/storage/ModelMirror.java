package io.flowshield.ml.storage;

import io.flowshield.ml.FallbackCause;
import io.flowshield.ml.model.ModelCipher;
import io.flowshield.ml.model.ModelGroup;
import io.flowshield.ml.model.ModelName;
import io.flowshield.ml.model.ModelRefusedException;
import io.flowshield.ml.model.ModelStore;
import io.flowshield.ml.model.ModelTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies models from a store to a folder on this machine. A version is verified before it is moved
 * into place, in one step; a refused one never gets there, and what is good there stays until a
 * good one takes its place. Names that are no model's are not even asked for.
 */
public final class ModelMirror {
  private static final Logger LOG = LoggerFactory.getLogger(ModelMirror.class);
  private static final String PARTS = ".parts";
  private static final String LISTING = ".listing";
  private static final int SEGMENTS = 4;

  private final ModelStorage storage;
  private final Path folder;
  private final ModelTrust trust;
  private final ModelCipher cipher;

  /** Versions that were refused, with the listing that they had then: asked for once, not again. */
  private final Map<String, String> refused = new HashMap<>();

  /**
   * @param storage where models are published
   * @param folder to copy them to
   * @param trust whose models are copied
   * @param cipher opens encrypted files, to verify them; they stay encrypted on this machine
   */
  public ModelMirror(ModelStorage storage, Path folder, ModelTrust trust, ModelCipher cipher) {
    this.storage = storage;
    this.folder = folder;
    this.trust = trust;
    this.cipher = cipher;
  }

  /** The folder that models are copied to. */
  public Path folder() {
    return folder;
  }

  /** Where they come from, for an administrator. */
  public String location() {
    return storage.location();
  }

  /** The files of one version in the store. */
  private static final class Remote {
    private final Map<String, ModelStorage.Entry> files = new TreeMap<>();

    /** Changes when any of the files does. */
    String listing() {
      StringBuilder text = new StringBuilder();
      files.forEach(
          (name, entry) ->
              text.append(name)
                  .append(' ')
                  .append(entry.size())
                  .append(' ')
                  .append(entry.stamp())
                  .append('\n'));
      return text.toString();
    }

    long bytes() {
      return files.values().stream().mapToLong(ModelStorage.Entry::size).sum();
    }
  }

  /**
   * Copies what is new.
   *
   * @return why versions were refused; empty when all is well
   * @throws IOException when the store cannot be reached, or the folder not be written
   */
  public synchronized List<String> sync() throws IOException {
    Map<ModelName, TreeMap<Integer, Remote>> published = published(storage.list());
    Files.createDirectories(folder);
    sweep(folder.resolve(PARTS));
    List<String> problems = new ArrayList<>();
    for (Map.Entry<ModelName, TreeMap<Integer, Remote>> model : published.entrySet()) {
      sync(model.getKey(), model.getValue(), problems);
    }
    return problems;
  }

  /** The highest version that is good is what this machine needs. */
  private void sync(ModelName model, TreeMap<Integer, Remote> versions, List<String> problems)
      throws IOException {
    for (Map.Entry<Integer, Remote> version : versions.descendingMap().entrySet()) {
      Optional<String> problem = fetch(model, version.getKey(), version.getValue());
      if (problem.isEmpty()) {
        withdraw(model, versions);
        return;
      }
      problems.add(problem.get());
    }
  }

  /** What the store no longer has is not needed here either, once something good is. */
  private void withdraw(ModelName model, Map<Integer, Remote> versions) throws IOException {
    for (int version : ModelStore.versions(folder, model)) {
      if (!versions.containsKey(version)) {
        LOG.info("{} no longer has {} {}", storage.location(), model, version);
        delete(place(folder, model, version));
      }
    }
  }

  private Optional<String> fetch(ModelName model, int version, Remote remote) throws IOException {
    String name = model + " " + version;
    String listing = remote.listing();
    Path target = place(folder, model, version);
    Path stamp = target.resolve(LISTING);
    if (Files.exists(stamp) && Files.readString(stamp).equals(listing)) {
      return Optional.empty();
    }
    if (listing.equals(refused.get(name))) {
      return Optional.of(name + " was refused before, and has not changed");
    }
    Path part = folder.resolve(PARTS).resolve(Long.toHexString(System.nanoTime()));
    try {
      download(model, version, remote, part);
      new ModelStore(List.of(part), trust, cipher).read(part, model, version);
      Files.writeString(place(part, model, version).resolve(LISTING), listing);
      replace(place(part, model, version), target, part.resolve("old"));
      refused.remove(name);
      LOG.info("{} came from {}", name, storage.location());
      return Optional.empty();
    } catch (ModelRefusedException e) {
      refused.put(name, listing);
      LOG.warn("{} in {} is refused: {}: {}", name, storage.location(), e.reason(), e.getMessage());
      return Optional.of(e.reason() + ": " + e.getMessage());
    } finally {
      delete(part);
    }
  }

  private void download(ModelName model, int version, Remote remote, Path part)
      throws IOException, ModelRefusedException {
    // Metadata, its signature and notes come on top of the files that metadata lists.
    if (remote.files.size() > ModelStore.MAX_FILES + 4 || remote.bytes() > ModelStore.MAX_BYTES) {
      throw new ModelRefusedException(
          FallbackCause.MODEL_DAMAGED, model + " " + version + " has too many files or bytes");
    }
    Path into = place(part, model, version);
    Files.createDirectories(into);
    long left = ModelStore.MAX_BYTES;
    for (Map.Entry<String, ModelStorage.Entry> file : remote.files.entrySet()) {
      Path target = into.resolve(file.getKey());
      storage.download(file.getValue().key(), target, left);
      left -= Files.size(target);
    }
  }

  /** One step where the system can; whoever looks in between sees no version, never half of one. */
  private static void replace(Path from, Path target, Path old) throws IOException {
    Files.createDirectories(target.getParent());
    if (Files.exists(target)) {
      Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(from, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private static Path place(Path root, ModelName model, int version) {
    return root.resolve(model.path()).resolve(Integer.toString(version));
  }

  /** Keys that are files of a version; all others are none of ours. */
  private static Map<ModelName, TreeMap<Integer, Remote>> published(
      List<ModelStorage.Entry> entries) {
    Map<ModelName, TreeMap<Integer, Remote>> published =
        new TreeMap<>(Comparator.comparing(ModelName::path));
    for (ModelStorage.Entry entry : entries) {
      String[] path = entry.key().split("/", -1);
      if (path.length != SEGMENTS
          || !ModelName.isName(path[1])
          || !ModelName.isVersion(path[2])
          || !ModelName.isFile(path[3])) {
        continue;
      }
      for (ModelGroup group : ModelGroup.values()) {
        if (group.folder().equals(path[0])) {
          published
              .computeIfAbsent(new ModelName(group, path[1]), name -> new TreeMap<>())
              .computeIfAbsent(Integer.valueOf(path[2]), version -> new Remote())
              .files
              .put(path[3], entry);
        }
      }
    }
    return published;
  }

  /** What a process left behind that ended half-way, unless it may still be at work. */
  private static void sweep(Path parts) throws IOException {
    if (!Files.isDirectory(parts)) {
      return;
    }
    long old = System.currentTimeMillis() - 3_600_000;
    List<Path> entries;
    try (Stream<Path> listed = Files.list(parts)) {
      entries = listed.toList();
    }
    for (Path entry : entries) {
      if (Files.getLastModifiedTime(entry).toMillis() < old) {
        delete(entry);
      }
    }
  }

  private static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> walk = Files.walk(path)) {
      files = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }
}
