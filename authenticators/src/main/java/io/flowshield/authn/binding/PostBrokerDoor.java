package io.flowshield.authn.binding;

import java.util.ArrayList;
import java.util.List;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.IdentityProviderQuery;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * The flow behind a login by identity provider. A realm has none of its own: each provider names
 * one, or none. Ours goes to those that name none.
 */
final class PostBrokerDoor {
  private static final String WANTED = "flowshield post broker login";

  private final KeycloakSession session;
  private final RealmModel realm;
  private final Report report;

  PostBrokerDoor(KeycloakSession session, RealmModel realm, Report report) {
    this.session = session;
    this.realm = realm;
    this.report = report;
  }

  /** Also names our flow to providers that have come since. */
  Installed open(Installed installed) throws BindingRefused {
    Installed.Door known = installed.doors().get(BoundDoor.POST_BROKER.word());
    AuthenticationFlowModel ours =
        known == null ? create() : realm.getAuthenticationFlowById(known.copyId());
    if (ours == null) {
      report.note(
          "post-broker-login: the flow \"%s\" is gone; remove and apply again to bind it", WANTED);
      return installed;
    }
    List<String> named = new ArrayList<>();
    for (IdentityProviderModel provider : providers()) {
      String flow = provider.getPostBrokerLoginFlowId();
      if (flow == null || flow.isBlank()) {
        provider.setPostBrokerLoginFlowId(ours.getId());
        session.identityProviders().update(provider);
        named.add("\"" + provider.getAlias() + "\"");
      } else if (!flow.equals(ours.getId())) {
        report.note(
            "post-broker-login: the identity provider \"%s\" names a flow of its own; left alone",
            provider.getAlias());
      }
    }
    if (!named.isEmpty()) {
      report.changed(
          "post-broker-login: the flow \"%s\" follows logins by the identity providers %s",
          ours.getAlias(), String.join(", ", named));
    }
    return known != null
        ? installed
        : installed.with(
            BoundDoor.POST_BROKER, Installed.Door.inPlaceOfNone(ours.getId(), ours.getAlias()));
  }

  /** Providers that name a flow name none. */
  void close(AuthenticationFlowModel ours) {
    List<String> released = new ArrayList<>();
    for (IdentityProviderModel provider : providers()) {
      if (ours.getId().equals(provider.getPostBrokerLoginFlowId())) {
        provider.setPostBrokerLoginFlowId(null);
        session.identityProviders().update(provider);
        released.add("\"" + provider.getAlias() + "\"");
      }
    }
    if (!released.isEmpty()) {
      report.changed(
          "no flow follows logins by the identity providers %s", String.join(", ", released));
    }
  }

  private AuthenticationFlowModel create() throws BindingRefused {
    if (realm.getFlowByAlias(WANTED) != null) {
      throw new BindingRefused(
          "There is a flow \"%s\" that this command did not make. Rename it.".formatted(WANTED));
    }
    AuthenticationFlowModel flow = new AuthenticationFlowModel();
    flow.setAlias(WANTED);
    flow.setDescription("Judges logins by identity provider");
    flow.setProviderId("basic-flow");
    flow.setTopLevel(true);
    flow.setBuiltIn(false);
    AuthenticationFlowModel added = realm.addAuthenticationFlow(flow);
    BoundDoor.POST_BROKER.insert(new FlowSurgery(realm, added, WANTED));
    report.changed("post-broker-login: the flow \"%s\" is created", WANTED);
    return added;
  }

  private List<IdentityProviderModel> providers() {
    return session.identityProviders().getAllStream(IdentityProviderQuery.any()).toList();
  }
}
