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
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

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
  private final String redirect;
  private final String address;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /** The form that is posted next: cookies and address of the last page. */
  private Map<String, String> cookies = new TreeMap<>();

  private URI action = URI.create("/");
  private String lastPage = "";

  Guesser(FlowShieldStack stack, String address) throws Exception {
    this.stack = stack;
    this.address = address;
    JsonNode client = stack.admin().get("/clients?clientId=" + CLIENT).get(0);
    String id = client.path("id").asText();
    this.redirect = client.path("redirectUris").get(0).asText().replace("*", "");
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

  /** Opens the login page anew. */
  void openLoginPage() throws Exception {
    cookies = new TreeMap<>();
    openedFrom(
        stack
            .keycloak()
            .url()
            .resolve(
                REALM
                    + "protocol/openid-connect/auth?client_id=demo-web&response_type=code"
                    + "&scope=openid&redirect_uri="
                    + URLEncoder.encode(redirect, StandardCharsets.UTF_8)));
  }

  /** Opens the page of those who forgot their password. */
  void openResetPage() throws Exception {
    openLoginPage();
    openedFrom(URI.create(link("a[href*=reset-credentials]")));
  }

  private String link(String selector) {
    Element link = Jsoup.parse(lastPage, action.toString()).selectFirst(selector);
    if (link == null) {
      throw new IllegalStateException("no " + selector + " on the page");
    }
    return link.absUrl("href");
  }

  private void openedFrom(URI uri) throws Exception {
    HttpResponse<String> page =
        http.send(request(uri).GET().build(), HttpResponse.BodyHandlers.ofString());
    if (page.statusCode() != 200) {
      throw new IllegalStateException("no page: " + page.statusCode() + " " + page.body());
    }
    arrived(page);
  }

  /** Sends the form of the page that came last. */
  HttpResponse<String> post(Map<String, String> fields) throws Exception {
    HttpResponse<String> page =
        http.send(request(action).POST(form(fields)).build(), HttpResponse.BodyHandlers.ofString());
    arrived(page);
    return page;
  }

  HttpResponse<String> signIn(String user, String password) throws Exception {
    return post(Map.of("username", user, "password", password, "credentialId", ""));
  }

  private void arrived(HttpResponse<String> page) {
    for (String cookie : page.headers().allValues("Set-Cookie")) {
      String[] pair = cookie.split(";", 2)[0].split("=", 2);
      cookies.put(pair[0], pair[1]);
    }
    lastPage = page.body();
    Element form = Jsoup.parse(page.body(), page.uri().toString()).selectFirst("form[method=post]");
    action = form == null ? page.uri() : URI.create(form.absUrl("action"));
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
    String body = response.body().replace(user, "USER");
    for (String value :
        List.of(
            "session_code=[^&\"]+",
            "tab_id=[^&\"]+",
            "client_data=[^&\"]+",
            "\"[A-Za-z0-9+/_=-]{43,88}\"")) {
      body = body.replaceAll(value, "");
    }
    return new Answer(response.statusCode(), headers, body);
  }

  private HttpRequest.Builder request(URI uri) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(60))
            .header("User-Agent", BrowserDriver.FIREFOX)
            .header("Accept-Language", "en-GB,en;q=0.8")
            .header("X-Forwarded-For", address)
            .header("Content-Type", "application/x-www-form-urlencoded");
    if (!cookies.isEmpty()) {
      builder.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
              .collect(Collectors.joining("; ")));
    }
    return builder;
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
