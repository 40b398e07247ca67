package io.flowshield.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * One measured figure.
 *
 * @param measure its name, dotted
 * @param value what was measured
 * @param low lower end of its 95 % interval, null when none was computed
 * @param high upper end
 * @param reference the same for the baseline, null without one
 * @param data what it was measured on
 * @param sha256 of the data when it is a file, else of the model that was measured
 * @param split which part of the data
 * @param seed of that part
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
  "measure",
  "value",
  "low",
  "high",
  "reference",
  "data",
  "sha256",
  "split",
  "seed"
})
public record Measure(
    String measure,
    double value,
    @Nullable Double low,
    @Nullable Double high,
    @Nullable Double reference,
    String data,
    String sha256,
    String split,
    long seed) {}
