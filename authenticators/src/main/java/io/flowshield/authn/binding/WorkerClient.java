package io.flowshield.authn.binding;

import java.util.List;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.services.managers.ClientManager;
import org.keycloak.services.managers.RealmManager;

/** The worker's client: a service account whose only right is its own role. */
final class WorkerClient {
  /** Id of the client, and name of its role. */
  static final String NAME = "flowshield-worker";

  private final KeycloakSession session;
  private final RealmModel realm;

  WorkerClient(KeycloakSession session, RealmModel realm) {
    this.session = session;
    this.realm = realm;
  }

  boolean exists() {
    return realm.getClientByClientId(NAME) != null;
  }

  /** Whether the client that is there can be the worker's. */
  boolean isUsable() {
    ClientModel client = realm.getClientByClientId(NAME);
    return client != null && client.isServiceAccountsEnabled() && client.getRole(NAME) != null;
  }

  void create() {
    ClientRepresentation wanted = new ClientRepresentation();
    wanted.setClientId(NAME);
    wanted.setName("Flow Shield worker");
    wanted.setDescription(
        "Service account of the worker: may call Flow Shield's worker endpoints and nothing else");
    wanted.setProtocol("openid-connect");
    wanted.setEnabled(true);
    wanted.setPublicClient(false);
    wanted.setClientAuthenticatorType("client-secret");
    wanted.setStandardFlowEnabled(false);
    wanted.setImplicitFlowEnabled(false);
    wanted.setDirectAccessGrantsEnabled(false);
    wanted.setServiceAccountsEnabled(true);
    wanted.setFullScopeAllowed(false);
    wanted.setRedirectUris(List.of());
    wanted.setWebOrigins(List.of());
    ClientModel client = ClientManager.createClient(session, realm, wanted);
    if (client.getSecret() == null) {
      KeycloakModelUtils.generateSecret(client);
    }
    new ClientManager(new RealmManager(session)).enableServiceAccount(client);
    RoleModel role = client.addRole(NAME);
    role.setDescription("May call Flow Shield's worker endpoints");
    UserModel account = session.users().getServiceAccount(client);
    account.deleteRoleMapping(realm.getDefaultRole());
    account.grantRole(role);
  }

  void remove() {
    ClientModel client = realm.getClientByClientId(NAME);
    if (client != null) {
      new ClientManager(new RealmManager(session)).removeClient(realm, client);
    }
  }
}
