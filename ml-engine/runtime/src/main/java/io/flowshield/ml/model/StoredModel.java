package io.flowshield.ml.model;

import io.flowshield.ml.FeatureSchema;

/**
 * A model as it was published: verified, not yet in native memory.
 *
 * @param schema its features in order; the schema's name is the model's
 * @param version of the model
 * @param sha256 of the artifact, hexadecimal
 * @param artifact what XGBoost reads; not to be changed
 * @param calibration from margins to log-odds
 */
@SuppressWarnings("ArrayRecordComponent")
record StoredModel(
    FeatureSchema schema, int version, String sha256, byte[] artifact, Calibration calibration) {}
