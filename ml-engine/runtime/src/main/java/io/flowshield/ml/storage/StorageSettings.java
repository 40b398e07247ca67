package io.flowshield.ml.storage;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which store models come from.
 *
 * @param location {@code s3://bucket/prefix}, {@code gs://bucket/prefix} or {@code file:///folder}
 * @param endpoint of an S3-compatible store, {@code https://host[:port]}; null for Amazon's, or
 *     Google's, own
 * @param region that requests are signed for; null for {@code us-east-1}, or {@code auto}
 * @param accessKey of S3, or of a Google HMAC key; null for {@code AWS_ACCESS_KEY_ID}
 * @param secretKey that belongs to it; null for {@code AWS_SECRET_ACCESS_KEY}
 */
public record StorageSettings(
    URI location,
    @Nullable URI endpoint,
    @Nullable String region,
    @Nullable String accessKey,
    @Nullable String secretKey) {
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9._-]{1,221}[a-z0-9]");
  private static final Pattern PREFIX = Pattern.compile("(/[A-Za-z0-9][A-Za-z0-9._-]*)*/?");

  /**
   * @throws IllegalArgumentException when these settings cannot work, with the reason
   */
  public ModelStorage open() {
    return open(System.getenv());
  }

  ModelStorage open(Map<String, String> environment) {
    String scheme = String.valueOf(location.getScheme());
    return switch (scheme) {
      case "file" -> new FolderStorage(Path.of(location));
      case "s3", "gs" -> bucket(scheme.equals("gs"), environment);
      default ->
          throw new IllegalArgumentException(
              location + ": a store of models is s3://bucket, gs://bucket or file:///folder");
    };
  }

  private S3Storage bucket(boolean google, Map<String, String> environment) {
    String bucket = location.getRawAuthority();
    String prefix = location.getRawPath();
    if (bucket == null
        || prefix == null
        || !BUCKET.matcher(bucket).matches()
        || !PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException(location + " names no bucket, or no plain prefix in it");
    }
    String id = accessKey == null ? environment.get("AWS_ACCESS_KEY_ID") : accessKey;
    String secret = secretKey == null ? environment.get("AWS_SECRET_ACCESS_KEY") : secretKey;
    if (id == null || id.isBlank() || secret == null || secret.isBlank()) {
      throw new IllegalArgumentException(location + ": an access key and its secret are needed");
    }
    // A session's token belongs to the environment's keys only.
    String token = accessKey == null ? environment.get("AWS_SESSION_TOKEN") : null;
    String named = region == null ? environment.get("AWS_REGION") : region;
    String signedFor = google ? "auto" : named == null || named.isBlank() ? "us-east-1" : named;
    URI base =
        endpoint != null
            ? endpoint
            : URI.create(
                google
                    ? "https://storage.googleapis.com"
                    : "https://s3." + signedFor + ".amazonaws.com");
    String protocol = String.valueOf(base.getScheme());
    if (base.getHost() == null
        || !(protocol.equals("https") || protocol.equals("http"))
        || base.getRawUserInfo() != null
        || base.getRawQuery() != null) {
      throw new IllegalArgumentException(base + " is no endpoint, https://host[:port]");
    }
    return new S3Storage(location.toString(), base, signedFor, bucket, prefix, id, secret, token);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return location + (endpoint == null ? "" : " at " + endpoint);
  }
}
