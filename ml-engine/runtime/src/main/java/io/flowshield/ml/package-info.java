/**
 * Judges the risk of a login or a registration inside the JVM. Data flows one way: {@link
 * io.flowshield.ml.context.RiskContext} (facts) to {@link io.flowshield.ml.FeatureVector} (numbers)
 * to {@link io.flowshield.ml.RiskAssessment} (score and reasons). Knows neither Keycloak nor
 * Temporal.
 */
@NullMarked
package io.flowshield.ml;

import org.jspecify.annotations.NullMarked;
