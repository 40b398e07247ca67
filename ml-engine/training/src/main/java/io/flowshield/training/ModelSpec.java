package io.flowshield.training;

import io.flowshield.ml.FeatureSet;
import io.flowshield.ml.LoginFeatures;
import io.flowshield.ml.RegistrationFeatures;
import java.util.List;

/**
 * What to train.
 *
 * @param name the model's, and its folder's below {@code models/fraud_detection}
 * @param version folder below that
 * @param login true for logins, false for registrations
 * @param features what it sees
 * @param prevalence default share of fraud that realms assume, for figures in the model card
 */
record ModelSpec(String name, int version, boolean login, FeatureSet features, double prevalence) {

  static final ModelSpec LOGIN = new ModelSpec("login", 1, true, LoginFeatures.SET, 0.01);
  static final ModelSpec REGISTRATION =
      new ModelSpec("registration", 1, false, RegistrationFeatures.SET, 0.05);

  /** All models that there is data for. */
  static final List<ModelSpec> ALL = List.of(LOGIN, REGISTRATION);
}
