package io.flowshield.risk.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code docs/openapi.json} (OpenAPI 3.1) from the resources: paths and parameters from
 * their JAX-RS annotations, bodies from their records, summaries, answers and permissions from
 * their MicroProfile annotations.
 */
final class OpenApiDocument {
  private static final Map<Class<?>, String> ROOTS =
      Map.of(
          FlowShieldResource.class, "/realms/{realm}/flowshield",
          FlowShieldAdminResource.class, "/admin/realms/{realm}/flowshield");
  private static final String JSON_TYPE = "application/json";
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final Map<String, Map<String, ObjectNode>> paths = new TreeMap<>();
  private final Set<Class<?>> resources = new LinkedHashSet<>();
  private final Map<String, ObjectNode> schemas = new TreeMap<>();
  private final Map<String, Class<?>> records = new HashMap<>();

  OpenApiDocument() {
    ROOTS.forEach((type, path) -> resource(type, path, List.of()));
  }

  /** Every resource that can be reached. */
  Set<Class<?>> resources() {
    return resources;
  }

  /** The whole document. */
  String text() {
    ObjectNode document = JSON.createObjectNode();
    document.put("openapi", "3.1.0");
    document
        .putObject("info")
        .put("title", "Flow Shield")
        .put("version", "1")
        .put(
            "description",
            "Written by OpenApiTest from the classes; edit those. docs/api.md is the page to read.");
    ObjectNode all = document.putObject("paths");
    paths.forEach(
        (path, operations) -> {
          ObjectNode item = all.putObject(path);
          new TreeMap<>(operations).forEach(item::set);
        });
    ObjectNode components = document.putObject("components");
    ObjectNode bodies = components.putObject("schemas");
    ObjectNode error = bodies.putObject("Error").put("type", "object");
    error.putObject("properties").putObject("error").put("type", "string");
    schemas.forEach(bodies::set);
    ObjectNode security = components.putObject("securitySchemes");
    bearer(
        security,
        FlowShieldAdminResource.ADMINISTRATOR,
        "A token of an administrator of the realm, with one of the roles of the client"
            + " realm-management that the operation names");
    bearer(
        security,
        OwnDataResource.NAME,
        "A token of the person whom it is about, for the audience account, with one of the roles of"
            + " the client account that the operation names");
    bearer(
        security,
        WorkerAccess.NAME,
        "A token of the worker's service account, with the client's role that the operation names");
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void bearer(ObjectNode schemes, String name, String description) {
    schemes
        .putObject(name)
        .put("type", "http")
        .put("scheme", "bearer")
        .put("description", description);
  }

  private void resource(Class<?> type, String path, List<Parameter> inherited) {
    resources.add(type);
    Arrays.stream(type.getDeclaredMethods())
        .filter(method -> !method.isSynthetic())
        .sorted(Comparator.comparing(Method::getName))
        .forEach(method -> method(type, method, path, inherited));
  }

  private void method(Class<?> type, Method method, String path, List<Parameter> inherited) {
    Path below = method.getAnnotation(Path.class);
    String whole = below == null ? path : path + "/" + below.value();
    List<Parameter> parameters = new ArrayList<>(inherited);
    parameters.addAll(List.of(method.getParameters()));
    List<String> verbs =
        Stream.of(method.getAnnotations())
            .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
            .filter(verb -> verb != null)
            .map(HttpMethod::value)
            .toList();
    if (verbs.isEmpty() && below != null) {
      resource(method.getReturnType(), whole, parameters);
    }
    Operation told = method.getAnnotation(Operation.class);
    if (told != null && told.hidden()) {
      return;
    }
    for (String verb : verbs) {
      ObjectNode operation = operation(type, method, parameters);
      if (paths
              .computeIfAbsent(whole, absent -> new LinkedHashMap<>())
              .put(verb.toLowerCase(Locale.ROOT), operation)
          != null) {
        throw new IllegalStateException("Twice: " + verb + " " + whole);
      }
    }
  }

  private ObjectNode operation(Class<?> type, Method method, List<Parameter> parameters) {
    ObjectNode operation = JSON.createObjectNode();
    operation.put("operationId", type.getSimpleName() + "." + method.getName());
    Operation told = method.getAnnotation(Operation.class);
    if (told == null || told.summary().isEmpty()) {
      throw new IllegalStateException(method + " has no summary");
    }
    operation.put("summary", told.summary());
    ArrayNode list = operation.putArray("parameters");
    parameter(list, "realm", "path", String.class, true);
    for (Parameter parameter : parameters) {
      parameter(list, parameter);
    }
    SecurityRequirement required = method.getAnnotation(SecurityRequirement.class);
    ArrayNode security = operation.putArray("security");
    if (required != null) {
      ArrayNode scopes = security.addObject().putArray(required.name());
      Stream.of(required.scopes()).forEach(scopes::add);
    }
    RequestBody body = method.getAnnotation(RequestBody.class);
    if (body != null) {
      ObjectNode request = operation.putObject("requestBody").put("required", true);
      request
          .putObject("content")
          .putObject(
              body.content()[0].mediaType().isEmpty() ? JSON_TYPE : body.content()[0].mediaType())
          .set("schema", schema(body.content()[0].schema().implementation()));
    }
    answers(operation, method, required != null, body != null);
    return operation;
  }

  private static void parameter(ArrayNode list, Parameter parameter) {
    PathParam path = parameter.getAnnotation(PathParam.class);
    QueryParam query = parameter.getAnnotation(QueryParam.class);
    HeaderParam header = parameter.getAnnotation(HeaderParam.class);
    if (path != null) {
      parameter(list, path.value(), "path", parameter.getType(), true);
    } else if (query != null) {
      parameter(list, query.value(), "query", parameter.getType(), false);
    } else if (header != null) {
      parameter(list, header.value(), "header", parameter.getType(), true);
    }
  }

  private static void parameter(
      ArrayNode list, String name, String in, Class<?> type, boolean required) {
    list.addObject()
        .put("name", name)
        .put("in", in)
        .put("required", required)
        .putObject("schema")
        .put("type", simple(type));
  }

  private void answers(ObjectNode operation, Method method, boolean secured, boolean withBody) {
    Map<String, String> told = new TreeMap<>();
    if (secured) {
      told.put("401", "There is no valid token");
      told.put("403", "The token's roles do not allow it");
    }
    if (withBody) {
      told.put("400", "The body is not what is expected here");
      told.put("413", "The body is too long");
    }
    APIResponse[] answers = method.getAnnotationsByType(APIResponse.class);
    if (Stream.of(answers).noneMatch(answer -> answer.responseCode().startsWith("2"))) {
      throw new IllegalStateException(method + " says nothing of its success");
    }
    Stream.of(answers).forEach(answer -> told.put(answer.responseCode(), answer.description()));
    Map<String, ObjectNode> bodies = new TreeMap<>();
    Stream.of(answers)
        .filter(answer -> answer.content().length == 1)
        .forEach(
            answer ->
                bodies.put(
                    answer.responseCode(), schema(answer.content()[0].schema().implementation())));
    ObjectNode responses = operation.putObject("responses");
    told.forEach(
        (code, description) -> {
          ObjectNode answer = responses.putObject(code).put("description", description);
          if (code.equals("429")) {
            answer
                .putObject("headers")
                .putObject("Retry-After")
                .putObject("schema")
                .put("type", "integer");
          }
          if (code.compareTo("400") >= 0 && !description.startsWith("A page")) {
            answer
                .putObject("content")
                .putObject(JSON_TYPE)
                .set("schema", bodies.getOrDefault(code, error()));
          }
        });
  }

  private static ObjectNode error() {
    return JSON.createObjectNode().put("$ref", "#/components/schemas/Error");
  }

  private static String simple(Class<?> type) {
    if (type == Integer.class || type == int.class || type == Long.class || type == long.class) {
      return "integer";
    }
    if (type == Double.class || type == double.class) {
      return "number";
    }
    return "string";
  }

  private ObjectNode schema(AnnotatedType type) {
    Type raw = type.getType();
    if (type instanceof AnnotatedParameterizedType several) {
      AnnotatedType[] of = several.getAnnotatedActualTypeArguments();
      AnnotatedType last = of[of.length - 1];
      ObjectNode node = JSON.createObjectNode();
      if (((ParameterizedType) raw).getRawType() == List.class) {
        node.put("type", "array").set("items", schema(last));
      } else {
        node.put("type", "object").set("additionalProperties", nullable(schema(last), last));
      }
      return node;
    }
    return schema((Class<?>) raw);
  }

  private static ObjectNode nullable(ObjectNode schema, AnnotatedElement type) {
    if (isNullable(type)) {
      String known = schema.path("type").asText();
      schema.putArray("type").add(known).add("null");
    }
    return schema;
  }

  private static boolean isNullable(AnnotatedElement type) {
    for (Annotation annotation : type.getAnnotations()) {
      if (annotation instanceof Nullable) {
        return true;
      }
    }
    return false;
  }

  private ObjectNode schema(Class<?> type) {
    ObjectNode node = JSON.createObjectNode();
    if (type.isRecord()) {
      String name = type.getSimpleName();
      Class<?> known = records.putIfAbsent(name, type);
      if (known == null) {
        schemas.put(name, node);
        record(type, node);
      } else if (known != type) {
        throw new IllegalStateException("Two bodies are called " + name);
      }
      return JSON.createObjectNode().put("$ref", "#/components/schemas/" + name);
    }
    node.put("type", simple(type));
    if (type.isEnum()) {
      ArrayNode values = node.putArray("enum");
      for (Object value : type.getEnumConstants()) {
        values.add(((Enum<?>) value).name());
      }
    }
    return node;
  }

  private void record(Class<?> type, ObjectNode node) {
    node.put("type", "object").put("additionalProperties", false);
    ObjectNode properties = node.putObject("properties");
    for (RecordComponent component : type.getRecordComponents()) {
      properties.set(component.getName(), schema(component.getAnnotatedType()));
    }
  }
}
