package io.flowshield.risk.learning;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One thread and a bounded queue for work that no request waits for. What does not fit is lost. */
public final class Background implements AutoCloseable {
  private static final int QUEUE = 1000;

  private final ThreadPoolExecutor executor;
  private final Losses losses;

  /**
   * @param name of the thread
   */
  public Background(String name, Losses losses) {
    this.losses = losses;
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    this.executor =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(QUEUE),
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              thread.setContextClassLoader(loader);
              return thread;
            });
  }

  /**
   * Runs work soon, or counts its loss.
   *
   * @param loss how a failure or an overflow is counted
   */
  public void submit(Losses.Kind loss, Runnable work) {
    submit(loss, work, () -> {});
  }

  /**
   * The same.
   *
   * @param lost what is done, soon and quickly, when the work failed or found no place
   */
  public void submit(Losses.Kind loss, Runnable work, Runnable lost) {
    try {
      executor.execute(
          () -> {
            try {
              work.run();
            } catch (RuntimeException | LinkageError e) {
              losses.count(loss, e);
              lost.run();
            }
          });
    } catch (RejectedExecutionException e) {
      losses.count(loss, e);
      lost.run();
    }
  }

  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(5, TimeUnit.SECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
