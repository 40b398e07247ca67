package io.flowshield.workflow;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc.OperatorServiceBlockingStub;
import io.temporal.common.SearchAttributeKey;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Makes {@link SearchAttributes} known to a namespace. Until then a start that names them is
 * refused, and a workflow that sets them fails its tasks again and again. Idempotent. Temporal
 * Cloud offers no such call to clients: create them with {@code tcld} or in its console.
 */
public final class SearchAttributeRegistration {
  private static final Duration TIME_LIMIT = Duration.ofSeconds(5);

  private SearchAttributeRegistration() {}

  /**
   * Creates those that are missing.
   *
   * @throws SearchAttributesMissingException when some are missing, or are there with another type,
   *     and the server does not create them
   * @throws StatusRuntimeException when the server cannot be reached, or tells this client neither
   *     which there are nor lets it create any
   */
  public static void register(WorkflowServiceStubs service, String namespace) {
    OperatorServiceStubs operator =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder()
                .setChannel(service.getRawChannel())
                .validateAndBuildWithDefaults());
    try {
      Optional<Map<String, IndexedValueType>> known = known(operator, namespace);
      if (known.isPresent()) {
        addMissing(operator, namespace, known.get());
      } else {
        for (SearchAttributeKey<?> key : SearchAttributes.ALL) {
          addUnlessThere(operator, namespace, key);
        }
      }
    } finally {
      operator.shutdown();
    }
  }

  /** The command with which an operator creates all of them. */
  public static String command(String namespace) {
    return SearchAttributesMissingException.command(namespace, SearchAttributes.ALL);
  }

  /** Those of the namespace by name; empty when this server or its rights do not let us ask. */
  private static Optional<Map<String, IndexedValueType>> known(
      OperatorServiceStubs operator, String namespace) {
    try {
      return Optional.of(
          limited(operator)
              .listSearchAttributes(
                  ListSearchAttributesRequest.newBuilder().setNamespace(namespace).build())
              .getCustomAttributesMap());
    } catch (StatusRuntimeException e) {
      return switch (e.getStatus().getCode()) {
        case UNIMPLEMENTED, PERMISSION_DENIED -> Optional.empty();
        default -> throw e;
      };
    }
  }

  /** In one call: two clients that do this at once must not meet five times. */
  private static void addMissing(
      OperatorServiceStubs operator, String namespace, Map<String, IndexedValueType> known) {
    List<SearchAttributeKey<?>> missing = new ArrayList<>();
    List<SearchAttributeKey<?>> other = new ArrayList<>();
    for (SearchAttributeKey<?> key : SearchAttributes.ALL) {
      IndexedValueType type = known.get(key.getName());
      if (type == null) {
        missing.add(key);
      } else if (type != key.getValueType()) {
        other.add(key);
      }
    }
    if (!other.isEmpty()) {
      throw new SearchAttributesMissingException(
          namespace,
          other,
          "these are there with another type and must be removed first: "
              + other.stream().map(SearchAttributeKey::getName).collect(Collectors.joining(", ")));
    }
    if (missing.isEmpty()) {
      return;
    }
    try {
      add(operator, namespace, missing);
    } catch (StatusRuntimeException e) {
      Status status = e.getStatus();
      switch (status.getCode()) {
        case INVALID_ARGUMENT, PERMISSION_DENIED, UNIMPLEMENTED, FAILED_PRECONDITION ->
            throw new SearchAttributesMissingException(
                namespace, missing, status.getCode() + ": " + status.getDescription());
        default -> throw e;
      }
    }
  }

  private static void addUnlessThere(
      OperatorServiceStubs operator, String namespace, SearchAttributeKey<?> key) {
    try {
      add(operator, namespace, List.of(key));
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
        throw e;
      }
    }
  }

  private static void add(
      OperatorServiceStubs operator, String namespace, List<SearchAttributeKey<?>> keys) {
    AddSearchAttributesRequest.Builder request =
        AddSearchAttributesRequest.newBuilder().setNamespace(namespace);
    for (SearchAttributeKey<?> key : keys) {
      request.putSearchAttributes(key.getName(), key.getValueType());
    }
    limited(operator).addSearchAttributes(request.build());
  }

  private static OperatorServiceBlockingStub limited(OperatorServiceStubs operator) {
    return operator.blockingStub().withDeadlineAfter(TIME_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
  }
}
