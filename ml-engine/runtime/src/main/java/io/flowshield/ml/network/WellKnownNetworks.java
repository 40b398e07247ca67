package io.flowshield.ml.network;

import io.flowshield.ml.request.Network;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A few large networks that everybody can know without a database: privacy relays and shared
 * address space, and blocks of the best-known hosting companies. Knows no countries and no places.
 * Written by hand; a database or a list knows far more and goes first.
 */
final class WellKnownNetworks implements IpDatabase {
  private static final String RESOURCE = "well-known-networks.txt";

  private final List<IpDatabase> lists;

  private WellKnownNetworks(List<IpDatabase> lists) {
    this.lists = lists;
  }

  /** Reads lines of a kind and address blocks from the class path. */
  static IpDatabase read() {
    Map<Network.Kind, StringBuilder> blocks = new EnumMap<>(Network.Kind.class);
    try (InputStream in = WellKnownNetworks.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the jar");
      }
      BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] parts = line.split(" ", 2);
          blocks
              .computeIfAbsent(
                  Network.Kind.valueOf(parts[0].toUpperCase(Locale.ROOT)),
                  kind -> new StringBuilder())
              .append(parts[1])
              .append(' ');
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<IpDatabase> lists = new ArrayList<>();
    blocks.forEach(
        (kind, text) -> {
          NetworkList list = NetworkList.parse(text.toString());
          if (list.leftOut() > 0) {
            throw new IllegalStateException(RESOURCE + " has an entry that is no address block");
          }
          lists.add(new ListedKind(() -> list, kind));
        });
    return new WellKnownNetworks(List.copyOf(lists));
  }

  @Override
  public Optional<IpRecord> find(InetAddress address) {
    for (IpDatabase list : lists) {
      Optional<IpRecord> found = list.find(address);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }
}
