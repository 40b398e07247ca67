package io.flowshield.risk.lint;

import io.flowshield.risk.lint.BoundFlow.Kind;
import io.flowshield.risk.policy.RealmSettings;
import io.flowshield.risk.policy.Thresholds;
import io.flowshield.risk.session.DecisionNotes;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.IdentityProviderQuery;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;

/** Reads what the linter looks at from Keycloak's models. */
final class RealmReader {
  private static final String LISTENER = "flowshield";

  private final KeycloakSession session;
  private final RealmModel realm;
  private final List<BoundFlow> flows = new ArrayList<>();
  private int providers;
  private int providersWithoutPostFlow;

  RealmReader(KeycloakSession session, RealmModel realm) {
    this.session = session;
    this.realm = realm;
  }

  RealmView read(List<String> unusableModels) {
    bound(Kind.BROWSER, "browser flow", realm.getBrowserFlow());
    bound(Kind.DIRECT_GRANT, "direct grant flow", realm.getDirectGrantFlow());
    bound(Kind.REGISTRATION, "registration flow", realm.getRegistrationFlow());
    bound(Kind.RESET_CREDENTIALS, "reset credentials flow", realm.getResetCredentialsFlow());
    bound(Kind.FIRST_BROKER_LOGIN, "first broker login flow", realm.getFirstBrokerLoginFlow());
    List<String> reportOnly = new ArrayList<>();
    RealmSettings settings = RealmSettings.of(realm);
    if (settings.reportOnly()) {
      reportOnly.add("realm");
    }
    realm.getClientsStream().forEach(client -> client(client, reportOnly));
    identityProviders();
    RequiredActionProviderModel pending =
        realm.getRequiredActionProviderByAlias(DecisionNotes.PENDING_ACTION);
    return new RealmView(
        List.copyOf(flows),
        realm.isRegistrationAllowed(),
        realm.isResetPasswordAllowed(),
        providers,
        providersWithoutPostFlow,
        pending != null && pending.isEnabled(),
        realm.getEventsListenersStream().anyMatch(LISTENER::equals),
        realm.isEventsEnabled(),
        realm.isBruteForceProtected(),
        List.copyOf(reportOnly),
        Thresholds.of(settings),
        RealmSettings.invalid(realm),
        unusableModels,
        proxy());
  }

  private void client(ClientModel client, List<String> reportOnly) {
    String place = "client \"" + client.getClientId() + "\"";
    if (RealmSettings.reportsOnly(client)) {
      reportOnly.add(place);
    }
    Map<String, String> own = client.getAuthenticationFlowBindingOverrides();
    if (own != null) {
      own.forEach(
          (binding, id) -> {
            if (id != null && !id.isBlank()) {
              bound(
                  binding.equals("direct_grant") ? Kind.DIRECT_GRANT : Kind.BROWSER,
                  place + ", flow",
                  realm.getAuthenticationFlowById(id));
            }
          });
    }
  }

  /** Each flow once, whoever uses it: a realm may have thousands of identity providers. */
  private void identityProviders() {
    Set<String> first = new TreeSet<>();
    Set<String> post = new TreeSet<>();
    session
        .identityProviders()
        .getAllStream(IdentityProviderQuery.any())
        .forEach(
            provider -> {
              providers++;
              if (provider.getFirstBrokerLoginFlowId() != null) {
                first.add(provider.getFirstBrokerLoginFlowId());
              }
              if (provider.getPostBrokerLoginFlowId() != null) {
                post.add(provider.getPostBrokerLoginFlowId());
              } else {
                providersWithoutPostFlow++;
              }
            });
    AuthenticationFlowModel ofRealm = realm.getFirstBrokerLoginFlow();
    if (ofRealm != null) {
      first.remove(ofRealm.getId());
    }
    first.forEach(
        id ->
            bound(
                Kind.FIRST_BROKER_LOGIN,
                "first login flow of identity providers",
                realm.getAuthenticationFlowById(id)));
    post.forEach(
        id ->
            bound(
                Kind.POST_BROKER_LOGIN,
                "post login flow of identity providers",
                realm.getAuthenticationFlowById(id)));
  }

  private void bound(Kind kind, String user, @Nullable AuthenticationFlowModel flow) {
    if (flow != null) {
      flows.add(
          new BoundFlow(
              kind, user + " \"" + flow.getAlias() + "\"", steps(flow.getId(), new HashSet<>())));
    }
  }

  /**
   * @param above flows around this one: one that contains itself ends here
   */
  private List<FlowStep> steps(String flowId, Set<String> above) {
    if (!above.add(flowId)) {
      return List.of();
    }
    List<FlowStep> steps =
        realm
            .getAuthenticationExecutionsStream(flowId)
            .map(execution -> step(execution, above))
            .toList();
    above.remove(flowId);
    return steps;
  }

  private FlowStep step(AuthenticationExecutionModel execution, Set<String> above) {
    FlowStep.Requirement requirement =
        FlowStep.Requirement.valueOf(execution.getRequirement().name());
    String subFlow = execution.isAuthenticatorFlow() ? execution.getFlowId() : null;
    if (subFlow != null) {
      AuthenticationFlowModel flow = realm.getAuthenticationFlowById(subFlow);
      return new FlowStep(
          flow == null ? subFlow : flow.getAlias(),
          true,
          requirement,
          Map.of(),
          steps(subFlow, above));
    }
    String authenticator = execution.getAuthenticator();
    return new FlowStep(
        authenticator == null ? "" : authenticator,
        false,
        requirement,
        config(execution.getAuthenticatorConfig()),
        List.of());
  }

  private Map<String, String> config(@Nullable String id) {
    AuthenticatorConfigModel config = id == null ? null : realm.getAuthenticatorConfigById(id);
    if (config == null || config.getConfig() == null) {
      return Map.of();
    }
    Map<String, String> values = new HashMap<>(config.getConfig());
    values.values().removeIf(value -> value == null);
    return values;
  }

  private RealmView.Proxy proxy() {
    Config.Scope server = Config.scope("flowshield-risk").root();
    HttpHeaders request = session.getContext().getHttpRequest().getHttpHeaders();
    return new RealmView.Proxy(
        server.get("proxy-headers", ""),
        server.get("proxy-trusted-addresses", ""),
        request.getHeaderString("X-Forwarded-For") != null
            || request.getHeaderString("Forwarded") != null);
  }
}
