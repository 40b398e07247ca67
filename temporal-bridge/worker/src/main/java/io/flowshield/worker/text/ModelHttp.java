package io.flowshield.worker.text;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * How models are reached: within the time limit as a whole, no redirects (a key must not travel to
 * where nobody configured it), answers up to a limit, no headers that tell of this machine.
 */
public final class ModelHttp {
  static final int MOST_BYTES = 64 * 1024;

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

  private ModelHttp() {}

  /**
   * Checks where a model is.
   *
   * @throws IllegalArgumentException unless it is a plain https address, or http on this machine
   */
  public static void require(URI url) {
    boolean plain =
        url.getHost() != null
            && url.getRawUserInfo() == null
            && url.getRawQuery() == null
            && url.getRawFragment() == null;
    boolean safe =
        "https".equals(url.getScheme())
            || "http".equals(url.getScheme()) && LOOPBACK.contains(url.getHost());
    if (!plain || !safe) {
      throw new IllegalArgumentException(
          "the address of a model must be https, or http on this machine");
    }
  }

  static OkHttpClient client(Duration limit) {
    return new OkHttpClient.Builder()
        .callTimeout(limit)
        .connectTimeout(limit)
        .readTimeout(limit)
        .writeTimeout(limit)
        .followRedirects(false)
        .followSslRedirects(false)
        .retryOnConnectionFailure(false)
        .addInterceptor(ModelHttp::bounded)
        .build();
  }

  private static Response bounded(Interceptor.Chain chain) throws IOException {
    Request.Builder request = chain.request().newBuilder();
    for (String name : chain.request().headers().names()) {
      if (name.regionMatches(true, 0, "X-Stainless-", 0, "X-Stainless-".length())) {
        request.removeHeader(name);
      }
    }
    Response response = chain.proceed(request.build());
    boolean larger;
    try {
      larger = response.body() != null && response.body().source().request(MOST_BYTES + 1L);
    } catch (IOException e) {
      response.close();
      throw e;
    }
    if (larger) {
      response.close();
      throw new IOException("an answer of more than " + MOST_BYTES / 1024 + " KiB");
    }
    return response;
  }
}
