package io.flowshield.authn.challenge;

import io.flowshield.risk.session.DecisionNotes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.models.UserModel;

/** The mail that carries a code. */
public final class CodeMail {
  private static final String SUBJECT = "flowshieldCodeSubject";
  private static final String TEMPLATE = "flowshield-code.ftl";

  private CodeMail() {}

  /**
   * True when the user has an address that is known to be his. An unverified one may be the
   * attacker's.
   */
  public static boolean isPossibleFor(UserModel user) {
    String email = user.getEmail();
    return email != null && !email.isBlank() && user.isEmailVerified();
  }

  /** Sends a code in the realm's e-mail theme, in the user's language. */
  static void send(AuthenticationFlowContext context, String code, Duration lifetime)
      throws EmailException {
    String displayName = context.getRealm().getDisplayName();
    String realmName =
        displayName == null || displayName.isBlank() ? context.getRealm().getName() : displayName;
    // Keycloak adds to the map it is given
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("code", code);
    attributes.put("minutes", Math.max(1, lifetime.toMinutes()));
    attributes.put("realmName", realmName);
    attributes.put("flowshieldReasons", DecisionNotes.reasons(context.getAuthenticationSession()));
    context
        .getSession()
        .getProvider(EmailTemplateProvider.class)
        .setAuthenticationSession(context.getAuthenticationSession())
        .setRealm(context.getRealm())
        .setUser(context.getUser())
        .send(SUBJECT, List.of(realmName), TEMPLATE, attributes);
  }
}
