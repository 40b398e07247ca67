package io.flowshield.worker;

import io.flowshield.ml.FeatureSchema;
import io.flowshield.ml.FeatureVector;
import io.flowshield.ml.Reason;
import io.flowshield.ml.RiskAssessment;
import io.flowshield.ml.RiskEngine;
import io.flowshield.worker.keycloak.KeycloakClient;
import io.flowshield.worker.keycloak.RecordedRisk;
import io.flowshield.workflow.AccountRef;
import io.flowshield.workflow.FailureTypes;
import io.flowshield.workflow.FraudCheckActivities;
import io.flowshield.workflow.FraudScore;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Scores the recorded numbers in this process. */
public final class FraudCheckActivitiesImpl implements FraudCheckActivities {
  private static final Pattern SCHEMA_ID = Pattern.compile("(.+)-v(\\d{1,9})");

  private final KeycloakClient keycloak;
  private final RiskEngine engine;

  public FraudCheckActivitiesImpl(KeycloakClient keycloak, RiskEngine engine) {
    this.keycloak = keycloak;
    this.engine = engine;
  }

  @Override
  public FraudScore check(AccountRef account) {
    RecordedRisk recorded = keycloak.risk(account);
    RiskAssessment assessment = engine.assess(vector(recorded), recorded.prevalence());
    return new FraudScore(
        assessment.score(),
        assessment.model() + "/" + assessment.modelVersion(),
        assessment.reasons().stream().map(Reason::code).toList(),
        assessment.fallbackCause().orElse(""));
  }

  static FeatureVector vector(RecordedRisk recorded) {
    Matcher id = SCHEMA_ID.matcher(recorded.schema());
    if (!id.matches() || recorded.values().size() != recorded.names().size()) {
      throw ApplicationFailure.newNonRetryableFailure(
          "Keycloak sent numbers that fit no schema: " + recorded.schema(),
          FailureTypes.KEYCLOAK_REFUSED);
    }
    List<Double> numbers = recorded.values();
    float[] values = new float[numbers.size()];
    for (int i = 0; i < values.length; i++) {
      Double number = numbers.get(i);
      values[i] = number == null ? Float.NaN : number.floatValue();
    }
    return new FeatureVector(
        new FeatureSchema(id.group(1), Integer.parseInt(id.group(2)), recorded.names()), values);
  }
}
