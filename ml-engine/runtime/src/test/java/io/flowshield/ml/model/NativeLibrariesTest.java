package io.flowshield.ml.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.NativeProbe;
import io.flowshield.ml.TinyModels;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** In JVMs of their own, since a library is loaded once for each. */
@EnabledOnOs(OS.LINUX)
class NativeLibrariesTest {
  @TempDir static Path models;
  @TempDir Path folder;

  private static List<String> probe(String... options) throws Exception {
    if (!Files.exists(models.resolve("fraud_detection"))) {
      TinyModels.publishBoth(models);
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Arrays.asList(options));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            NativeProbe.class.getName(),
            models.toString()));
    File output = File.createTempFile("probe", ".txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    List<String> lines = Files.readAllLines(output.toPath(), StandardCharsets.UTF_8);
    assertThat(process.exitValue()).as("%s", lines).isZero();
    assertThat(output.delete()).isTrue();
    return lines;
  }

  @Test
  void theOnlyOpenMpInTheProcessIsOurs() throws Exception {
    List<String> lines = probe("-Dflowshield.native.dir=" + folder);
    assertThat(lines).contains("login READY", "registration READY", "native LOADED");
    assertThat(lines).contains("fallback none");
    List<String> mapped = lines.stream().filter(line -> line.startsWith("mapped ")).toList();
    assertThat(mapped).hasSize(1);
    assertThat(mapped.get(0)).startsWith("mapped " + folder.toRealPath() + "/flowshield-native-");
  }

  @Test
  void nothingIsLeftBehind() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    List<String> lines = probe("-Djava.io.tmpdir=" + temporary);
    assertThat(lines).contains("native LOADED");
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsANamedState() throws Exception {
    List<String> lines = probe("-Dflowshield.native.dir=/proc/nowhere");
    assertThat(lines).contains("native MISSING", "fallback NATIVE_MISSING");
    assertThat(lines).contains("login NATIVE_MISSING", "registration NATIVE_MISSING");
    assertThat(lines).anyMatch(line -> line.startsWith("score 0."));
  }

  @Test
  void aTemporaryFolderThatXgboostCannotWriteIsANamedState() throws Exception {
    List<String> lines =
        probe("-Dflowshield.native.dir=" + folder, "-Djava.io.tmpdir=/proc/nowhere");
    assertThat(lines).contains("native MISSING", "fallback NATIVE_MISSING");
  }

  @Test
  void theJarCarriesALibraryForEachLinuxPlatform() throws IOException {
    for (String platform : Set.of("linux-x86_64", "linux-arm64")) {
      String resource = "/native/" + platform + "/libgomp.so.1";
      try (var library = NativeLibraries.class.getResourceAsStream(resource)) {
        assertThat(library).as(resource).isNotNull();
        assertThat(library.readNBytes(4)).containsExactly(0x7f, 'E', 'L', 'F');
      }
    }
    try (var notice = NativeLibraries.class.getResourceAsStream("/META-INF/NOTICE")) {
      assertThat(notice).isNotNull();
    }
  }
}
