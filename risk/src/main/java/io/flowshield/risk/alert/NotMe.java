package io.flowshield.risk.alert;

import io.flowshield.risk.requirement.RequirementChanges;
import io.flowshield.risk.session.Passwords;
import io.flowshield.risk.session.UserSessions;
import io.flowshield.risk.store.DecisionStore;
import io.flowshield.risk.store.Guard;
import io.flowshield.risk.store.Limits;
import io.flowshield.risk.store.Requirement;
import io.flowshield.risk.store.TrustedDeviceStore;
import java.time.Clock;
import java.time.Instant;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * What follows when a user says that a login was somebody else's: the decision is labelled as
 * fraud, another password is required, no browser is remembered, and every session ends. Once,
 * however often it is said.
 */
public final class NotMe {
  /** Why another password is required. */
  private static final String REASON = "NOT_ME";

  private static final int ATTEMPTS = 2;

  private final KeycloakSession session;
  private final RealmModel realm;
  private final RequirementChanges requirements;
  private final Clock clock;

  public NotMe(
      KeycloakSession session, RealmModel realm, RequirementChanges requirements, Clock clock) {
    this.session = session;
    this.realm = realm;
    this.requirements = requirements;
    this.clock = clock;
  }

  /**
   * Takes the user's word, in the request's transaction.
   *
   * @return false when it had been taken before, or there is no such login
   * @throws RuntimeException when it cannot be written; nothing has changed then, and the
   *     transaction goes on
   */
  public boolean confirm(UserModel user, String decisionId) {
    Instant now = clock.instant();
    // A password that cannot be changed here is left to where it is kept.
    boolean changeable = Passwords.canChange(realm, user);
    if (!written(user.getId(), decisionId, changeable, now)) {
      return false;
    }
    UserSessions.end(session, realm, user, now);
    return true;
  }

  private boolean written(String userId, String decisionId, boolean changeable, Instant now) {
    for (int attempt = 1; ; attempt++) {
      try {
        return Guard.run(
            session,
            Limits.REQUEST,
            connection -> {
              boolean first =
                  DecisionStore.disown(connection, realm.getId(), decisionId, userId, now);
              if (first) {
                TrustedDeviceStore.delete(connection, realm.getId(), userId, null);
              }
              if (first && changeable) {
                requirements.setUnlessBlocked(
                    session,
                    connection,
                    realm.getId(),
                    userId,
                    new Requirement(Requirement.Kind.CHANGE_PASSWORD, now, null, REASON, userId));
              }
              return first;
            });
      } catch (RuntimeException e) {
        // Somebody else set this user's first requirement at the same time: read what they wrote.
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }
}
