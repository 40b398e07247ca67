package io.flowshield.risk.session;

import io.flowshield.ml.context.AccountFacts;
import io.flowshield.ml.context.AccountFacts.Privilege;
import io.flowshield.risk.policy.RealmSettings;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.GroupModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;

/**
 * Which accounts may do something to others: those with a role that administers a realm, and those
 * with a role that the administrator listed. Walks from the user's roles and groups through
 * composite roles and parents, at most {@value #MAX_STEPS} of them. Keycloak caches what is read
 * here and reads it anyway when it issues tokens.
 */
final class SensitiveRoles {
  static final int MAX_STEPS = 500;

  private final Set<String> listed;

  private SensitiveRoles(Set<String> listed) {
    this.listed = listed;
  }

  static SensitiveRoles of(RealmModel realm) {
    return new SensitiveRoles(RealmSettings.sensitiveRoles(realm));
  }

  AccountFacts facts(UserModel user) {
    Deque<RoleModel> roles = new ArrayDeque<>();
    Deque<GroupModel> groups = new ArrayDeque<>();
    user.getRoleMappingsStream().limit(MAX_STEPS).forEach(roles::add);
    user.getGroupsStream().limit(MAX_STEPS).forEach(groups::add);
    Set<String> seen = new HashSet<>();
    while (!groups.isEmpty() && seen.size() < MAX_STEPS) {
      GroupModel group = groups.remove();
      if (seen.add(group.getId())) {
        group.getRoleMappingsStream().limit(MAX_STEPS).forEach(roles::add);
        GroupModel parent = group.getParent();
        if (parent != null) {
          groups.add(parent);
        }
      }
    }
    while (!roles.isEmpty() && seen.size() < MAX_STEPS) {
      RoleModel role = roles.remove();
      if (!seen.add(role.getId())) {
        continue;
      }
      if (isSensitive(role)) {
        return new AccountFacts(Privilege.SENSITIVE);
      }
      if (role.isComposite()) {
        role.getCompositesStream().limit(MAX_STEPS).forEach(roles::add);
      }
    }
    return new AccountFacts(Privilege.ORDINARY);
  }

  private boolean isSensitive(RoleModel role) {
    if (!(role.getContainer() instanceof ClientModel client)) {
      return role.getName().equals(AdminRoles.ADMIN) || listed.contains(role.getName());
    }
    String clientId = client.getClientId();
    // In the master realm, each realm is administered through a client that bears its name.
    boolean administers =
        clientId.equals(Constants.REALM_MANAGEMENT_CLIENT_ID)
            || (clientId.endsWith("-realm") && AdminRoles.ALL_ROLES.contains(role.getName()));
    return administers || listed.contains(clientId + "/" + role.getName());
  }
}
