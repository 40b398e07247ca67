package io.flowshield.demo;

import io.grpc.ForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.temporal.api.common.v1.SearchAttributes;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedRequest;
import io.temporal.api.workflowservice.v1.SignalWithStartWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.StartWorkflowExecutionRequest;
import io.temporal.internal.testservice.GRPCServerHelper;
import io.temporal.internal.testservice.TestServicesStarter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Temporal's Java test server as a program of its own. The library's own program listens on every
 * interface; this one on loopback only. Time does not skip.
 *
 * <p>Unlike Temporal's real server it never takes a workflow task back from the sticky queue of a
 * worker that has died: it ignores the queue's schedule-to-start limit. So stickiness is left out
 * here, and each workflow task goes to whichever worker lives, with the whole history.
 *
 * <p>It also keeps the id of a workflow that it refuses for a search attribute it does not know, so
 * that another start with that id looks like the second of one workflow, which nobody ever runs. A
 * start with such an attribute is refused here, before the server sees it.
 */
public final class TemporalTestServer {
  private TemporalTestServer() {}

  /**
   * @param arguments the port
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    TestServicesStarter services = new TestServicesStarter(true, 0);
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(
            new InetSocketAddress(
                InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])));
    GRPCServerHelper.registerServicesAndHealthChecks(services.getServices(), builder);
    builder.intercept(new WithoutStickiness());
    builder.intercept(new WithoutHalfStarts());
    Server server = builder.build().start();
    server.awaitTermination();
  }

  private static final class WithoutStickiness implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      return new ForwardingServerCallListener.SimpleForwardingServerCallListener<>(
          next.startCall(call, headers)) {
        @Override
        @SuppressWarnings("unchecked")
        public void onMessage(Q message) {
          super.onMessage(
              message instanceof RespondWorkflowTaskCompletedRequest completed
                  ? (Q) completed.toBuilder().clearStickyAttributes().build()
                  : message);
        }
      };
    }
  }

  private static final class WithoutHalfStarts implements ServerInterceptor {
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      return new ForwardingServerCallListener.SimpleForwardingServerCallListener<>(
          next.startCall(call, headers)) {
        private boolean refused;

        @Override
        public void onMessage(Q message) {
          if (message instanceof AddSearchAttributesRequest added) {
            known.addAll(added.getSearchAttributesMap().keySet());
          }
          Optional<String> unknown =
              namesIn(message).stream().filter(name -> !known.contains(name)).findFirst();
          if (unknown.isPresent()) {
            refused = true;
            call.close(
                Status.INVALID_ARGUMENT.withDescription(
                    "search attribute " + unknown.get() + " is not defined"),
                new Metadata());
          } else {
            super.onMessage(message);
          }
        }

        @Override
        public void onHalfClose() {
          if (!refused) {
            super.onHalfClose();
          }
        }
      };
    }

    private static Set<String> namesIn(Object message) {
      SearchAttributes attributes =
          message instanceof StartWorkflowExecutionRequest start
              ? start.getSearchAttributes()
              : message instanceof SignalWithStartWorkflowExecutionRequest start
                  ? start.getSearchAttributes()
                  : SearchAttributes.getDefaultInstance();
      return attributes.getIndexedFieldsMap().keySet();
    }
  }
}
