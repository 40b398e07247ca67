package io.flowshield.training;

import io.flowshield.ml.model.ModelStore;
import io.flowshield.ml.model.ModelTrust;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where models are trained and measured.
 *
 * @param models the {@code models} folder
 * @param data folder of data that is not ours to give away ({@code -Dflowshield.data}), null when
 *     none was named
 * @param date to write down, ISO 8601; given from outside, so that runs can be repeated
 * @param out where progress is told
 */
public record Workshop(Path models, @Nullable Path data, String date, PrintStream out) {

  /** The data folder that the command names, null when it names none. */
  static @Nullable Path namedData() {
    String folder = System.getProperty("flowshield.data", "");
    return folder.isEmpty() ? null : Path.of(folder);
  }

  /** The models as they are published. Their hashes are checked, nobody's signature is. */
  public ModelStore store() {
    return new ModelStore(models, ModelTrust.HASHES_ONLY);
  }

  /** Publishes what was trained. */
  public ModelPublisher publisher() {
    return new ModelPublisher(models, date);
  }

  /** The path of a data file. */
  public Path require(DataFile file) throws MissingDataException {
    if (data == null) {
      throw new MissingDataException(
          file + "; name the folder that holds it with -Dflowshield.data=<folder>");
    }
    Path path = data.resolve(file.path());
    if (!Files.isRegularFile(path)) {
      throw new MissingDataException(file + "; it is not in " + data.getFileName());
    }
    return path;
  }

  /**
   * A file that whoever wants its figures gets from its publisher.
   *
   * @param path below the data folder
   * @param what is in it
   * @param publisher where it is offered
   */
  public record DataFile(String path, String what, String publisher) {
    @Override
    public String toString() {
      return path + " (" + what + ", " + publisher + ")";
    }
  }
}
