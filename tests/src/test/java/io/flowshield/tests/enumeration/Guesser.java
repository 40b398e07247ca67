package io.flowshield.tests.enumeration;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.FlowShieldStack;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Somebody who tries names and passwords and looks at every byte of the answers. */
final class Guesser {
  /**
   * An answer without what differs from request to request.
   *
   * @param headers names in lower case, values of cookies left out
   */
  record Answer(int status, Map<String, List<String>> headers, String body) {}

  private static final String REALM = "/realms/flowshield/";
  private static final String CLIENT = "demo-web";

  private final FlowShieldStack stack;
  private final String secret;
  private final String address;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  Guesser(FlowShieldStack stack, String address) throws Exception {
    this.stack = stack;
    this.address = address;
    JsonNode client = stack.admin().get("/clients?clientId=" + CLIENT).get(0);
    String id = client.path("id").asText();
    this.secret = stack.admin().get("/clients/" + id + "/client-secret").path("value").asText();
  }

  /** Asks for tokens with a password. */
  HttpResponse<String> grant(String user, String password) throws Exception {
    return http.send(
        request(stack.keycloak().url().resolve(REALM + "protocol/openid-connect/token"))
            .POST(
                form(
                    Map.of(
                        "grant_type", "password",
                        "client_id", CLIENT,
                        "client_secret", secret,
                        "username", user,
                        "password", password)))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /**
   * What is left to compare.
   *
   * @param user as it was typed: Keycloak writes it into its forms
   */
  static Answer comparable(HttpResponse<String> response, String user) {
    Map<String, List<String>> headers = new TreeMap<>();
    response
        .headers()
        .map()
        .forEach(
            (name, values) ->
                headers.put(
                    name,
                    name.equalsIgnoreCase("set-cookie")
                        ? values.stream().map(value -> value.replaceAll("=[^;]*", "=")).toList()
                        : name.equalsIgnoreCase("content-length") ? List.of() : values));
    return new Answer(response.statusCode(), headers, response.body().replace(user, "USER"));
  }

  private HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri)
        .timeout(Duration.ofSeconds(60))
        .header("User-Agent", BrowserDriver.FIREFOX)
        .header("Accept-Language", "en-GB,en;q=0.8")
        .header("X-Forwarded-For", address)
        .header("Content-Type", "application/x-www-form-urlencoded");
  }

  private static HttpRequest.BodyPublisher form(Map<String, String> fields) {
    return HttpRequest.BodyPublishers.ofString(
        fields.entrySet().stream()
            .map(
                field ->
                    field.getKey()
                        + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&")));
  }
}
