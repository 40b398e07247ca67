package io.flowshield.demo;

import java.nio.file.Path;

/**
 * Where things lie.
 *
 * @param pack what the pack's build made: {@code keycloak/}, {@code providers/}
 * @param models the published models
 * @param work for everything that is written while running
 */
public record DemoFolders(Path pack, Path models, Path work) {

  /** From the system properties that the build sets. */
  public static DemoFolders ofBuild() {
    return new DemoFolders(
        folder("flowshield.pack"), folder("flowshield.models"), folder("flowshield.work"));
  }

  /** The same, writing elsewhere. */
  public DemoFolders writingTo(Path folder) {
    return new DemoFolders(pack, models, folder);
  }

  private static Path folder(String property) {
    String value = System.getProperty(property);
    if (value == null) {
      throw new IllegalStateException("system property " + property + " is not set");
    }
    return Path.of(value).toAbsolutePath().normalize();
  }
}
