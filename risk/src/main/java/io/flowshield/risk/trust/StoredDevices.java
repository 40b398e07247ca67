package io.flowshield.risk.trust;

import io.flowshield.ml.context.Door;
import io.flowshield.ml.request.RequestFacts;
import io.flowshield.ml.request.UserAgent;
import io.flowshield.risk.learning.Losses;
import io.flowshield.risk.policy.RealmSettings;
import io.flowshield.risk.session.RealmKey;
import io.flowshield.risk.session.RiskContextFactory;
import io.flowshield.risk.store.DecisionStore;
import io.flowshield.risk.store.Guard;
import io.flowshield.risk.store.RequirementStore;
import io.flowshield.risk.store.TrustedDevice;
import io.flowshield.risk.store.TrustedDeviceStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * Remembered browsers as rows. A row counts while the user's password, second factors and address
 * are those of then, nothing is required of the user, and it is younger than the realm says now.
 * What cannot be read counts as not remembered: the second factor is asked for.
 */
public final class StoredDevices implements TrustedDevices {
  private static final String KEY_LABEL = "trusted device";
  private static final String PROOF_LABEL = "trusted device proof";
  private static final int BROWSER_LENGTH = 60;

  private final KeycloakSession session;
  private final RealmModel realm;
  private final RiskContextFactory contexts;
  private final Losses losses;
  private final Clock clock;

  public StoredDevices(
      KeycloakSession session,
      RealmModel realm,
      RiskContextFactory contexts,
      Losses losses,
      Clock clock) {
    this.session = session;
    this.realm = realm;
    this.contexts = contexts;
    this.losses = losses;
    this.clock = clock;
  }

  @Override
  public Optional<Duration> life() {
    return RealmSettings.trustedDeviceLife(realm);
  }

  @Override
  public boolean standsIn(UserModel user, String decisionId) {
    if (!isTrusted(user)) {
      return false;
    }
    try {
      boolean noted =
          Guard.run(
              session,
              connection ->
                  DecisionStore.passedOver(connection, realm.getId(), decisionId, user.getId()));
      if (noted) {
        losses.count(Losses.Kind.TRUSTED_DEVICES_USED);
      }
      return noted;
    } catch (RuntimeException e) {
      losses.count(Losses.Kind.TRUSTED_DEVICE_NOT_READ, e);
      return false;
    }
  }

  @Override
  public boolean isTrusted(UserModel user) {
    String device = life().isEmpty() ? null : request().deviceId();
    if (device == null) {
      return false;
    }
    Instant now = clock.instant();
    try {
      return Guard.run(session, connection -> free(connection, user, key(user, device), now))
          .filter(known -> counts(known, proof(user), now))
          .isPresent();
    } catch (RuntimeException e) {
      losses.count(Losses.Kind.TRUSTED_DEVICE_NOT_READ, e);
      return false;
    }
  }

  /** A browser of a user of whom nothing is required. */
  private Optional<TrustedDevice> free(
      Connection connection, UserModel user, String key, Instant now) throws SQLException {
    return required(connection, user, now)
        ? Optional.empty()
        : TrustedDeviceStore.read(connection, realm.getId(), user.getId(), key);
  }

  private boolean required(Connection connection, UserModel user, Instant now) throws SQLException {
    return RequirementStore.read(connection, realm.getId(), user.getId())
        .filter(requirement -> requirement.isOpen(now))
        .isPresent();
  }

  private boolean counts(TrustedDevice device, String proof, Instant now) {
    return now.isBefore(device.until())
        && life().filter(life -> now.isBefore(device.since().plus(life))).isPresent()
        && MessageDigest.isEqual(
            device.proof().getBytes(StandardCharsets.UTF_8),
            proof.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String ask(UserModel user) {
    contexts.nameDevice(session, realm);
    return proof(user);
  }

  private String proof(UserModel user) {
    String email = user.getEmail();
    String credentials =
        user.credentialManager()
            .getStoredCredentialsStream()
            .filter(
                credential ->
                    !PasswordCredentialModel.PASSWORD_HISTORY.equals(credential.getType()))
            .map(StoredDevices::identity)
            .sorted()
            .collect(Collectors.joining("\n"));
    return RealmKey.hash(
        session,
        realm,
        PROOF_LABEL,
        (email == null ? "" : email.toLowerCase(Locale.ROOT))
            + "\n"
            + user.isEmailVerified()
            + "\n"
            + credentials);
  }

  /** A password keeps its id when it is changed. */
  private static String identity(CredentialModel credential) {
    String identity = credential.getType() + " " + credential.getId();
    return PasswordCredentialModel.TYPE.equals(credential.getType())
        ? identity + " " + credential.getCreatedDate()
        : identity;
  }

  @Override
  public boolean remember(UserModel user, String proof) {
    Duration life = life().orElse(null);
    if (life == null || !proof.equals(proof(user))) {
      return false;
    }
    RequestFacts request = request();
    String device = request.deviceId();
    if (device == null) {
      return false;
    }
    Instant now = clock.instant();
    TrustedDevice kept =
        new TrustedDevice(
            key(user, device), proof, now, now.plus(life), browser(request.userAgent()));
    try {
      return Guard.run(
          session,
          connection -> {
            boolean free = !required(connection, user, now);
            if (free) {
              TrustedDeviceStore.keep(connection, realm.getId(), user.getId(), kept);
            }
            return free;
          });
    } catch (RuntimeException e) {
      losses.count(Losses.Kind.TRUSTED_DEVICE_NOT_STORED, e);
      return false;
    }
  }

  /** Those of a user's that count now, newest first. */
  public List<TrustedDevice> list(UserModel user) {
    Instant now = clock.instant();
    String proof = proof(user);
    return new TrustedDeviceStore(session)
        .list(realm.getId(), user.getId()).stream()
            .filter(device -> counts(device, proof, now))
            .toList();
  }

  /**
   * Forgets one browser of a user, or with null all of them.
   *
   * @return how many were known
   */
  public int forget(String userId, @Nullable String key) {
    return Guard.connection(
        session, connection -> TrustedDeviceStore.delete(connection, realm.getId(), userId, key));
  }

  private RequestFacts request() {
    return contexts.request(session, realm, Door.BROWSER_LOGIN);
  }

  /** Another one for each user, so that rows do not tell who shares a browser. */
  private String key(UserModel user, String device) {
    return RealmKey.hash(session, realm, KEY_LABEL, user.getId() + "\n" + device);
  }

  private static String browser(UserAgent agent) {
    String text = agent.browser() + ", " + agent.os();
    return text.length() > BROWSER_LENGTH ? text.substring(0, BROWSER_LENGTH) : text;
  }
}
