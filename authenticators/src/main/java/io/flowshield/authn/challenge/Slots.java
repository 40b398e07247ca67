package io.flowshield.authn.challenge;

import java.time.Duration;
import java.util.stream.IntStream;
import org.keycloak.models.SingleUseObjectProvider;

/**
 * A number of permissions that come back after a time. Taking one is atomic across threads and
 * nodes, so that a hundred requests sent at once get no more than one after the other would; a
 * count kept in the authentication session would be read a hundred times before it is written.
 */
final class Slots {
  private final SingleUseObjectProvider store;
  private final String name;
  private final int limit;
  private final Duration lifetime;

  /**
   * @param name unique in the realm and for the purpose
   * @param limit how many there are
   * @param lifetime after which a taken one is free again
   */
  Slots(SingleUseObjectProvider store, String name, int limit, Duration lifetime) {
    this.store = store;
    this.name = name;
    this.limit = limit;
    this.lifetime = lifetime;
  }

  /** Takes one; false when all are taken. */
  boolean take() {
    return IntStream.rangeClosed(1, limit)
        .anyMatch(slot -> store.putIfAbsent(name + "." + slot, lifetime.toSeconds()));
  }

  /** True when none is left. */
  boolean exhausted() {
    return IntStream.rangeClosed(1, limit).allMatch(slot -> store.contains(name + "." + slot));
  }
}
