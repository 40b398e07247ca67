package io.flowshield.risk.outbox;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells the relay of this JVM that rows were committed, so that it need not wait for its timer. A
 * hint only: the timer finds what a lost nudge leaves behind.
 */
public final class OutboxNudge {
  private static final Set<Runnable> LISTENERS = ConcurrentHashMap.newKeySet();

  private OutboxNudge() {}

  /**
   * Adds a listener. It runs in a request's thread after the commit: it must return at once and
   * must not throw.
   *
   * @return takes the listener away again
   */
  public static Runnable register(Runnable listener) {
    LISTENERS.add(listener);
    return () -> LISTENERS.remove(listener);
  }

  /** Wakes the relay; to be called after a commit. */
  public static void nudge() {
    LISTENERS.forEach(Runnable::run);
  }
}
