package io.flowshield.workflow;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.common.SearchAttributeKey;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Makes {@link SearchAttributes} known to a namespace; until then a start that names them is
 * refused. Idempotent. Temporal Cloud offers no such call to clients: create them with {@code tcld}
 * or in its console.
 */
public final class SearchAttributeRegistration {
  private static final Duration TIME_LIMIT = Duration.ofSeconds(5);

  private SearchAttributeRegistration() {}

  /**
   * @throws StatusRuntimeException when the server cannot be reached or does not allow it
   */
  public static void register(WorkflowServiceStubs service, String namespace) {
    OperatorServiceStubs operator =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder()
                .setChannel(service.getRawChannel())
                .validateAndBuildWithDefaults());
    try {
      for (SearchAttributeKey<?> key : SearchAttributes.ALL) {
        add(operator, namespace, key);
      }
    } finally {
      operator.shutdown();
    }
  }

  private static void add(
      OperatorServiceStubs operator, String namespace, SearchAttributeKey<?> key) {
    try {
      operator
          .blockingStub()
          .withDeadlineAfter(TIME_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
          .addSearchAttributes(
              AddSearchAttributesRequest.newBuilder()
                  .setNamespace(namespace)
                  .putSearchAttributes(key.getName(), type(key))
                  .build());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
        throw e;
      }
    }
  }

  private static IndexedValueType type(SearchAttributeKey<?> key) {
    return key.getValueType();
  }
}
