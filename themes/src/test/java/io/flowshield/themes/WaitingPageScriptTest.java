package io.flowshield.themes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.htmlunit.BrowserVersion;
import org.htmlunit.MockWebConnection;
import org.htmlunit.WebClient;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Runs the waiting page's script against a server that answers as told. The browser of these tests
 * knows no modules, so the page gets both as one plain script.
 */
class WaitingPageScriptTest {
  private static final String SCRIPTS = "src/main/resources/theme-resources/resources/js/";

  private final WebClient browser = new WebClient(BrowserVersion.FIREFOX);
  private final MockWebConnection server = new MockWebConnection();

  @BeforeEach
  void serve() throws IOException {
    server.setDefaultResponse("<html><body>done</body></html>");
    String modules =
        (Files.readString(Path.of(SCRIPTS + "flowshield-client.js"))
                + Files.readString(Path.of(SCRIPTS + "flowshield-pending.js")))
            .replace("export ", "")
            .replaceAll("import \\{[^}]*} from \"[^\"]*\";", "")
            // The stand-in for fetch would change the address.
            .replace(", cache: \"no-store\"", "")
            .replace("|| 2000", "|| 20")
            .replace("|| 10000", "|| 50");
    String page =
        new Pages("login")
            .render(
                "flowshield-pending.ftl",
                "en",
                Map.of(
                    "flowshieldState", "ACCOUNT",
                    "flowshieldReason", "",
                    "flowshieldStatusUrl", "/status?token=t",
                    "flowshieldEmail", "a***@example.org"))
            .replaceAll("<script[^>]*></script>", "<script src='/modules.js'></script>");
    server.setResponse(url("/"), page);
    server.setResponse(url("/modules.js"), modules, "text/javascript");
    browser.setWebConnection(server);
    browser.getOptions().setFetchPolyfillEnabled(true);
    browser.getOptions().setThrowExceptionOnFailingStatusCode(false);
    browser.getOptions().setThrowExceptionOnScriptError(true);
  }

  @AfterEach
  void close() {
    browser.close();
  }

  @Test
  void followsTheSaga() throws Exception {
    answer("PROVISIONING", false, "", "");
    HtmlPage page = open();

    assertThat(text(page, "flowshield-message")).isEqualTo("now PROVISIONING");
    assertThat(page.querySelector("#flowshield-progress [aria-current=step]").getTextContent())
        .contains("Your services");
    assertThat(page.getElementById("flowshield-mail").hasAttribute("hidden")).isTrue();
    assertThat(url(page)).isEqualTo("/");
  }

  @Test
  void goesOnByItselfWhenAllIsDone() throws Exception {
    answer("FINALISED", true, "", "");
    open();
    await(() -> server.getLastWebRequest().getUrl().getPath().equals("/login-action"));
    assertThat(server.getLastWebRequest().getHttpMethod()).hasToString("POST");
  }

  @Test
  void tellsWhyWhenItWasWithdrawnAndAsksNoMore() throws Exception {
    answer("COMPENSATED", true, "SERVICE_REFUSED", "A service said no.");
    HtmlPage page = open();

    assertThat(text(page, "flowshield-title"))
        .isEqualTo("Your registration could not be completed");
    assertThat(text(page, "flowshield-reason")).isEqualTo("A service said no.");
    assertThat(page.getElementById("flowshield-reason").hasAttribute("hidden")).isFalse();
    assertThat(page.getElementById("flowshield-continue").hasAttribute("hidden")).isTrue();
    assertThat(page.getElementById("flowshield-progress").hasAttribute("hidden")).isTrue();
    int asked = server.getRequestCount();
    browser.waitForBackgroundJavaScript(300);
    assertThat(server.getRequestCount()).isEqualTo(asked);
  }

  @Test
  void saysSoWhenTheServerIsAwayAndRecovers() throws Exception {
    server.setResponse(url("/status?token=t"), "", 503, "Unavailable", "text/plain", null);
    HtmlPage page = open();
    assertThat(text(page, "flowshield-message")).contains("cannot reach the server");

    answer("REVIEW", false, "REVIEW_PENDING", "");
    await(() -> text(page, "flowshield-message").equals("now REVIEW"));
  }

  @Test
  void givesUpOnALinkThatIsNotValid() throws Exception {
    server.setResponse(url("/status?token=t"), "", 404, "Not Found", "text/plain", null);
    open();
    int asked = server.getRequestCount();
    browser.waitForBackgroundJavaScript(300);
    assertThat(server.getRequestCount()).isEqualTo(asked);
  }

  private void answer(String phase, boolean last, String reason, String reasonMessage)
      throws IOException {
    server.setResponse(
        url("/status?token=t"),
        """
        {"phase":"%s","final":%s,"reason":"%s","message":"now %s","reasonMessage":"%s"}"""
            .formatted(phase, last, reason, phase, reasonMessage),
        "application/json");
  }

  private HtmlPage open() throws IOException {
    HtmlPage page = browser.getPage(url("/"));
    String before = text(page, "flowshield-message");
    await(() -> !text(page, "flowshield-message").equals(before));
    return page;
  }

  private void await(BooleanSupplier condition) {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(deadline);
      browser.waitForBackgroundJavaScript(100);
    }
  }

  private static String text(HtmlPage page, String id) {
    return page.getElementById(id).getTextContent().strip();
  }

  private static String url(HtmlPage page) {
    return page.getUrl().getPath();
  }

  private static URL url(String path) throws IOException {
    return URI.create("http://localhost" + path).toURL();
  }
}
