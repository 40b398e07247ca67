/**
 * A seeded, deterministic simulator of a realm's traffic: honest people with their habits, and
 * attackers by family. Every number in it stands in {@link
 * io.flowshield.training.simulation.Assumptions} with its source, or is said to be assumed.
 */
@NullMarked
package io.flowshield.training.simulation;

import org.jspecify.annotations.NullMarked;
