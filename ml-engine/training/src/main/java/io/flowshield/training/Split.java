package io.flowshield.training;

/**
 * A part of the simulated world. Splits have different seeds, so they share neither users nor
 * realms nor addresses.
 *
 * @param name for example {@code train}
 * @param seed of its simulation
 * @param realms how many
 * @param heldOut whether it contains what no model is trained on
 */
record Split(String name, long seed, int realms, boolean heldOut) {}
