package io.flowshield.training;

import io.flowshield.ml.signal.Signal;
import java.util.List;

/**
 * What a model has to beat: for logins the statistical model of Freeman et al. alone (a first login
 * counts as average), for registrations the hand-weighted rules.
 */
final class Baseline {
  static final String FREEMAN = "unlikely_login";

  private Baseline() {}

  static double[] scores(ModelSpec spec, Dataset dataset) {
    List<Signal> signals = spec.features().signals();
    double[] scores = new double[dataset.rows()];
    if (spec.login()) {
      int column = spec.features().schema().names().indexOf(FREEMAN);
      for (int row = 0; row < scores.length; row++) {
        float value = dataset.value(row, column);
        scores[row] = Float.isNaN(value) ? 0 : value;
      }
      return scores;
    }
    for (int row = 0; row < scores.length; row++) {
      for (int column = 0; column < signals.size(); column++) {
        float value = dataset.value(row, column);
        scores[row] += Float.isNaN(value) ? 0 : signals.get(column).logOdds(value);
      }
    }
    return scores;
  }
}
