package io.flowshield.risk.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.HttpMethod;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The document of the API says what the classes say. */
@Tag("C14")
class OpenApiTest {
  private static final Path COMMITTED = Path.of("..", "docs", "openapi.json");

  /**
   * Writes the document as well: after a change, copy {@code risk/target/openapi.json} to {@code
   * docs}.
   */
  @Test
  void theDocumentIsWhatTheClassesSay() throws IOException {
    String document = new OpenApiDocument().text();
    Files.writeString(Files.createDirectories(Path.of("target")).resolve("openapi.json"), document);
    assertThat(COMMITTED).exists();
    assertThat(Files.readString(COMMITTED))
        .as("docs/openapi.json is not what the classes say: copy risk/target/openapi.json over it")
        .isEqualTo(document);
  }

  @Test
  void noResourceIsLeftOut() throws Exception {
    List<String> found = new ArrayList<>();
    Path classes =
        Path.of(Json.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve("io/flowshield/risk/rest");
    try (Stream<Path> files = Files.list(classes)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        String name = file.getFileName().toString().replace(".class", "");
        Class<?> type = Class.forName("io.flowshield.risk.rest." + name);
        if (Stream.of(type.getDeclaredMethods()).anyMatch(OpenApiTest::isOperation)) {
          found.add(name);
        }
      }
    }
    assertThat(found)
        .containsExactlyInAnyOrderElementsOf(
            new OpenApiDocument().resources().stream().map(Class::getSimpleName).toList())
        .hasSizeGreaterThanOrEqualTo(4);
  }

  private static boolean isOperation(Method method) {
    return Stream.of(method.getAnnotations())
        .anyMatch(annotation -> annotation.annotationType().isAnnotationPresent(HttpMethod.class));
  }

  @Test
  void operationsHaveNamesOfTheirOwnAndEveryPathParameterIsDeclared() throws IOException {
    JsonNode paths = new ObjectMapper().readTree(new OpenApiDocument().text()).path("paths");
    Set<String> ids = new HashSet<>();
    for (Map.Entry<String, JsonNode> path : paths.properties()) {
      for (JsonNode operation : path.getValue()) {
        String id = operation.path("operationId").asText();
        assertThat(ids.add(id)).as(id).isTrue();
        List<String> declared = new ArrayList<>();
        for (JsonNode parameter : operation.path("parameters")) {
          if (parameter.path("in").asText().equals("path")) {
            declared.add("{" + parameter.path("name").asText() + "}");
          }
        }
        assertThat(path.getKey().split("/")).as(id).containsAll(declared);
        assertThat(path.getKey().chars().filter(c -> c == '{').count())
            .as(id)
            .isEqualTo(declared.size());
      }
    }
    assertThat(ids).hasSizeGreaterThan(20);
  }
}
