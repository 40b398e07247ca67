package io.flowshield.ml.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A place that models are published to, seen as keys and bytes. Thread-safe. */
public interface ModelStorage {

  /**
   * A published file.
   *
   * @param key its path below the store's root, with slashes; not to be trusted
   * @param size bytes
   * @param stamp changes when the file does
   */
  record Entry(String key, long size, String stamp) {}

  /**
   * Everything that lies there.
   *
   * @throws IOException when it cannot be listed in full
   */
  List<Entry> list() throws IOException;

  /**
   * Copies a file.
   *
   * @param key as {@link #list} named it
   * @param target a file that is not there yet
   * @param maxBytes a longer file is refused
   */
  void download(String key, Path target, long maxBytes) throws IOException;

  /** Where it is, for an administrator; without secrets. */
  String location();
}
