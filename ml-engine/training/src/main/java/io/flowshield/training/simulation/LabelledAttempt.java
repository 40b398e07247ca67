package io.flowshield.training.simulation;

import io.flowshield.ml.context.RiskContext;
import org.jspecify.annotations.Nullable;

/**
 * One attempt that a server would judge (at a login: the password was right), with the truth.
 *
 * @param realm index of the realm
 * @param user index of the account within the realm; for a registration, of the person or script
 * @param group the honest account's owner; for an attack on a login, the victim's
 * @param family the attack, null when the attempt is honest
 * @param geo what the realm's server knows of addresses
 * @param traits of the honest account's owner; for an attack on a login, the victim's
 * @param context the facts, as the server has them
 */
public record LabelledAttempt(
    int realm,
    int user,
    HonestGroup group,
    @Nullable AttackFamily family,
    GeoDetail geo,
    Traits traits,
    RiskContext context) {

  public boolean fraud() {
    return family != null;
  }
}
