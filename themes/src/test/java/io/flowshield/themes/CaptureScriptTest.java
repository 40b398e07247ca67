package io.flowshield.themes;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.telemetry.Telemetry;
import io.flowshield.ml.telemetry.TelemetryParser;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.htmlunit.BrowserVersion;
import org.htmlunit.MockWebConnection;
import org.htmlunit.WebClient;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.Cookie;
import org.htmlunit.util.NameValuePair;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Types into a page in a browser, submits it, and reads the field as the server does. */
class CaptureScriptTest {
  private static final String FIELD = "flowshield_telemetry";
  private static final String LOGIN =
      """
      <form id='f' action='/login' method='post'>
        <input name='username' id='username' type='text'>
        <input name='password' id='password' type='password'>
        <input name='rememberMe' type='checkbox'>
        <input name='credentialId' type='hidden' value=''>
        <button id='go' name='login' type='submit'>Go</button>
      </form>
      """;

  private static final String PAGE = "http://localhost/realms/shop/login-actions/authenticate";

  /** What the realm answers when the script asks. */
  private String setting = "{\"capture\":\"on\"}";

  private final WebClient browser = new WebClient(BrowserVersion.FIREFOX);
  private final MockWebConnection server = new MockWebConnection();

  @BeforeEach
  void serveTheScript() throws IOException {
    server.setDefaultResponse("<html><body>done</body></html>");
    server.setResponse(
        URI.create("http://localhost/js/flowshield-capture.js").toURL(),
        Files.readString(
            Path.of("src/main/resources/theme-resources/resources/js/flowshield-capture.js")),
        "text/javascript");
    browser.setWebConnection(server);
    browser.getOptions().setThrowExceptionOnScriptError(true);
  }

  @AfterEach
  void close() {
    browser.close();
  }

  @Test
  @Tag("A9")
  void theWayToTheServerIsTheShortestThatTheBrowserSawAndThisServersOnly() throws IOException {
    HtmlPage page = open(LOGIN);
    page.executeJavaScript(
        """
        performance.getEntriesByType = function (type) {
          return type === 'navigation'
            ? [{name: location.origin + '/login', connectStart: 10, connectEnd: 95,
                secureConnectionStart: 41.26, requestStart: 95, responseStart: 300, transferSize: 9}]
            : [{name: location.origin + '/a.css', connectStart: 5, connectEnd: 5,
                secureConnectionStart: 0, requestStart: 100, responseStart: 140, transferSize: 90},
               {name: location.origin + '/cached.js', connectStart: 5, connectEnd: 5,
                secureConnectionStart: 0, requestStart: 100, responseStart: 101, transferSize: 0},
               {name: 'https://elsewhere.example/x.js', connectStart: 0, connectEnd: 2,
                secureConnectionStart: 0, requestStart: 3, responseStart: 4, transferSize: 7}];
        };
        """);
    assertThat(TelemetryParser.parse(submit(page).get(FIELD)).roundTripMillis()).isEqualTo(31.3);
  }

  @Test
  @Tag("A9")
  void aBrowserThatDoesNotTellSendsNoRoundTrip() throws IOException {
    HtmlPage page = open(LOGIN);
    page.executeJavaScript("performance.getEntriesByType = function () { throw 'no'; };");
    Telemetry telemetry = TelemetryParser.parse(submit(page).get(FIELD));
    assertThat(telemetry.status()).isEqualTo(Telemetry.Status.PRESENT);
    assertThat(telemetry.roundTripMillis()).isNaN();
  }

  @Test
  void timesOfKeysAreSentAndNeverTheKeys() throws IOException {
    HtmlPage page = open(LOGIN);
    page.<HtmlInput>getHtmlElementById("username").type("zqxj");
    page.<HtmlInput>getHtmlElementById("password").type("Wv7#kyG");
    Map<String, String> posted = submit(page);

    assertThat(posted).containsEntry("password", "Wv7#kyG");
    Telemetry telemetry = TelemetryParser.parse(posted.get(FIELD));
    assertThat(telemetry.status()).isEqualTo(Telemetry.Status.PRESENT);
    assertThat(telemetry.fields())
        .extracting(Telemetry.Field::name)
        .containsExactly("username", "password");
    assertThat(telemetry.fields().get(0).strokes()).hasSize(4);
    assertThat(telemetry.fields().get(1).strokes()).hasSize(7);
    assertThat(telemetry.fields().get(1).strokes().get(0).flightMillis()).isZero();
    assertThat(telemetry.fields()).noneMatch(Telemetry.Field::autofilled);
    assertThat(posted.get(FIELD)).doesNotContain("zqxj", "Wv7", "#", "G");
    assertThat(posted.get(FIELD).replaceAll("\"(username|password)\"", ""))
        .matches("[\\[\\]{},:\"0-9vtwpfnkac]+");
  }

