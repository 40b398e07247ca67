package io.flowshield.tests.browser;

/**
 * What somebody sits at.
 *
 * @param address where, an IP address; empty for this machine itself
 * @param width of the window in CSS pixels
 * @param mobile whether it is a telephone with a touch screen
 * @param dark whether it prefers dark pages
 * @param script whether scripts run
 * @param language as browsers name it
 * @param admitsBeingDriven whether pages may see that a program drives it, as they can by default
 */
record Device(
    String address,
    int width,
    int height,
    boolean mobile,
    boolean dark,
    boolean script,
    String language,
    boolean admitsBeingDriven) {

  static Device desktop(String address) {
    return new Device(address, 1024, 1000, false, false, true, "en-GB", false);
  }

  static Device telephone(String address) {
    return new Device(address, 360, 740, true, false, true, "en-GB", false);
  }

  Device inTheDark() {
    return new Device(address, width, height, mobile, true, script, language, admitsBeingDriven);
  }

  Device withoutScript() {
    return new Device(address, width, height, mobile, dark, false, language, admitsBeingDriven);
  }

  Device speaking(String newLanguage) {
    return new Device(address, width, height, mobile, dark, script, newLanguage, admitsBeingDriven);
  }

  Device admittingThatItIsDriven() {
    return new Device(address, width, height, mobile, dark, script, language, true);
  }

  Device sized(int newWidth, int newHeight) {
    return new Device(
        address, newWidth, newHeight, mobile, dark, script, language, admitsBeingDriven);
  }

  /** As the browser names itself when nobody drives it. */
  String userAgent() {
    return mobile
        ? "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Chrome/141.0.0.0 Mobile Safari/537.36"
        : "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Chrome/141.0.0.0 Safari/537.36";
  }
}
