package io.flowshield.tests.faults;

import io.flowshield.demo.BrowserDriver;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;

/** The signed address that the waiting page asks for the saga's state. */
final class StatusLink {
  private static final Pattern ADDRESS =
      Pattern.compile("https?:[^\"'\\s]*registration/status\\?token=[^\"'\\s&<]+");

  private StatusLink() {}

  static String in(BrowserDriver.Page page) {
    for (Element element : page.document().getAllElements()) {
      for (var attribute : element.attributes()) {
        Matcher matcher = ADDRESS.matcher(attribute.getValue());
        if (matcher.find()) {
          return matcher.group();
        }
      }
    }
    throw new AssertionError("no status address on " + page.body());
  }
}
