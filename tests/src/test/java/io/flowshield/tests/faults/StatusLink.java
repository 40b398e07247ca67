package io.flowshield.tests.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.flowshield.demo.BrowserDriver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;

/** The signed address that the waiting page asks for the saga's state. */
public final class StatusLink {
  private static final Pattern ADDRESS =
      Pattern.compile("https?:[^\"'\\s]*registration/status\\?token=[^\"'\\s&<]+");

  private StatusLink() {}

  public static String in(BrowserDriver.Page page) {
    for (Element element : page.document().getAllElements()) {
      for (var attribute : element.attributes()) {
        Matcher matcher = ADDRESS.matcher(attribute.getValue());
        if (matcher.find()) {
          return matcher.group();
        }
      }
    }
    throw new AssertionError("no status address on " + page.body());
  }

  /** Asks as the waiting page's script does. */
  public static JsonNode read(String address) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(address))
                    .timeout(Duration.ofSeconds(30))
                    .header("Accept", "application/json")
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new AssertionError(address + ": " + answer.statusCode() + " " + answer.body());
    }
    return new JsonMapper().readTree(answer.body());
  }
}
