package io.flowshield.risk;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.vault.VaultStringSecret;

/**
 * Resolves {@code vault:name} in server options with Keycloak's vault, as the master realm sees it;
 * other values stay as they are. Not {@code ${vault.name}}: Keycloak's configuration takes what
 * stands in {@code ${}} for a property of its own and hands on nothing.
 */
public final class VaultSecrets {
  private static final Logger LOG = Logger.getLogger(VaultSecrets.class);
  private static final Pattern NAMED = Pattern.compile("vault:([A-Za-z0-9][A-Za-z0-9._-]*)");

  private VaultSecrets() {}

  /**
   * @param sessions null before the server has any: then every value stays as it is
   * @param value of an option
   * @return null when there is no value, or the vault does not give the secret; the log says why
   */
  public static @Nullable String resolve(
      @Nullable KeycloakSessionFactory sessions, @Nullable String value) {
    if (value == null || sessions == null) {
      return value;
    }
    Matcher named = NAMED.matcher(value);
    if (!named.matches()) {
      return value;
    }
    String expression = "${vault." + named.group(1) + "}";
    try {
      String secret =
          KeycloakModelUtils.runJobInTransactionWithResult(
              sessions, session -> secret(session, expression));
      if (secret == null) {
        LOG.errorf("The vault has no %s for the realm %s", value, Config.getAdminRealm());
      }
      return secret;
    } catch (RuntimeException e) {
      LOG.errorf(e, "The vault cannot be asked for %s", value);
      return null;
    }
  }

  private static @Nullable String secret(KeycloakSession session, String expression) {
    RealmModel master = session.realms().getRealmByName(Config.getAdminRealm());
    if (master == null) {
      return null;
    }
    session.getContext().setRealm(master);
    try (VaultStringSecret secret = session.vault().getStringSecret(expression)) {
      return secret.get().orElse(null);
    }
  }
}