  @Test
  void aCorrectionIsCounted() throws IOException {
    HtmlPage page = open(LOGIN);
    page.executeJavaScript(
        """
        var input = document.getElementById('password');
        ['a', 'Backspace', 'b', 'Tab', 'Shift'].forEach(function (key) {
          input.dispatchEvent(new KeyboardEvent('keydown', {key: key, code: 'C' + key, bubbles: true}));
          input.dispatchEvent(new KeyboardEvent('keyup', {key: key, code: 'C' + key, bubbles: true}));
        });
        """);
    Telemetry.Field field = TelemetryParser.parse(submit(page).get(FIELD)).fields().get(0);
    assertThat(field.corrections()).isEqualTo(1);
    assertThat(field.strokes()).hasSize(3);
  }

  @Test
  void aPasteIsCountedAndIsNotAutofill() throws IOException {
    HtmlPage page = open(LOGIN);
    page.executeJavaScript(
        """
        var input = document.getElementById('password');
        input.dispatchEvent(new Event('paste', {bubbles: true}));
        input.value = 'pasted';
        input.dispatchEvent(new Event('input', {bubbles: true}));
        """);
    Telemetry.Field field = TelemetryParser.parse(submit(page).get(FIELD)).fields().get(0);
    assertThat(field.pastes()).isEqualTo(1);
    assertThat(field.autofilled()).isFalse();
  }

  @Test
  void aPasswordManagerIsSeenWithAndWithoutEvents() throws IOException {
    HtmlPage page = open(LOGIN);
    ((HtmlInput) page.getElementById("username")).setValue("filled silently");
    page.executeJavaScript(
        """
        var input = document.getElementById('password');
        input.value = 'filled';
        input.dispatchEvent(new Event('input', {bubbles: true}));
        """);
    assertThat(TelemetryParser.parse(submit(page).get(FIELD)).fields())
        .hasSize(2)
        .allMatch(Telemetry.Field::autofilled);
  }

  @Test
  void theWayOfThePointerIsMeasured() throws IOException {
    HtmlPage page = open(LOGIN);
    page.executeJavaScript(
        """
        var kind = window.PointerEvent ? 'pointermove' : 'mousemove';
        var until = performance.now() + 130;
        document.dispatchEvent(new MouseEvent(kind, {clientX: 0, clientY: 0, bubbles: true}));
        while (performance.now() < until) {}
        document.dispatchEvent(new MouseEvent(kind, {clientX: 30, clientY: 40, bubbles: true}));
        """);
    Telemetry telemetry = TelemetryParser.parse(submit(page).get(FIELD));
    assertThat(telemetry.pointerMoves()).isEqualTo(2);
    assertThat(telemetry.pointerDistance()).isEqualTo(50);
    assertThat(telemetry.timeOnPageMillis()).isGreaterThanOrEqualTo(130);
  }

  @Test
  void aLongFormStaysWithinTheLimits() throws IOException {
    String inputs =
        IntStream.range(0, 12)
            .mapToObj(i -> "<input type='text' name='attribute.%d' id='i%d'>".formatted(i, i))
            .collect(Collectors.joining());
    HtmlPage page =
        open(
            "<form id='f' action='/r' method='post'><input name='email' id='email'>"
                + inputs
                + "<button id='go'>Go</button></form>");
    page.executeJavaScript(
        """
        for (var i = 0; i < 12; i++) {
          var input = document.getElementById('i' + i);
          for (var n = 0; n < 400; n++) {
            input.dispatchEvent(new KeyboardEvent('keydown', {key: 'x', code: 'C', bubbles: true}));
            input.dispatchEvent(new KeyboardEvent('keyup', {key: 'x', code: 'C', bubbles: true}));
          }
        }
        """);
    String value = submit(page).get(FIELD);
    assertThat(value.length()).isLessThanOrEqualTo(TelemetryParser.MAX_BYTES);
    assertThat(TelemetryParser.parse(value).fields())
        .hasSize(8)
        .allSatisfy(field -> assertThat(field.strokes()).isNotEmpty());
  }

