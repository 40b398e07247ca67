package io.flowshield.training;

import io.flowshield.training.simulation.AttackFamily;
import io.flowshield.training.simulation.GeoDetail;
import io.flowshield.training.simulation.HonestGroup;
import org.jspecify.annotations.Nullable;

/**
 * Where an example comes from, for figures by group.
 *
 * @param family the attack, null when honest
 * @param group the honest group of the account
 * @param geo what its realm knows of addresses
 */
record Example(@Nullable AttackFamily family, HonestGroup group, GeoDetail geo) {

  boolean fraud() {
    return family != null;
  }
}
