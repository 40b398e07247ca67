package io.flowshield.training.simulation;

import java.util.function.Consumer;

/**
 * Makes labelled traffic of many realms. Equal arguments give equal traffic. The attempts of a
 * realm come in the order of time; their facts hold live views of the realm's population, so a
 * consumer reads what it needs before it returns.
 */
public final class TrafficSimulator {
  private final long seed;
  private final boolean heldOut;

  /**
   * @param seed of everything random
   * @param heldOut true to include the attack families and the honest group that no model is
   *     trained on
   */
  public TrafficSimulator(long seed, boolean heldOut) {
    this.seed = seed;
    this.heldOut = heldOut;
  }

  /**
   * Runs one large service for a year with nothing but honest people and the three attackers of
   * Wiefling et al. (TOPS 2022), who try the account at each honest login.
   *
   * @param users accounts
   * @param sink receives each attempt
   */
  public void runNationalService(int users, Consumer<LabelledAttempt> sink) {
    Dice dice = new Dice(seed);
    AddressSpace space = new AddressSpace(dice.fork("addresses", 0));
    RealmSpec spec = RealmSpec.nationalService(users);
    new RealmSimulation(spec, space, dice.fork("traffic", 0), sink).run();
  }

  /**
   * Runs realms one after the other, each from its installation on.
   *
   * @param realms how many
   * @param sink receives each attempt that a server would judge
   */
  public void run(int realms, Consumer<LabelledAttempt> sink) {
    Dice dice = new Dice(seed);
    AddressSpace space = new AddressSpace(dice.fork("addresses", 0));
    for (int i = 0; i < realms; i++) {
      RealmSpec spec = RealmSpec.draw(i, heldOut, dice.fork("realm", i));
      new RealmSimulation(spec, space, dice.fork("traffic", i), sink).run();
    }
  }
}
