package io.flowshield.worker.keycloak;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was judged at the form, with counters as they are now.
 *
 * @param decisionId the decision at the form
 * @param schema for example {@code registration-v1}
 * @param names of the features, in order
 * @param values their numbers; null where one is missing
 * @param prevalence the realm's share of fraud among registrations, in (0, 1)
 */
public record RecordedRisk(
    String decisionId,
    String schema,
    List<String> names,
    List<@Nullable Double> values,
    double prevalence) {}
