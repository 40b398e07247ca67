package io.flowshield.tests.temporal;

import static io.flowshield.tests.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.demo.AdminClient;
import io.flowshield.demo.DemoFolders;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.MailCatcher;
import io.flowshield.demo.ScimApplication;
import io.flowshield.demo.TemporalProcess;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.doors.RealmRisk;
import io.flowshield.tests.stack.Applicants;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.KeycloakDatabase;
import io.flowshield.tests.stack.OwnStack;
import io.flowshield.tests.stack.TcpProxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many people register while the worker and Temporal's server are killed at random ({@code kill
 * -9}) and a tenth of the calls of the mail server and of the SCIM service fail. One in twenty is
 * refused by the service for good, and of one in twenty the risk rises between form and click. Then
 * everything is counted: Keycloak, the service, the webhook, the mailbox and Temporal must agree on
 * who is in and who is not, with nobody lost and nothing done twice.
 *
 * <p>No part of the whole run, because it takes its time: {@code ./mvnw -Pchaos}, with {@code
 * -Dflowshield.people=200} for a short one. What was found is written to target/chaos.json.
 */
@Tag("D1")
@Tag("D12")
class Chaos {
  private static final int PEOPLE = Integer.getInteger("flowshield.people", 2_000);
  private static final long SEED = Long.getLong("flowshield.seed", 20261124);
  private static final int BROWSERS = 4;
  private static final int ONE_IN = 20;
  private static final double FAILING = 0.1;

  /** The faults go on until that share of the sagas has ended. */
  private static final double UNDER_FIRE = 0.8;

  private static final Duration PATIENCE = Duration.ofSeconds(120).plusMillis(1_500L * PEOPLE);

  /** Above it there is no room for a rise that counts as one. */
  private static final double HIGHEST_THAT_RISES = 0.95;

  /** The others who register may have made somebody's score rise before the mail was out. */
  private static final Set<String> ON_THE_WAY = Set.of("AWAITING_EMAIL", "COMPENSATED");

  private static final Set<String> ENDS = Set.of("FINALISED", "COMPENSATED");

  /** What must become of somebody. */
  private enum Fate {
    FINALISED,
    REFUSED_BY_SERVICE,
    RISK_ROSE,
    /** Either of the first and the last: there was hardly room for the risk to rise. */
    FINALISED_OR_ROSE
  }

  private record Person(Newcomer newcomer, Fate fate) {}

  /** Where a person is at last, in every place that knows. */
  private record Found(
      String phase, String reason, boolean enabled, long scim, boolean billing, long provisions) {}

  private final Random random = new Random(SEED);
  private final List<Person> people = Collections.synchronizedList(new ArrayList<>());
  private final Set<String> clicked = ConcurrentHashMap.newKeySet();
  private final ExecutorService browsers = Executors.newFixedThreadPool(BROWSERS);
  private int workerKills;
  private int temporalKills;
  private int waitingForTheRise;
  private volatile boolean calm;

  @Test
  void nobodyIsLostAndNothingIsDoneTwice() throws Exception {
    assertThat(TemporalProcess.command())
        .as("needs the command temporal on the path (.ci/temporal installs it)")
        .isPresent();
    try (FlowShieldStack stack = OwnStack.in("chaos").start();
        TcpProxy smtp = new TcpProxy(stack.mail().port())) {
      try {
        run(stack, smtp);
      } catch (Exception | AssertionError e) {
        FlowShieldExtension.tellLogs("Chaos", stack);
        throw e;
      }
    } finally {
      browsers.shutdownNow();
    }
  }

  private void run(FlowShieldStack stack, TcpProxy smtp) throws Exception {
    Instant begun = Instant.now();
    sendMailsThrough(stack.admin(), smtp);
    List<Newcomer> risky;
    try (RealmRisk every = RealmRisk.everyRiseRolledBack(stack.admin())) {
      risky = registerThoseWhoseRiskWillRise(stack);
    }
    risky.forEach(first -> clicked.add(first.userId()));
    try (RealmRisk every = RealmRisk.everyRegistrationPasses(stack.admin())) {
      smtp.setRefusing(FAILING);
      stack.scim().setFailing(FAILING);
      Thread clicks = daemon("clicks", () -> clickWhatArrives(stack));
      Thread killer = daemon("killer", () -> killAtRandom(stack));
      registerEverybodyElse(stack, risky);
      Duration registering = Duration.between(begun, Instant.now());
      tell("%d people have registered after %s", people.size(), registering);
      awaitEnds(stack, UNDER_FIRE, PATIENCE);
      calm = true;
      killer.join();
      smtp.setRefusing(0);
      stack.scim().setFailing(0);
      Set<String> open = awaitEnds(stack, 1, PATIENCE);
      clicks.interrupt();
      count(stack, smtp, open, begun, registering);
    }
  }

