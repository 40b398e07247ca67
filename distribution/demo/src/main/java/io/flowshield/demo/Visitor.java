package io.flowshield.demo;

import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** What people do in the demo realm, in a browser of theirs. */
public final class Visitor {
  /**
   * Somebody who registers.
   *
   * @param password eight characters at least
   */
  public record Applicant(
      String username, String email, String firstName, String lastName, String password) {}

  private static final String LOGIN_FORM = "form#kc-form-login";
  private static final String REGISTER_FORM = "form#kc-register-form";
  private static final String TELEMETRY = "flowshield_telemetry";

  private final BrowserDriver browser;
  private final URI start;
  private final Typing typing = new Typing(20261122);

  Visitor(BrowserDriver browser, URI start) {
    this.browser = browser;
    this.start = start;
  }

  /** The browser. */
  public BrowserDriver browser() {
    return browser;
  }

  /** The same device after its session has ended: it keeps the device cookie only. */
  public Visitor later() {
    browser.keepOnly("FLOWSHIELD_DEVICE");
    return this;
  }

  /** The same device somewhere else. */
  public Visitor travelledTo(String address) {
    return new Visitor(browser.movedTo(address), start);
  }

  /** Signs in with password and the typing of a person. */
  public BrowserDriver.Page signIn(String username, String password)
      throws IOException, InterruptedException {
    return signIn(username, password, typed(username, password));
  }

  /** Signs in with a given value of the telemetry field. */
  public BrowserDriver.Page signIn(String username, String password, String telemetry)
      throws IOException, InterruptedException {
    return browser
        .open(start)
        .submit(
            LOGIN_FORM, Map.of("username", username, "password", password, TELEMETRY, telemetry));
  }

  /** Signs in without the telemetry field, as a browser without script does. */
  public BrowserDriver.Page signInWithoutScript(String username, String password)
      throws IOException, InterruptedException {
    return browser
        .open(start)
        .submit(LOGIN_FORM, Map.of("username", username, "password", password));
  }

  /** Opens the registration form and sends it. */
  public BrowserDriver.Page register(Applicant applicant) throws IOException, InterruptedException {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("username", applicant.username());
    fields.put("email", applicant.email());
    fields.put("firstName", applicant.firstName());
    fields.put("lastName", applicant.lastName());
    fields.put("password", applicant.password());
    fields.put("password-confirm", applicant.password());
    fields.put(
        TELEMETRY,
        typing.person(
            new String[] {"username", "email", "firstName", "lastName", "password"},
            new int[] {
              applicant.username().length(),
              applicant.email().length(),
              applicant.firstName().length(),
              applicant.lastName().length(),
              applicant.password().length()
            }));
    return browser.open(start).click("a[href*=registration]").submit(REGISTER_FORM, fields);
  }

  /** Follows the link of a mail and confirms on the page it leads to. */
  public BrowserDriver.Page confirm(MailCatcher.Mail mail)
      throws IOException, InterruptedException {
    URI link =
        mail.link()
            .orElseThrow(() -> new IllegalStateException("no link in the mail: " + mail.text()));
    return browser.open(link).submit("form", Map.of());
  }

  /** Whether the application says that it knows who it is. */
  public static boolean signedIn(BrowserDriver.Page page) {
    return page.has("pre#claims") || page.has("p#subject");
  }

  private String typed(String username, String password) {
    return typing.person(
        new String[] {"username", "password"}, new int[] {username.length(), password.length()});
  }
}
