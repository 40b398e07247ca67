package io.flowshield.tests.stack;

import java.time.Duration;
import java.util.function.Predicate;

/** Waits for what other processes do. */
public final class Eventually {
  /** Reads something that may fail to be readable for a while. */
  public interface Reading<T> {
    T read() throws Exception;
  }

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private Eventually() {}

  /**
   * Reads until it is as wanted, and answers the last reading.
   *
   * @throws AssertionError with the last reading or failure when it never was
   */
  public static <T> T eventually(String what, Reading<T> reading, Predicate<T> wanted)
      throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      String last;
      Exception failure = null;
      try {
        T value = reading.read();
        if (wanted.test(value)) {
          return value;
        }
        last = String.valueOf(value);
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        last = e.toString();
        failure = e;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError(what + ": not within " + PATIENCE + ", last " + last, failure);
      }
      Thread.sleep(250);
    }
  }
}
