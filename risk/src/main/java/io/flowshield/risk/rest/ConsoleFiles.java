package io.flowshield.risk.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The administrators' page: its HTML, style and modules, as they are in the jar. Their addresses
 * have a {@link #version()} that follows from what is in them. Keycloak's own addresses of theme
 * resources do not: they have Keycloak's version, so that after an upgrade of this pack alone a
 * browser would run last month's modules in today's page. Immutable.
 */
final class ConsoleFiles {
  /** All there is, so that no name in a request is ever looked for. */
  static final Set<String> NAMES =
      Set.of(
          "console.css",
          "elements.js",
          "icon.svg",
          "linter.js",
          "main.js",
          "rest.js",
          "session.js",
          "settings.js",
          "signals.js",
          "texts.js");

  private static final ConsoleFiles OF_JAR = read();

  private final String page;
  private final Map<String, byte[]> files;
  private final String version;

  private ConsoleFiles(String page, Map<String, byte[]> files, String version) {
    this.page = page;
    this.files = files;
    this.version = version;
  }

  /** The only ones. */
  static ConsoleFiles ofJar() {
    return OF_JAR;
  }

  /** The page, with places for values between double braces. */
  String page() {
    return page;
  }

  /** A digest of all files. */
  String version() {
    return version;
  }

  /** What is in a file; empty when there is none of that name. */
  Optional<byte[]> file(String name) {
    return Optional.ofNullable(files.get(name)).map(byte[]::clone);
  }

  private static ConsoleFiles read() {
    Map<String, byte[]> files = new TreeMap<>();
    NAMES.forEach(name -> files.put(name, read(name)));
    MessageDigest digest = sha256();
    files.forEach(
        (name, bytes) -> {
          digest.update(name.getBytes(StandardCharsets.UTF_8));
          digest.update((byte) 0);
          digest.update(bytes);
        });
    return new ConsoleFiles(
        new String(read("console.html"), StandardCharsets.UTF_8),
        files,
        HexFormat.of().formatHex(digest.digest(), 0, 8));
  }

  private static byte[] read(String name) {
    try (InputStream in = ConsoleFiles.class.getResourceAsStream("console/" + name)) {
      if (in == null) {
        throw new IllegalStateException("not in the jar: console/" + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
