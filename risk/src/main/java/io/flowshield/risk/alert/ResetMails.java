package io.flowshield.risk.alert;

import io.flowshield.risk.learning.Background;
import io.flowshield.risk.learning.Losses;
import io.flowshield.risk.session.AfterCommit;
import io.flowshield.risk.store.OwnTransaction;
import java.net.URI;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Sends Keycloak's own mail for a forgotten password once the request has committed and off its
 * thread, so that the time of the answer does not tell whether there was anybody to write to. In
 * the user's language, never in that of whoever asked. What cannot be sent is an event {@code
 * SEND_RESET_PASSWORD_ERROR}, counted, and not tried again: whoever waits for it asks again.
 */
public final class ResetMails {
  private static final Logger LOG = Logger.getLogger(ResetMails.class);

  private final Background background;
  private final Losses losses;

  /**
   * @param background for these mails alone: what else waits there waits for mail servers
   */
  public ResetMails(Background background, Losses losses) {
    this.background = background;
    this.losses = losses;
  }

  /**
   * Sends a link soon.
   *
   * @param link to another password; a secret
   * @param life how long it works
   */
  public void send(
      KeycloakSession session, RealmModel realm, UserModel user, URI link, Duration life) {
    KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
    String realmId = realm.getId();
    String userId = user.getId();
    AfterCommit.run(
        session,
        () ->
            background.submit(
                Losses.Kind.RESET_MAIL_NOT_SENT,
                () -> {
                  if (!OwnTransaction.run(factory, own -> sent(own, realmId, userId, link, life))) {
                    losses.count(Losses.Kind.RESET_MAIL_NOT_SENT);
                  }
                }));
  }

  /** False when the mail server did not take it. */
  private static boolean sent(
      KeycloakSession own, String realmId, String userId, URI link, Duration life) {
    RealmModel realm = own.realms().getRealm(realmId);
    if (realm == null) {
      return true;
    }
    own.getContext().setRealm(realm);
    UserModel user = own.users().getUserById(realm, userId);
    if (user == null) {
      return true;
    }
    try {
      own.getProvider(EmailTemplateProvider.class)
          .setRealm(realm)
          .setUser(user)
          .sendPasswordReset(link.toString(), life.toMinutes());
      return true;
    } catch (EmailException e) {
      // Not the exception itself: mail servers repeat the address in what they say.
      String reason = SignInAlerts.rootName(e);
      LOG.warnf("A mail for a password of realm %s was not sent: %s", realm.getName(), reason);
      new EventBuilder(realm, own)
          .event(EventType.SEND_RESET_PASSWORD)
          .user(user)
          .detail(Details.REASON, reason)
          .error(Errors.EMAIL_SEND_FAILED);
      return false;
    }
  }
}
