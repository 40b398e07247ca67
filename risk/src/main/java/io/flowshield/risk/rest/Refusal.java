package io.flowshield.risk.rest;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** An error answer with a short text; what the request did so far is rolled back. */
final class Refusal extends WebApplicationException {
  private static final long serialVersionUID = 1;

  Refusal(Response.Status status, String text) {
    super(text, Json.of(status, Map.of("error", text)));
  }

  /**
   * @param body more than a text; its {@code error} is one
   */
  Refusal(Response.Status status, Map<String, ?> body) {
    super(String.valueOf(body.get("error")), Json.of(status, body));
  }

  private Refusal(String text, Response answer) {
    super(text, answer);
  }

  /**
   * @param seconds after which it may be asked again
   */
  static Refusal tooMany(String text, long seconds) {
    return later(Response.Status.TOO_MANY_REQUESTS, text, seconds);
  }

  /**
   * @param seconds after which it may be asked again
   */
  static Refusal unavailable(String text, long seconds) {
    return later(Response.Status.SERVICE_UNAVAILABLE, text, seconds);
  }

  private static Refusal later(Response.Status status, String text, long seconds) {
    return new Refusal(
        text,
        Response.fromResponse(Json.of(status, Map.of("error", text)))
            .header(HttpHeaders.RETRY_AFTER, seconds)
            .build());
  }

  static Refusal notFound() {
    return new Refusal(Response.Status.NOT_FOUND, "Not found");
  }

  static Refusal badRequest(String text) {
    return new Refusal(Response.Status.BAD_REQUEST, text);
  }
}
