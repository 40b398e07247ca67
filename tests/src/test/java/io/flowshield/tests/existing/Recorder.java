package io.flowshield.tests.existing;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/** Writes every answer of a server down: status, headers and body, without what is random. */
final class Recorder {
  /** Differ with the minute or the connection, never with the server's code. */
  private static final Set<String> UNTOLD = Set.of("date", "content-length", "transfer-encoding");

  private static final JsonMapper JSON = new JsonMapper();

  private final Map<String, String> recording = new LinkedHashMap<>();
  private CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
  private HttpClient http = client();

  /** One answer. */
  record Answer(URI uri, int status, String body, Optional<URI> location) {
    /** Where the form around an element is sent. */
    URI action(String selector) {
      Element inside = Jsoup.parse(body, uri.toString()).selectFirst(selector);
      if (inside == null) {
        throw new AssertionError("no %s in %d %s:%n%s".formatted(selector, status, uri, body));
      }
      Element form = inside.is("form") ? inside : inside.closest("form");
      return URI.create(form.absUrl("action"));
    }

    String value(String selector) {
      Element element = Jsoup.parse(body).selectFirst(selector);
      if (element == null) {
        throw new AssertionError("no %s in %d %s:%n%s".formatted(selector, status, uri, body));
      }
      return element.attr("value");
    }
  }

  /** What was written down, by name of the step. */
  Map<String, String> recording() {
    return recording;
  }

  /** Goes on with a browser that knows nothing yet. */
  void newBrowser() {
    cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    http = client();
  }

  /**
   * Opens an address.
   *
   * @param step empty to write nothing down
   */
  Answer get(String step, URI uri, String... headers) throws IOException, InterruptedException {
    return send(step, HttpRequest.newBuilder(uri).GET(), headers);
  }

  Answer post(String step, URI uri, Map<String, String> form, String... headers)
      throws IOException, InterruptedException {
    String body =
        form.entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return send(
        step,
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body)),
        headers);
  }

  Answer postJson(String step, URI uri, String body, String... headers)
      throws IOException, InterruptedException {
    return send(
        step,
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)),
        headers);
  }

  /** Writes something else down. */
  void note(String step, String text) {
    if (recording.put(step, Masks.apply(text)) != null) {
      throw new IllegalArgumentException("twice: " + step);
    }
  }

  private Answer send(String step, HttpRequest.Builder request, String... headers)
      throws IOException, InterruptedException {
    request
        .timeout(Duration.ofSeconds(60))
        .header("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Firefox/143.0")
        .header("Accept-Language", "en-GB,en;q=0.8")
        .header("X-Forwarded-For", "10.1.2.9");
    if (headers.length > 0) {
      request.headers(headers);
    } else {
      request.header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    }
    HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    // Browsers send Secure cookies to loopback over plain HTTP too; Java's cookie handler does not.
    cookies.getCookieStore().getCookies().forEach(cookie -> cookie.setSecure(false));
    if (!step.isEmpty()) {
      note(step, text(answer));
    }
    return new Answer(
        answer.uri(),
        answer.statusCode(),
        answer.body(),
        answer.headers().firstValue("Location").map(to -> answer.uri().resolve(to)));
  }

  private static String text(HttpResponse<String> answer) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(answer.statusCode()).append('\n');
    new TreeMap<>(answer.headers().map())
        .forEach(
            (name, values) -> {
              if (!UNTOLD.contains(name.toLowerCase(Locale.ROOT))) {
                values.stream()
                    .map(value -> name.equals("set-cookie") ? cookie(value) : value)
                    .sorted()
                    .forEach(value -> text.append(name).append(": ").append(value).append('\n'));
              }
            });
    boolean json =
        answer.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
    return text.append('\n')
        .append(
            json && !answer.body().isEmpty()
                ? Canonical.text(JSON.readTree(answer.body()))
                : answer.body())
        .toString();
  }

  private static String cookie(String value) {
    return value.replaceFirst("^([^=]+)=[^;]+", "$1=*");
  }

  private HttpClient client() {
    return HttpClient.newBuilder()
        .cookieHandler(cookies)
        .followRedirects(HttpClient.Redirect.NEVER)
        .version(HttpClient.Version.HTTP_1_1)
        .build();
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