  /** The first connections of a mail may fail; what was taken is kept. */
  private static void sendMailsThrough(AdminClient admin, TcpProxy smtp) throws Exception {
    ObjectNode realm = (ObjectNode) admin.get("");
    realm.withObject("/smtpServer").put("port", String.valueOf(smtp.port()));
    admin.send("PUT", "", realm.toString());
  }

  // People

  private List<Newcomer> registerThoseWhoseRiskWillRise(FlowShieldStack stack) throws Exception {
    AdminClient admin = stack.admin();
    List<Newcomer> risky = new ArrayList<>();
    // One after the other: who registers at the same time makes the score of the others rise.
    for (int i = 0; risky.size() < PEOPLE / ONE_IN && i < PEOPLE / 2; i++) {
      Newcomer newcomer = Newcomer.register(stack, admin, Applicants.named(word()), home(i));
      eventually(
          newcomer.workflow() + " is on its way",
          () -> newcomer.view().path("phase").asText(),
          ON_THE_WAY::contains);
      JsonNode view = newcomer.view();
      boolean waits = view.path("phase").asText().equals("AWAITING_EMAIL");
      if (waits && view.path("score").asDouble() > HIGHEST_THAT_RISES) {
        people.add(new Person(newcomer, Fate.FINALISED_OR_ROSE));
      } else {
        people.add(new Person(newcomer, Fate.RISK_ROSE));
        waitingForTheRise += waits ? 1 : 0;
        risky.add(newcomer);
      }
    }
    return risky;
  }

  /** Among them somebody from the home of each whose risk will rise, who looks the same. */
  private void registerEverybodyElse(FlowShieldStack stack, List<Newcomer> risky) throws Exception {
    AdminClient admin = stack.admin();
    List<Callable<Newcomer>> registrations = new ArrayList<>();
    for (Newcomer first : risky) {
      registrations.add(
          () -> {
            Newcomer lookalike =
                Newcomer.register(
                    stack, Applicants.like(first.applicant()), first.network() + "20");
            people.add(new Person(lookalike, Fate.FINALISED));
            clicked.remove(first.userId());
            return lookalike;
          });
    }
    int refused = risky.size();
    for (int i = people.size() + risky.size(); i < PEOPLE; i++) {
      Fate fate = refused-- > 0 ? Fate.REFUSED_BY_SERVICE : Fate.FINALISED;
      String prefix = fate == Fate.REFUSED_BY_SERVICE ? ScimApplication.REFUSED_PREFIX : "";
      Visitor.Applicant applicant = Applicants.named(prefix + word());
      String home = home(i);
      registrations.add(
          () -> {
            Newcomer newcomer = Newcomer.register(stack, admin, applicant, home);
            people.add(new Person(newcomer, fate));
            return newcomer;
          });
    }
    Collections.shuffle(registrations, random);
    all(registrations);
  }

  private <T> List<T> all(List<Callable<T>> work) throws Exception {
    List<T> results = new ArrayList<>();
    for (Future<T> done : browsers.invokeAll(work)) {
      results.add(done.get());
    }
    return results;
  }

  /** Names that do not look like each other's. */
  private String word() {
    return random
        .ints(10, 'a', 'z' + 1)
        .mapToObj(letter -> String.valueOf((char) letter))
        .collect(Collectors.joining());
  }

  /** Nobody's neighbour: a /24 for each. */
  private static String home(int number) {
    return "10.%d.%d.20".formatted(number / 250, number % 250 + 1);
  }

