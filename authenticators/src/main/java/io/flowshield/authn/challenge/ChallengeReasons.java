package io.flowshield.authn.challenge;

import io.flowshield.risk.session.DecisionNotes;
import java.util.List;
import java.util.stream.Collectors;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.forms.login.LoginFormsProvider;

/** Tells users why another proof is asked for, on pages that are not ours too. */
public final class ChallengeReasons {
  /** Message of the page, with the localised reasons as its one parameter. */
  private static final String BECAUSE = "flowshield.challenge.because";

  /** Where Keycloak keeps a message for the next page; it has no method that takes one back. */
  private static final String FORWARDED_INFO = "fwMessageInfo";

  private static final int SHOWN = 3;

  private ChallengeReasons() {}

  /**
   * Puts the noted reasons on the next page of this login, whichever authenticator shows it. Shows
   * at most three, as sentences in the user's language.
   */
  public static void announce(AuthenticationFlowContext context) {
    String because = text(context, DecisionNotes.reasons(context.getAuthenticationSession()));
    if (!because.isEmpty()) {
      context.setForwardedInfoMessage(BECAUSE, because);
    }
  }

  /** Takes the message back: the page tells the reasons by itself, or nothing is asked for. */
  public static void withdraw(AuthenticationFlowContext context) {
    context.getAuthenticationSession().removeAuthNote(FORWARDED_INFO);
  }

  private static String text(AuthenticationFlowContext context, List<String> codes) {
    LoginFormsProvider texts = context.getSession().getProvider(LoginFormsProvider.class);
    return codes.stream()
        .map(code -> "flowshield.reason." + code + ".user")
        .map(key -> known(texts, key))
        .filter(sentence -> !sentence.isEmpty())
        .distinct()
        .limit(SHOWN)
        .collect(Collectors.joining(" "));
  }

  /** Keycloak answers with the key itself when a theme has no text for it. */
  private static String known(LoginFormsProvider texts, String key) {
    String text = texts.getMessage(key);
    return text == null || text.equals(key) ? "" : text;
  }
}
