package io.flowshield.tests.postgresql;

import static io.flowshield.tests.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.doors.RealmRisk;
import io.flowshield.tests.faults.StatusLink;
import io.flowshield.tests.stack.Applicants;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.KeycloakDatabase;
import io.flowshield.tests.stack.Neighbourhoods;
import io.flowshield.tests.stack.OwnStack;
import io.flowshield.tests.stack.TestDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Locked, slow or failing tables of ours: a login goes on without them, its code is redeemed for
 * tokens, what was lost is counted, and the next one after the repair is stored again. What must
 * not be lost fails as a whole. Keycloak's tables stand in a schema that is not the user's own, so
 * that every statement of ours has to find them there.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(FlowShieldExtension.class)
@Tag("A12")
class TablesFailIT {
  /** What a login may take with one table of ours broken; docs/operations.md states our part. */
  private static final Duration BOUND = Duration.ofSeconds(8);

  private static final Duration MAIL = Duration.ofSeconds(60);

  private FlowShieldStack stack;
  private KeycloakDatabase database;

  @BeforeAll
  void start() throws Exception {
    stack =
        OwnStack.in("tables-fail")
            .database(TestDatabase.inSchema())
            // So many registrations in so few minutes look like what they are not.
            .realmAttribute("flowshield.registration.reviewThreshold", "1")
            .realmAttribute("flowshield.registration.rollbackThreshold", "1")
            .realmAttribute("flowshield.registration.refuseThreshold", "1")
            .start();
    database = new KeycloakDatabase(stack.keycloak());
    RealmRisk.everyLoginLow(stack.admin());
  }

  @AfterAll
  void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLoginGoesOnWithoutItsProfile(TableFault fault) throws Exception {
    Person person = newPerson();
    long unread = counter("profile_not_read");
    long lost = counter("learning_lost");
    try (TableFault.Broken broken = fault.on(database, "FS_USER_PROFILE")) {
      signsInWithin(person, BOUND);
      assertThat(counter("profile_not_read")).isEqualTo(unread + 1);
      assertThat(decisions(person)).isEqualTo(1);
      eventually("what was not learnt is counted", () -> counter("learning_lost"), n -> n > lost);
    }
    signsInWithin(person, BOUND);
    assertThat(decisions(person)).isEqualTo(2);
    eventually("the login is learnt", () -> rows("FS_USER_PROFILE", person), n -> n == 1);
  }

  @ParameterizedTest
  @EnumSource
  void aLoginGoesOnWithoutItsDecisionBeingStored(TableFault fault) throws Exception {
    Person person = newPerson();
    long lost = counter("decision_not_stored");
    try (TableFault.Broken broken = fault.on(database, "FS_RISK_DECISION")) {
      signsInWithin(person, BOUND);
      assertThat(counter("decision_not_stored")).isEqualTo(lost + 1);
      assertThat(stack.keycloak().metrics()).contains("flowshield_decisions_not_stored_total");
    }
    assertThat(decisions(person)).isZero();
    signsInWithin(person, BOUND);
    assertThat(decisions(person)).isEqualTo(1);
    eventually("the login is learnt", () -> rows("FS_USER_PROFILE", person), n -> n == 1);
  }

  @ParameterizedTest
  @EnumSource(names = {"LOCKED", "GONE"})
  void aLoginGoesOnWithoutAnyTableOfOurs(TableFault fault) throws Exception {
    Person person = newPerson();
    List<String> tables =
        database.ours().stream().map(KeycloakDatabase.Column::table).distinct().toList();
    assertThat(tables).hasSizeGreaterThanOrEqualTo(7);
    if (fault == TableFault.LOCKED) {
      try (TableFault.Broken all = fault.on(database, String.join(", ", tables))) {
        signsInWithin(person, BOUND);
      }
    } else {
      for (String table : tables) {
        try (TableFault.Broken broken = fault.on(database, table)) {
          signsInWithin(person, BOUND);
        }
      }
    }
    long stored = decisions(person);
    signsInWithin(person, BOUND);
    assertThat(decisions(person)).isEqualTo(stored + 1);
  }

  @ParameterizedTest
  @EnumSource
  void theWaitingPageIsShownWithoutItsSaga(TableFault fault) throws Exception {
    Visitor.Applicant applicant = Applicants.named("waiting");
    visitor().register(applicant);
    try (TableFault.Broken broken = fault.on(database, "FS_SAGA_VIEW")) {
      Instant start = Instant.now();
      Page page = visitor().signIn(applicant.username(), applicant.password());
      assertThat(page.has("#flowshield-pending")).as(page.toString()).isTrue();
      assertThat(Duration.between(start, Instant.now())).isLessThan(BOUND);
      // What the page asks again and again gets an answer too, and may ask again.
      assertThat(
              HttpClient.newHttpClient()
                  .send(
                      HttpRequest.newBuilder(URI.create(StatusLink.in(page)))
                          .timeout(BOUND)
                          .build(),
                      HttpResponse.BodyHandlers.ofString())
                  .statusCode())
          .isGreaterThanOrEqualTo(500);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRegistrationWhoseOutboxRowCannotBeWrittenFailsAsAWhole(TableFault fault) throws Exception {
    Visitor.Applicant applicant = Applicants.named("whole");
    try (TableFault.Broken broken = fault.on(database, "FS_OUTBOX")) {
      Instant start = Instant.now();
      Page page = visitor().register(applicant);
      assertThat(page.status()).as(page.toString()).isEqualTo(503);
      assertThat(page.text("body")).contains("Registration is not possible just now");
      assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(12));
      assertThat(stack.admin().user(applicant.username())).isEmpty();
    }
    assertThat(database.count("select count(*) from FS_RISK_DECISION where USER_ID is null"))
        .as("decisions of users who are not there")
        .isZero();
    visitor().register(applicant);
    finishes(applicant);
  }

  /** The outbox's relay has recovered too. */
  private void finishes(Visitor.Applicant applicant) throws Exception {
    String id = stack.admin().user(applicant.username()).orElseThrow().path("id").asText();
    visitor().confirm(stack.mail().await(applicant.email(), 1, MAIL));
    eventually(
        "the saga's end",
        () -> stack.admin().get("/flowshield/sagas/" + id).path("phase").asText(),
        "FINALISED"::equals);
  }

  private record Person(String id, String name, Visitor visitor) {}

  private Person newPerson() throws Exception {
    String name = "table-" + UUID.randomUUID();
    String id = stack.admin().createUser(name, name + "@example.org", Applicants.PASSWORD);
    return new Person(id, name, visitor());
  }

  private Visitor visitor() {
    return stack.visitor(Neighbourhoods.newHome(), BrowserDriver.FIREFOX);
  }

  private static void signsInWithin(Person person, Duration bound) throws Exception {
    Instant start = Instant.now();
    Page page = person.visitor().later().signIn(person.name(), Applicants.PASSWORD);
    // The application redeemed the code and checked the ID token, or it would not say so.
    assertThat(Visitor.signedIn(page)).as(page.toString()).isTrue();
    assertThat(page.text("pre#claims")).contains(person.name());
    assertThat(Duration.between(start, Instant.now())).isLessThan(bound);
  }

  private long counter(String name) throws Exception {
    return stack.admin().get("/flowshield/health").path("counters").path(name).asLong();
  }

  private long decisions(Person person) throws Exception {
    return rows("FS_RISK_DECISION", person);
  }

  private long rows(String table, Person person) throws Exception {
    return database.count("select count(*) from " + table + " where USER_ID = ?", person.id());
  }
}
