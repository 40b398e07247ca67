package io.flowshield.training;

import io.flowshield.ml.model.Calibration;
import java.util.List;

/**
 * A model with what is known about it.
 *
 * @param spec what it is
 * @param booster the trees in XGBoost's universal binary JSON
 * @param rounds how many trees
 * @param calibration margins to probabilities
 * @param counts size of each split
 * @param measures how good it is
 */
@SuppressWarnings("ArrayRecordComponent")
record TrainedModel(
    ModelSpec spec,
    byte[] booster,
    int rounds,
    Calibration calibration,
    List<Count> counts,
    List<Measure> measures) {

  /** How many attempts a split holds. */
  record Count(Split split, long attempts, long frauds) {}
}
