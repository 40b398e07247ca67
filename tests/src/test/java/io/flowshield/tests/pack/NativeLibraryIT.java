package io.flowshield.tests.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flowshield.demo.FlowShieldStack;
import io.flowshield.tests.stack.Eventually;
import io.flowshield.tests.stack.FlowShieldExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which OpenMP library Keycloak's process has mapped: ours, whatever the system has. */
@ExtendWith(FlowShieldExtension.class)
@Tag("A1")
class NativeLibraryIT {

  @Test
  void theOnlyOpenMpLibraryInKeycloaksMemoryIsTheOneInOurJar(FlowShieldStack stack)
      throws Exception {
    Path maps = Path.of("/proc", String.valueOf(stack.keycloak().pid()), "maps");
    assumeTrue(Files.exists(maps), "this system has no /proc/<pid>/maps");
    stack.visitor("192.0.2.35", "Mozilla/5.0").signIn("bob", "flowshield-demo");

    Set<String> mapped =
        Eventually.eventually(
            "XGBoost in Keycloak's memory map",
            () -> libraries(Files.readAllLines(maps)),
            libraries -> libraries.stream().anyMatch(path -> path.contains("xgboost4j")));

    assertThat(mapped)
        .filteredOn(path -> path.contains("libgomp") || path.contains("libomp"))
        .singleElement()
        .asString()
        .contains("flowshield-native-");
  }

  private static Set<String> libraries(List<String> lines) {
    return lines.stream()
        .filter(line -> line.contains("/"))
        .map(line -> line.substring(line.indexOf('/')).replace(" (deleted)", ""))
        .filter(path -> path.contains(".so"))
        .collect(Collectors.toSet());
  }
}
