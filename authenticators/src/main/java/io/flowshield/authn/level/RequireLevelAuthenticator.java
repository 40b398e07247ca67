package io.flowshield.authn.level;

import com.fasterxml.jackson.core.type.TypeReference;
import io.flowshield.authn.config.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.authenticators.util.AcrStore;
import org.keycloak.authentication.authenticators.util.LoAUtil;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.util.JsonSerialization;

/**
 * Requires a level of authentication as if the application had, with an essential {@code acr}:
 * Keycloak's condition on that level then runs its sub-flow, and Keycloak itself notes the level
 * when it was passed and refuses the login when it was not. So a token cannot tell of a factor that
 * nobody showed.
 */
final class RequireLevelAuthenticator implements Step {
  private static final Logger LOG = Logger.getLogger(RequireLevelAuthenticator.class);

  private final KeycloakSession session;

  RequireLevelAuthenticator(KeycloakSession session) {
    this.session = session;
  }

  @Override
  public void authenticate(AuthenticationFlowContext context) {
    int level = RequireLevelConfig.of(context.getAuthenticatorConfig()).level();
    if (!LoAUtil.getLoaMaxAgesConfiguredInRealmFlow(
            context.getRealm(), context.getTopLevelFlow().getId())
        .containsKey(level)) {
      LOG.errorf(
          "Flow %s has no condition on level of authentication %d, which is required now: the login"
              + " is refused",
          context.getTopLevelFlow().getAlias(), level);
      context.failure(AuthenticationFlowError.INTERNAL_ERROR);
      return;
    }
    AuthenticationSessionModel login = context.getAuthenticationSession();
    int requested =
        new AcrStore(session, login).getRequestedLevelOfAuthentication(context.getTopLevelFlow());
    if (requested < level) {
      login.setClientNote(Constants.REQUESTED_LEVEL_OF_AUTHENTICATION, Integer.toString(level));
    }
    login.setClientNote(Constants.FORCE_LEVEL_OF_AUTHENTICATION, "true");
    forgetEarlierProofs(login, level);
    context.success();
  }

  /** What was shown earlier in the browser's session says nothing about who types now. */
  private static void forgetEarlierProofs(AuthenticationSessionModel login, int level) {
    String known = login.getAuthNote(Constants.LOA_MAP);
    if (known == null) {
      return;
    }
    try {
      Map<Integer, Integer> times =
          JsonSerialization.readValue(known, new TypeReference<TreeMap<Integer, Integer>>() {});
      times.keySet().removeIf(other -> other >= level);
      login.setAuthNote(Constants.LOA_MAP, JsonSerialization.writeValueAsString(times));
    } catch (IOException e) {
      throw new UncheckedIOException("Keycloak's map of levels cannot be read", e);
    }
  }

  @Override
  public void action(AuthenticationFlowContext context) {
    throw new IllegalStateException("flowshield-require-level shows no page");
  }

  /** A level can be asked of somebody whom the flow does not know yet. */
  @Override
  public boolean requiresUser() {
    return false;
  }
}
