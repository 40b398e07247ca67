package io.flowshield.demo;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.temporal.internal.testservice.GRPCServerHelper;
import io.temporal.internal.testservice.TestServicesStarter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Temporal's Java test server as a program of its own. The library's own program listens on every
 * interface; this one on loopback only. Time does not skip.
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
    Server server = builder.build().start();
    server.awaitTermination();
  }
}
