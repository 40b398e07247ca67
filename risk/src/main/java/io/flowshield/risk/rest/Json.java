package io.flowshield.risk.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Bodies, read strictly and written plainly: at most 64 KiB come in, and no key that we do not
 * know.
 */
final class Json {
  static final int MAX_BYTES = 64 * 1024;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  private Json() {}

  /**
   * Reads a request's body.
   *
   * @throws Refusal 400 or 413
   */
  static <T> T read(InputStream body, Class<T> type) {
    return read(body, type, MAX_BYTES);
  }

  /**
   * Reads a request's body.
   *
   * @param most bytes that it may have
   * @throws Refusal 400 or 413
   */
  static <T> T read(InputStream body, Class<T> type, int most) {
    byte[] bytes;
    try {
      bytes = body.readNBytes(most + 1);
    } catch (IOException e) {
      throw new Refusal(Response.Status.BAD_REQUEST, "The body cannot be read");
    }
    if (bytes.length > most) {
      throw new Refusal(
          Response.Status.REQUEST_ENTITY_TOO_LARGE, "More than " + most / 1024 + " KiB");
    }
    try {
      T value = MAPPER.readValue(bytes, type);
      if (value == null) {
        throw new Refusal(Response.Status.BAD_REQUEST, "The body is empty");
      }
      return value;
    } catch (IOException e) {
      throw new Refusal(Response.Status.BAD_REQUEST, "The body is not what is expected here");
    }
  }

  /** Answers 200 with a body that nobody may cache. */
  static Response ok(Object body) {
    return of(Response.Status.OK, body);
  }

  static Response of(Response.Status status, Object body) {
    return Response.status(status)
        .type(MediaType.APPLICATION_JSON_TYPE.withCharset(StandardCharsets.UTF_8.name()))
        .header("Cache-Control", "no-store")
        .header("X-Content-Type-Options", "nosniff")
        .entity(text(body))
        .build();
  }

  private static String text(Object body) {
    try {
      return MAPPER.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
