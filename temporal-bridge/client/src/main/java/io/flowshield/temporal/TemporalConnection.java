package io.flowshield.temporal;

import io.flowshield.workflow.SearchAttributeRegistration;
import io.flowshield.workflow.SearchAttributesMissingException;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DataConverter;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The way to Temporal. Nothing is opened before the first use, and nothing fails because Temporal
 * is away: only calls do. Each has a time limit and is not repeated here, since the outbox repeats.
 */
final class TemporalConnection implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(TemporalConnection.class);
  private static final Duration RPC_LIMIT = Duration.ofSeconds(3);

  private final WorkflowServiceStubsOptions.Builder target;
  private final String namespace;
  private final DataConverter converter;
  private boolean prepared;
  private @Nullable WorkflowServiceStubs stubs;
  private @Nullable WorkflowClient client;

  /**
   * @param target where the server is and how to get in; limits are set here
   * @param converter of what goes there and comes back
   */
  TemporalConnection(
      WorkflowServiceStubsOptions.Builder target, String namespace, DataConverter converter) {
    this.target = target;
    this.namespace = namespace;
    this.converter = converter;
  }

  synchronized WorkflowClient client() {
    if (client == null) {
      WorkflowServiceStubs opened =
          WorkflowServiceStubs.newServiceStubs(
              target
                  .setRpcTimeout(RPC_LIMIT)
                  .setRpcRetryOptions(
                      RpcRetryOptions.newBuilder()
                          .setMaximumAttempts(1)
                          .setExpiration(RPC_LIMIT)
                          .build())
                  .validateAndBuildWithDefaults());
      stubs = opened;
      client =
          WorkflowClient.newInstance(
              opened,
              WorkflowClientOptions.newBuilder()
                  .setNamespace(namespace)
                  .setDataConverter(converter)
                  .setIdentity("flowshield-relay")
                  .build());
    }
    return client;
  }

  /**
   * Makes sure, once, that the namespace knows the search attributes: a start that names unknown
   * ones is refused, and no worker may have prepared the namespace yet.
   *
   * @throws StatusRuntimeException when the server cannot be asked now
   * @throws SearchAttributesMissingException when an operator has to create them
   */
  synchronized void prepareNamespace() {
    if (prepared) {
      return;
    }
    try {
      SearchAttributeRegistration.register(client().getWorkflowServiceStubs(), namespace);
    } catch (StatusRuntimeException e) {
      switch (e.getStatus().getCode()) {
        case UNIMPLEMENTED, PERMISSION_DENIED ->
            LOG.debug("search attributes are left to an operator", e);
        default -> throw e;
      }
    }
    prepared = true;
  }

  /** Search attributes were refused: look again before the next start. */
  synchronized void forgetPreparation() {
    prepared = false;
  }

  @Override
  public synchronized void close() {
    if (stubs != null) {
      stubs.shutdownNow();
      stubs.awaitTermination(1, TimeUnit.SECONDS);
    }
  }
}
