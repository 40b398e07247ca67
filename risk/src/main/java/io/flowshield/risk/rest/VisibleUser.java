package io.flowshield.risk.rest;

import jakarta.ws.rs.ForbiddenException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;
import org.keycloak.services.resources.admin.fgap.UserPermissionEvaluator;

/** Finds users for administrators: whoever may not see users is not told whether one exists. */
final class VisibleUser {
  private VisibleUser() {}

  /**
   * The user, of whom the caller's right has yet to be checked.
   *
   * @throws Refusal 404 for those who may see users
   * @throws ForbiddenException for all others
   */
  static UserModel find(
      KeycloakSession session, RealmModel realm, AdminPermissionEvaluator permissions, String id) {
    UserModel user = session.users().getUserById(realm, id);
    if (user == null) {
      UserPermissionEvaluator users = permissions.users();
      throw users.canQuery() || users.canView() ? Refusal.notFound() : new ForbiddenException();
    }
    return user;
  }
}
