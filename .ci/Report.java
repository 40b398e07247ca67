import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Which suites ran, with their counts, and each skipped test with its reason: read from the
 * reports that Surefire and Failsafe leave in {@code target/}. Run with {@code java
 * .ci/Report.java}; ends with status 1 when a report tells of a failure or there is none at all.
 */
final class Report {
  private static final class Count {
    int tests;
    int failed;
    int skipped;
    double seconds;
  }

  public static void main(String[] arguments) throws Exception {
    Map<String, Count> suites = new TreeMap<>();
    List<String> skips = new ArrayList<>();
    for (Path file : reports(Path.of(""))) {
      Element suite =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(file.toFile())
              .getDocumentElement();
      Count count = suites.computeIfAbsent(suiteName(file, suite), name -> new Count());
      count.tests += number(suite, "tests");
      count.failed += number(suite, "failures") + number(suite, "errors");
      count.skipped += number(suite, "skipped");
      count.seconds += Double.parseDouble(suite.getAttribute("time").replace(",", ""));
      NodeList skipped = suite.getElementsByTagName("skipped");
      for (int i = 0; i < skipped.getLength(); i++) {
        Element reason = (Element) skipped.item(i);
        Element test = (Element) reason.getParentNode();
        skips.add(
            "%s.%s: %s"
                .formatted(
                    test.getAttribute("classname"),
                    test.getAttribute("name"),
                    reasonOf(reason)));
      }
    }
    System.out.printf("%n%-62s %6s %6s %7s %8s%n", "suite", "ran", "failed", "skipped", "seconds");
    int failed = 0;
    for (Map.Entry<String, Count> entry : suites.entrySet()) {
      Count count = entry.getValue();
      failed += count.failed;
      System.out.printf(
          "%-62s %6d %6d %7d %8.0f%n",
          entry.getKey(),
          count.tests - count.skipped,
          count.failed,
          count.skipped,
          count.seconds);
    }
    skips.stream().sorted().distinct().forEach(skip -> System.out.println("skipped: " + skip));
    System.exit(failed > 0 || suites.isEmpty() ? 1 : 0);
  }

  /** The module, the folder of reports and, for integration tests, the package. */
  private static String suiteName(Path file, Element suite) {
    String folder = file.getParent().getFileName().toString();
    Path module = file.getParent().getParent().getParent();
    String type = suite.getAttribute("name");
    String kind = folder.replace("-reports", "");
    return kind.equals("surefire")
        ? "unit tests of " + module
        : kind + ": " + type.substring(0, Math.max(0, type.lastIndexOf('.')));
  }

  /** Surefire writes it as an attribute or, when the test was aborted half-way, as text. */
  private static String reasonOf(Element skipped) {
    return Stream.of(skipped.getAttribute("message"), skipped.getTextContent())
        .flatMap(String::lines)
        .filter(line -> !line.isBlank())
        .findFirst()
        .orElse("no reason given");
  }

  private static int number(Element suite, String attribute) {
    return Integer.parseInt(suite.getAttribute(attribute));
  }

  private static List<Path> reports(Path root) throws IOException {
    try (Stream<Path> files = Files.find(root, 7, (path, is) -> is.isRegularFile())) {
      return files
          .filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
          .filter(file -> file.getParent().getFileName().toString().contains("-reports"))
          .sorted()
          .toList();
    }
  }
}
