package io.flowshield.ml.signal;

import io.flowshield.ml.request.Network;

/** Counts per address mean less where carriers or relays put many people behind one address. */
final class SharedNetworks {
  private static final float PEOPLE = 4;

  private SharedNetworks() {}

  /** The count, never negative; a quarter of it on a shared network. */
  static float discount(int count, Network network) {
    float positive = Math.max(0, count);
    return network.kind() == Network.Kind.SHARED ? positive / PEOPLE : positive;
  }
}
