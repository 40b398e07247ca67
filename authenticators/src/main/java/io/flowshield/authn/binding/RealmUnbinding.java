package io.flowshield.authn.binding;

import io.flowshield.risk.outbox.OutboxLedger;
import io.flowshield.risk.session.DecisionNotes;
import io.flowshield.risk.store.PendingAccounts;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Takes Flow Shield out of a realm: what was bound before is bound again, and everything of ours
 * goes but the rows of our tables. Afterwards the realm works without our jars. Everything happens
 * in the session's transaction; a refusal rolls it back.
 */
final class RealmUnbinding {
  private static final String OURS = "flowshield.";

  /** What becomes of accounts whose registration has not ended. */
  enum Pending {
    /** The administrator has to say it when there are any. */
    REFUSE,
    /** They become ordinary accounts, as they are. */
    RELEASE,
    /** They are disabled. */
    DISABLE
  }

  private final KeycloakSession session;
  private final RealmModel realm;
  private final Report report;

  RealmUnbinding(KeycloakSession session, RealmModel realm, Report report) {
    this.session = session;
    this.realm = realm;
    this.report = report;
  }

  void remove(Pending pending) throws BindingRefused {
    Installed installed = Installed.read(realm).orElse(Installed.NOTHING);
    List<String> problems = new ArrayList<>();
    for (Installed.Door door : installed.doors().values()) {
      if (door.hasFormer() && find(door.formerId(), door.formerAlias()) == null) {
        problems.add(
            "The flow \"%s\" was bound before and is gone. Create one of this name, or bind another in place of \"%s\" and delete that one."
                .formatted(door.formerAlias(), door.copyAlias()));
      }
    }
    Set<String> waiting = new LinkedHashSet<>(new PendingAccounts(session).of(realm.getId()));
    if (pending == Pending.REFUSE && !waiting.isEmpty()) {
      problems.add(
          "%d accounts wait for the end of their registration. Say what becomes of them: --pending release makes them ordinary accounts as they are, addresses perhaps unconfirmed; --pending disable disables them."
              .formatted(waiting.size()));
    }
    problems.addAll(stepsByHand(installed));
    if (!problems.isEmpty()) {
      throw new BindingRefused(problems);
    }
    installed.doors().values().forEach(this::close);
    settle(waiting, pending);
    stopListening();
    RealmBinding.PENDING.remove(realm, report);
    new Enforcement(session, realm, report).remove();
    if (installed.workerClient()) {
      new WorkerClient(session, realm).remove();
      report.changed("client \"%s\" is deleted with its service account", WorkerClient.NAME);
    }
    forgetSettings();
  }

  private void close(Installed.Door door) {
    AuthenticationFlowModel copy = find(door.copyId(), door.copyAlias());
    AuthenticationFlowModel former =
        door.hasFormer() ? find(door.formerId(), door.formerAlias()) : null;
    if (copy == null) {
      return;
    }
    if (former == null) {
      new PostBrokerDoor(session, realm, report).close(copy);
    } else {
      List<String> changed = new FlowReferences(session, realm).replace(copy, former);
      if (!changed.isEmpty()) {
        report.changed(
            "the flow \"%s\" is bound again in place of \"%s\": %s",
            former.getAlias(), copy.getAlias(), String.join(", ", changed));
      }
    }
    KeycloakModelUtils.deepDeleteAuthenticationFlow(
        session, realm, copy, RealmUnbinding::nothing, RealmUnbinding::nothing, false);
    report.changed("the flow \"%s\" is deleted", copy.getAlias());
  }

  /** Flows of ours that this tool did not make would fail once our jars are gone. */
  private List<String> stepsByHand(Installed installed) {
    List<String> problems = new ArrayList<>();
    Set<String> copies = new LinkedHashSet<>();
    Set<String> formers = new LinkedHashSet<>();
    for (Installed.Door door : installed.doors().values()) {
      copies.add(door.copyId());
      formers.add(door.formerId());
    }
    FlowReferences references = new FlowReferences(session, realm);
    for (AuthenticationFlowModel flow : realm.getAuthenticationFlowsStream().toList()) {
      if (!flow.isTopLevel()
          || copies.contains(flow.getId())
          || !new FlowTree(realm, flow).usesOurs()) {
        continue;
      }
      if (formers.contains(flow.getId()) || references.isUsed(flow)) {
        problems.add(
            "The flow \"%s\" is bound and holds steps of Flow Shield that were put there by hand: take them out, or bind another flow first."
                .formatted(flow.getAlias()));
      } else {
        report.note(
            "the flow \"%s\" holds steps of Flow Shield that were put there by hand; it is not"
                + " bound, and cannot be once the jars are gone",
            flow.getAlias());
      }
    }
    return problems;
  }

  private void settle(Set<String> waiting, Pending pending) {
    OutboxLedger outbox = new OutboxLedger(session, Clock.systemUTC());
    for (String id : waiting) {
      UserModel user = session.users().getUserById(realm, id);
      if (user != null) {
        user.removeRequiredAction(DecisionNotes.PENDING_ACTION);
        if (pending == Pending.DISABLE) {
          user.setEnabled(false);
        }
      }
      outbox.giveUp(realm.getId(), id);
    }
    if (!waiting.isEmpty()) {
      report.changed(
          pending == Pending.DISABLE
              ? "%d accounts whose registration has not ended are disabled"
              : "%d accounts whose registration has not ended become ordinary accounts",
          waiting.size());
      report.note(
          "their sagas cannot reach this realm any more: stop the worker, and terminate the open"
              + " workflows flowshield-registration-%s-*",
          realm.getId());
    }
  }

  private void stopListening() {
    Set<String> listeners = new LinkedHashSet<>(realm.getEventsListenersStream().toList());
    if (listeners.remove(RealmBinding.LISTENER)) {
      realm.setEventsListeners(listeners);
      report.changed("event listener \"%s\" is taken away", RealmBinding.LISTENER);
    }
  }

  private void forgetSettings() {
    List<String> names =
        realm.getAttributes().keySet().stream().filter(name -> name.startsWith(OURS)).toList();
    names.forEach(realm::removeAttribute);
    if (!names.isEmpty()) {
      report.changed("realm attributes are removed: %s", String.join(", ", names));
    }
    for (ClientModel client : realm.getClientsStream().toList()) {
      Map<String, String> attributes = client.getAttributes();
      List<String> own =
          attributes.keySet().stream().filter(name -> name.startsWith(OURS)).toList();
      own.forEach(client::removeAttribute);
      if (!own.isEmpty()) {
        report.changed(
            "attributes of client \"%s\" are removed: %s",
            client.getClientId(), String.join(", ", own));
      }
    }
  }

  private @Nullable AuthenticationFlowModel find(String id, String alias) {
    AuthenticationFlowModel flow = realm.getAuthenticationFlowById(id);
    return flow != null ? flow : realm.getFlowByAlias(alias);
  }

  private static void nothing() {
    // the flow is there, and none of Keycloak's own
  }
}
