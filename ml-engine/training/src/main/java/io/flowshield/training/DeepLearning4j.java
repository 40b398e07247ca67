package io.flowshield.training;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** The library that networks are trained with, for their metadata. */
public final class DeepLearning4j {
  /** Its own check of versions looks for files that its jars no longer hold. */
  private static final String POM =
      "/META-INF/maven/org.deeplearning4j/deeplearning4j-nn/pom.properties";

  private DeepLearning4j() {}

  /**
   * Its name and the version on the class path.
   *
   * @throws IllegalStateException when the jar does not tell
   */
  public static String nameAndVersion() {
    Properties properties = new Properties();
    try (InputStream pom = MultiLayerNetwork.class.getResourceAsStream(POM)) {
      if (pom != null) {
        properties.load(pom);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String version = properties.getProperty("version");
    if (version == null) {
      throw new IllegalStateException("deeplearning4j-nn does not tell its version in " + POM);
    }
    return "deeplearning4j " + version;
  }
}
