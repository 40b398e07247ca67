package io.flowshield.training.typing;

import io.flowshield.ml.behaviour.TypingSample;
import io.flowshield.ml.model.ModelStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Recorded typings of one password, in the columns of the Carnegie Mellon benchmark (Killourhy and
 * Maxion, DSN 2009): subject, sessionIndex, rep, then in turn hold (H.), down-down (DD.) and
 * up-down (UD.) times in seconds.
 *
 * @param people each person's typings in the order of the file, by name
 * @param sha256 of the file, hexadecimal
 */
record TypingData(Map<String, List<TypingSample>> people, String sha256) {

  static TypingData read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\\R");
    String[] header = lines[0].split(",");
    List<Integer> dwells = columns(header, "H.");
    List<Integer> presses = columns(header, "DD.");
    if (dwells.size() < 2 || presses.size() != dwells.size() - 1) {
      throw new IOException(file.getFileName() + " has not the columns of the CMU benchmark");
    }
    Map<String, List<TypingSample>> people = new TreeMap<>();
    for (String line : List.of(lines).subList(1, lines.length)) {
      if (line.isBlank()) {
        continue;
      }
      String[] cells = line.split(",");
      people
          .computeIfAbsent(cells[0], name -> new ArrayList<>())
          .add(TypingSample.of(numbers(cells, dwells), numbers(cells, presses)));
    }
    return new TypingData(Collections.unmodifiableMap(people), ModelStore.sha256(bytes));
  }

  /** The people's typings, in the order of their names. */
  List<List<TypingSample>> samples() {
    return List.copyOf(people.values());
  }

  private static List<Integer> columns(String[] header, String prefix) {
    List<Integer> columns = new ArrayList<>();
    for (int i = 0; i < header.length; i++) {
      if (header[i].startsWith(prefix)) {
        columns.add(i);
      }
    }
    return columns;
  }

  private static double[] numbers(String[] cells, List<Integer> columns) {
    return columns.stream().mapToDouble(column -> Double.parseDouble(cells[column])).toArray();
  }
}
