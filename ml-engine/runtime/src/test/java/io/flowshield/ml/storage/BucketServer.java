package io.flowshield.ml.storage;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;

/** A server that speaks S3 and checks signatures, over a folder whose sub-folders are buckets. */
final class BucketServer implements AutoCloseable {
  static final String ACCESS_KEY = "flow-shield-test";
  static final String SECRET_KEY = "not-a-secret-of-anybody";

  private final S3Proxy server;

  private BucketServer(S3Proxy server) {
    this.server = server;
  }

  static BucketServer over(Path folder) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("jclouds.filesystem.basedir", folder.toString());
    S3Proxy server =
        S3Proxy.builder()
            .blobStore(BlobStores.create("filesystem-nio2", properties))
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
            .build();
    server.start();
    return new BucketServer(server);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  /** Settings to read {@code <folder>/models/published} with. */
  StorageSettings settings(String scheme, String secretKey) {
    return new StorageSettings(
        URI.create(scheme + "://models/published"), endpoint(), null, ACCESS_KEY, secretKey);
  }

  /** Where {@link #settings} look, below the server's folder. */
  static Path published(Path folder) throws IOException {
    return Files.createDirectories(folder.resolve("models").resolve("published"));
  }

  @Override
  public void close() throws Exception {
    server.stop();
  }
}
