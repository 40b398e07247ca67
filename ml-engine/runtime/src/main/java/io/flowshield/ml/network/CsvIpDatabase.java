package io.flowshield.ml.network;

import io.flowshield.ml.request.Network;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Lines of {@code cidr,country,latitude,longitude,asn,kind}, held in memory; the longest matching
 * prefix wins. Fields behind the first may be empty or left out; {@code kind} is one of {@code
 * access}, {@code shared}, {@code hosting}, {@code vpn}, {@code proxy}, {@code tor}. Empty lines,
 * lines that begin with # and a heading that begins with {@code cidr} are skipped.
 */
final class CsvIpDatabase implements IpDatabase {
  private final Map<Cidr, IpRecord> records;
  private final int[] lengthsV4;
  private final int[] lengthsV6;

  private CsvIpDatabase(Map<Cidr, IpRecord> records) {
    this.records = records;
    lengthsV4 = lengths(records, true);
    lengthsV6 = lengths(records, false);
  }

  private static int[] lengths(Map<Cidr, IpRecord> records, boolean v4) {
    TreeSet<Integer> lengths = new TreeSet<>();
    for (Cidr block : records.keySet()) {
      if (block.v4() == v4) {
        lengths.add(block.bits());
      }
    }
    return lengths.descendingSet().stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * @throws IOException when the file cannot be read or a line is wrong; the message names the line
   */
  static CsvIpDatabase read(Path file) throws IOException {
    Map<Cidr, IpRecord> records = new HashMap<>();
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      int number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        String text = line.strip();
        if (text.isEmpty() || text.startsWith("#") || text.startsWith("cidr")) {
          continue;
        }
        try {
          add(records, text.split(",", -1));
        } catch (IllegalArgumentException e) {
          throw new IOException(file + " line " + number + ": " + e.getMessage(), e);
        }
      }
    }
    return new CsvIpDatabase(records);
  }

  private static void add(Map<Cidr, IpRecord> records, String[] fields) {
    Cidr block =
        Cidr.parse(fields[0].strip())
            .orElseThrow(() -> new IllegalArgumentException("no address block: " + fields[0]));
    String country = field(fields, 1).toUpperCase(Locale.ROOT);
    if (!country.isEmpty() && !country.matches("[A-Z]{2}")) {
      throw new IllegalArgumentException("no country of two letters: " + country);
    }
    Network.Location location =
        IpRecord.location(coordinate(field(fields, 2)), coordinate(field(fields, 3)));
    String asn = field(fields, 4);
    String kind = field(fields, 5).toUpperCase(Locale.ROOT);
    records.put(
        block,
        new IpRecord(
            country,
            location,
            asn.isEmpty() ? 0 : Long.parseLong(asn),
            kind.isEmpty() ? Network.Kind.UNKNOWN : Network.Kind.valueOf(kind)));
  }

  private static String field(String[] fields, int index) {
    return index < fields.length ? fields[index].strip() : "";
  }

  private static double coordinate(String text) {
    return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
  }

  @Override
  public Optional<IpRecord> find(InetAddress address) {
    for (int bits : address instanceof Inet4Address ? lengthsV4 : lengthsV6) {
      IpRecord record = records.get(Cidr.of(address, bits));
      if (record != null) {
        return Optional.of(record);
      }
    }
    return Optional.empty();
  }
}
