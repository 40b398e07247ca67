package io.flowshield.ml.password.breach;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Builds a {@link BreachFilter}'s file of a list with one entry a line: {@code SHA-1} or {@code
 * SHA-1:count} in hexadecimal as Have I Been Pwned offers them, or passwords as they are. The list
 * is read twice (once to count it) and never held; memory is the mapped file's.
 */
public final class BreachFilterBuilder {
  /** Of unlisted passwords one in 10,000 is named wrongly, at 19.2 bits for each entry. */
  public static final double USUAL_RATE = 1e-4;

  private static final int LONGEST_LINE = 1_000;

  private BreachFilterBuilder() {}

  /** What happens with each line. */
  private interface Sink {
    void accept(LeakedHash hash);
  }

  /**
   * @param list the file to read
   * @param filter the file to write; one that is there is replaced once the new one is complete
   * @param rate share of unlisted passwords that may be named, 1e-9 to 0.1
   * @return how many entries were read
   */
  public static long build(Path list, Path filter, double rate) throws IOException {
    long entries = read(list, hash -> {});
    FilterHeader header = FilterHeader.plan(entries, rate);
    Path unfinished = filter.resolveSibling(filter.getFileName() + ".unfinished");
    try {
      write(list, unfinished, header);
      Files.move(unfinished, filter, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
    return entries;
  }

  private static void write(Path list, Path filter, FilterHeader header) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            filter,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      FilterBits bits =
          FilterBits.mapped(
              channel, FileChannel.MapMode.READ_WRITE, FilterHeader.BYTES, header.bodyBytes());
      read(list, hash -> BreachFilter.add(hash, header, bits));
      ByteBuffer head =
          ByteBuffer.wrap(header.withSha256(BreachFilter.digest(header, bits)).toBytes());
      while (head.hasRemaining()) {
        channel.write(head, head.position());
      }
      channel.force(true);
    }
  }

  private static long read(Path list, Sink sink) throws IOException {
    long entries = 0;
    try (InputStream in = Files.newInputStream(list);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    in,
                    StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE)),
                1 << 16)) {
      StringBuilder line = new StringBuilder();
      int c;
      do {
        c = lines.read();
        if (c == '\n' || c < 0) {
          Optional<LeakedHash> hash = LeakedHash.ofLine(withoutReturn(line));
          if (hash.isPresent() && line.length() < LONGEST_LINE) {
            sink.accept(hash.get());
            entries++;
          }
          line.setLength(0);
        } else if (line.length() < LONGEST_LINE) {
          line.append((char) c);
        }
      } while (c >= 0);
    }
    return entries;
  }

  private static String withoutReturn(StringBuilder line) {
    int end = line.length();
    return line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
  }

  /**
   * Command: {@code java -cp flowshield-ml-runtime.jar
   * io.flowshield.ml.password.breach.BreachFilterBuilder <list> <filter> [rate]}.
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 2 || arguments.length > 3) {
      System.err.println("Usage: BreachFilterBuilder <list> <filter> [rate]");
      System.exit(2);
    }
    Path filter = Path.of(arguments[1]);
    double rate = arguments.length == 3 ? Double.parseDouble(arguments[2]) : USUAL_RATE;
    long entries = build(Path.of(arguments[0]), filter, rate);
    System.out.printf(
        "%d entries, %d bytes, 1 of %.0f others is named wrongly%n",
        entries, Files.size(filter), 1 / rate);
  }
}
