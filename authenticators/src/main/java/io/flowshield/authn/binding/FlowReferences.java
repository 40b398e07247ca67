package io.flowshield.authn.binding;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.IdentityProviderQuery;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Everything in a realm that can name a flow. */
final class FlowReferences {
  /** One of the realm's own bindings. */
  private record Binding(
      Function<RealmModel, AuthenticationFlowModel> read,
      BiConsumer<RealmModel, AuthenticationFlowModel> write) {}

  private static final List<Binding> BINDINGS =
      List.of(
          new Binding(RealmModel::getBrowserFlow, RealmModel::setBrowserFlow),
          new Binding(RealmModel::getDirectGrantFlow, RealmModel::setDirectGrantFlow),
          new Binding(RealmModel::getRegistrationFlow, RealmModel::setRegistrationFlow),
          new Binding(RealmModel::getResetCredentialsFlow, RealmModel::setResetCredentialsFlow),
          new Binding(RealmModel::getFirstBrokerLoginFlow, RealmModel::setFirstBrokerLoginFlow),
          new Binding(
              RealmModel::getDockerAuthenticationFlow, RealmModel::setDockerAuthenticationFlow));

  private final KeycloakSession session;
  private final RealmModel realm;

  FlowReferences(KeycloakSession session, RealmModel realm) {
    this.session = session;
    this.realm = realm;
  }

  /** Ids of flows that clients use in place of the realm's, by client id. */
  Map<String, Collection<String>> overrides() {
    Map<String, Collection<String>> overrides = new TreeMap<>();
    realm
        .getClientsStream()
        .forEach(
            client -> {
              Map<String, String> own = client.getAuthenticationFlowBindingOverrides();
              if (own != null && !own.isEmpty()) {
                overrides.put(
                    client.getClientId(), own.values().stream().filter(Objects::nonNull).toList());
              }
            });
    return overrides;
  }

  /** Whether anything uses a flow. */
  boolean isUsed(AuthenticationFlowModel flow) {
    return BINDINGS.stream()
            .map(binding -> binding.read().apply(realm))
            .anyMatch(bound -> bound != null && bound.getId().equals(flow.getId()))
        || overrides().values().stream().anyMatch(ids -> ids.contains(flow.getId()))
        || identityProviders(flow).findAny().isPresent();
  }

  /**
   * Lets everything that names a flow name another one.
   *
   * @return what was changed, a few words each
   */
  List<String> replace(AuthenticationFlowModel flow, AuthenticationFlowModel by) {
    List<String> changed = new ArrayList<>();
    for (Binding binding : BINDINGS) {
      AuthenticationFlowModel bound = binding.read().apply(realm);
      if (bound != null && bound.getId().equals(flow.getId())) {
        binding.write().accept(realm, by);
        changed.add("the realm");
      }
    }
    for (ClientModel client : realm.getClientsStream().toList()) {
      Map<String, String> own = client.getAuthenticationFlowBindingOverrides();
      if (own != null) {
        own.forEach(
            (binding, id) -> {
              if (flow.getId().equals(id)) {
                override(client, binding, by);
                changed.add("client \"" + client.getClientId() + "\"");
              }
            });
      }
    }
    identityProviders(flow)
        .toList()
        .forEach(
            provider -> {
              if (flow.getId().equals(provider.getFirstBrokerLoginFlowId())) {
                provider.setFirstBrokerLoginFlowId(by.getId());
              }
              if (flow.getId().equals(provider.getPostBrokerLoginFlowId())) {
                provider.setPostBrokerLoginFlowId(by.getId());
              }
              session.identityProviders().update(provider);
              changed.add("identity provider \"" + provider.getAlias() + "\"");
            });
    return changed;
  }

  /** An override that names what the realm itself has bound says nothing, so it goes. */
  private void override(ClientModel client, String binding, AuthenticationFlowModel by) {
    AuthenticationFlowModel ofRealm =
        binding.equals("direct_grant") ? realm.getDirectGrantFlow() : realm.getBrowserFlow();
    if (by.getId().equals(ofRealm.getId())) {
      client.removeAuthenticationFlowBindingOverride(binding);
    } else {
      client.setAuthenticationFlowBindingOverride(binding, by.getId());
    }
  }

  private Stream<IdentityProviderModel> identityProviders(AuthenticationFlowModel flow) {
    return session
        .identityProviders()
        .getAllStream(IdentityProviderQuery.any())
        .filter(
            provider ->
                flow.getId().equals(provider.getFirstBrokerLoginFlowId())
                    || flow.getId().equals(provider.getPostBrokerLoginFlowId()));
  }
}
