package io.flowshield.training.simulation;

import io.flowshield.ml.request.ClientHints;
import io.flowshield.ml.request.UserAgent;
import io.flowshield.ml.request.UserAgent.DeviceClass;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A machine with one browser, whose version moves on with time and whose cookie may go. */
final class Device {
  /** Browsers publish every four weeks. */
  private static final int DAYS_PER_VERSION = 28;

  /** Operating system and browser with their share of each device class; assumed, rounded. */
  private enum Software {
    WINDOWS_CHROME(DeviceClass.DESKTOP, "Windows 10", "Chrome", 118, 118, 40),
    WINDOWS_EDGE(DeviceClass.DESKTOP, "Windows 10", "Edge", 118, 118, 14),
    WINDOWS_FIREFOX(DeviceClass.DESKTOP, "Windows 10", "Firefox", 119, 0, 7),
    MAC_SAFARI(DeviceClass.DESKTOP, "Mac OS X 10", "Safari", 15, 0, 10),
    MAC_CHROME(DeviceClass.DESKTOP, "Mac OS X 10", "Chrome", 118, 118, 12),
    LINUX_FIREFOX(DeviceClass.DESKTOP, "Linux", "Firefox", 119, 0, 3),
    LINUX_CHROME(DeviceClass.DESKTOP, "Linux", "Chrome", 118, 118, 3),
    IPHONE(DeviceClass.MOBILE, "iOS 17", "Mobile Safari", 15, 0, 38),
    ANDROID_CHROME(DeviceClass.MOBILE, "Android 14", "Chrome Mobile", 118, 118, 45),
    ANDROID_SAMSUNG(DeviceClass.MOBILE, "Android 13", "Samsung Internet", 23, 115, 6),
    IPAD(DeviceClass.TABLET, "iOS 17", "Mobile Safari", 15, 0, 6),
    ANDROID_TABLET(DeviceClass.TABLET, "Android 13", "Chrome", 118, 118, 3);

    private final DeviceClass deviceClass;
    private final String os;
    private final String browser;
    private final int version;
    private final int chromium;
    private final double share;

    Software(
        DeviceClass deviceClass,
        String os,
        String browser,
        int version,
        int chromium,
        double share) {
      this.deviceClass = deviceClass;
      this.os = os;
      this.browser = browser;
      this.version = version;
      this.chromium = chromium;
      this.share = share;
    }

    private String platform() {
      if (os.startsWith("Mac")) {
        return "macOS";
      }
      return os.startsWith("Android") ? "Android" : os.startsWith("Windows") ? "Windows" : "Linux";
    }

    static Software draw(Dice dice, boolean mobile) {
      double[] weights = new double[values().length];
      for (Software software : values()) {
        boolean fits = (software.deviceClass == DeviceClass.DESKTOP) != mobile;
        weights[software.ordinal()] = fits ? software.share : 0;
      }
      return values()[dice.weighted(weights)];
    }
  }

  private final Software software;
  private final int versionsBehind;
  private final boolean stale;
  private final boolean forgetful;
  private final String language;
  private @Nullable String cookie;
  private Hints hints = Hints.OWN;

  /** Which client hints come with the user agent. */
  private enum Hints {
    OWN,
    /** The user agent is a copy, the hints are of another browser. */
    ANOTHERS
  }

  private Device(
      Software software, int versionsBehind, boolean stale, boolean forgetful, String language) {
    this.software = software;
    this.versionsBehind = versionsBehind;
    this.stale = stale;
    this.forgetful = forgetful;
    this.language = language;
  }

  static Device draw(Dice dice, boolean mobile, String language) {
    return new Device(
        Software.draw(dice, mobile),
        dice.between(0, 1),
        dice.chance(Assumptions.STALE_BROWSER),
        dice.chance(Assumptions.PRIVATE_BROWSING),
        dice.chance(0.1) ? "en" : language);
  }

  /** Another machine that looks the same: what a copied user agent gives. */
  Device imitation(Dice dice) {
    Device copy = new Device(software, versionsBehind, stale, true, language);
    copy.hints = dice.chance(Assumptions.HINTS_FORGOTTEN) ? Hints.ANOTHERS : Hints.OWN;
    return copy;
  }

  /** What the browser says of itself over an encrypted connection. */
  ClientHints clientHints(long day) {
    boolean chromium = software.chromium > 0;
    if (hints == Hints.ANOTHERS) {
      return new ClientHints(
          ClientHints.Status.PRESENT,
          Map.of("Chromium", 118 + (int) (day / DAYS_PER_VERSION)),
          software.os.startsWith("Windows") ? "Linux" : "Windows",
          false);
    }
    if (!chromium) {
      return ClientHints.ABSENT;
    }
    String version = userAgent(day).browserVersion();
    int own = Integer.parseInt(version.substring(version.lastIndexOf(' ') + 1));
    return new ClientHints(
        ClientHints.Status.PRESENT,
        Map.of("Chromium", own + software.chromium - software.version),
        software.platform(),
        software.deviceClass == DeviceClass.MOBILE);
  }

  /** A copy of this machine's browser with its cookie, which nobody updates any more. */
  Device theft(long day) {
    int moved = stale ? 0 : (int) (day / DAYS_PER_VERSION);
    boolean slow = software.browser.contains("Safari");
    Device copy =
        new Device(software, versionsBehind - (slow ? moved / 12 : moved), true, false, language);
    copy.cookie = cookie;
    return copy;
  }

  /** Another machine with the same browser on any system that carries it, any version in use. */
  Device sameBrowser(Dice dice) {
    Device other = draw(dice, mobile(), language);
    while (!other.software.browser.equals(software.browser)) {
      other = draw(dice, mobile(), language);
    }
    return new Device(other.software, other.versionsBehind, other.stale, true, language);
  }

  /** The same kind of machine that never keeps a cookie. */
  static Device forgetful(Dice dice, boolean mobile, String language) {
    Device device = draw(dice, mobile, language);
    return new Device(device.software, device.versionsBehind, device.stale, true, language);
  }

  boolean mobile() {
    return software.deviceClass != DeviceClass.DESKTOP;
  }

  String language() {
    return language;
  }

  /**
   * @param day of the simulation
   */
  UserAgent userAgent(long day) {
    int moved = stale ? 0 : (int) (day / DAYS_PER_VERSION);
    boolean slow = software.browser.contains("Safari");
    int version = software.version + (slow ? moved / 12 : moved) - versionsBehind;
    return new UserAgent(
        software.deviceClass, software.os, software.browser, software.browser + " " + version);
  }

  @Nullable String cookie() {
    return cookie;
  }

  /** Keeps the cookie that the server set, unless this browser forgets them. */
  void keep(String value) {
    if (!forgetful) {
      cookie = value;
    }
  }

  void clearCookies() {
    cookie = null;
  }
}
