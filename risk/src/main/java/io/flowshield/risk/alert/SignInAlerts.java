package io.flowshield.risk.alert;

import io.flowshield.ml.FeatureVector;
import io.flowshield.ml.request.RequestFacts;
import io.flowshield.risk.learning.Background;
import io.flowshield.risk.learning.Losses;
import io.flowshield.risk.policy.AlertSettings;
import io.flowshield.risk.session.AfterCommit;
import io.flowshield.risk.store.Decision;
import io.flowshield.risk.store.DecisionStore;
import io.flowshield.risk.store.MailLedger;
import io.flowshield.risk.store.OwnTransaction;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.keycloak.email.EmailException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.urls.UrlType;

/**
 * Tells users of new or risky logins by mail, once the login has committed and off its thread: a
 * mail server that is slow or down holds nobody up. Each login is told of once at most; what cannot
 * be sent is counted, and not tried again.
 */
public final class SignInAlerts {
  private static final Logger LOG = Logger.getLogger(SignInAlerts.class);
  private static final int ATTEMPTS = 3;

  private final Background background;
  private final Losses losses;
  private final Clock clock;

  /**
   * @param background for mails alone: what else waits there waits for mail servers
   */
  public SignInAlerts(Background background, Losses losses, Clock clock) {
    this.background = background;
    this.losses = losses;
    this.clock = clock;
  }

  /** Looks at a completed login. */
  public void completed(
      KeycloakSession session,
      RealmModel realm,
      UserModel user,
      String decisionId,
      RequestFacts request) {
    if (!AlertSettings.of(realm).isOn() || !isReachable(user)) {
      return;
    }
    KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
    NotMeLink.Login login = new NotMeLink.Login(user.getId(), decisionId);
    SignIn signIn = SignIn.of(clock.instant(), request);
    String realmId = realm.getId();
    URI base = session.getContext().getUri(UrlType.FRONTEND).getBaseUri();
    AfterCommit.run(
        session,
        () ->
            background.submit(
                Losses.Kind.ALERT_NOT_SENT, () -> tell(factory, realmId, login, signIn, base)));
  }

  /** An address that nobody has confirmed may be anybody's. */
  private static boolean isReachable(UserModel user) {
    String email = user.getEmail();
    return user.isEmailVerified() && email != null && !email.isBlank();
  }

  private void tell(
      KeycloakSessionFactory factory,
      String realmId,
      NotMeLink.Login login,
      SignIn signIn,
      URI base) {
    Optional<String> key = taken(factory, realmId, login, signIn.time());
    if (key.isEmpty()) {
      return;
    }
    boolean sent = OwnTransaction.run(factory, own -> send(own, realmId, login, signIn, base));
    if (sent) {
      losses.count(Losses.Kind.ALERTS_SENT);
    } else {
      losses.count(Losses.Kind.ALERT_NOT_SENT);
      OwnTransaction.run(
          factory,
          own -> {
            new MailLedger(own).release(realmId, key.get());
            return key;
          });
    }
  }

  /** The key of one of the user's mails of the day; empty when there is nothing to tell. */
  private Optional<String> taken(
      KeycloakSessionFactory factory, String realmId, NotMeLink.Login login, Instant time) {
    for (int attempt = 1; ; attempt++) {
      try {
        return OwnTransaction.run(factory, own -> take(own, realmId, login, time));
      } catch (RuntimeException e) {
        // Another login of the same user takes a key at the same time, perhaps on another node.
        if (attempt == ATTEMPTS || OwnTransaction.gaveUp(e)) {
          throw e;
        }
      }
    }
  }

  private Optional<String> take(
      KeycloakSession own, String realmId, NotMeLink.Login login, Instant time) {
    RealmModel realm = own.realms().getRealm(realmId);
    Optional<Decision> decision = new DecisionStore(own).find(realmId, login.decisionId());
    if (realm == null || decision.isEmpty()) {
      return Optional.empty();
    }
    AlertSettings settings = AlertSettings.of(realm);
    MailLedger ledger = new MailLedger(own);
    if (!isWorthTelling(decision.get(), settings)
        || !ledger.take(realmId, "alert " + login.decisionId(), login.userId(), time)) {
      return Optional.empty();
    }
    // Ids of federated users are as long as the column.
    UUID user = UUID.nameUUIDFromBytes(login.userId().getBytes(StandardCharsets.UTF_8));
    LocalDate day = time.atOffset(ZoneOffset.UTC).toLocalDate();
    for (int number = 1; number <= settings.perDay(); number++) {
      String key = "alert " + day + " " + number + " " + user;
      if (ledger.take(realmId, key, login.userId(), time)) {
        return Optional.of(key);
      }
    }
    losses.count(Losses.Kind.ALERTS_OVER_LIMIT);
    return Optional.empty();
  }

  static boolean isWorthTelling(Decision decision, AlertSettings settings) {
    if (decision.reportOnly() && !settings.reportOnly()) {
      return false;
    }
    FeatureVector judged = decision.vector();
    return settings.newDevice() && judged.get("new_device") >= 1
        || settings.newNetwork() && judged.get("new_network") >= 1
        || settings.risk() && decision.level().compareTo(settings.level()) >= 0;
  }

  /** False when the mail server did not take it. */
  private boolean send(
      KeycloakSession own, String realmId, NotMeLink.Login login, SignIn signIn, URI base) {
    RealmModel realm = own.realms().getRealm(realmId);
    if (realm == null) {
      return false;
    }
    own.getContext().setRealm(realm);
    UserModel user = own.users().getUserById(realm, login.userId());
    if (user == null || !isReachable(user)) {
      return false;
    }
    try {
      new AlertMail(own, realm).send(user, login, signIn, base);
      return true;
    } catch (EmailException e) {
      // Not the exception itself: mail servers repeat the address in what they say.
      LOG.warnf("An alert of realm %s was not sent: %s", realm.getName(), rootName(e));
      return false;
    }
  }

  static String rootName(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root.getClass().getName();
  }
}
