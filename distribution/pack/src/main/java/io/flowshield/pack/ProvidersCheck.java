package io.flowshield.pack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Compares a {@code providers/} folder with the jars that Keycloak ships. Keycloak loads both with
 * one flat class loader in which {@code providers/} wins, so a jar that is in both silently
 * replaces Keycloak's own. Found are: an artifact that Keycloak ships too, and a package that
 * classes of both sides live in (which covers every class that exists twice).
 */
public final class ProvidersCheck {
  /** {@code name-1.2.3.jar}: the version begins at the first dash before a digit. */
  private static final Pattern JAR = Pattern.compile("(?<name>.+?)-(?<version>\\d.*)\\.jar");

  /** A class file in a multi-release jar lies below this. */
  private static final Pattern RELEASE = Pattern.compile("META-INF/versions/\\d+/");

  private ProvidersCheck() {}

  /**
   * Fails a build.
   *
   * @param arguments the {@code providers/} folder, and Keycloak's {@code lib/lib/main}
   * @throws IllegalStateException when there is an overlap; its message names every one
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      throw new IllegalArgumentException(
          "usage: ProvidersCheck <providers> <keycloak/lib/lib/main>");
    }
    List<String> overlaps = overlaps(Path.of(arguments[0]), Path.of(arguments[1]));
    if (!overlaps.isEmpty()) {
      throw new IllegalStateException(
          "providers/ would replace parts of Keycloak:\n  " + String.join("\n  ", overlaps));
    }
  }

  /**
   * Lists what both folders hold, one sentence each, sorted.
   *
   * @param providers folder of jars, named {@code artifactId-version.jar}
   * @param keycloak folder of jars, named {@code groupId.artifactId-version.jar}
   * @throws IllegalArgumentException when a folder holds no jars: the comparison would be empty
   */
  public static List<String> overlaps(Path providers, Path keycloak) throws IOException {
    List<Path> ours = jars(providers);
    List<Path> theirs = jars(keycloak);
    List<String> overlaps = new ArrayList<>();

    for (Path our : ours) {
      String name = artifact(our);
      for (Path their : theirs) {
        String other = artifact(their);
        if (other.equals(name) || other.endsWith("." + name)) {
          overlaps.add("%s is shipped as %s".formatted(our.getFileName(), their.getFileName()));
        }
      }
    }

    Map<String, Path> owners = new TreeMap<>();
    for (Path their : theirs) {
      for (String name : packages(their)) {
        owners.putIfAbsent(name, their);
      }
    }
    for (Path our : ours) {
      for (String name : packages(our)) {
        Path their = owners.get(name);
        if (their != null) {
          overlaps.add(
              "%s has classes in package %s of %s"
                  .formatted(our.getFileName(), name, their.getFileName()));
        }
      }
    }
    overlaps.sort(null);
    return overlaps;
  }

  private static List<Path> jars(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
      if (jars.isEmpty()) {
        throw new IllegalArgumentException("no jars in " + folder);
      }
      return jars;
    }
  }

  private static String artifact(Path jar) {
    String file = jar.getFileName().toString();
    Matcher matcher = JAR.matcher(file);
    return matcher.matches() ? matcher.group("name") : file;
  }

  private static Set<String> packages(Path jar) throws IOException {
    Set<String> packages = new TreeSet<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : (Iterable<JarEntry>) file.stream()::iterator) {
        String name = RELEASE.matcher(entry.getName()).replaceFirst("");
        int slash = name.lastIndexOf('/');
        if (slash > 0 && name.endsWith(".class") && !name.endsWith("module-info.class")) {
          packages.add(name.substring(0, slash).replace('/', '.'));
        }
      }
    }
    return packages;
  }
}
