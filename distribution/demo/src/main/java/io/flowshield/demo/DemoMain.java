package io.flowshield.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Starts everything and waits for Ctrl-C. Where the environment names servers that somebody else
 * has started ({@link GivenServers}), it serves those. With the system property {@code
 * flowshield.smoke} it drives the stack instead, writes {@code smoke.json} and ends with status 0,
 * or with 1 and the reason.
 */
public final class DemoMain {
  /** Of the realm file's users. */
  private static final String PASSWORD = "flowshield-demo";

  private static final long STARTED = System.nanoTime();

  private DemoMain() {}

  public static void main(String[] arguments) {
    int status;
    try {
      status = run();
    } catch (Exception e) {
      say("FAILED: " + e.getMessage());
      e.printStackTrace(System.err);
      status = 1;
    }
    System.exit(status);
  }

  private static int run() throws IOException, InterruptedException {
    Optional<GivenServers> given = GivenServers.of(System.getenv());
    if (given.isPresent()) {
      serve(given.get());
      return 0;
    }
    DemoFolders folders = DemoFolders.ofBuild();
    boolean smoke = Boolean.getBoolean("flowshield.smoke");
    FlowShieldStack.Builder builder = FlowShieldStack.in(folders).progress(DemoMain::say);
    if (!smoke) {
      builder.usualPorts();
    }
    try (FlowShieldStack stack = builder.start()) {
      if (!smoke) {
        waitForEver(stack);
      }
      return smoke(stack, folders);
    }
  }

  private static void serve(GivenServers given) throws IOException, InterruptedException {
    try (HostedDemo demo = new HostedDemo(given, DemoMain::say)) {
      SampleApplications applications = demo.applications();
      System.out.printf(
          """

          Keycloak             %s   (administrator: %s)
          sample application   %s   (OpenID Connect; user: alice / %s, or register)
          sample application   %s   (SAML)
          each mail is printed here
          """,
          applications.keycloak(),
          given.administrator().username(),
          applications.oidc().url(),
          PASSWORD,
          applications.saml().url());
      printMails(applications.mail());
    }
  }

  private static int smoke(FlowShieldStack stack, DemoFolders folders)
      throws IOException, InterruptedException {
    List<SmokeRun.Outcome> outcomes;
    try {
      outcomes = new SmokeRun(stack.applications(), DemoMain::say).run();
    } catch (IOException | IllegalStateException e) {
      say("the end of Keycloak's log:\n" + stack.keycloak().tail(60));
      say("the end of the worker's log:\n" + stack.worker().tail(30));
      throw e;
    }
    Path parent = folders.work().toAbsolutePath().getParent();
    Path file = (parent == null ? folders.work() : parent).resolve("smoke.json");
    SmokeRun.write(outcomes, file);
    say(outcomes.size() + " scenarios as they must be; ids in " + file);
    return 0;
  }

  private static void waitForEver(FlowShieldStack stack) throws InterruptedException {
    System.out.printf(
        """

        Keycloak             %s   (administrator: %s / %s)
        sample application   %s   (OpenID Connect; user: alice / %s, or register)
        sample application   %s   (OpenID Connect, public client)
        sample application   %s   (SAML)
        SCIM application     %s
        webhook application  %s
        Temporal             %s   (%s)
        mail                 smtp://127.0.0.1:%d (each mail is printed here)

        Ctrl-C stops everything.
        """,
        stack.keycloak().url(),
        KeycloakProcess.ADMIN,
        KeycloakProcess.ADMIN,
        stack.oidc().url(),
        PASSWORD,
        stack.publicOidc().url(),
        stack.saml().url(),
        stack.scim().url(),
        stack.webhook().url(),
        stack.temporal().address(),
        stack
            .temporal()
            .pages()
            .map(pages -> "pages: " + pages)
            .orElse(
                "its Java test server, which has no pages; put the temporal command on the path"),
        stack.mail().port());
    printMails(stack.mail());
  }

  /** Does not return: Ctrl-C ends this JVM, and with it every process that it started. */
  private static void printMails(MailCatcher catcher) throws InterruptedException {
    int printed = 0;
    while (true) {
      Thread.sleep(1000);
      List<MailCatcher.Mail> mails = catcher.mails();
      for (MailCatcher.Mail mail : mails.subList(printed, mails.size())) {
        System.out.printf("%n--- mail to %s: %s%n%s%n", mail.to(), mail.subject(), mail.text());
      }
      printed = mails.size();
    }
  }

  private static void say(String line) {
    System.out.printf(
        "[%4d s] %s%n", Duration.ofNanos(System.nanoTime() - STARTED).toSeconds(), line);
  }
}
