package io.flowshield.ml.network;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Networks that somebody listed: address blocks ({@code 203.0.113.0/24}, {@code 2001:db8::/32}, a
 * bare address), autonomous systems ({@code AS64496}) and countries ({@code XX}). Immutable; a
 * look-up is a binary search. What is none of these is left out and counted.
 */
public final class NetworkList {
  /** Longest list: entries behind it are left out and counted. */
  static final int MAX_ENTRIES = 1_000_000;

  private static final Pattern BETWEEN = Pattern.compile("[,;\\s]+");
  private static final Pattern AUTONOMOUS_SYSTEM = Pattern.compile("(?i)AS(\\d{1,10})");
  private static final Pattern COUNTRY = Pattern.compile("[A-Za-z]{2}");

  /** A list that names nothing; behind the patterns that it is read with. */
  public static final NetworkList EMPTY = parse("");

  private final AddressRanges v4;
  private final AddressRanges v6;
  private final Set<Long> asns;
  private final Set<String> countries;
  private final int entries;
  private final int leftOut;

  private NetworkList(Builder builder) {
    v4 = AddressRanges.of(builder.v4);
    v6 = AddressRanges.of(builder.v6);
    asns = Set.copyOf(builder.asns);
    countries = Set.copyOf(builder.countries);
    entries = builder.entries;
    leftOut = builder.leftOut;
  }

  /** Entries with commas, semicolons or white space between them. */
  public static NetworkList parse(String text) {
    Builder builder = new Builder();
    for (String entry : BETWEEN.split(text.strip())) {
      if (!entry.isEmpty()) {
        builder.add(entry);
      }
    }
    return new NetworkList(builder);
  }

  /**
   * A file with an entry at the beginning of each line; what follows a comma, a semicolon or white
   * space is not read, nor are lines that begin with {@code #} or {@code ;}. So are the lists of
   * FireHOL, Spamhaus, the Tor project and Apple's relay.
   *
   * @throws IOException when the file cannot be read
   */
  public static NetworkList read(Path file) throws IOException {
    Builder builder = new Builder();
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        String text = line.strip();
        if (!text.isEmpty() && text.charAt(0) != '#' && text.charAt(0) != ';') {
          builder.add(BETWEEN.split(text, 2)[0]);
        }
      }
    }
    return new NetworkList(builder);
  }

  /** Whether an entry names the address, its autonomous system or its country. */
  boolean names(InetAddress address, long asn, String country) {
    Cidr one = Cidr.of(address, address instanceof Inet4Address ? 32 : 128);
    return (one.v4() ? v4 : v6).holds(one.high(), one.low())
        || (asn != 0 && asns.contains(asn))
        || (!country.isEmpty() && countries.contains(country));
  }

  /** Entries that were understood. */
  public int entries() {
    return entries;
  }

  /** Entries that were not. */
  public int leftOut() {
    return leftOut;
  }

  private static final class Builder {
    final List<Cidr> v4 = new ArrayList<>();
    final List<Cidr> v6 = new ArrayList<>();
    final Set<Long> asns = new HashSet<>();
    final Set<String> countries = new HashSet<>();
    int entries;
    int leftOut;

    void add(String entry) {
      if (entries == MAX_ENTRIES) {
        leftOut++;
        return;
      }
      var system = AUTONOMOUS_SYSTEM.matcher(entry);
      Optional<Cidr> block = Cidr.parse(entry);
      if (block.isPresent()) {
        (block.get().v4() ? v4 : v6).add(block.get());
      } else if (system.matches()) {
        asns.add(Long.valueOf(system.group(1)));
      } else if (COUNTRY.matcher(entry).matches()) {
        countries.add(entry.toUpperCase(Locale.ROOT));
      } else {
        leftOut++;
        return;
      }
      entries++;
    }
  }
}
