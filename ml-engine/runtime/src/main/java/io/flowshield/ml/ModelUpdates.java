package io.flowshield.ml;

import io.flowshield.ml.model.ModelStore;
import io.flowshield.ml.storage.ModelMirror;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for new models from time to time, on a thread of its own: copies them from the store, if
 * one is named, and has the engine load what changed. A store that cannot be reached is asked again
 * later and later; meanwhile what is there judges.
 */
final class ModelUpdates implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelUpdates.class);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(30);
  private static final Duration LAST_RETRY = Duration.ofHours(1);

  private final ModelStore store;
  private final @Nullable ModelMirror mirror;
  private final Duration interval;
  private final Runnable load;
  private final Thread thread;
  private volatile EngineHealth.Source health;
  private volatile boolean closed;
  private String loaded = "";
  private int failures;

  /**
   * @param store what the engine reads
   * @param mirror copies models to where the store reads them, null when nothing is to be copied
   * @param interval from one look to the next; zero looks once
   * @param load has the engine load what the store has
   */
  ModelUpdates(ModelStore store, @Nullable ModelMirror mirror, Duration interval, Runnable load) {
    this.store = store;
    this.mirror = mirror;
    this.interval = interval;
    this.load = load;
    health =
        new EngineHealth.Source(
            mirror == null ? "" : mirror.location(),
            mirror == null && interval.isZero()
                ? EngineHealth.Source.OFF
                : EngineHealth.Source.WAITING,
            "");
    thread = new Thread(this::run, "flowshield-models");
    thread.setDaemon(true);
  }

  /** Loads what is there, and has it looked after. */
  void start(boolean inBackground) {
    if (!inBackground) {
      loadIfChanged();
    }
    thread.start();
  }

  EngineHealth.Source health() {
    return health;
  }

  private void run() {
    loadIfChanged();
    try {
      if (mirror == null && !interval.isZero()) {
        Thread.sleep(interval.toMillis());
      }
      while (!closed && (mirror != null || !interval.isZero())) {
        Duration pause = look();
        if (closed || pause.isZero()) {
          return;
        }
        Thread.sleep(pause.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * @return how long to wait for the next look, zero for ever
   */
  private Duration look() {
    ModelMirror source = mirror;
    try {
      List<String> refused = source == null ? List.of() : source.sync();
      loadIfChanged();
      failures = 0;
      tell(
          refused.isEmpty() ? EngineHealth.Source.CURRENT : EngineHealth.Source.REFUSED,
          String.join("; ", refused));
      return interval;
    } catch (IOException | RuntimeException e) {
      if (closed) {
        return Duration.ZERO;
      }
      failures++;
      Duration pause = pause(failures);
      LOG.warn("Models cannot be copied, next try in {}: {}", pause, e.getMessage());
      LOG.debug("Models cannot be copied", e);
      tell(EngineHealth.Source.UNREACHABLE, String.valueOf(e.getMessage()));
      return pause;
    }
  }

  /** Twice as long after each failure. */
  static Duration pause(int failures) {
    Duration pause = FIRST_RETRY.multipliedBy(1L << Math.min(failures - 1, 16));
    return pause.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : pause;
  }

  private void tell(String state, String detail) {
    health = new EngineHealth.Source(health.location(), state, detail);
  }

  private void loadIfChanged() {
    String now = "models " + store.fingerprint();
    if (!closed && !now.equals(loaded)) {
      load.run();
      loaded = now;
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
