package io.flowshield.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("F4")
class ProvidersCheckTest {
  @TempDir Path folder;
  private Path providers;
  private Path keycloak;

  @BeforeEach
  void makeFolders() throws IOException {
    providers = Files.createDirectory(folder.resolve("providers"));
    keycloak = Files.createDirectory(folder.resolve("main"));
    jar(keycloak.resolve("com.google.guava.guava-33.5.0-jre.jar"), "com/google/common/base/Joiner");
  }

  @Test
  void jarsOfOurOwnPass() throws IOException {
    jar(providers.resolve("flowshield-risk-0.1.0-SNAPSHOT.jar"), "io/flowshield/risk/RiskService");

    assertThat(ProvidersCheck.overlaps(providers, keycloak)).isEmpty();
    ProvidersCheck.main(new String[] {providers.toString(), keycloak.toString()});
  }

  @Test
  void anotherVersionOfAnArtifactThatKeycloakShipsFailsTheBuild() throws IOException {
    jar(providers.resolve("guava-32.0.0-jre.jar"), "some/other/Thing");

    assertThatThrownBy(
            () -> ProvidersCheck.main(new String[] {providers.toString(), keycloak.toString()}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("guava-32.0.0-jre.jar is shipped as com.google.guava.guava-33.5.0");
  }

  @Test
  void aRenamedJarWithClassesInAPackageOfKeycloaksFailsTheBuild() throws IOException {
    jar(providers.resolve("bundle-1.0.jar"), "com/google/common/base/Splitter");

    assertThat(ProvidersCheck.overlaps(providers, keycloak))
        .singleElement()
        .asString()
        .contains("bundle-1.0.jar", "com.google.common.base");
  }

  @Test
  void aMultiReleaseJarIsSeenThrough() throws IOException {
    jar(providers.resolve("bundle-1.0.jar"), "META-INF/versions/21/com/google/common/base/Joiner");

    assertThat(ProvidersCheck.overlaps(providers, keycloak)).hasSize(1);
  }

  @Test
  void anArtifactWhoseNameOnlyEndsLikeOneOfKeycloaksPasses() throws IOException {
    jar(providers.resolve("not-guava-1.0.jar"), "some/other/Thing");

    assertThat(ProvidersCheck.overlaps(providers, keycloak)).isEmpty();
  }

  @Test
  void anEmptyFolderIsRefusedBecauseNothingWouldBeCompared() {
    assertThatThrownBy(() -> ProvidersCheck.overlaps(providers, keycloak))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no jars");
  }

  private static void jar(Path file, String className) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file))) {
      out.putNextEntry(new JarEntry(className + ".class"));
      out.closeEntry();
    }
  }
}
