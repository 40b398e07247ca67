package io.flowshield.authn.binding;

import io.flowshield.risk.policy.RealmSetting;
import io.flowshield.risk.session.DecisionNotes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.keycloak.Config;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.IdentityProviderQuery;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AuthenticationManagementResource;

/**
 * Binds Flow Shield to a realm in use: the flows that are bound now are copied, our steps are put
 * into the copies, and the copies are bound. The former flows stay as they are. Everything happens
 * in the session's transaction; a refusal rolls it back.
 */
final class RealmBinding {
  static final String LISTENER = "flowshield";
  static final FirstAction PENDING =
      new FirstAction(DecisionNotes.PENDING_ACTION, "Finish registration");
  static final String REPORT_ONLY = RealmSetting.REPORT_ONLY.attribute();

  private static final String PREFIX = "flowshield ";
  private static final String SUB_FLOW_EXECUTED = "conditional-sub-flow-executed";
  private static final String FLOW_TO_CHECK = "flow_to_check";

  private final KeycloakSession session;
  private final RealmModel realm;
  private final Report report;

  RealmBinding(KeycloakSession session, RealmModel realm, Report report) {
    this.session = session;
    this.realm = realm;
    this.report = report;
  }

  void apply(Set<BoundDoor> doors) throws BindingRefused {
    if (realm.getName().equals(Config.getAdminRealm())) {
      throw new BindingRefused(
          "The master realm is never bound: it is where administrators come in to mend things.");
    }
    Optional<Installed> before = Installed.read(realm);
    Installed after = before.orElse(Installed.NOTHING);
    List<String> problems = new ArrayList<>();
    for (BoundDoor door : doors) {
      try {
        after =
            door == BoundDoor.POST_BROKER
                ? new PostBrokerDoor(session, realm, report).open(after)
                : open(door, after);
      } catch (BindingRefused e) {
        problems.addAll(e.problems());
      }
    }
    listen();
    if (doors.contains(BoundDoor.REGISTRATION)) {
      PENDING.install(realm, report);
      try {
        after = employ(after);
      } catch (BindingRefused e) {
        problems.addAll(e.problems());
      }
    }
    if (doors.stream().anyMatch(door -> door != BoundDoor.REGISTRATION)) {
      try {
        new Enforcement(session, realm, report).install();
      } catch (BindingRefused e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new BindingRefused(problems);
    }
    if (!after.equals(before.orElse(Installed.NOTHING))) {
      if (before.isEmpty()) {
        reportOnly();
      }
      after.write(realm);
    }
    tellOverrides(after);
    if (doors.contains(BoundDoor.FIRST_BROKER)) {
      tellProviders();
    }
  }

  private Installed open(BoundDoor door, Installed installed) throws BindingRefused {
    AuthenticationFlowModel current = door.flow(realm);
    Installed.Door known = installed.doors().get(door.word());
    if (known != null) {
      if (!current.getId().equals(known.copyId())) {
        report.note(
            "%s: bound to the flow \"%s\" since, and left alone; remove and apply again to bind it",
            door.word(), current.getAlias());
      }
      return installed;
    }
    if (door.isJudged(realm, current)) {
      report.note(
          "%s: the flow \"%s\" holds Flow Shield's steps already, set up by hand; left alone",
          door.word(), current.getAlias());
      return installed;
    }
    AuthenticationFlowModel copy = copy(current);
    door.insert(new FlowSurgery(realm, copy, current.getAlias()));
    door.bind(realm, copy);
    report.changed(
        "%s: the flow \"%s\" is copied as \"%s\" with Flow Shield's steps in it, and the copy bound",
        door.word(), current.getAlias(), copy.getAlias());
    if (door == BoundDoor.REGISTRATION) {
      report.note(
          "registration: new accounts wait until their saga has ended, so Temporal and a worker"
              + " must run");
    }
    return installed.with(
        door,
        new Installed.Door(current.getId(), current.getAlias(), copy.getId(), copy.getAlias()));
  }

  private AuthenticationFlowModel copy(AuthenticationFlowModel current) {
    String alias = freeAlias(PREFIX + current.getAlias());
    AuthenticationFlowModel copy =
        AuthenticationManagementResource.copyFlow(session, realm, current, alias);
    followCopies(current, copy);
    return copy;
  }

  /** Keycloak's copy leaves conditions on other sub-flows pointing at the originals. */
  private void followCopies(AuthenticationFlowModel current, AuthenticationFlowModel copy) {
    Map<String, String> aliases = new LinkedHashMap<>();
    aliases.put(current.getAlias(), copy.getAlias());
    for (FlowTree.Step step : new FlowTree(realm, current).steps()) {
      if (step.execution().isAuthenticatorFlow()) {
        String alias = realm.getAuthenticationFlowById(step.execution().getFlowId()).getAlias();
        aliases.put(alias, copy.getAlias() + " " + alias);
      }
    }
    for (FlowTree.Step step : new FlowTree(realm, copy).steps()) {
      AuthenticationExecutionModel execution = step.execution();
      if (step.authenticator().equals(SUB_FLOW_EXECUTED)
          && execution.getAuthenticatorConfig() != null) {
        AuthenticatorConfigModel config =
            realm.getAuthenticatorConfigById(execution.getAuthenticatorConfig());
        String now = aliases.get(config.getConfig().get(FLOW_TO_CHECK));
        if (now != null) {
          Map<String, String> values = new LinkedHashMap<>(config.getConfig());
          values.put(FLOW_TO_CHECK, now);
          config.setConfig(values);
          realm.updateAuthenticatorConfig(config);
        }
      }
    }
  }

  private String freeAlias(String wanted) {
    String alias = wanted;
    for (int i = 2; realm.getFlowByAlias(alias) != null; i++) {
      alias = wanted + " " + i;
    }
    return alias;
  }

  private void listen() {
    Set<String> listeners = new LinkedHashSet<>(realm.getEventsListenersStream().toList());
    if (listeners.add(LISTENER)) {
      realm.setEventsListeners(listeners);
      report.changed("event listener \"%s\" is added", LISTENER);
    }
  }

  private Installed employ(Installed installed) throws BindingRefused {
    WorkerClient worker = new WorkerClient(session, realm);
    if (worker.exists()) {
      if (!worker.isUsable()) {
        throw new BindingRefused(
            "There is a client \"%s\" that is not the worker's: it has no service account, or not the role \"%s\"."
                .formatted(WorkerClient.NAME, WorkerClient.NAME));
      }
      return installed;
    }
    worker.create();
    report.changed(
        "client \"%s\" is created with a service account and its one role; its secret is in the"
            + " admin console: Clients, Credentials",
        WorkerClient.NAME);
    return installed.withWorkerClient();
  }

  private void reportOnly() {
    if (RealmSetting.REPORT_ONLY.of(realm).isEmpty()) {
      realm.setAttribute(REPORT_ONLY, "true");
      report.changed(
          "realm attribute %s is true: nobody is challenged or refused until you set it to false",
          REPORT_ONLY);
    }
  }

  /** Each flow once: a realm may have thousands of identity providers. */
  private void tellProviders() {
    session
        .identityProviders()
        .getAllStream(IdentityProviderQuery.any())
        .map(IdentityProviderModel::getFirstBrokerLoginFlowId)
        .filter(Objects::nonNull)
        .distinct()
        .map(realm::getAuthenticationFlowById)
        .filter(flow -> flow != null && !new FlowTree(realm, flow).usesOurs())
        .forEach(
            flow ->
                report.note(
                    "first-broker-login: identity providers name the flow \"%s\", which is not"
                        + " judged",
                    flow.getAlias()));
  }

  private void tellOverrides(Installed installed) {
    FlowReferences references = new FlowReferences(session, realm);
    Set<String> ours = new LinkedHashSet<>();
    installed.doors().values().forEach(door -> ours.add(door.copyId()));
    references
        .overrides()
        .forEach(
            (clientId, flowIds) ->
                flowIds.stream()
                    .filter(id -> !ours.contains(id))
                    .map(realm::getAuthenticationFlowById)
                    .filter(flow -> flow != null && !new FlowTree(realm, flow).usesOurs())
                    .forEach(
                        flow ->
                            report.note(
                                "client \"%s\" uses the flow \"%s\" of its own, which is not"
                                    + " judged",
                                clientId, flow.getAlias())));
  }
}
