package io.flowshield.ml.request;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads client hints. Looks at no more than 300 characters and eight brands; never throws. */
public final class ClientHintsParser {
  private static final int MAX_LENGTH = 300;
  private static final int MAX_BRANDS = 8;
  private static final Pattern BRAND =
      Pattern.compile("\"([^\"]{1,60})\"\\s*;\\s*v=\"(\\d{1,4})[^\"]{0,20}\"");

  private ClientHintsParser() {}

  /**
   * What the three headers say.
   *
   * @param secure true when the browser's connection was encrypted: over others it sends none
   */
  public static ClientHints parse(
      @Nullable String brands, @Nullable String mobile, @Nullable String platform, boolean secure) {
    if (brands == null && mobile == null && platform == null) {
      return secure ? ClientHints.ABSENT : ClientHints.UNKNOWN;
    }
    return new ClientHints(
        ClientHints.Status.PRESENT,
        brands(start(brands)),
        start(platform).replace("\"", "").strip(),
        start(mobile).strip().equals("?1"));
  }

  private static Map<String, Integer> brands(String text) {
    Map<String, Integer> brands = new HashMap<>();
    Matcher matcher = BRAND.matcher(text);
    while (brands.size() < MAX_BRANDS && matcher.find()) {
      // One brand is made up so that nobody relies on the list: "Not A(Brand", "Not;A=Brand".
      String name = matcher.group(1);
      String letters = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
      if (!letters.equals("notabrand") && !letters.equals("notanybrand")) {
        brands.put(name, Integer.valueOf(matcher.group(2)));
      }
    }
    return brands;
  }

  private static String start(@Nullable String header) {
    return header == null ? "" : header.substring(0, Math.min(header.length(), MAX_LENGTH));
  }
}
