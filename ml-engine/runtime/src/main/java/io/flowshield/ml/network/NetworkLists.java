package io.flowshield.ml.network;

import io.flowshield.ml.request.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The administrator's lists of networks, each a file: Tor exits, VPNs, proxies, data centres,
 * relays and carriers that honest people share, and bad addresses. A file that has changed is read
 * again by {@link #refresh}; one that has become unreadable keeps what was read before.
 */
public final class NetworkLists {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkLists.class);

  /** Says that the networks of a list have done harm, whatever they are. */
  private static final String BAD = "bad";

  private final List<ListFile> files = new ArrayList<>();
  private final List<IpDatabase> kinds = new ArrayList<>();
  private final List<Supplier<NetworkList>> bad = new ArrayList<>();

  /**
   * Opens lists.
   *
   * @param setting comma-separated pairs of kind and path, for example {@code
   *     tor:/etc/lists/exits.txt,bad:/etc/lists/firehol.netset}; kinds are {@code tor}, {@code
   *     vpn}, {@code proxy}, {@code hosting}, {@code shared}, {@code access} and {@code bad}. What
   *     cannot be used is logged and left out.
   */
  public static NetworkLists open(String setting) {
    NetworkLists lists = new NetworkLists();
    for (String pair : setting.split(",")) {
      if (!pair.isBlank()) {
        lists.add(pair.strip());
      }
    }
    return lists;
  }

  private void add(String pair) {
    int colon = pair.indexOf(':');
    String kind = colon < 0 ? "" : pair.substring(0, colon).strip().toLowerCase(Locale.ROOT);
    try {
      if (kind.equals(BAD)) {
        bad.add(file(pair.substring(colon + 1)));
      } else {
        Network.Kind known = Network.Kind.valueOf(kind.toUpperCase(Locale.ROOT));
        kinds.add(new ListedKind(file(pair.substring(colon + 1)), known));
      }
    } catch (IOException | IllegalArgumentException e) {
      LOG.error("The network list {} cannot be used: {}", pair, e.toString());
    }
  }

  private ListFile file(String path) throws IOException {
    ListFile file = new ListFile(Path.of(path.strip()));
    files.add(file);
    return file;
  }

  /** The lists of kinds, as databases. */
  public List<IpDatabase> kinds() {
    return List.copyOf(kinds);
  }

  /** The lists of bad addresses. */
  List<Supplier<NetworkList>> bad() {
    return List.copyOf(bad);
  }

  /** Reads again what has changed; never throws. */
  public void refresh() {
    for (ListFile file : files) {
      try {
        file.refresh();
      } catch (IOException | RuntimeException e) {
        LOG.warn("The network list {} cannot be read again: {}", file.path, e.toString());
      }
    }
  }

  private static final class ListFile implements Supplier<NetworkList> {
    private final Path path;
    private FileTime read;
    private volatile NetworkList list;

    ListFile(Path path) throws IOException {
      this.path = path;
      this.read = Files.getLastModifiedTime(path);
      this.list = load();
    }

    synchronized void refresh() throws IOException {
      FileTime now = Files.getLastModifiedTime(path);
      if (!now.equals(read)) {
        list = load();
        read = now;
      }
    }

    private NetworkList load() throws IOException {
      NetworkList loaded = NetworkList.read(path);
      LOG.info("{}: {} entries, {} left out", path, loaded.entries(), loaded.leftOut());
      return loaded;
    }

    @Override
    public NetworkList get() {
      return list;
    }
  }
}
