package io.flowshield.ml.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the native libraries that scoring needs, once for each JVM.
 *
 * <p>XGBoost's library for Linux needs {@code libgomp.so.1}, which minimal images lack. This jar
 * carries it for x86_64 and arm64; it is loaded before XGBoost's classes are initialised, so that
 * the dynamic linker finds it by its name and looks no further. Other systems bring their own.
 *
 * <p>Files are unpacked to a directory that only this user can read, and removed once they are
 * mapped.
 */
public final class NativeLibraries {
  /** System property that names the directory to unpack to; else {@code java.io.tmpdir}. */
  public static final String FOLDER_PROPERTY = "flowshield.native.dir";

  private static final Logger LOG = LoggerFactory.getLogger(NativeLibraries.class);
  private static final String OPEN_MP = "libgomp.so.1";
  private static final String XGBOOST_JNI = "ml.dmlc.xgboost4j.java.XGBoostJNI";
  private static final Path MAPS = Path.of("/proc/self/maps");

  private static @Nullable State loaded;

  private NativeLibraries() {}

  /** How loading went so far, empty when nothing has asked for it. */
  public static synchronized Optional<State> state() {
    return Optional.ofNullable(loaded);
  }

  /** How loading went. */
  public enum Status {
    LOADED,
    MISSING
  }

  /**
   * What happened.
   *
   * @param status whether models can be loaded
   * @param detail which file was loaded, or why none could be; for an administrator
   */
  public record State(Status status, String detail) {}

  /**
   * Loads the libraries, or says how it went the first time.
   *
   * @param folder directory to unpack to; null for the system property or the temporary directory
   */
  public static synchronized State load(@Nullable Path folder) {
    State state = loaded;
    if (state == null) {
      state = tryToLoad(folder == null ? defaultFolder() : folder);
      loaded = state;
      if (state.status() == Status.MISSING) {
        LOG.warn("No model can be loaded: {}", state.detail());
      }
    }
    return state;
  }

  private static Path defaultFolder() {
    return Path.of(
        System.getProperty(FOLDER_PROPERTY, System.getProperty("java.io.tmpdir", "/tmp")));
  }

  private static State tryToLoad(Path folder) {
    try {
      String openMp = isLinux() ? loadOpenMp(folder) : "the system's OpenMP";
      // Whoever touches a class of XGBoost later meets a library that is already there.
      Class.forName(XGBOOST_JNI, true, NativeLibraries.class.getClassLoader());
      removeUnpackedXgboost();
      return new State(Status.LOADED, openMp);
    } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      return new State(
          Status.MISSING, cause.getClass().getSimpleName() + ": " + cause.getMessage());
    }
  }

  private static boolean isLinux() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
  }

  /** Our name of this machine's platform, for example {@code linux-x86_64}. */
  private static String platform() throws IOException {
    String architecture = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return switch (architecture) {
      case "amd64", "x86_64" -> "linux-x86_64";
      case "aarch64", "arm64" -> "linux-arm64";
      default -> throw new IOException("There is no " + OPEN_MP + " for " + architecture);
    };
  }

  private static String loadOpenMp(Path folder) throws IOException {
    String resource = "/native/" + platform() + "/" + OPEN_MP;
    Path directory =
        Files.createTempDirectory(
            folder,
            "flowshield-native-",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path file = directory.resolve(OPEN_MP);
    try (InputStream library = NativeLibraries.class.getResourceAsStream(resource)) {
      if (library == null) {
        throw new IOException("The jar does not hold " + resource);
      }
      Files.copy(library, file);
      System.load(file.toAbsolutePath().toString());
      return file.toAbsolutePath().toString();
    } finally {
      // Linux keeps a mapped file until it is unmapped: nothing is left behind, not even by a kill.
      Files.deleteIfExists(file);
      Files.deleteIfExists(directory);
    }
  }

  /** XGBoost unpacks 15 MB to the temporary directory and would leave them there when killed. */
  private static void removeUnpackedXgboost() {
    try {
      Path temporary = Path.of(System.getProperty("java.io.tmpdir", "/tmp")).toRealPath();
      for (String file : mapped("libxgboost4j")) {
        Path path = Path.of(file);
        if (temporary.equals(path.getParent())) {
          Files.deleteIfExists(path);
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.debug("XGBoost's unpacked library stays until the JVM ends", e);
    }
  }

  /**
   * The files mapped into this process whose name begins so; empty where there is no {@code /proc}.
   */
  static Set<String> mapped(String prefix) throws IOException {
    Set<String> files = new TreeSet<>();
    List<String> lines = Files.isReadable(MAPS) ? Files.readAllLines(MAPS) : List.of();
    for (String line : lines) {
      int path = line.indexOf('/');
      if (path >= 0 && line.substring(line.lastIndexOf('/') + 1).startsWith(prefix)) {
        files.add(line.substring(path));
      }
    }
    return files;
  }
}
