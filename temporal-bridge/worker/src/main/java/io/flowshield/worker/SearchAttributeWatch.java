package io.flowshield.worker;

import io.flowshield.workflow.SearchAttributeRegistration;
import io.flowshield.workflow.SearchAttributesMissingException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the namespace knows the search attributes: before the worker polls, because a
 * saga that sets unknown ones fails its tasks again and again, and every half minute from then on,
 * because an operator may take one away. Tells the log what is missing and how to create it.
 */
final class SearchAttributeWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SearchAttributeWatch.class);
  private static final Duration PAUSE_AT_START = Duration.ofSeconds(1);
  private static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final int PAUSES_PER_MESSAGE = 30;

  private final WorkflowServiceStubs service;
  private final String namespace;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "search-attributes");
            thread.setDaemon(true);
            return thread;
          });

  SearchAttributeWatch(WorkflowServiceStubs service, String namespace) {
    this.service = service;
    this.namespace = namespace;
  }

  /** Waits for Temporal, and until it knows the search attributes or does not let us ask. */
  void await() throws InterruptedException {
    for (int failures = 0; ; failures++) {
      try {
        SearchAttributeRegistration.register(service, namespace);
        return;
      } catch (SearchAttributesMissingException e) {
        if (failures % PAUSES_PER_MESSAGE == 0) {
          LOG.error("waiting, sagas stand still: {}", e.getMessage());
        }
      } catch (StatusRuntimeException e) {
        if (mayNotAsk(e)) {
          LOG.warn(
              "search attributes must be created by an operator, if they are not there: {} ({})",
              SearchAttributeRegistration.command(namespace),
              e.getMessage());
          return;
        }
        if (failures % PAUSES_PER_MESSAGE == 0) {
          LOG.warn("waiting for Temporal: {}", e.getMessage());
        }
      }
      Thread.sleep(PAUSE_AT_START.toMillis());
    }
  }

  /** Looks again at intervals until closed. */
  void start() {
    timer.scheduleWithFixedDelay(
        this::look, INTERVAL.toSeconds(), INTERVAL.toSeconds(), TimeUnit.SECONDS);
  }

  private void look() {
    try {
      SearchAttributeRegistration.register(service, namespace);
    } catch (SearchAttributesMissingException e) {
      LOG.error("sagas stand still: {}", e.getMessage());
    } catch (StatusRuntimeException e) {
      // The pollers tell of a server that is away.
      LOG.debug("search attributes not looked at", e);
    }
  }

  private static boolean mayNotAsk(StatusRuntimeException failure) {
    Status.Code code = failure.getStatus().getCode();
    return code == Status.Code.UNIMPLEMENTED || code == Status.Code.PERMISSION_DENIED;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
