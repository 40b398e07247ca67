package io.flowshield.authn.binding;

import java.util.Map;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;

/** A required action of ours in front of all others: behind it the account can do nothing yet. */
record FirstAction(String id, String name) {

  /** Sees to it that the realm has it, enabled; one that stands somewhere else stays there. */
  void install(RealmModel realm, Report report) {
    RequiredActionProviderModel there = realm.getRequiredActionProviderByAlias(id);
    if (there != null && there.isEnabled()) {
      return;
    }
    if (there != null) {
      there.setEnabled(true);
      realm.updateRequiredActionProvider(there);
      report.changed("required action \"%s\" is enabled", id);
      return;
    }
    int first =
        realm
            .getRequiredActionProvidersStream()
            .mapToInt(RequiredActionProviderModel::getPriority)
            .min()
            .orElse(1);
    RequiredActionProviderModel action = new RequiredActionProviderModel();
    action.setAlias(id);
    action.setProviderId(id);
    action.setName(name);
    action.setEnabled(true);
    action.setDefaultAction(false);
    action.setPriority(first - 1);
    action.setConfig(Map.of());
    realm.addRequiredActionProvider(action);
    report.changed("required action \"%s\" is registered and enabled", id);
  }

  /** Takes it away. */
  void remove(RealmModel realm, Report report) {
    RequiredActionProviderModel there = realm.getRequiredActionProviderByAlias(id);
    if (there != null) {
      realm.removeRequiredActionProvider(there);
      report.changed("required action \"%s\" is removed", id);
    }
  }
}
