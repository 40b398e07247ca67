package io.flowshield.tests.alerts;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.flowshield.demo.FlowShieldStack;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** The link "this was not me", as a program uses it. */
final class NotMe {
  private static final JsonMapper JSON = new JsonMapper();

  private final URI address;
  private final HttpClient http = HttpClient.newHttpClient();

  NotMe(FlowShieldStack stack) {
    this.address = stack.keycloak().url().resolve("/realms/flowshield/flowshield/not-me");
  }

  static String token(URI link) {
    return URLDecoder.decode(
        link.getRawQuery().substring("token=".length()), StandardCharsets.UTF_8);
  }

  HttpResponse<String> ask(String token) throws Exception {
    return http.send(
        request(URI.create(address + "?token=" + token)).GET().build(),
        HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> say(String token) throws Exception {
    return post(JSON.writeValueAsString(Map.of("token", token)));
  }

  HttpResponse<String> post(String body) throws Exception {
    return http.send(
        request(address)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri)
        .timeout(Duration.ofSeconds(30))
        .header("Accept", "application/json");
  }
}
