package io.flowshield.tests.stack;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Several people do the same at the same time. */
public final class AtOnce {
  private static final int PATIENCE_SECONDS = 90;

  private AtOnce() {}

  /**
   * Does it as often at the same time.
   *
   * @throws java.util.concurrent.ExecutionException when one of them failed
   */
  public static <T> List<T> times(int number, Callable<T> work) throws Exception {
    return all(Collections.nCopies(number, work));
  }

  /**
   * Does all of it at the same time; the results are in its order.
   *
   * @throws java.util.concurrent.ExecutionException when one of them failed
   */
  public static <T> List<T> all(List<Callable<T>> work) throws Exception {
    ExecutorService hands = Executors.newFixedThreadPool(work.size());
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> done : hands.invokeAll(work, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        results.add(done.get());
      }
      return results;
    } finally {
      hands.shutdownNow();
    }
  }
}
