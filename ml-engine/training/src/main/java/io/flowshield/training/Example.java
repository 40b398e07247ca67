package io.flowshield.training;

import io.flowshield.training.simulation.AttackFamily;
import io.flowshield.training.simulation.GeoDetail;
import io.flowshield.training.simulation.HonestGroup;
import io.flowshield.training.simulation.LabelledAttempt;
import io.flowshield.training.simulation.Traits;
import org.jspecify.annotations.Nullable;

/**
 * Where an example comes from, for figures by group.
 *
 * @param family the attack, null when honest
 * @param group the honest group of the account
 * @param geo what its realm knows of addresses
 * @param traits what the account's owner shares with others
 * @param realm index of its realm
 * @param user index of the account within it
 */
record Example(
    @Nullable AttackFamily family,
    HonestGroup group,
    GeoDetail geo,
    Traits traits,
    int realm,
    int user) {

  static Example of(LabelledAttempt attempt) {
    return new Example(
        attempt.family(),
        attempt.group(),
        attempt.geo(),
        attempt.traits(),
        attempt.realm(),
        attempt.user());
  }

  boolean fraud() {
    return family != null;
  }

  /** True for an attack by one of a published protocol's attackers. */
  boolean protocol() {
    return family != null && family.isProtocol();
  }

  /** True for one of a campaign, false when honest or by an attacker of a published protocol. */
  boolean campaign() {
    return family != null && !family.isProtocol();
  }
}
