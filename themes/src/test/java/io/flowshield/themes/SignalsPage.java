package io.flowshield.themes;

import io.flowshield.ml.FeatureSet;
import io.flowshield.ml.LoginFeatures;
import io.flowshield.ml.RegistrationFeatures;
import io.flowshield.ml.signal.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes {@code docs/signals.md} from what is there: the feature sets, the Javadoc of each signal's
 * class, and the texts of its reason.
 */
final class SignalsPage {
  private static final Path SOURCES = Path.of("..", "ml-engine", "runtime", "src", "main", "java");
  private static final Pattern INPUT =
      Pattern.compile("context\\s*\\.(\\w+)\\(\\)(?:\\s*\\.(\\w+)\\(\\))?(?:\\s*\\.(\\w+)\\(\\))?");

  /** Asks something of a fact and is none itself. */
  private static final Pattern QUESTION =
      Pattern.compile("is[A-Z].*|containsKey|keySet|values|size|get|length|hidesPlace");

  private SignalsPage() {}

  /** The whole page. */
  static String text() throws IOException {
    Map<String, Signal> signals = new LinkedHashMap<>();
    Map<String, List<String>> doors = new LinkedHashMap<>();
    for (FeatureSet set : List.of(LoginFeatures.SET, RegistrationFeatures.SET)) {
      for (Signal signal : set.signals()) {
        signals.putIfAbsent(signal.name(), signal);
        doors.computeIfAbsent(signal.name(), name -> new ArrayList<>()).add(set.schema().name());
      }
    }
    StringBuilder page =
        new StringBuilder(
            """
            # Signals

            <!-- Written by SignalsPageTest from the classes and the message bundle; edit those. -->

            Each signal is one class and one number. A model weighs the numbers; while no model can
            judge, each counts by its rule, in log-odds of fraud, and the rules are added up. A signal
            whose facts are missing says nothing, in a model and in a rule. The page
            [architecture](architecture.md) tells where the facts come from, [settings](settings.md)
            what can be set, and [models](models.md) what the models were trained on.

            | signal | judges | reason |
            |---|---|---|
            """);
    signals.forEach(
        (name, signal) ->
            page.append("| [`%s`](#%s) | ".formatted(name, name))
                .append(String.join(", ", doors.getOrDefault(name, List.of())))
                .append(" | ")
                .append(signal.code().isEmpty() ? "none: a plain fact" : code(signal.code()))
                .append(" |\n"));
    for (Signal signal : signals.values()) {
      page.append(section(signal));
    }
    return page.toString();
  }

  private static String section(Signal signal) throws IOException {
    Class<?> type = signal.getClass();
    Path file = SOURCES.resolve(type.getName().replace('.', '/') + ".java");
    String source = Files.readString(file);
    String about = markdown(javadoc(source, type.getSimpleName()));
    StringBuilder section = new StringBuilder("\n## " + signal.name() + "\n\n" + about);
    if (!about.contains("**Inputs:**")) {
      section.append("**Inputs:** ").append(inputs(source)).append("\n\n");
    }
    section
        .append("**In a model:** ")
        .append(
            switch (signal.monotone()) {
              case 1 -> "more of it may only raise the score.";
              case -1 -> "more of it may only lower the score.";
              default -> "free.";
            })
        .append(" **Class:** [")
        .append(type.getSimpleName())
        .append("](../ml-engine/runtime/src/main/java/")
        .append(type.getName().replace('.', '/'))
        .append(".java)\n");
    if (!signal.code().isEmpty()) {
      Properties texts = Bundles.of("en");
      section
          .append("\n- To administrators (")
          .append(code(signal.code()))
          .append("): ")
          .append(texts.getProperty("flowshield.reason." + signal.code() + ".admin"))
          .append("\n- To the person: ")
          .append(texts.getProperty("flowshield.reason." + signal.code() + ".user"))
          .append('\n');
    }
    return section.toString();
  }

  private static String code(String text) {
    return "`" + text + "`";
  }

  /** The comment in front of the class, without its stars and tags. */
  private static String javadoc(String source, String name) {
    Matcher type = Pattern.compile("public final class " + name + "\\b").matcher(source);
    int end = type.find() ? source.lastIndexOf("*/", type.start()) : -1;
    int start = end < 0 ? -1 : source.lastIndexOf("/**", end);
    if (start < 0) {
      throw new IllegalStateException(name + " has no Javadoc to write a page from");
    }
    String comment =
        source
            .substring(start + 3, end)
            .lines()
            .map(line -> line.replaceFirst("^\\s*\\* ?", "").stripTrailing())
            .collect(Collectors.joining("\n"));
    int tags = comment.indexOf("\n@");
    return tags < 0 ? comment : comment.substring(0, tags);
  }

  private static String markdown(String javadoc) {
    String text =
        javadoc
            .replaceAll("\\{@code\\s+([^{}]*)}", "`$1`")
            .replaceAll("\\{@link\\s+#?([^\\s}]+)[^}]*}", "`$1`")
            .replaceAll("<a href=\"([^\"]+)\">([^<]*)</a>", "[$2]($1)")
            .replaceAll("\\s*</?ul>\\s*", "<p>")
            .replaceAll("\\s*<li>", "<p>- ")
            .replaceAll("</(li|p)>", "")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&");
    StringBuilder page = new StringBuilder();
    for (String paragraph : text.split("<p>")) {
      String line = paragraph.strip().replaceAll("\\s+", " ");
      if (!line.isEmpty()) {
        page.append(line.replaceFirst("^(Rule|Inputs|Source):", "**$1:**")).append("\n\n");
      }
    }
    // The items of a list stand together.
    return page.toString().replaceAll("\n\n(?=- )", "\n").replaceFirst("\n- ", "\n\n- ");
  }

  /** What a class reads of the context, as far as its text shows it. */
  private static String inputs(String source) {
    TreeSet<String> inputs = new TreeSet<>();
    Matcher matcher = INPUT.matcher(source);
    while (matcher.find()) {
      StringBuilder input = new StringBuilder(matcher.group(1));
      for (int part = 2; part <= 3; part++) {
        String name = matcher.group(part);
        if (name == null || QUESTION.matcher(name).matches()) {
          break;
        }
        input.append('.').append(name);
      }
      inputs.add(input.toString());
    }
    return inputs.isEmpty() ? "see the class." : String.join(", ", inputs) + ".";
  }
}
