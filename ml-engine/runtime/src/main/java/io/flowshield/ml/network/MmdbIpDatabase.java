package io.flowshield.ml.network;

import com.maxmind.db.CHMCache;
import com.maxmind.db.Reader;
import io.flowshield.ml.request.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A database in MaxMind's format, memory-mapped. Reads MaxMind's nested layout ({@code
 * country.iso_code}, {@code location.latitude}, {@code traits}) and the flat ones of other
 * publishers ({@code country_code} or {@code country}, {@code latitude}, {@code longitude}, {@code
 * autonomous_system_number} or {@code asn}).
 */
final class MmdbIpDatabase implements IpDatabase {
  private static final double MAX_RADIUS_KM = 300;

  private final Reader reader;

  /**
   * @throws IOException when the file cannot be read or is no such database
   */
  MmdbIpDatabase(Path file) throws IOException {
    reader = new Reader(file.toFile(), Reader.FileMode.MEMORY_MAPPED, new CHMCache());
  }

  @Override
  public Optional<IpRecord> find(InetAddress address) {
    try {
      Map<?, ?> entry = reader.get(address, Map.class);
      return entry == null ? Optional.empty() : Optional.of(record(entry));
    } catch (IOException | RuntimeException e) {
      // A damaged entry is an unknown address, not a failed login.
      return Optional.empty();
    }
  }

  static IpRecord record(Map<?, ?> entry) {
    Map<?, ?> location = map(entry.get("location"));
    Map<?, ?> traits = map(entry.get("traits"));
    return new IpRecord(
        country(entry),
        isVague(location)
            ? null
            : IpRecord.location(
                number(first(location.get("latitude"), entry.get("latitude"), entry.get("lat"))),
                number(first(location.get("longitude"), entry.get("longitude"), entry.get("lng")))),
        asn(
            first(
                entry.get("autonomous_system_number"),
                traits.get("autonomous_system_number"),
                entry.get("asn"))),
        kind(traits.isEmpty() ? entry : traits));
  }

  private static String country(Map<?, ?> entry) {
    Object nested =
        first(
            map(entry.get("country")).get("iso_code"),
            map(entry.get("registered_country")).get("iso_code"),
            null);
    Object flat = first(entry.get("country_code"), entry.get("country"), null);
    Object country = nested == null ? flat : nested;
    return country instanceof String text && text.length() == 2
        ? text.toUpperCase(Locale.ROOT)
        : "";
  }

  /** A point that stands for a country or more is no place. */
  private static boolean isVague(Map<?, ?> location) {
    return number(location.get("accuracy_radius")) > MAX_RADIUS_KM;
  }

  private static Network.Kind kind(Map<?, ?> flags) {
    if (any(flags, "is_tor_exit_node", "tor")) {
      return Network.Kind.TOR;
    }
    // Relays that companies run for honest customers come before what they also are.
    if (any(flags, "relay", "is_legitimate_proxy") || isCellular(flags)) {
      return Network.Kind.SHARED;
    }
    if (any(flags, "is_anonymous_vpn", "vpn")) {
      return Network.Kind.VPN;
    }
    if (any(flags, "is_public_proxy", "is_residential_proxy", "proxy")) {
      return Network.Kind.PROXY;
    }
    return any(flags, "is_hosting_provider", "hosting")
        ? Network.Kind.HOSTING
        : Network.Kind.UNKNOWN;
  }

  private static boolean isCellular(Map<?, ?> flags) {
    return any(flags, "is_mobile", "mobile")
        || String.valueOf(flags.get("connection_type")).equalsIgnoreCase("cellular")
        || String.valueOf(flags.get("user_type")).equalsIgnoreCase("cellular");
  }

  private static boolean any(Map<?, ?> flags, String... names) {
    for (String name : names) {
      Object flag = flags.get(name);
      if (Boolean.TRUE.equals(flag) || "true".equals(flag)) {
        return true;
      }
    }
    return false;
  }

  private static long asn(@Nullable Object value) {
    if (value instanceof Number number) {
      return Math.max(0, number.longValue());
    }
    return value instanceof String text && text.matches("(?i)(AS)?\\d{1,10}")
        ? Long.parseLong(text.replaceFirst("(?i)^AS", ""))
        : 0;
  }

  private static double number(@Nullable Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    return value instanceof String text && text.matches("-?\\d{1,3}(\\.\\d{1,15})?")
        ? Double.parseDouble(text)
        : Double.NaN;
  }

  private static @Nullable Object first(
      @Nullable Object a, @Nullable Object b, @Nullable Object c) {
    if (a != null) {
      return a;
    }
    return b != null ? b : c;
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
