package io.flowshield.risk.sharedsignals;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowshield.ml.FeatureSchema;
import io.flowshield.ml.FeatureVector;
import io.flowshield.ml.Reason;
import io.flowshield.ml.context.Door;
import io.flowshield.ml.request.Network;
import io.flowshield.risk.continuous.RememberedRequest;
import io.flowshield.risk.continuous.SessionEnd;
import io.flowshield.risk.counters.CounterStore;
import io.flowshield.risk.learning.Background;
import io.flowshield.risk.learning.Losses;
import io.flowshield.risk.policy.RealmSettings;
import io.flowshield.risk.policy.SharedSignalsSettings;
import io.flowshield.risk.requirement.RequirementChanges;
import io.flowshield.risk.session.AfterCommit;
import io.flowshield.risk.session.Passwords;
import io.flowshield.risk.session.SessionAge;
import io.flowshield.risk.store.Decision;
import io.flowshield.risk.store.DecisionStore;
import io.flowshield.risk.store.Guard;
import io.flowshield.risk.store.Requirement;
import io.flowshield.risk.store.RequirementStore;
import io.flowshield.risk.store.SignalLedger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.Urls;
import org.keycloak.vault.VaultStringSecret;

/**
 * Takes security event tokens of a realm's transmitter, each once, and does what they tell. What is
 * done is done in the request's transaction or not at all: what is not acknowledged is sent again.
 * Thread-safe.
 */
public final class SharedSignals {
  /** Who required it, where administrators have their ids. */
  static final String SET_BY = "flowshield-ssf";

  private static final FeatureVector NOTHING =
      new FeatureVector(new FeatureSchema("none", 0, List.of()), new float[0]);
  private static final Network NOWHERE = new Network("", "", 0, "", null, Network.Kind.UNKNOWN);

  private final SetVerifier verifier;
  private final Background sessionWork;
  private final CounterStore counters;
  private final RequirementChanges requirements;
  private final Losses losses;
  private final Clock clock;

  /**
   * @param keyWork fetches keys
   * @param sessionWork ends sessions
   */
  public SharedSignals(
      Background keyWork,
      Background sessionWork,
      CounterStore counters,
      RequirementChanges requirements,
      Losses losses,
      Clock clock) {
    this.verifier = new SetVerifier(new TransmitterKeys(keyWork, clock));
    this.sessionWork = sessionWork;
    this.counters = counters;
    this.requirements = requirements;
    this.losses = losses;
    this.clock = clock;
  }

  /**
   * Checks the header that a transmitter shows itself by.
   *
   * @param authorization null when the request has none
   * @throws SetRefusedException when it is not the one that the realm has set
   */
  public void authenticate(
      KeycloakSession session, SharedSignalsSettings settings, @Nullable String authorization)
      throws SetRefusedException {
    if (settings.authorization().isEmpty()) {
      return;
    }
    try (VaultStringSecret secret = session.vault().getStringSecret(settings.authorization())) {
      String wanted = secret.get().orElse("");
      // Hashed first: a comparison of texts tells how long the right one is.
      if (wanted.isEmpty()
          || authorization == null
          || !MessageDigest.isEqual(sha256(wanted), sha256(authorization))) {
        losses.count(Losses.Kind.SIGNALS_REFUSED);
        throw new SetRefusedException(
            SetRefusedException.Kind.AUTHENTICATION_FAILED, "The transmitter is not known");
      }
    }
  }

