package io.flowshield.ml.storage;

import com.github.davidmoten.aws.lw.client.Client;
import com.github.davidmoten.aws.lw.client.Credentials;
import com.github.davidmoten.aws.lw.client.Request;
import com.github.davidmoten.aws.lw.client.ResponseInputStream;
import com.github.davidmoten.aws.lw.client.xml.XmlElement;
import com.github.davidmoten.aws.lw.client.xml.XmlParseException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A bucket of an S3-compatible store, or of Google Cloud storage by its XML API, which takes the
 * same requests signed with HMAC keys. Only lists and reads; buckets stand in the path, which every
 * such store understands.
 */
final class S3Storage implements ModelStorage {
  private static final int CONNECT_SECONDS = 10;
  private static final int READ_SECONDS = 30;
  private static final int ATTEMPTS = 3;
  private static final int MAX_PAGES = 20;
  private static final int MAX_LISTING = 4 * 1024 * 1024;
  private static final int MAX_ERROR = 2_048;

  private final String location;
  private final Client client;
  private final String bucket;
  private final String prefix;

  /**
   * @param prefix with or without slashes around it, empty for all of the bucket
   */
  S3Storage(
      String location,
      URI endpoint,
      String region,
      String bucket,
      String prefix,
      String accessKey,
      String secretKey,
      @Nullable String sessionToken) {
    this.location = location;
    this.bucket = bucket;
    String bare = prefix.replaceAll("^/+|/+$", "");
    this.prefix = bare.isEmpty() ? "" : bare + "/";
    String base = endpoint.toString().replaceAll("/+$", "") + "/";
    client =
        Client.s3()
            .region(region)
            .credentials(
                sessionToken == null
                    ? Credentials.of(accessKey, secretKey)
                    : Credentials.of(accessKey, secretKey, sessionToken))
            .baseUrlFactory((service, where) -> base)
            .httpClient(new PlainHttp())
            .connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
            .readTimeout(READ_SECONDS, TimeUnit.SECONDS)
            .retryMaxAttempts(ATTEMPTS)
            .build();
  }

  @Override
  public List<Entry> list() throws IOException {
    List<Entry> entries = new ArrayList<>();
    String next = null;
    for (int page = 0; page < MAX_PAGES; page++) {
      Request request = client.path(bucket).query("list-type", "2").query("prefix", prefix);
      if (next != null) {
        request = request.query("continuation-token", next);
      }
      XmlElement listing = listing(request);
      for (XmlElement object : listing.childrenWithName("Contents")) {
        String key = text(object, "Key");
        if (key.startsWith(prefix)) {
          entries.add(
              new Entry(
                  key.substring(prefix.length()),
                  size(object),
                  text(object, "ETag") + " " + text(object, "LastModified")));
        }
      }
      if (!Boolean.parseBoolean(text(listing, "IsTruncated"))) {
        return entries;
      }
      next = text(listing, "NextContinuationToken");
    }
    throw new IOException(location + " holds too many files to be a store of models");
  }

  private long size(XmlElement object) throws IOException {
    try {
      return Long.parseLong(text(object, "Size"));
    } catch (NumberFormatException e) {
      throw new IOException(location + " answers with no list of a bucket", e);
    }
  }

  private static String text(XmlElement element, String child) {
    List<XmlElement> children = element.childrenWithName(child);
    return children.isEmpty() ? "" : children.get(0).content();
  }

  private XmlElement listing(Request request) throws IOException {
    try (InputStream in = ok(request)) {
      byte[] bytes = in.readNBytes(MAX_LISTING + 1);
      if (bytes.length > MAX_LISTING) {
        throw new IOException(location + " answers with too long a list");
      }
      XmlElement listing = XmlElement.parse(new String(bytes, StandardCharsets.UTF_8));
      if (!listing.name().equals("ListBucketResult")) {
        throw new IOException(location + " answers with no list of a bucket");
      }
      return listing;
    } catch (XmlParseException | IllegalArgumentException e) {
      throw new IOException(location + " answers with no list of a bucket", e);
    }
  }

  @Override
  public void download(String key, Path target, long maxBytes) throws IOException {
    String[] path = (bucket + "/" + prefix + key).split("/", -1);
    try (InputStream in = ok(client.path(path))) {
      BoundedCopy.copy(in, target, maxBytes);
    }
  }

  private ResponseInputStream ok(Request request) throws IOException {
    ResponseInputStream response;
    try {
      response = request.responseInputStream();
    } catch (RuntimeException e) {
      // The client wraps what the socket says.
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(location + " cannot be reached: " + cause, e);
    }
    if (response.statusCode() == 200) {
      return response;
    }
    try (response) {
      String body = new String(response.readNBytes(MAX_ERROR), StandardCharsets.UTF_8);
      throw new IOException(location + " answers " + response.statusCode() + " " + code(body));
    }
  }

  /** The error's code of an answer, for example {@code AccessDenied}. */
  private static String code(String body) {
    int start = body.indexOf("<Code>");
    int end = body.indexOf("</Code>");
    String code = start < 0 || end < start ? "" : body.substring(start + 6, end);
    return code.matches("[A-Za-z0-9]{1,64}") ? code : "";
  }

  @Override
  public String location() {
    return location;
  }
}
