package io.flowshield.tests.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** A proxy on loopback that can be cut, or forward requests and swallow the answers. */
public final class TcpProxy implements AutoCloseable {
  /** What it does with traffic. */
  public enum Mode {
    FORWARD,
    SWALLOW_ANSWERS,
    CUT
  }

  private final ServerSocket listener;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger refused = new AtomicInteger();
  private volatile Mode mode = Mode.FORWARD;
  private volatile double refusing;

  /**
   * @param target port on loopback
   */
  public TcpProxy(int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  /** {@code host:port}. */
  public String address() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  /** The port that it listens at. */
  public int port() {
    return listener.getLocalPort();
  }

  /**
   * Ends a part of the connections as soon as they are made, from now on.
   *
   * @param share from 0 to 1
   */
  public void setRefusing(double share) {
    refusing = share;
  }

  /** Connections that were ended by {@link #setRefusing}. */
  public int refused() {
    return refused.get();
  }

  /** Changes what it does; connections of a cut proxy end, and so do those that missed answers. */
  public void set(Mode next) {
    Mode before = mode;
    mode = next;
    if (next == Mode.CUT || before == Mode.SWALLOW_ANSWERS) {
      sockets.forEach(TcpProxy::end);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        if (mode == Mode.CUT) {
          client.close();
          continue;
        }
        if (ThreadLocalRandom.current().nextDouble() < refusing) {
          refused.incrementAndGet();
          client.close();
          continue;
        }
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(client);
        sockets.add(server);
        daemon(() -> pump(client, server, false));
        daemon(() -> pump(server, client, true));
      } catch (IOException e) {
        // The listener was closed, or nobody listens at the target: the client sees its end.
        continue;
      }
    }
  }

  private void pump(Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[16 * 1024];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (!answers || mode != Mode.SWALLOW_ANSWERS) {
          out.write(buffer, 0, n);
          out.flush();
        }
      }
    } catch (IOException e) {
      end(from);
    }
    end(from);
    end(to);
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "tcp-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    sockets.forEach(TcpProxy::end);
  }
}