  @Test
  void aFormThatThePageHeldBackOnceHasTheFieldOnce() throws IOException {
    HtmlPage page = open(LOGIN);
    page.executeJavaScript(
        """
        var held = false;
        document.getElementById('f').addEventListener('submit', function (event) {
          if (!held) { held = true; event.preventDefault(); }
        });
        """);
    page.<HtmlInput>getHtmlElementById("username").type("ab");
    page.getElementById("go").click();
    page.getElementById("go").click();
    assertThat(posted())
        .extracting(NameValuePair::getName)
        .containsOnlyOnce(FIELD)
        .contains("username");
  }

  @Test
  void otherFormsAreLeftAlone() throws IOException {
    HtmlPage page =
        open(
            "<form id='f' action='/c' method='post'><input name='code' id='code'>"
                + "<button id='go'>Go</button></form>");
    page.<HtmlInput>getHtmlElementById("code").type("123456");
    assertThat(submit(page)).containsOnlyKeys("code");
  }

  @Test
  void theFormWorksWhenTheBrowserLacksWhatTheScriptNeeds() throws IOException {
    HtmlPage page =
        open("<script>window.Blob = undefined; JSON.stringify = null;</script>" + LOGIN);
    page.<HtmlInput>getHtmlElementById("username").type("ab");
    assertThat(submit(page)).containsEntry("username", "ab");
  }

  @Test
  @Tag("C15")
  void nothingIsSentWhereTheRealmSaysOffOrDoesNotAnswer() throws IOException {
    for (String answer : List.of("{\"capture\":\"off\"}", "{}", "<html>", "")) {
      HtmlPage page = openWhere(answer, "");
      page.<HtmlInput>getHtmlElementById("password").type("ab");
      assertThat(submit(page)).as(answer).doesNotContainKey(FIELD);
    }
  }

  @Test
  @Tag("C15")
  void whoeverSwitchedItOffSendsNothingFromThisBrowser() throws IOException {
    HtmlPage off = openWhere("{\"capture\":\"on\"}", "FLOWSHIELD_CAPTURE=off");
    off.<HtmlInput>getHtmlElementById("password").type("ab");
    assertThat(submit(off)).doesNotContainKey(FIELD);
    HtmlPage other = openWhere("{\"capture\":\"on\"}", "X_FLOWSHIELD_CAPTURE=off");
    other.<HtmlInput>getHtmlElementById("password").type("ab");
    assertThat(submit(other)).containsKey(FIELD);
  }

  @Test
  @Tag("C15")
  void whereConsentIsNeededNothingIsSentBeforeItIsGiven() throws IOException {
    HtmlPage stranger = openWhere("{\"capture\":\"consent\"}", "");
    stranger.<HtmlInput>getHtmlElementById("password").type("ab");
    assertThat(submit(stranger)).doesNotContainKey(FIELD);
    HtmlPage agreed = openWhere("{\"capture\":\"consent\"}", "FLOWSHIELD_CAPTURE=on");
    agreed.<HtmlInput>getHtmlElementById("password").type("ab");
    assertThat(submit(agreed)).containsKey(FIELD);
  }

  private HtmlPage openWhere(String answer, String cookie) throws IOException {
    setting = answer;
    browser.getCookieManager().clearCookies();
    if (!cookie.isEmpty()) {
      String[] pair = cookie.split("=", 2);
      browser.getCookieManager().addCookie(new Cookie("localhost", pair[0], pair[1]));
    }
    return open(LOGIN);
  }

  private HtmlPage open(String body) throws IOException {
    server.setResponse(
        URI.create("http://localhost/realms/shop/flowshield/capture").toURL(),
        setting,
        "application/json");
    server.setResponse(
        URI.create(PAGE).toURL(),
        "<html><head><script src='/js/flowshield-capture.js'"
            + " type='text/javascript'></script></head><body>"
            + body
            + "</body></html>");
    HtmlPage page = browser.getPage(PAGE);
    browser.waitForBackgroundJavaScript(5_000);
    return page;
  }

  private Map<String, String> submit(HtmlPage page) throws IOException {
    page.getElementById("go").click();
    return posted().stream()
        .filter(pair -> !pair.getName().equals("login"))
        .filter(pair -> !pair.getName().equals("credentialId"))
        .collect(Collectors.toMap(NameValuePair::getName, NameValuePair::getValue));
  }

  private List<NameValuePair> posted() {
    WebRequest request = server.getLastWebRequest();
    assertThat(request.getHttpMethod()).hasToString("POST");
    return request.getRequestParameters();
  }
}