  /**
   * Takes a token, or acknowledges one that was taken.
   *
   * @throws SetRefusedException when it is none of ours; nothing was done then
   * @throws RuntimeException when it cannot be taken now; the transaction must be rolled back
   */
  public void receive(
      KeycloakSession session, RealmModel realm, SharedSignalsSettings settings, String token)
      throws SetRefusedException {
    Instant now = clock.instant();
    SecurityEvents told;
    try {
      told = verifier.verify(session, token, settings, now);
    } catch (SetRefusedException e) {
      losses.count(Losses.Kind.SIGNALS_REFUSED);
      throw e;
    }
    String key = HexFormat.of().formatHex(sha256(told.issuer() + '\n' + told.id()));
    if (!SignalLedger.take(session, realm.getId(), key, now)) {
      return;
    }
    losses.count(Losses.Kind.SIGNALS_RECEIVED);
    boolean enforced =
        settings.mode() == SharedSignalsSettings.Mode.ENFORCE
            && !RealmSettings.of(realm).reportOnly();
    Subjects subjects =
        new Subjects(
            session,
            realm,
            Urls.realmIssuer(session.getContext().getUri().getBaseUri(), realm.getName()));
    for (Map.Entry<String, JsonNode> event : told.events().entrySet()) {
      Optional<ReceivedSignal> signal = ReceivedSignal.of(event.getKey());
      Optional<UserModel> user =
          signal.flatMap(known -> subjects.find(told.subjectOf(event.getValue())));
      if (signal.isPresent() && user.isPresent()) {
        follow(session, realm, user.get(), signal.get(), enforced, now);
      } else {
        losses.count(Losses.Kind.SIGNALS_UNMATCHED);
      }
    }
  }

  private void follow(
      KeycloakSession session,
      RealmModel realm,
      UserModel user,
      ReceivedSignal signal,
      boolean enforced,
      Instant now) {
    Guard.connection(
        session,
        connection -> {
          Decision row = row(realm.getId(), user.getId(), signal, enforced, now);
          DecisionStore.insert(connection, row);
          return row;
        });
    if (!enforced) {
      return;
    }
    if (signal == ReceivedSignal.CREDENTIAL_CHANGE) {
      counters.credentialChanged(realm.getId(), user.getId(), now);
    } else if (signal == ReceivedSignal.ACCOUNT_ENABLED) {
      enable(session, realm.getId(), user.getId());
    }
    signal
        .requirement()
        .ifPresent(
            kind -> {
              require(session, realm, user, kind, signal.code(), now);
              endSessions(session, realm.getId(), user.getId(), signal.code());
            });
  }

  private void enable(KeycloakSession session, String realmId, String userId) {
    if (new RequirementStore(session)
        .find(realmId, userId)
        .filter(found -> found.reason().equals(ReceivedSignal.ACCOUNT_DISABLED.code()))
        .filter(found -> found.setBy().equals(SET_BY))
        .isPresent()) {
      requirements.lift(session, realmId, userId);
    }
  }

  /** What is required already stays when it asks for more. */
  private void require(
      KeycloakSession session,
      RealmModel realm,
      UserModel user,
      Requirement.Kind wanted,
      String reason,
      Instant now) {
    Requirement.Kind kind =
        wanted == Requirement.Kind.CHANGE_PASSWORD && !Passwords.canChange(realm, user)
            ? Requirement.Kind.REAUTHENTICATE
            : wanted;
    boolean stronger =
        new RequirementStore(session)
            .find(realm.getId(), user.getId())
            .filter(found -> found.isOpen(now) && found.kind().compareTo(kind) > 0)
            .isPresent();
    if (!stronger) {
      boolean again = kind == Requirement.Kind.REAUTHENTICATE;
      requirements.set(
          session,
          realm.getId(),
          user.getId(),
          new Requirement(
              kind,
              again ? SessionAge.after(now) : now,
              again ? SessionAge.after(now).plus(SessionAge.longest(realm)) : null,
              reason,
              SET_BY));
    }
  }

  private void endSessions(KeycloakSession session, String realmId, String userId, String reason) {
    KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
    RememberedRequest request = RememberedRequest.of(session);
    AfterCommit.run(
        session,
        () ->
            sessionWork.submit(
                Losses.Kind.SESSION_NOT_ENDED,
                () ->
                    new SessionEnd(factory, clock, losses, realmId, userId)
                        .end(null, reason, request)));
  }

  private static Decision row(
      String realmId, String userId, ReceivedSignal signal, boolean enforced, Instant now) {
    return new Decision(
        UUID.randomUUID().toString(),
        realmId,
        userId,
        now,
        Door.SESSION,
        null,
        signal.score(),
        signal.level(),
        signal.action(),
        !enforced,
        List.of(new Reason(signal.code(), 0)),
        "shared-signals",
        "1",
        null,
        NOTHING,
        0,
        NOWHERE.addressKey(),
        NOWHERE.prefix(),
        NOWHERE.kind());
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
