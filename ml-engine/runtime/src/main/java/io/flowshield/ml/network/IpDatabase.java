package io.flowshield.ml.network;

import java.net.InetAddress;
import java.util.Optional;

/** What is known of addresses. Thread-safe. */
public interface IpDatabase extends AutoCloseable {

  /** What is known of an address; empty when nothing is or its entry cannot be read. */
  Optional<IpRecord> find(InetAddress address);

  @Override
  default void close() {}
}
