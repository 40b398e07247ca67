package io.flowshield.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.doors.RealmRisk;
import io.flowshield.tests.stack.Applicants;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.KeycloakDatabase;
import io.flowshield.tests.stack.Neighbourhoods;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Statements of ours that fail, on either database: what goes on without them and what does not.
 */
@ExtendWith(FlowShieldExtension.class)
@Tag("A12")
class TablesGoneIT {

  @Test
  void aLoginGoesOnWhicheverTableOfOursIsGone(FlowShieldStack stack) throws Exception {
    KeycloakDatabase database = new KeycloakDatabase(stack.keycloak());
    List<String> tables =
        database.ours().stream().map(KeycloakDatabase.Column::table).distinct().toList();
    assertThat(tables).contains("FS_USER_PROFILE", "FS_RISK_DECISION", "FS_OUTBOX");
    Visitor.Applicant person = Applicants.named("gone");
    String id = stack.admin().createUser(person.username(), person.email(), person.password());
    Visitor visitor = visitor(stack);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      for (String table : tables) {
        database.update("alter table " + table + " rename to FS_AWAY");
        try {
          Page page = visitor.later().signIn(person.username(), person.password());
          assertThat(Visitor.signedIn(page)).as("without %s: %s", table, page).isTrue();
          assertThat(stack.admin().get("/flowshield/health").has("counters")).isTrue();
        } finally {
          database.update("alter table FS_AWAY rename to " + table);
        }
      }
      assertThat(decisions(database, id)).as("all but one").isEqualTo(tables.size() - 1);
      visitor.later().signIn(person.username(), person.password());
    }
    assertThat(decisions(database, id)).isEqualTo(tables.size());
  }

  @Test
  @Tag("C1")
  void whoIsBlockedComesInWhileNobodyCanKnowAndIsCounted(FlowShieldStack stack) throws Exception {
    KeycloakDatabase database = new KeycloakDatabase(stack.keycloak());
    Visitor.Applicant person = Applicants.named("unknown");
    String id = stack.admin().createUser(person.username(), person.email(), person.password());
    stack
        .admin()
        .send("PUT", "/flowshield/users/" + id + "/requirement", "{\"required\":\"BLOCKED\"}");
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      long before = notRead(stack);
      database.update("alter table FS_REQUIREMENT rename to FS_AWAY");
      try {
        Page page = visitor(stack).signIn(person.username(), person.password());
        assertThat(Visitor.signedIn(page)).as(page.toString()).isTrue();
      } finally {
        database.update("alter table FS_AWAY rename to FS_REQUIREMENT");
      }
      assertThat(notRead(stack)).isGreaterThan(before);
      Page page = visitor(stack).signIn(person.username(), person.password());
      assertThat(Visitor.signedIn(page)).isFalse();
    }
  }

  private static long notRead(FlowShieldStack stack) throws Exception {
    return stack
        .admin()
        .get("/flowshield/health")
        .path("counters")
        .path("requirement_not_read")
        .asLong();
  }

  @Test
  @Tag("D1")
  void aRegistrationWhoseOutboxRowCannotBeWrittenFailsAsAWhole(FlowShieldStack stack)
      throws Exception {
    KeycloakDatabase database = new KeycloakDatabase(stack.keycloak());
    Visitor.Applicant applicant = Applicants.named("whole");
    database.update("alter table FS_OUTBOX rename to FS_AWAY");
    try {
      Page page = visitor(stack).register(applicant);
      assertThat(page.status()).as(page.toString()).isEqualTo(503);
      assertThat(page.text("body")).contains("Registration is not possible just now");
    } finally {
      database.update("alter table FS_AWAY rename to FS_OUTBOX");
    }
    assertThat(stack.admin().user(applicant.username())).isEmpty();

    Page page = visitor(stack).register(applicant);

    assertThat(page.has("#flowshield-pending")).as(page.toString()).isTrue();
    String id = stack.admin().user(applicant.username()).orElseThrow().path("id").asText();
    assertThat(database.count("select count(*) from FS_OUTBOX where USER_ID = ?", id)).isOne();
  }

  private static long decisions(KeycloakDatabase database, String user) throws Exception {
    return database.count("select count(*) from FS_RISK_DECISION where USER_ID = ?", user);
  }

  private static Visitor visitor(FlowShieldStack stack) {
    return stack.visitor(Neighbourhoods.newHome(), BrowserDriver.FIREFOX);
  }
}
