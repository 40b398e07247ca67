package io.flowshield.tests.stack;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Addresses of homes that share no network prefix. People of a test who register together with
 * those of other tests from one prefix would look like what they are: a burst.
 */
public final class Neighbourhoods {
  private static final AtomicInteger NEXT = new AtomicInteger();

  private Neighbourhoods() {}

  /** An address in a /24 that nobody has used in this run, in the demo's big city. */
  public static String newHome() {
    return "198.18." + NEXT.incrementAndGet() + ".20";
  }
}
