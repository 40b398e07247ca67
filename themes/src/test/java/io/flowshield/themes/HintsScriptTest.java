package io.flowshield.themes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import org.htmlunit.BrowserVersion;
import org.htmlunit.HttpMethod;
import org.htmlunit.MockWebConnection;
import org.htmlunit.WebClient;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Types into forms whose script asks a server that answers as told. */
@Tag("C5")
class HintsScriptTest {
  private static final String REALM = "http://localhost/base/realms/shop";
  private static final String STRENGTH = REALM + "/flowshield/password-strength";
  private static final String FORM =
      """
      <html lang='de'><head><script src='/hints.js'></script></head><body>
      <form id='%s' action='/done' method='post'>
        <input name='username' id='username' value='nora'>
        <span><input name='%s' id='field' type='password' aria-describedby='other'></span>
      </form></body></html>
      """;

  private final WebClient browser = new WebClient(BrowserVersion.FIREFOX);
  private final MockWebConnection server = new MockWebConnection();

  @BeforeEach
  void serve() throws IOException {
    server.setDefaultResponse("");
    server.setResponse(
        url("http://localhost/hints.js"),
        Files.readString(
                Path.of("src/main/resources/theme-resources/resources/js/flowshield-hints.js"))
            // The stand-in for fetch would change the address.
            .replace("cache: \"no-store\",", "")
            .replace("WAIT_MILLIS = 500", "WAIT_MILLIS = 20"),
        "text/javascript");
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
  void whatTheServerSaysIsShownAsTextAndHeardOfTheField() throws Exception {
    answer(200, "{\"level\":1,\"summary\":\"weak\",\"hints\":[\"<b onclick='x'>a word</b>\"]}");
    HtmlPage page = open("kc-register-form", "password");
    type(page, "dragon12");

    assertThat(page.getElementById("flowshield-hints-field").getAttribute("data-level"))
        .isEqualTo("1");
    assertThat(page.getElementById("flowshield-hints-field").getTextContent())
        .isEqualTo("weak<b onclick='x'>a word</b>");
    assertThat(page.querySelectorAll("b").getLength()).isZero();
    assertThat(page.getElementById("field").getAttribute("aria-describedby"))
        .isEqualTo("other flowshield-hints-field");
    assertThat(server.getLastWebRequest().getUrl()).hasToString(STRENGTH);
    assertThat(server.getLastWebRequest().getHttpMethod()).isEqualTo(HttpMethod.POST);
    assertThat(server.getLastWebRequest().getRequestBody())
        .isEqualTo("{\"locale\":\"de\",\"username\":\"nora\",\"password\":\"dragon12\"}");
  }

  @Test
  void whereNobodyChoosesAPasswordNothingIsAsked() throws Exception {
    HtmlPage page = open("kc-form-login", "password");
    type(page, "dragon12");
    assertThat(page.getElementById("flowshield-hints-field")).isNull();
    assertThat(server.getRequestCount()).as("the page and its script").isEqualTo(2);
  }

  @Test
  void aServerThatGivesNoHintsIsAskedOnce() throws Exception {
    for (int status : new int[] {403, 404, 429, 503}) {
      answer(status, "{\"error\":\"no\"}");
      HtmlPage page = open("kc-passwd-update-form", "password-new");
      type(page, "dragon12");
      int asked = server.getRequestCount();
      type(page, "3");
      assertThat(server.getRequestCount()).as("after %d", status).isEqualTo(asked);
      assertThat(page.getElementById("flowshield-hints-field").getTextContent()).isEmpty();
    }
  }

  private void answer(int status, String body) throws IOException {
    server.setResponse(url(STRENGTH), body, status, "-", "application/json", null);
  }

  private HtmlPage open(String form, String field) throws IOException {
    URL page = url(REALM + "/login-actions/registration");
    server.setResponse(page, FORM.formatted(form, field));
    return browser.getPage(page);
  }

  private void type(HtmlPage page, String text) throws IOException {
    ((HtmlInput) page.getElementById("field")).type(text);
    browser.waitForBackgroundJavaScript(2000);
  }

  private static URL url(String address) throws IOException {
    return URI.create(address).toURL();
  }
}
