package io.flowshield.ml.password.range;

import io.flowshield.ml.password.range.RangeUnavailableException.Cause;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks how often a password has leaked by the range protocol of Have I Been Pwned's Pwned Passwords
 * (version 3): {@code GET <base>/range/<first 5 hex digits of its SHA-1>} is answered with a line
 * {@code <other 35 digits>:<count>} for each leaked password with these five. The service learns
 * one of 1,048,576 ranges (k-anonymity; Li et al., CCS 2019, on what that gives away); with {@code
 * Add-Padding} nor does the answer's length tell which, and padded lines have the count 0.
 *
 * <p>Blocks up to its time limit: for the moment when a password is set, never for a login. When it
 * fails again and again the caller must stop asking for a while. Thread-safe.
 */
public final class RangeClient {
  private static final int PREFIX = 5;
  private static final int LONGEST_ANSWER = 1 << 20;
  private static final Pattern LINE = Pattern.compile("([0-9A-Fa-f]{35}):(\\d{1,18})");

  private final HttpClient http;
  private final String base;
  private final Duration limit;

  /**
   * @param base the service's address without {@code /range}; {@code https}, or {@code http} to
   *     another process of the same machine
   * @param limit for the whole answer, more than 0
   */
  public RangeClient(URI base, Duration limit) {
    boolean local =
        "localhost".equals(base.getHost())
            || "127.0.0.1".equals(base.getHost())
            || "[::1]".equals(base.getHost());
    if (!"https".equals(base.getScheme()) && !("http".equals(base.getScheme()) && local)) {
      throw new IllegalArgumentException("The address must begin with https://");
    }
    if (limit.isZero() || limit.isNegative()) {
      throw new IllegalArgumentException("The time limit must be more than 0");
    }
    String text = base.toString();
    this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    this.limit = limit;
    http =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(limit)
            .build();
  }

  /**
   * How often a password has leaked, 0 when the service does not know it.
   *
   * @throws RangeUnavailableException when there is no answer that can be used
   * @throws InterruptedException while waiting
   */
  public long leaks(CharSequence password) throws RangeUnavailableException, InterruptedException {
    String sha1 = sha1(password);
    HttpResponse<byte[]> response = ask(sha1.substring(0, PREFIX));
    if (response.statusCode() != 200) {
      throw new RangeUnavailableException(Cause.REFUSED, "Status " + response.statusCode());
    }
    return count(new String(response.body(), StandardCharsets.US_ASCII), sha1.substring(PREFIX));
  }

  private HttpResponse<byte[]> ask(String prefix)
      throws RangeUnavailableException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + "/range/" + prefix))
            .timeout(limit)
            .header("Add-Padding", "true")
            .header("User-Agent", "flow-shield")
            .GET()
            .build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request, info -> new BoundedBody(LONGEST_ANSWER));
    try {
      // the request's own time limit ends with the headers; this one covers the body too
      return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new RangeUnavailableException(Cause.SLOW, "No answer in " + limit, e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw failure(cause == null ? e : cause);
    }
  }

  private static RangeUnavailableException failure(Throwable cause) {
    for (Throwable c = cause; c != null; c = c.getCause()) {
      if (c instanceof HttpTimeoutException) {
        return new RangeUnavailableException(Cause.SLOW, "No answer in time", cause);
      }
      if (c instanceof BoundedBody.TooLongException) {
        return new RangeUnavailableException(Cause.GARBAGE, "The answer is too long", cause);
      }
    }
    return new RangeUnavailableException(
        Cause.UNREACHABLE, cause instanceof IOException ? "No connection" : "Failed", cause);
  }

  private static long count(String answer, String suffix) throws RangeUnavailableException {
    long count = 0;
    boolean empty = true;
    for (String line : answer.split("\r?\n", -1)) {
      if (line.isEmpty()) {
        continue;
      }
      empty = false;
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw new RangeUnavailableException(Cause.GARBAGE, "Not a list of suffixes and counts");
      }
      if (matcher.group(1).equalsIgnoreCase(suffix)) {
        count = Math.max(count, Long.parseLong(matcher.group(2)));
      }
    }
    if (empty) {
      throw new RangeUnavailableException(Cause.GARBAGE, "An empty answer");
    }
    return count;
  }

  private static String sha1(CharSequence password) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      return HexFormat.of()
          .withUpperCase()
          .formatHex(sha1.digest(password.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-1", e);
    }
  }

  @Override
  public String toString() {
    return "RangeClient[" + base + "]";
  }
}
