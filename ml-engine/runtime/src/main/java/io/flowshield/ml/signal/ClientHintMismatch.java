package io.flowshield.ml.signal;

import io.flowshield.ml.context.Door;
import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.request.ClientHints;
import io.flowshield.ml.request.UserAgent;
import io.flowshield.ml.request.UserAgent.DeviceClass;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether the user agent and the client hints tell different stories, as they do where somebody
 * copied a user agent into another browser: 1 when they contradict each other in operating system,
 * kind of device or major version, or when hints come from a browser that sends none; 0.5 when a
 * browser that sends hints sent none (a proxy may have taken them away); 0 when they agree. Missing
 * over a connection that was not encrypted, where no browser sends any, when the user agent says
 * nothing, and at a direct grant.
 *
 * <p>Rule: 1.2 and 0.3.
 *
 * <p>Inputs: door, request.userAgent, request.hints.
 *
 * <p>Source: W3C WICG, "User-Agent Client Hints"; Vastel et al., "FP-Scanner: The Privacy
 * Implications of Browser Fingerprint Inconsistencies" (USENIX Security 2018), for contradictions
 * as signs of spoofing; the weights are ours.
 */
public final class ClientHintMismatch implements Signal {
  /** Browsers on Chromium whose version is Chromium's own. */
  private static final Set<String> OWN_VERSION = Set.of("Chrome", "Chrome Mobile", "Edge");

  /** Chromium sends hints by default from here on. */
  private static final int HINTS_SINCE = 90;

  private static final Pattern MAJOR = Pattern.compile("(\\d{1,4})$");

  private static final Set<String> SENDS_NONE =
      Set.of(
          "Firefox",
          "Firefox Mobile",
          "Firefox iOS",
          "Safari",
          "Mobile Safari",
          "Mobile Safari UI/WKWebView",
          "Chrome Mobile iOS");

  @Override
  public String code() {
    return "CLIENT_HINT_MISMATCH";
  }

  @Override
  public float value(RiskContext context) {
    UserAgent agent = context.request().userAgent();
    ClientHints hints = context.request().hints();
    if (context.door() == Door.DIRECT_GRANT
        || hints.status() == ClientHints.Status.UNKNOWN
        || agent.browser().isEmpty()) {
      return Float.NaN;
    }
    int major = major(agent);
    if (hints.status() == ClientHints.Status.ABSENT) {
      boolean missing = OWN_VERSION.contains(agent.browser()) && major >= HINTS_SINCE;
      return missing ? 0.5f : 0;
    }
    boolean contradiction =
        SENDS_NONE.contains(agent.browser())
            || (hints.mobile() && agent.deviceClass() == DeviceClass.DESKTOP)
            || !fits(hints.platform(), agent.os())
            || otherVersion(hints.brands(), agent, major);
    return contradiction ? 1 : 0;
  }

  private static boolean otherVersion(Map<String, Integer> brands, UserAgent agent, int major) {
    Integer told = brands.get("Chromium");
    return told != null && major > 0 && OWN_VERSION.contains(agent.browser()) && told != major;
  }

  private static int major(UserAgent agent) {
    Matcher matcher = MAJOR.matcher(agent.browserVersion());
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
  }

  /** True unless the platform is one whose systems are known, and the system is none of them. */
  private static boolean fits(String platform, String os) {
    if (os.isEmpty()) {
      return true;
    }
    return switch (platform) {
      case "Windows" -> os.startsWith("Windows");
      case "macOS" -> os.startsWith("Mac OS X");
      case "Android" -> os.startsWith("Android");
      case "Chrome OS", "Chromium OS" -> os.startsWith("Chrome OS");
      case "iOS" -> os.startsWith("iOS");
      case "Linux" ->
          !os.startsWith("Windows") && !os.startsWith("Mac OS X") && !os.startsWith("iOS");
      default -> true;
    };
  }

  @Override
  public double logOdds(float value) {
    if (value >= 1) {
      return 1.2;
    }
    return value > 0 ? 0.3 : 0;
  }
}