  /** Everybody follows the link as soon as the mail is there, but for those who must wait. */
  private void clickWhatArrives(FlowShieldStack stack) throws Exception {
    while (true) {
      Map<String, MailCatcher.Mail> first = new TreeMap<>();
      stack.mail().mails().forEach(mail -> first.putIfAbsent(lower(mail.to()), mail));
      List<Callable<String>> clicks = new ArrayList<>();
      for (Person person : snapshot()) {
        MailCatcher.Mail mail = first.get(lower(person.newcomer().applicant().email()));
        if (mail != null && clicked.add(person.newcomer().userId())) {
          clicks.add(
              () -> {
                person.newcomer().follow(mail);
                return "";
              });
        }
      }
      // Behind those who register, so that both go on at the same time.
      for (Callable<String> click : clicks) {
        click.call();
      }
      Thread.sleep(1_000);
    }
  }

  // Faults

  private void killAtRandom(FlowShieldStack stack) throws Exception {
    Random fate = new Random(SEED + 1);
    while (!calm) {
      Thread.sleep(4_000 + fate.nextInt(12_000));
      int which = fate.nextInt(10);
      boolean worker = which < 7;
      boolean temporal = which >= 5;
      if (worker) {
        stack.worker().kill();
        workerKills++;
      }
      if (temporal) {
        stack.temporal().kill();
        temporalKills++;
        Thread.sleep(fate.nextInt(5_000));
        stack.temporal().start();
      }
      if (worker) {
        Thread.sleep(fate.nextInt(3_000));
        stack.worker().start();
      }
    }
  }

  // What became of it

  /** Waits until that share of the sagas has ended, or the time is up; answers whose has not. */
  private Set<String> awaitEnds(FlowShieldStack stack, double share, Duration limit)
      throws Exception {
    long end = System.nanoTime() + limit.toNanos();
    AdminClient admin = stack.admin();
    Set<String> ended = new HashSet<>();
    while (true) {
      Set<String> open = new HashSet<>();
      for (Person person : snapshot()) {
        String userId = person.newcomer().userId();
        if (!ended.contains(userId)) {
          if (ENDS.contains(admin.get("/flowshield/sagas/" + userId).path("phase").asText())) {
            ended.add(userId);
          } else {
            open.add(userId);
          }
        }
      }
      tell("%d of %d sagas have ended", ended.size(), ended.size() + open.size());
      if (ended.size() >= share * PEOPLE || System.nanoTime() > end) {
        return open;
      }
      Thread.sleep(5_000);
    }
  }

