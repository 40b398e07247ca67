package io.flowshield.risk.rest;

import io.flowshield.risk.session.RegistrationLinks;
import io.flowshield.risk.store.MailLedger;
import io.flowshield.risk.store.SagaViewStore;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jboss.logging.Logger;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Mails of a registration, in the realm's e-mail theme and by its mail server; each key once. */
final class RegistrationMail {
  private static final Logger LOG = Logger.getLogger(RegistrationMail.class);

  private final KeycloakSession session;
  private final RealmModel realm;
  private final Clock clock;

  /** Which mail. */
  enum Kind {
    VERIFY,
    REMINDER,
    WITHDRAWN
  }

  RegistrationMail(KeycloakSession session, RealmModel realm, Clock clock) {
    this.session = session;
    this.realm = realm;
    this.clock = clock;
  }

  /**
   * Sends a mail, unless one went out under the key before.
   *
   * @param reason code that a withdrawal explains; empty for none
   * @param paragraph plain text that goes with it; empty for none
   * @return false when the mail server did not take it; the saga's detail then says so
   */
  boolean send(UserModel user, Kind kind, String reason, String paragraph, String key) {
    MailLedger ledger = new MailLedger(session);
    if (!ledger.take(realm.getId(), key, user.getId(), clock.instant())) {
      return true;
    }
    String name = kind.name().toLowerCase(Locale.ROOT);
    try {
      session
          .getProvider(EmailTemplateProvider.class)
          .setRealm(realm)
          .setUser(user)
          .send(
              "flowshield.mail." + name + ".subject",
              "flowshield-" + name + ".ftl",
              attributes(user, kind, reason, paragraph));
      return true;
    } catch (EmailException e) {
      ledger.release(realm.getId(), key);
      new SagaViewStore(session)
          .noteDetail(
              realm.getId(),
              user.getId(),
              "The mail server did not take the mail " + kind + "; it is tried again",
              clock.instant());
      // The exception's text may hold the address; its type says enough.
      LOG.warnf("Mail %s of realm %s was not sent: %s", kind, realm.getName(), rootName(e));
      return false;
    }
  }

  private Map<String, Object> attributes(
      UserModel user, Kind kind, String reason, String paragraph) {
    RegistrationLinks links = new RegistrationLinks(session, realm);
    Map<String, Object> attributes = new HashMap<>();
    String display = realm.getDisplayName();
    attributes.put("realmName", display == null || display.isEmpty() ? realm.getName() : display);
    attributes.put("link", kind == Kind.WITHDRAWN ? links.statusUrl(user) : links.verifyUrl(user));
    attributes.put("linkExpiration", Math.max(1, links.verifyLife().toMinutes()));
    if (!reason.isEmpty()) {
      attributes.put("flowshieldReason", reason);
    }
    if (!paragraph.isEmpty()) {
      attributes.put("flowshieldParagraph", paragraph);
    }
    return attributes;
  }

  private static String rootName(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root.getClass().getName();
  }
}
