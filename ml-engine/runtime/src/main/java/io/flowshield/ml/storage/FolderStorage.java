package io.flowshield.ml.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder, for example on a network share. */
final class FolderStorage implements ModelStorage {
  private static final int DEPTH = 4;

  private final Path root;

  FolderStorage(Path root) {
    this.root = root;
  }

  @Override
  public List<Entry> list() throws IOException {
    if (!Files.isDirectory(root)) {
      throw new IOException(root + " is no folder");
    }
    try (Stream<Path> files = Files.walk(root, DEPTH)) {
      return files.filter(Files::isRegularFile).map(this::entry).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private Entry entry(Path file) {
    try {
      return new Entry(
          root.relativize(file).toString().replace('\\', '/'),
          Files.size(file),
          Files.getLastModifiedTime(file).toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void download(String key, Path target, long maxBytes) throws IOException {
    try (InputStream in = Files.newInputStream(root.resolve(key))) {
      BoundedCopy.copy(in, target, maxBytes);
    }
  }

  @Override
  public String location() {
    return root.toUri().toString();
  }
}
