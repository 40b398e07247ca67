package io.flowshield.authn.binding;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.flowshield.authn.requirement.RequirementActionFactory;
import io.flowshield.authn.requirement.RequirementExecutorFactory;
import java.util.ArrayList;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.idm.ClientPoliciesRepresentation;
import org.keycloak.representations.idm.ClientPolicyConditionRepresentation;
import org.keycloak.representations.idm.ClientPolicyExecutorRepresentation;
import org.keycloak.representations.idm.ClientPolicyRepresentation;
import org.keycloak.representations.idm.ClientProfileRepresentation;
import org.keycloak.representations.idm.ClientProfilesRepresentation;
import org.keycloak.services.clientpolicy.ClientPolicyException;
import org.keycloak.services.clientpolicy.condition.AnyClientConditionFactory;

/**
 * What carries out requirements where no flow of ours runs: a required action for logins by cookie,
 * a client policy for tokens. Both do nothing to a user of whom nothing is required.
 */
final class Enforcement {
  /** Name of the client profile and of the client policy. */
  private static final String NAME = "flowshield";

  private static final FirstAction ACTION =
      new FirstAction(RequirementActionFactory.ID, "Flow Shield: enforce requirements");

  private static final JsonMapper JSON = new JsonMapper();

  private final KeycloakSession session;
  private final RealmModel realm;
  private final Report report;

  Enforcement(KeycloakSession session, RealmModel realm, Report report) {
    this.session = session;
    this.realm = realm;
    this.report = report;
  }

  void install() throws BindingRefused {
    ACTION.install(realm, report);
    try {
      List<ClientProfileRepresentation> profiles = profiles();
      if (profiles.stream().noneMatch(Enforcement::usesOurs)) {
        bind(profiles);
      }
    } catch (ClientPolicyException e) {
      throw refused(e);
    }
  }

  void remove() throws BindingRefused {
    ACTION.remove(realm, report);
    try {
      unbind();
    } catch (ClientPolicyException e) {
      throw refused(e);
    }
  }

  private void bind(List<ClientProfileRepresentation> profiles)
      throws ClientPolicyException, BindingRefused {
    List<ClientPolicyRepresentation> policies = policies();
    if (profiles.stream().anyMatch(profile -> profile.getName().equals(NAME))
        || policies.stream().anyMatch(policy -> policy.getName().equals(NAME))) {
      throw new BindingRefused(
          "There is a client profile or policy \"%s\" that is not Flow Shield's. Rename it."
              .formatted(NAME));
    }
    ClientPolicyExecutorRepresentation executor = new ClientPolicyExecutorRepresentation();
    executor.setExecutorProviderId(RequirementExecutorFactory.ID);
    executor.setConfiguration(JSON.createObjectNode());
    ClientProfileRepresentation profile = new ClientProfileRepresentation();
    profile.setName(NAME);
    profile.setDescription("Gives no tokens to users of whom something else is required");
    profile.setExecutors(List.of(executor));
    profiles.add(profile);
    writeProfiles(profiles);

    ClientPolicyConditionRepresentation always = new ClientPolicyConditionRepresentation();
    always.setConditionProviderId(AnyClientConditionFactory.PROVIDER_ID);
    always.setConfiguration(JSON.createObjectNode());
    ClientPolicyRepresentation policy = new ClientPolicyRepresentation();
    policy.setName(NAME);
    policy.setDescription(profile.getDescription());
    policy.setEnabled(true);
    policy.setConditions(List.of(always));
    policy.setProfiles(List.of(NAME));
    policies.add(policy);
    writePolicies(policies);
    report.changed(
        "client profile and client policy \"%s\" are created: executor \"%s\" for any client",
        NAME, RequirementExecutorFactory.ID);
  }

  /** Policies first: none may name a profile that is gone. */
  private void unbind() throws ClientPolicyException {
    List<ClientProfileRepresentation> profiles = profiles();
    List<String> ours =
        profiles.stream()
            .filter(Enforcement::usesOurs)
            .map(ClientProfileRepresentation::getName)
            .toList();
    if (ours.isEmpty()) {
      return;
    }
    List<ClientPolicyRepresentation> policies = policies();
    policies.removeIf(policy -> policy.getName().equals(NAME));
    writePolicies(policies);
    profiles.removeIf(profile -> profile.getName().equals(NAME));
    for (ClientProfileRepresentation profile : profiles) {
      if (usesOurs(profile)) {
        profile.setExecutors(
            profile.getExecutors().stream().filter(executor -> !isOurs(executor)).toList());
      }
    }
    writeProfiles(profiles);
    report.changed(
        "client policy \"%s\" is removed, and its executor from the client profiles %s",
        NAME, String.join(", ", ours));
  }

  private List<ClientProfileRepresentation> profiles() throws ClientPolicyException {
    List<ClientProfileRepresentation> there =
        session.clientPolicy().getClientProfiles(realm, false).getProfiles();
    return there == null ? new ArrayList<>() : new ArrayList<>(there);
  }

  private List<ClientPolicyRepresentation> policies() throws ClientPolicyException {
    List<ClientPolicyRepresentation> there =
        session.clientPolicy().getClientPolicies(realm, false).getPolicies();
    return there == null ? new ArrayList<>() : new ArrayList<>(there);
  }

  private void writeProfiles(List<ClientProfileRepresentation> profiles)
      throws ClientPolicyException {
    ClientProfilesRepresentation all = new ClientProfilesRepresentation();
    all.setProfiles(profiles);
    session.clientPolicy().updateClientProfiles(realm, all);
  }

  private void writePolicies(List<ClientPolicyRepresentation> policies)
      throws ClientPolicyException {
    ClientPoliciesRepresentation all = new ClientPoliciesRepresentation();
    all.setPolicies(policies);
    session.clientPolicy().updateClientPolicies(realm, all);
  }

  private static boolean usesOurs(ClientProfileRepresentation profile) {
    return profile.getExecutors() != null
        && profile.getExecutors().stream().anyMatch(Enforcement::isOurs);
  }

  private static boolean isOurs(ClientPolicyExecutorRepresentation executor) {
    return RequirementExecutorFactory.ID.equals(executor.getExecutorProviderId());
  }

  private static BindingRefused refused(ClientPolicyException e) {
    return new BindingRefused(
        "The realm's client policies cannot be changed: %s".formatted(e.getErrorDetail()));
  }
}
