package io.flowshield.worker.text;

import com.anthropic.core.RequestOptions;
import com.anthropic.core.http.Headers;
import com.anthropic.core.http.HttpClient;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpRequestBody;
import com.anthropic.core.http.HttpResponse;
import com.anthropic.errors.AnthropicIoException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Anthropic's client over {@link ModelHttp}: the transport that it ships follows redirects, and
 * would take the key along.
 */
final class AnthropicHttp implements HttpClient {
  private final OkHttpClient client;

  AnthropicHttp(OkHttpClient client) {
    this.client = client;
  }

  @Override
  public HttpResponse execute(HttpRequest request, RequestOptions options) {
    try (Response response = client.newCall(translated(request)).execute()) {
      byte[] body = response.body() == null ? new byte[0] : response.body().bytes();
      Headers.Builder headers = Headers.builder();
      response.headers().forEach(pair -> headers.put(pair.getFirst(), pair.getSecond()));
      return new Answer(response.code(), headers.build(), body);
    } catch (IOException e) {
      throw new AnthropicIoException("no answer", e);
    }
  }

  /** Not used: activities wait. */
  @Override
  public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
    return CompletableFuture.failedFuture(new UnsupportedOperationException());
  }

  @Override
  public void close() {
    client.connectionPool().evictAll();
  }

  private static Request translated(HttpRequest request) throws IOException {
    Request.Builder builder = new Request.Builder().url(request.url());
    for (String name : request.headers().names()) {
      for (String value : request.headers().values(name)) {
        builder.addHeader(name, value);
      }
    }
    return builder.method(request.method().name(), body(request)).build();
  }

  private static RequestBody body(HttpRequest request) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String type = "application/json";
    if (request.body().isPresent()) {
      HttpRequestBody body = request.body().get();
      body.writeTo(bytes);
      type = body.contentType() == null ? type : body.contentType();
    }
    return RequestBody.create(bytes.toByteArray(), MediaType.parse(type));
  }

  private record Answer(int statusCode, Headers headers, byte[] bytes) implements HttpResponse {
    @Override
    public InputStream body() {
      return new ByteArrayInputStream(bytes);
    }

    @Override
    public void close() {}
  }
}
