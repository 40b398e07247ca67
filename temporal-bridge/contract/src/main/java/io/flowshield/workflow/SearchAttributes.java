package io.flowshield.workflow;

import io.temporal.common.SearchAttributeKey;
import java.util.List;

/**
 * Search attributes of Flow Shield's workflows. None holds personal data: they are not encrypted.
 */
public final class SearchAttributes {
  public static final SearchAttributeKey<Double> RISK_SCORE =
      SearchAttributeKey.forDouble("FlowShieldRiskScore");
  public static final SearchAttributeKey<String> RISK_LEVEL =
      SearchAttributeKey.forKeyword("FlowShieldRiskLevel");
  public static final SearchAttributeKey<String> MODEL_VERSION =
      SearchAttributeKey.forKeyword("FlowShieldModelVersion");
  public static final SearchAttributeKey<String> DECISION =
      SearchAttributeKey.forKeyword("FlowShieldDecision");
  public static final SearchAttributeKey<String> SAGA_STATE =
      SearchAttributeKey.forKeyword("FlowShieldSagaState");

  /** All of them, for registration. */
  public static final List<SearchAttributeKey<?>> ALL =
      List.of(RISK_SCORE, RISK_LEVEL, MODEL_VERSION, DECISION, SAGA_STATE);

  private SearchAttributes() {}
}
