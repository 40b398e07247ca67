package io.flowshield.training;

import io.flowshield.ml.FeatureSet;
import io.flowshield.ml.LoginFeatures;
import io.flowshield.ml.RegistrationFeatures;
import io.flowshield.ml.SubModels;
import java.util.Collection;
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

  /** The same seen through fewer signals. */
  ModelSpec only(Collection<String> signals) {
    return new ModelSpec(name, version, login, features.only(signals), prevalence);
  }

  /** All models that there is data for, seen through sub-models. */
  static List<ModelSpec> all(SubModels models) {
    return List.of(
        new ModelSpec("login", 2, true, LoginFeatures.with(models), 0.01),
        new ModelSpec("registration", 2, false, RegistrationFeatures.with(models), 0.05));
  }
}
