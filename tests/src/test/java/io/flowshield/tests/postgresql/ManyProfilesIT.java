package io.flowshield.tests.postgresql;

import static io.flowshield.tests.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.demo.AdminClient;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.doors.RealmRisk;
import io.flowshield.tests.stack.Applicants;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.KeycloakDatabase;
import io.flowshield.tests.stack.Neighbourhoods;
import io.flowshield.tests.stack.OwnStack;
import io.flowshield.tests.stack.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A login takes at most a second longer than usual while the table of profiles is locked for 20 s,
 * while it is away, and when it holds three million of them; and their realm can be deleted.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(FlowShieldExtension.class)
@Tag("A12")
@Tag("C13")
class ManyProfilesIT {
  private static final int PROFILES = 3_000_000;
  private static final String TABLE = "FS_USER_PROFILE";
  private static final Duration LOCKED = Duration.ofSeconds(20);
  private static final Duration MORE = Duration.ofSeconds(1);
  private static final int USUAL_LOGINS = 9;

  private FlowShieldStack stack;
  private KeycloakDatabase database;
  private String user;
  private String id;
  private Visitor visitor;
  private Duration usual;

  @BeforeAll
  void start() throws Exception {
    stack = OwnStack.in("many-profiles").database(TestDatabase.inSchema()).start();
    database = new KeycloakDatabase(stack.keycloak());
    RealmRisk.everyLoginLow(stack.admin());
    user = "profile-" + UUID.randomUUID();
    id = stack.admin().createUser(user, user + "@example.org", Applicants.PASSWORD);
    visitor = stack.visitor(Neighbourhoods.newHome(), BrowserDriver.FIREFOX);
    List<Duration> times =
        Stream.generate(this::login).limit(2 * USUAL_LOGINS).skip(USUAL_LOGINS).sorted().toList();
    usual = times.get(USUAL_LOGINS / 2);
  }

  @AfterAll
  void stop() {
    if (stack != null) {
      stack.close();
    }
  }

  @Test
  @Order(1)
  void aLoginIsHeldUpByLessThanASecondWhileTheTableIsLockedForTwentySeconds() throws Exception {
    Instant end = Instant.now().plus(LOCKED);
    try (TableFault.Broken locked = TableFault.LOCKED.on(database, TABLE)) {
      do {
        assertThat(login()).isLessThan(usual.plus(MORE));
      } while (Instant.now().isBefore(end));
    }
  }

  @Test
  @Order(2)
  void aLoginIsHeldUpByLessThanASecondWhileThereIsNoSuchTable() throws Exception {
    try (TableFault.Broken gone = TableFault.GONE.on(database, TABLE)) {
      for (int i = 0; i < 3; i++) {
        assertThat(login()).isLessThan(usual.plus(MORE));
      }
    }
  }

  @Test
  @Order(3)
  void threeMillionProfilesHoldUpNoLoginAndGoWithTheirRealm() throws Exception {
    String realm = stack.admin().get("").path("id").asText();
    database.update(
        "INSERT INTO FS_USER_PROFILE (REALM_ID, USER_ID, VERSION, PROFILE, UPDATED_MS)"
            + " SELECT ?, 'made-up-' || n, 0, decode(repeat('00', 64), 'hex'), 0"
            + " FROM generate_series(1, "
            + PROFILES
            + ") n",
        realm);

    for (int i = 0; i < USUAL_LOGINS; i++) {
      assertThat(login()).isLessThan(usual.plus(MORE));
    }
    long learnt = version();
    login();
    eventually("a login is learnt among so many", this::version, now -> now > learnt);

    Instant begun = Instant.now();
    AdminClient admin = stack.admin();
    admin.send("DELETE", "", "");
    System.out.printf(
        "A usual login took %d ms; a realm with %,d profiles was deleted in %d ms%n",
        usual.toMillis(), PROFILES, Duration.between(begun, Instant.now()).toMillis());
    assertThat(admin.get("").isMissingNode()).isTrue();
    assertThat(database.count("select count(*) from FS_USER_PROFILE where REALM_ID = ?", realm))
        .isZero();
  }

  private long version() throws Exception {
    return Long.parseLong(
        database.column("select VERSION from FS_USER_PROFILE where USER_ID = ?", id).get(0));
  }

  /** Signs in and answers how long it took; the application has redeemed the code. */
  private Duration login() {
    try {
      Instant begun = Instant.now();
      Page page = visitor.later().signIn(user, Applicants.PASSWORD);
      Duration took = Duration.between(begun, Instant.now());
      assertThat(Visitor.signedIn(page)).as(page.toString()).isTrue();
      assertThat(page.text("pre#claims")).contains(user);
      return took;
    } catch (Exception e) {
      throw new IllegalStateException("the login did not end", e);
    }
  }
}
