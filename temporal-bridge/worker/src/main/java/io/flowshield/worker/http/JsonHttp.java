package io.flowshield.worker.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * HTTP for activities: every call ends within {@link #TIME_LIMIT}, answers are read up to a limit,
 * redirects are not followed (a secret must not travel to where nobody configured it). Thread-safe.
 */
public final class JsonHttp {
  /**
   * Less than the shortest activity time-out, so that an attempt that timed out has truly ended.
   */
  public static final Duration TIME_LIMIT = Duration.ofSeconds(10);

  /** The one mapper of the worker. */
  public static final ObjectMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private static final int MAX_ANSWER_BYTES = 1 << 20;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /** A request with this type's time limit. */
  public static HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri).timeout(TIME_LIMIT);
  }

  /** A body of JSON. */
  public static HttpRequest.BodyPublisher json(Object body) {
    return HttpRequest.BodyPublishers.ofString(text(body));
  }

  /** An object as JSON. */
  public static String text(Object body) {
    try {
      return MAPPER.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON", e);
    }
  }

  /**
   * Sends a request.
   *
   * @throws IOException when there is no answer within the time limit
   */
  public Answer send(HttpRequest request) throws IOException {
    try {
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        return new Answer(
            response.statusCode(),
            new String(body.readNBytes(MAX_ANSWER_BYTES), StandardCharsets.UTF_8));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /**
   * @param status HTTP status
   * @param body at most 1 MiB of it
   */
  public record Answer(int status, String body) {

    /** True for 2xx. */
    public boolean succeeded() {
      return status / 100 == 2;
    }

    /** True when trying again may help: 408, 425, 429 and 5xx. */
    public boolean mayPass() {
      return status == 408 || status == 425 || status == 429 || status >= 500;
    }

    /**
     * The body as JSON.
     *
     * @throws IOException when it is none
     */
    public <T> T as(Class<T> type) throws IOException {
      T value = MAPPER.readValue(body, type);
      if (value == null) {
        throw new IOException("empty answer");
      }
      return value;
    }
  }
}
