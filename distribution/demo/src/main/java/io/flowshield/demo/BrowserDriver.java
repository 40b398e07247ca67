package io.flowshield.demo;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;

/**
 * A person with a browser, over HTTP: cookies are the device, {@code X-Forwarded-For} the address.
 * Pages are walked as served, form by form; no script runs, so what the capture script would add is
 * added by the caller.
 */
public final class BrowserDriver {
  /** A current desktop browser. */
  public static final String FIREFOX =
      "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0";

  /** Another one. */
  public static final String CHROME_ON_WINDOWS =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
          + " Chrome/141.0.0.0 Safari/537.36";

  /** A library, as scripts use it. */
  public static final String SCRIPT = "python-requests/2.32.3";

  private static final int MAX_REDIRECTS = 20;

  /** SAML's POST binding: Keycloak's page sends it by script, without anybody's doing. */
  private static final String SELF_SENDING_FORM = "form[name=saml-post-binding]";

  private final String address;
  private final String userAgent;
  private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
  private final HttpClient http;
  private boolean sendsByItself = true;

  /**
   * @param address where the person sits, an IP address
   */
  public BrowserDriver(String address, String userAgent) {
    this.address = address;
    this.userAgent = userAgent;
    this.http =
        HttpClient.newBuilder()
            .cookieHandler(cookies)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  /** The same device somewhere else: it keeps its cookies. */
  public BrowserDriver movedTo(String newAddress) {
    BrowserDriver moved = new BrowserDriver(newAddress, userAgent);
    cookies
        .getCookieStore()
        .getURIs()
        .forEach(
            uri ->
                cookies
                    .getCookieStore()
                    .get(uri)
                    .forEach(cookie -> moved.cookies.getCookieStore().add(uri, cookie)));
    return moved;
  }

  /** Forgets everything but the cookies whose names are given: a new session on a known device. */
  public BrowserDriver keepOnly(String... names) {
    List<String> kept = List.of(names);
    for (HttpCookie cookie : List.copyOf(cookies.getCookieStore().getCookies())) {
      if (!kept.contains(cookie.getName())) {
        for (URI uri : cookies.getCookieStore().getURIs()) {
          cookies.getCookieStore().remove(uri, cookie);
        }
      }
    }
    return this;
  }

  /** From now on it stops at pages that would send themselves, such as SAML's POST binding. */
  public BrowserDriver stopBeforeSending() {
    sendsByItself = false;
    return this;
  }

  /** The names of the cookies it holds. */
  public List<String> cookieNames() {
    return cookies.getCookieStore().getCookies().stream().map(HttpCookie::getName).toList();
  }

  /** The value of a cookie that it holds. */
  public Optional<String> cookie(String name) {
    return cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals(name))
        .map(HttpCookie::getValue)
        .findFirst();
  }

  /** Has it send a cookie, in place of one of that name, as somebody would who stole it. */
  public BrowserDriver withCookie(URI site, String name, String value) {
    List.copyOf(cookies.getCookieStore().getCookies()).stream()
        .filter(cookie -> cookie.getName().equals(name))
        .forEach(
            cookie ->
                cookies
                    .getCookieStore()
                    .getURIs()
                    .forEach(uri -> cookies.getCookieStore().remove(uri, cookie)));
    HttpCookie cookie = new HttpCookie(name, value);
    cookie.setPath("/");
    cookie.setVersion(0);
    cookies.getCookieStore().add(site, cookie);
    return this;
  }

  /** Opens an address and follows where it leads. */
  public Page open(URI uri) throws IOException, InterruptedException {
    return follow(request(uri).GET().build());
  }

  /** A page that arrived. */
  public final class Page {
    private final URI uri;
    private final int status;
    private final String body;

    private Page(URI uri, int status, String body) {
      this.uri = uri;
      this.status = status;
      this.body = body;
    }

    /** Where redirects ended. */
    public URI uri() {
      return uri;
    }

    /** HTTP status. */
    public int status() {
      return status;
    }

    /** The answer as text. */
    public String body() {
      return body;
    }

    /** The page as a tree. */
    public Document document() {
      return Jsoup.parse(body, uri.toString());
    }

    /** Whether an element is on it. */
    public boolean has(String selector) {
      return !document().select(selector).isEmpty();
    }

    /** The text of an element, empty when there is none. */
    public String text(String selector) {
      return document().select(selector).text();
    }

    /** Follows a link. */
    public Page click(String selector) throws IOException, InterruptedException {
      Element link = document().selectFirst(selector);
      if (link == null) {
        throw missing(selector);
      }
      return open(URI.create(link.absUrl("href")));
    }

    /** Fills in the form that holds an element, and sends it. */
    public Page submit(String selector, Map<String, String> values)
        throws IOException, InterruptedException {
      Element inside = document().selectFirst(selector);
      if (inside == null) {
        throw missing(selector);
      }
      Element form = inside.is("form") ? inside : inside.closest("form");
      if (!(form instanceof FormElement formElement)) {
        throw missing("form around " + selector);
      }
      Map<String, String> fields = new LinkedHashMap<>();
      formElement.formData().forEach(field -> fields.put(field.key(), field.value()));
      fields.putAll(values);
      String encoded =
          fields.entrySet().stream()
              .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
              .collect(Collectors.joining("&"));
      String action = form.absUrl("action");
      return follow(
          request(action.isEmpty() ? uri : URI.create(action))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(HttpRequest.BodyPublishers.ofString(encoded))
              .build());
    }

    private IllegalStateException missing(String what) {
      return new IllegalStateException(
          "no %s on the page of %s (status %d):%n%s".formatted(what, uri, status, summary()));
    }

    /** What a person reads on it, cut to a size for messages. */
    public String summary() {
      String text = document().title() + " | " + document().body().text();
      return text.length() > 1500 ? text.substring(0, 1500) : text;
    }

    @Override
    public String toString() {
      return status + " " + uri + ": " + summary();
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri)
        .timeout(Duration.ofSeconds(60))
        .header("User-Agent", userAgent)
        .header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
        .header("Accept-Language", "en-GB,en;q=0.8")
        .header("X-Forwarded-For", address);
  }

  private Page follow(HttpRequest first) throws IOException, InterruptedException {
    HttpRequest request = first;
    for (int i = 0; i < MAX_REDIRECTS; i++) {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      // Browsers send Secure cookies to loopback over plain HTTP too; Java's cookie handler does
      // not.
      cookies.getCookieStore().getCookies().forEach(cookie -> cookie.setSecure(false));
      Optional<String> location = response.headers().firstValue("Location");
      if (response.statusCode() / 100 == 3 && location.isPresent()) {
        request = request(request.uri().resolve(location.get())).GET().build();
        continue;
      }
      Page page = new Page(response.uri(), response.statusCode(), response.body());
      return sendsByItself && page.has(SELF_SENDING_FORM)
          ? page.submit(SELF_SENDING_FORM, Map.of())
          : page;
    }
    throw new IOException("more than " + MAX_REDIRECTS + " redirects from " + first.uri());
  }
}
