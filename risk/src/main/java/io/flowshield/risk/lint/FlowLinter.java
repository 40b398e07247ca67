package io.flowshield.risk.lint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Looks through a realm. Changes nothing. */
public final class FlowLinter {
  private FlowLinter() {}

  /**
   * What is found in a realm, worst first.
   *
   * @param unusableModels models that do not judge, with the reason
   */
  public static List<Finding> check(
      KeycloakSession session, RealmModel realm, List<String> unusableModels) {
    return check(new RealmReader(session, realm).read(unusableModels));
  }

  static List<Finding> check(RealmView realm) {
    if (realm.flows().stream().noneMatch(FlowLinter::isOurs)) {
      return List.of(
          new Finding(
              Finding.Code.NOT_BOUND,
              "realm",
              "No flow of this realm has a step of Flow Shield: nobody is judged.",
              "Run the command apply with this realm, with --dry-run first."));
    }
    List<Finding> findings = new ArrayList<>(RealmRules.check(realm));
    realm.flows().forEach(flow -> findings.addAll(FlowRules.check(flow)));
    findings.sort(Comparator.comparing((Finding finding) -> finding.code().severity()).reversed());
    return List.copyOf(findings);
  }

  private static boolean isOurs(BoundFlow flow) {
    return flow.visits().stream().anyMatch(visit -> visit.step().name().startsWith("flowshield-"));
  }
}
