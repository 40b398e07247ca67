package io.flowshield.authn.password;

import io.flowshield.ml.context.RegistrationFacts;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.policy.PasswordPolicyProvider;
import org.keycloak.policy.PolicyError;

/**
 * What our rules for new passwords have in common: they know whose password it is, whichever way
 * Keycloak asks. An error is the key of a text; it never holds the password.
 */
interface PasswordRule extends PasswordPolicyProvider {

  KeycloakSession session();

  /** Why the password is refused; null when it is not. */
  @Nullable PolicyError refusal(RealmModel realm, RegistrationFacts owner, String password);

  @Override
  default @Nullable PolicyError validate(
      RealmModel realm, @Nullable UserModel user, @Nullable String password) {
    if (password == null || password.isEmpty()) {
      return null;
    }
    return refusal(
        realm,
        user == null ? PasswordOwner.ofForm(session(), realm, "") : PasswordOwner.of(user),
        password);
  }

  @Override
  default @Nullable PolicyError validate(@Nullable String username, @Nullable String password) {
    RealmModel realm = session().getContext().getRealm();
    if (realm == null || password == null || password.isEmpty()) {
      return null;
    }
    return refusal(
        realm, PasswordOwner.ofForm(session(), realm, username == null ? "" : username), password);
  }

  @Override
  default void close() {
    // holds nothing
  }
}
