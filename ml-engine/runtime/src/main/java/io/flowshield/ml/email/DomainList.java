package io.flowshield.ml.email;

import java.io.IOException;
import java.net.IDN;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Domains with all their sub-domains. Case, a dot at the end and the spelling of international
 * domains do not matter. May follow a file: one domain a line, empty lines and those that begin
 * with {@code #} or {@code //} are left out; a change of the file counts within a minute, and while
 * it cannot be read, what was read last. Thread-safe.
 */
public final class DomainList {
  private static final Logger LOG = LoggerFactory.getLogger(DomainList.class);
  private static final long LOOK_EVERY_NANOS = Duration.ofMinutes(1).toNanos();
  private static final long MOST_BYTES = 64L * 1024 * 1024;

  private final Set<String> builtIn;
  private final @Nullable Path file;
  private volatile Set<String> domains;
  private volatile long lookedNanos = System.nanoTime();
  private String stamp = "";

  /**
   * @param builtIn domains that are always in it
   * @param file more of them; null for none
   */
  public DomainList(Collection<String> builtIn, @Nullable Path file) {
    Set<String> plain = new HashSet<>();
    builtIn.forEach(domain -> plain.add(ascii(domain)));
    this.builtIn = Set.copyOf(plain);
    this.domains = this.builtIn;
    this.file = file;
    refresh();
  }

  /** Whether the domain, or one that it is a sub-domain of, is in the list. */
  public boolean contains(String domain) {
    if (file != null && System.nanoTime() - lookedNanos > LOOK_EVERY_NANOS) {
      refresh();
    }
    Set<String> now = domains;
    String name = ascii(domain);
    while (!now.contains(name)) {
      int dot = name.indexOf('.');
      if (dot < 0) {
        return false;
      }
      name = name.substring(dot + 1);
    }
    return true;
  }

  /** How many domains are listed. */
  public int size() {
    return domains.size();
  }

  /** Reads the file again if it has changed. */
  synchronized void refresh() {
    lookedNanos = System.nanoTime();
    if (file == null) {
      return;
    }
    try {
      String now = Files.getLastModifiedTime(file) + " " + Files.size(file);
      if (now.equals(stamp)) {
        return;
      }
      if (Files.size(file) > MOST_BYTES) {
        throw new IOException("larger than " + MOST_BYTES + " bytes");
      }
      Set<String> read = new HashSet<>(builtIn);
      for (String line : Files.readAllLines(file)) {
        String domain = line.trim();
        if (!domain.isEmpty() && !domain.startsWith("#") && !domain.startsWith("//")) {
          read.add(ascii(domain));
        }
      }
      domains = Set.copyOf(read);
      stamp = now;
      LOG.info("{} disposable domains from {}", read.size(), file);
    } catch (IOException e) {
      LOG.warn("{} cannot be read, {} domains stay listed: {}", file, domains.size(), e.toString());
    }
  }

  /** A domain as the domain name system has it: lower case, punycode, no dot at the end. */
  static String ascii(String domain) {
    String name = withoutDot(domain.trim());
    try {
      return IDN.toASCII(name, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return name.toLowerCase(Locale.ROOT);
    }
  }

  /** A domain as people read it. */
  public static String readable(String domain) {
    return IDN.toUnicode(withoutDot(domain), IDN.ALLOW_UNASSIGNED);
  }

  private static String withoutDot(String domain) {
    return domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
  }

  /** A list that follows no file. */
  public static DomainList of(String... domains) {
    return new DomainList(List.of(domains), null);
  }
}
