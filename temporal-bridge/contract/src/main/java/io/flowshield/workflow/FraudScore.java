package io.flowshield.workflow;

import java.util.List;

/**
 * The result of one fraud check. As an activity's result it stays in the history, so that a replay
 * decides with the same score and names the same model.
 *
 * @param score in [0, 1]
 * @param modelVersion for example {@code registration/1}; {@code rules/1} when no model could
 *     answer
 * @param reasons codes, strongest first
 * @param fallback why the rules had to answer, empty otherwise
 */
public record FraudScore(
    double score, String modelVersion, List<String> reasons, String fallback) {}
