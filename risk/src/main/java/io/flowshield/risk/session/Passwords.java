package io.flowshield.risk.session;

import java.util.stream.Stream;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.storage.StorageId;

/** Where a user's password is kept. */
public final class Passwords {
  private Passwords() {}

  /** Whether a user has a password here and can choose another. */
  public static boolean canChange(RealmModel realm, UserModel user) {
    return user.credentialManager().isConfiguredFor(PasswordCredentialModel.TYPE)
        && canStore(realm, user);
  }

  /**
   * Whether a new password of a user can be stored: whoever is asked for one that can be stored
   * nowhere could not sign in any more.
   */
  public static boolean canStore(RealmModel realm, UserModel user) {
    String storage =
        user.getFederationLink() != null
            ? user.getFederationLink()
            : StorageId.providerId(user.getId());
    if (storage == null) {
      return true;
    }
    ComponentModel federation = realm.getComponent(storage);
    return federation != null
        && Stream.of("WRITABLE", "UNSYNCED").anyMatch(federation.get("editMode", "")::equals);
  }
}
