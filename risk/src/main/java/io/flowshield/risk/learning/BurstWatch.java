package io.flowshield.risk.learning;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.flowshield.risk.outbox.OutboxEvent;
import io.flowshield.risk.outbox.OutboxWriter;
import io.flowshield.risk.session.AfterCommit;
import io.flowshield.risk.session.DecisionNotes;
import io.flowshield.risk.store.DecisionStore;
import io.flowshield.risk.store.OwnTransaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * When registrations pour in from one network, those of its users that are still pending are looked
 * at again: the first of a burst looked harmless when it came. Told at 5, 10, 20, 40 ...
 * registrations an hour, each user at most once per mark and hour, at most 500 users.
 */
public final class BurstWatch {
  static final int FIRST_MARK = 5;
  private static final int MAX_USERS = 500;
  private static final Duration WINDOW = Duration.ofHours(1);
  private static final String CAUSE = "REGISTRATION_BURST";

  private final Background background;
  private final OutboxWriter outbox;
  private final Clock clock;
  private final Cache<String, Boolean> told =
      Caffeine.newBuilder().maximumSize(100_000).expireAfterWrite(WINDOW).build();

  public BurstWatch(Background background, OutboxWriter outbox, Clock clock) {
    this.background = background;
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * Looks at a network once the session's registration has committed.
   *
   * @param network truncated address
   */
  public void registered(KeycloakSession session, String realmId, String network) {
    KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
    AfterCommit.run(
        session,
        () -> background.submit(Losses.Kind.BURST_NOT_TOLD, () -> look(factory, realmId, network)));
  }

  private void look(KeycloakSessionFactory factory, String realmId, String network) {
    Instant since = clock.instant().minus(WINDOW);
    int count =
        OwnTransaction.run(
            factory,
            session -> new DecisionStore(session).countRegistrations(realmId, network, since));
    int mark = mark(count);
    if (mark == 0) {
      return;
    }
    List<String> users =
        OwnTransaction.run(
            factory,
            session ->
                new DecisionStore(session).registeredUsers(realmId, network, since, MAX_USERS));
    for (String userId : users) {
      if (told.asMap().putIfAbsent(realmId + ' ' + userId + ' ' + mark, true) == null) {
        OwnTransaction.run(factory, session -> tell(session, realmId, userId));
      }
    }
  }

  /** Returns whether there was anybody to tell of. */
  private boolean tell(KeycloakSession session, String realmId, String userId) {
    RealmModel realm = session.realms().getRealm(realmId);
    if (realm == null) {
      return false;
    }
    session.getContext().setRealm(realm);
    UserModel user = session.users().getUserById(realm, userId);
    boolean pending =
        user != null
            && user.isEnabled()
            && user.getRequiredActionsStream().anyMatch(DecisionNotes.PENDING_ACTION::equals);
    if (pending) {
      outbox.append(
          session, realmId, userId, OutboxEvent.Type.RISK_CHANGED, Map.of("cause", CAUSE));
    }
    return pending;
  }

  /** The highest mark that a count has passed; 0 for none. */
  static int mark(int count) {
    return count < FIRST_MARK ? 0 : FIRST_MARK * Integer.highestOneBit(count / FIRST_MARK);
  }
}
