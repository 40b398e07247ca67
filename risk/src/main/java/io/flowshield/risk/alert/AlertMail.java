package io.flowshield.risk.alert;

import io.flowshield.risk.policy.AlertSettings;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The mail that tells of a login, in the realm's e-mail theme, by its mail server and in the user's
 * language: never in that of whoever signed in.
 */
final class AlertMail {
  private static final String SUBJECT = "flowshield.mail.alert.subject";
  private static final String TEMPLATE = "flowshield-alert.ftl";

  private final KeycloakSession session;
  private final RealmModel realm;

  /**
   * @param session of no request, so that none decides the language
   */
  AlertMail(KeycloakSession session, RealmModel realm) {
    this.session = session;
    this.realm = realm;
  }

  void send(UserModel user, NotMeLink.Login login, SignIn signIn, URI base) throws EmailException {
    Locale language = session.getContext().resolveLocale(user);
    Duration life = AlertSettings.of(realm).linkLife();
    String display = realm.getDisplayName();
    String realmName = display == null || display.isBlank() ? realm.getName() : display;
    // Keycloak adds to the map it is given
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("realmName", realmName);
    attributes.put("flowshieldTime", signIn.time(language));
    attributes.put("flowshieldBrowser", signIn.browser());
    attributes.put("flowshieldSystem", signIn.system());
    attributes.put("flowshieldPlace", signIn.place(language));
    attributes.put("link", new NotMeLink(session, realm).url(base, login, life));
    attributes.put("linkExpiration", Math.max(1, life.toMinutes()));
    session
        .getProvider(EmailTemplateProvider.class)
        .setRealm(realm)
        .setUser(user)
        .send(SUBJECT, List.of(realmName), TEMPLATE, attributes);
  }
}
