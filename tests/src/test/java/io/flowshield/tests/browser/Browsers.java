package io.flowshield.tests.browser;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The browsers of one test. */
final class Browsers {
  private final Chromium chromium;
  private final Path profiles;
  private final Path pictures;
  private final Deque<Browser> open = new ArrayDeque<>();

  Browsers(Chromium chromium, Path profiles, Path pictures) {
    this.chromium = chromium;
    this.profiles = profiles;
    this.pictures = pictures;
  }

  /** Somebody sits down at a new device; it is closed with the test. */
  Browser at(Device device) throws IOException {
    Browser browser = new Browser(chromium, device, profiles);
    open.push(browser);
    return browser;
  }

  /** A file for a picture. */
  Path picture(String name) {
    return pictures.resolve(name + ".png");
  }

  List<Browser> open() {
    return List.copyOf(open);
  }

  void close() {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
