package io.flowshield.tests.existing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Takes out of a text what differs from one run to the next, and nothing else. */
final class Masks {
  private static final Map<Pattern, String> MASKS = new LinkedHashMap<>();

  static {
    mask("eyJ[\\w-]+(?:\\.[\\w-]*){1,4}", "(jwt)");
    mask("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "(uuid)");
    mask("\\b[\\w-]{24}\\.(?=[^\\w])", "(id).");
    mask(
        "((?:session_code|tab_id|code_id|code|client_data|session_state|sid|jti|at_hash|state)"
            + "(?:=|%3D|\"\\s*:\\s*\"))[^&\"<%\\s]+",
        "$1*");
    mask("([?&]key=)[^&\"<\\s]+", "$1*");
    // A second may pass between two clocks.
    mask("(expires_in\"\\s*:\\s*)(?:299|300)\\b", "$1(300)");
    mask("(expires_in\"\\s*:\\s*)(?:1799|1800)\\b", "$1(1800)");
    mask("(nonce=\"|'nonce-)[^\"']+", "$1*");
    mask("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?Z?", "(time)");
    mask("\\b1[789]\\d{11}\\b", "(millis)");
    mask("\\b1[789]\\d{8}\\b", "(seconds)");
    mask("(Expires=)[^;\\n]+", "$1*");
    mask("\\bID_(?:\\(uuid\\)|[0-9a-f_-]+)", "(saml id)");
    mask("(SignatureValue>|DigestValue>)[^<]+", "$1*");
    mask("(SessionIndex=\")[^\"]+", "$1*");
    mask("(name=\"SAMLResponse\" value=\")[^\"]+", "$1*");
    // The hash of the authentication session, in a cookie and in a script of the page.
    mask("[\\w+/-]{42,86}={0,2}(?=[\"'])", "(hash)");
  }

  private Masks() {}

  private static void mask(String pattern, String by) {
    MASKS.put(Pattern.compile(pattern), by);
  }

  static String apply(String text) {
    String masked = text;
    for (Map.Entry<Pattern, String> mask : MASKS.entrySet()) {
      masked = mask.getKey().matcher(masked).replaceAll(mask.getValue());
    }
    return masked;
  }
}