  private void count(
      FlowShieldStack stack, TcpProxy smtp, Set<String> open, Instant begun, Duration registering)
      throws Exception {
    Map<String, Long> mails =
        stack.mail().mails().stream()
            .collect(
                Collectors.groupingBy(
                    mail -> lower(mail.to()), TreeMap::new, Collectors.counting()));
    List<String> wrong = new ArrayList<>();
    Map<String, Integer> outcomes = new TreeMap<>();
    Map<String, Integer> mailsOf = new TreeMap<>();
    long held = 0;
    for (Person person : snapshot()) {
      Found found = found(stack, person.newcomer());
      long sent = mails.getOrDefault(lower(person.newcomer().applicant().email()), 0L);
      outcomes.merge(
          person.fate() + " -> " + found.phase() + " " + found.reason(), 1, Integer::sum);
      mailsOf.merge(found.phase() + " with " + sent + " mails", 1, Integer::sum);
      held += found.scim();
      if (!asItMust(person.fate(), found, sent)) {
        wrong.add(person.fate() + " " + person.newcomer().workflow() + " " + found + " " + sent);
      }
    }
    List<String> sagas = executions(stack, "WorkflowType = 'AuthenticationSaga'");
    List<String> running = executions(stack, "ExecutionStatus = 'Running'");
    List<String> failed = executions(stack, "ExecutionStatus = 'Failed'");
    long waiting =
        new KeycloakDatabase(stack.keycloak())
            .count("select count(*) from FS_OUTBOX where DONE_MS is null");

    ObjectNode report = new JsonMapper().createObjectNode();
    report.put("people", people.size()).put("seed", SEED);
    report.put("seconds", Duration.between(begun, Instant.now()).toSeconds());
    report.put("registeringSeconds", registering.toSeconds());
    report.put("workerKills", workerKills).put("temporalKills", temporalKills);
    report.put("waitingForTheRise", waitingForTheRise);
    report.put("mailConnectionsRefused", smtp.refused());
    report.put("scimCallsFailed", stack.scim().failed());
    report.put("sagas", sagas.size()).put("open", open.size()).put("running", running.size());
    report.put("outboxRowsWaiting", waiting).put("scimAccounts", stack.scim().size());
    outcomes.forEach(report.putObject("outcomes")::put);
    mailsOf.forEach(report.putObject("mails")::put);
    wrong.forEach(report.putArray("wrong")::add);
    Path file = DemoFolders.ofBuild().models().resolveSibling("target").resolve("chaos.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, report.toPrettyString());
    tell("%s", report.toPrettyString());

    assertThat(workerKills).as("kills of the worker").isPositive();
    assertThat(temporalKills).as("kills of Temporal").isPositive();
    assertThat(waitingForTheRise).as("people whose risk rises half-way").isPositive();
    assertThat(smtp.refused()).as("connections of mails that failed").isPositive();
    assertThat(stack.scim().failed()).as("calls of SCIM that failed").isPositive();
    assertThat(people).hasSize(PEOPLE);
    assertThat(open).as("sagas that have not ended").isEmpty();
    assertThat(wrong).as("people who are not where they must be").isEmpty();
    assertThat(sagas)
        .as("sagas")
        .containsExactlyInAnyOrderElementsOf(
            snapshot().stream().map(person -> person.newcomer().workflow()).toList());
    assertThat(running).as("workflows that still run").isEmpty();
    assertThat(waiting).as("rows of the outbox that wait").isZero();
    assertThat((long) stack.scim().size()).as("accounts that belong to nobody").isEqualTo(held);
  }

  /** Whether somebody is where they must be, and there in every place that knows. */
  private static boolean asItMust(Fate fate, Found found, long mails) {
    return switch (fate) {
      case FINALISED -> isIn(found, mails);
      case REFUSED_BY_SERVICE -> isOut(found, mails) && found.reason().equals("SERVICE_REFUSED");
      case RISK_ROSE -> isOut(found, mails) && found.reason().equals("RISK_ROSE");
      case FINALISED_OR_ROSE ->
          asItMust(Fate.FINALISED, found, mails) || asItMust(Fate.RISK_ROSE, found, mails);
    };
  }

  private static boolean isIn(Found found, long mails) {
    return found.phase().equals("FINALISED")
        && found.enabled()
        && found.scim() == 1
        && found.billing()
        && found.provisions() == 1
        && mails == 1;
  }

  /**
   * The mail about the end may be the only one: whoever was withdrawn before the first mail was out
   * never needed it.
   */
  private static boolean isOut(Found found, long mails) {
    return found.phase().equals("COMPENSATED")
        && !found.enabled()
        && found.scim() == 0
        && !found.billing()
        && found.provisions() <= 1
        && mails <= 2;
  }

  private static Found found(FlowShieldStack stack, Newcomer newcomer) throws Exception {
    JsonNode view = newcomer.view();
    String userId = newcomer.userId();
    return new Found(
        view.path("phase").asText(),
        view.path("reason").asText(),
        newcomer.enabled(),
        stack.scim().count(userId),
        stack.webhook().holds(userId),
        stack.webhook().count("user.provision", userId));
  }

  /** Visibility follows the workflows by a moment. */
  private static List<String> executions(FlowShieldStack stack, String query) throws Exception {
    TimeUnit.SECONDS.sleep(3);
    return stack
        .temporal()
        .client()
        .listExecutions(query)
        .map(found -> found.getExecution().getWorkflowId())
        .toList();
  }

  private List<Person> snapshot() {
    synchronized (people) {
      return List.copyOf(people);
    }
  }

  private static String lower(String address) {
    return address.toLowerCase(Locale.ROOT);
  }

  /** Work that a test can end. */
  private interface Work {
    void run() throws Exception;
  }

  private static Thread daemon(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } catch (Exception e) {
                tell("%s ended: %s", name, e);
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void tell(String format, Object... values) {
    System.out.println("Chaos: " + String.format(Locale.ROOT, format, values));
  }
}
