package io.flowshield.ml.model;

import java.util.regex.Pattern;

/**
 * Which model, whatever its version: {@code fraud_detection/login}.
 *
 * @param group what it is about
 * @param name lower-case letters, digits and underscores, at most 64, a letter first
 */
public record ModelName(ModelGroup group, String name) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");
  private static final Pattern VERSION = Pattern.compile("[1-9]\\d{0,8}");
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  public ModelName {
    if (!isName(name)) {
      throw new IllegalArgumentException("No name of a model: " + name);
    }
  }

  /** Whether a model may have this name. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Path below the store's root, with slashes on every system. */
  public String path() {
    return group.folder() + "/" + name;
  }

  /** Whether a folder's name is a version: a whole number from 1 to 999,999,999. */
  public static boolean isVersion(String folder) {
    return VERSION.matcher(folder).matches();
  }

  /** Whether a file may have this name: a plain one that leads to no other folder. */
  public static boolean isFile(String file) {
    return FILE.matcher(file).matches();
  }

  @Override
  public String toString() {
    return path();
  }
}
