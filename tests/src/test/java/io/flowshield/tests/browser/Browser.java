package io.flowshield.tests.browser;

import io.flowshield.demo.MailCatcher;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * A person at a Chromium of his own, with a profile that nobody has used. He types with the rhythm
 * of a person, from a seeded source, so that what the capture script sees is what it is made for.
 */
final class Browser implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> FLAGS =
      List.of(
          "--headless=new",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--disable-dev-shm-usage",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-default-apps",
          "--disable-sync",
          "--hide-scrollbars",
          "--metrics-recording-only",
          "--no-default-browser-check",
          "--no-first-run",
          "--no-proxy-server");

  /** It warns that it has no typed DevTools of this version: none are used. */
  private static final List<Logger> CHATTER =
      List.of(
          Logger.getLogger("org.openqa.selenium.devtools"),
          Logger.getLogger("org.openqa.selenium.chromium"));

  static {
    CHATTER.forEach(logger -> logger.setLevel(Level.SEVERE));
  }

  private final Device device;
  private final Path profile;
  private final ChromeDriver driver;
  private final Random rhythm = new Random(20261123);
  private final List<String> consoleErrors = new ArrayList<>();

  Browser(Chromium chromium, Device device, Path profiles) throws IOException {
    this.device = device;
    this.profile = Files.createTempDirectory(Files.createDirectories(profiles), "profile-");
    this.driver =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(chromium.driver().toFile())
                .usingAnyFreePort()
                .withEnvironment(
                    Map.of(
                        "XDG_CONFIG_HOME", profile.resolve("config").toString(),
                        "XDG_CACHE_HOME", profile.resolve("cache").toString()))
                .build(),
            options(chromium));
    driver.manage().timeouts().pageLoadTimeout(PATIENCE).scriptTimeout(PATIENCE);
    if (!device.mobile()) {
      driver.manage().window().setSize(new Dimension(device.width(), device.height()));
    }
    prepareTab();
  }

  private ChromeOptions options(Chromium chromium) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.browser().toFile());
    options.addArguments(FLAGS);
    options.addArguments(
        "--user-data-dir=" + profile.resolve("chromium"),
        "--user-agent=" + device.userAgent(),
        "--lang=" + device.language());
    Map<String, Object> preferences = new HashMap<>();
    preferences.put("intl.accept_languages", device.language());
    preferences.put("credentials_enable_service", false);
    preferences.put("profile.password_manager_enabled", false);
    if (!device.script()) {
      preferences.put("profile.managed_default_content_settings.javascript", 2);
    }
    options.setExperimentalOption("prefs", preferences);
    if (!device.admitsBeingDriven()) {
      options.addArguments("--disable-blink-features=AutomationControlled");
      options.setExperimentalOption("excludeSwitches", List.of("enable-automation"));
    }
    if (device.mobile()) {
      options.setExperimentalOption(
          "mobileEmulation",
          Map.of(
              "deviceMetrics",
              Map.of("width", device.width(), "height", device.height(), "pixelRatio", 1.0),
              "userAgent",
              device.userAgent()));
    }
    LoggingPreferences console = new LoggingPreferences();
    console.enable(LogType.BROWSER, Level.ALL);
    options.setCapability(ChromeOptions.LOGGING_PREFS, console);
    return options;
  }

  /** These last as long as the tab. */
  private void prepareTab() {
    if (!device.address().isEmpty()) {
      driver.executeCdpCommand("Network.enable", Map.of());
      driver.executeCdpCommand(
          "Network.setExtraHTTPHeaders",
          Map.of("headers", Map.of("X-Forwarded-For", device.address())));
    }
    if (device.dark()) {
      driver.executeCdpCommand(
          "Emulation.setEmulatedMedia",
          Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
    }
  }

  /** Opens an address in this tab. */
  Browser open(URI address) {
    driver.get(address.toString());
    return this;
  }

  /** Where it is. */
  String address() {
    return String.valueOf(driver.getCurrentUrl());
  }

  /** The window's title. */
  String title() {
    return String.valueOf(driver.getTitle());
  }

  /** The page as it stands. */
  String source() {
    return String.valueOf(driver.getPageSource());
  }

  /** Does something in a tab of its own, and comes back to this one. */
  void inAnotherTab(Runnable work) {
    String here = driver.getWindowHandle();
    driver.switchTo().newWindow(WindowType.TAB);
    prepareTab();
    try {
      work.run();
    } finally {
      driver.close();
      driver.switchTo().window(here);
    }
  }

  /** Does something in the window that the page has opened, and comes back to this one. */
  void inTheWindowThatOpened(Runnable work) {
    String here = driver.getWindowHandle();
    String opened =
        new WebDriverWait(driver, PATIENCE)
            .withMessage(() -> "no window has opened:\n" + text("body"))
            .until(
                browser ->
                    browser.getWindowHandles().stream()
                        .filter(handle -> !handle.equals(here))
                        .findFirst()
                        .orElse(null));
    driver.switchTo().window(opened);
    prepareTab();
    try {
      work.run();
    } finally {
      driver.switchTo().window(here);
    }
  }

  /** How many windows and tabs are open. */
  int windows() {
    return driver.getWindowHandles().size();
  }

  /** Follows a mail's link and presses the button that confirms the address. */
  void confirm(MailCatcher.Mail mail) {
    open(mail.link().orElseThrow());
    click("#flowshield-confirm-button");
    await("#flowshield-status[data-mode=confirmed]");
  }

  /** Whether an element is on the page and visible. */
  boolean shows(String selector) {
    return driver.findElements(By.cssSelector(selector)).stream().anyMatch(WebElement::isDisplayed);
  }

  /** Waits until an element is visible. */
  WebElement await(String selector) {
    return await(selector, PATIENCE);
  }

  WebElement await(String selector, Duration patience) {
    return new WebDriverWait(driver, patience)
        .ignoring(StaleElementReferenceException.class)
        .withMessage(() -> selector + " is not on the page:\n" + text("body"))
        .until(
            browser ->
                browser.findElements(By.cssSelector(selector)).stream()
                    .filter(WebElement::isDisplayed)
                    .findFirst()
                    .orElse(null));
  }

  /** Waits until a text is on the page. */
  Browser awaitText(String text) {
    new WebDriverWait(driver, PATIENCE)
        .ignoring(StaleElementReferenceException.class)
        .withMessage(() -> text + " is not on the page:\n" + text("body"))
        .until(browser -> text("body").contains(text));
    return this;
  }

  /** Presses the element of a kind that has exactly this text. */
  Browser clickText(String tag, String text) {
    poke(
        new WebDriverWait(driver, PATIENCE)
            .ignoring(StaleElementReferenceException.class)
            .withMessage(() -> "no " + tag + " " + text + " on the page:\n" + text("body"))
            .until(
                browser ->
                    browser.findElements(By.cssSelector(tag)).stream()
                        .filter(element -> element.getText().equals(text))
                        .findFirst()
                        .orElse(null)));
    return this;
  }

  /** What somebody reads in an element; empty when it is not there. */
  String text(String selector) {
    return driver.findElements(By.cssSelector(selector)).stream()
        .map(WebElement::getText)
        .findFirst()
        .orElse("");
  }

  /** An attribute as written on the page; empty when it is not there. */
  String attribute(String selector, String name) {
    return String.valueOf(driver.findElement(By.cssSelector(selector)).getDomAttribute(name));
  }

  /** Moves the pointer to an element and presses it. */
  Browser click(String selector) {
    poke(await(selector));
    return this;
  }

  /** Moves to an input, and types. */
  Browser type(String selector, String text) {
    poke(await(selector));
    return type(text);
  }

  /** Chooses another language from the page's list. */
  Browser chooseLanguage(String tag) {
    await("#login-select-toggle")
        .findElement(By.cssSelector("option[value*='kc_locale=" + tag + "']"))
        .click();
    return this;
  }

  /** Types where the focus is. */
  Browser type(String text) {
    Actions keys = new Actions(driver);
    text.codePoints()
        .mapToObj(Character::toString)
        .forEach(key -> keys.keyDown(key).pause(millis(60, 15)).keyUp(key).pause(millis(75, 25)));
    keys.perform();
    return this;
  }

  /** Types as a program that drives a browser does: as fast as it goes. */
  Browser pour(String selector, String text) {
    await(selector).sendKeys(text);
    return this;
  }

  /** Presses one key. */
  Browser press(Keys key) {
    new Actions(driver).keyDown(key).pause(millis(60, 15)).keyUp(key).perform();
    return this;
  }

  /** Presses a key while another is held. */
  Browser pressWith(Keys held, Keys key) {
    new Actions(driver).keyDown(held).sendKeys(key).keyUp(held).perform();
    return this;
  }

  /** Presses the tabulator until an element has the focus; fails after 30 times. */
  Browser tabTo(String selector) {
    for (int i = 0; i < 30; i++) {
      if (hasFocus(selector)) {
        return this;
      }
      press(Keys.TAB);
    }
    throw new AssertionError("the keyboard does not lead to " + selector);
  }

  /** Whether an element has the focus. */
  boolean hasFocus(String selector) {
    List<WebElement> found = driver.findElements(By.cssSelector(selector));
    return !found.isEmpty() && found.get(0).equals(driver.switchTo().activeElement());
  }

  /** Runs a script on the page and returns what it returns. */
  Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** Runs a script that calls back, which is its last argument. */
  Object runAsync(String script, Object... arguments) {
    return driver.executeAsyncScript(script, arguments);
  }

  /** How far the page is wider than the window, in CSS pixels. */
  long overhang() {
    return (Long)
        run("return document.documentElement.scrollWidth - document.documentElement.clientWidth");
  }

  /** The names of the cookies that it would send to an address. */
  Set<String> cookieNames(URI address) {
    Set<String> names = new TreeSet<>();
    Map<String, Object> answer =
        driver.executeCdpCommand("Network.getCookies", Map.of("urls", List.of(address.toString())));
    for (Object cookie : (List<?>) answer.get("cookies")) {
      names.add(String.valueOf(((Map<?, ?>) cookie).get("name")));
    }
    return names;
  }

  /** Writes what is seen of an element into a file. */
  Browser picture(Path file, String selector) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, await(selector).getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** What is seen, pixel by pixel, without the blinking cursor. */
  byte[] look() {
    run("if (document.activeElement) { document.activeElement.blur(); }");
    return driver.getScreenshotAs(OutputType.BYTES);
  }

  /** Writes what is seen into a file. */
  Browser picture(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Waits until the address satisfies a condition. */
  Browser awaitAddress(Predicate<String> wanted) {
    new WebDriverWait(driver, PATIENCE)
        .withMessage(() -> "still at " + address())
        .until(here -> wanted.test(address()));
    return this;
  }

  /** Every error that the console has shown since the start, of all tabs. */
  List<String> consoleErrors() {
    for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
      if (entry.getLevel().intValue() >= Level.SEVERE.intValue()) {
        consoleErrors.add(entry.getMessage());
      }
    }
    return List.copyOf(consoleErrors);
  }

  /** The console's errors so far, which a test has wanted; they are forgotten. */
  List<String> takeConsoleErrors() {
    List<String> errors = consoleErrors();
    consoleErrors.clear();
    return errors;
  }

  /** A finger taps, a mouse travels. */
  private void poke(WebElement element) {
    if (device.mobile()) {
      element.click();
      return;
    }
    new Actions(driver)
        .scrollToElement(element)
        .moveToElement(element, -3, 2)
        .pause(Duration.ofMillis(120))
        .moveToElement(element)
        .click()
        .perform();
  }

  private Duration millis(int mean, int deviation) {
    return Duration.ofMillis(Math.max(20, Math.round(mean + deviation * rhythm.nextGaussian())));
  }

  @Override
  public void close() {
    driver.quit();
    delete(profile);
  }

  /** Chromium's last processes may still write while its profile is removed. */
  private static void delete(Path folder) {
    for (int attempt = 0; Files.exists(folder) && attempt < 50; attempt++) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        Thread.sleep(attempt == 0 ? 0 : 100);
      } catch (IOException | UncheckedIOException e) {
        // A file went while the folder was read: the next round sees what is left.
        continue;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    if (Files.exists(folder)) {
      throw new IllegalStateException("the browser's profile cannot be removed: " + folder);
    }
  }

  @Override
  public String toString() {
    return new LinkedHashMap<>(Map.of("at", address(), "shows", text("body"))).toString();
  }
}
