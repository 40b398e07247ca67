package io.flowshield.ml.storage;

import com.github.davidmoten.aws.lw.client.HttpClient;
import com.github.davidmoten.aws.lw.client.ResponseInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks the store that was named, and never whom it points to: a redirect is an answer like others.
 */
final class PlainHttp implements HttpClient {

  @Override
  public ResponseInputStream request(
      URL url,
      String method,
      Map<String, String> headers,
      byte[] body,
      int connectMillis,
      int readMillis)
      throws IOException {
    HttpURLConnection connection = (HttpURLConnection) url.openConnection();
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setConnectTimeout(connectMillis);
    connection.setReadTimeout(readMillis);
    connection.setRequestMethod(method);
    headers.forEach(connection::setRequestProperty);
    if (body != null && body.length > 0) {
      connection.setDoOutput(true);
      try (OutputStream out = connection.getOutputStream()) {
        out.write(body);
      }
    }
    int status = connection.getResponseCode();
    InputStream in = status >= 400 ? connection.getErrorStream() : connection.getInputStream();
    Map<String, List<String>> answered = new HashMap<>(connection.getHeaderFields());
    return new ResponseInputStream(
        connection, status, answered, in == null ? new ByteArrayInputStream(new byte[0]) : in);
  }
}
