package io.flowshield.ml.network;

import io.flowshield.ml.request.Network;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Supplier;

/** A list whose networks are all of one kind. */
final class ListedKind implements IpDatabase {
  private final Supplier<NetworkList> list;
  private final IpRecord record;

  ListedKind(Supplier<NetworkList> list, Network.Kind kind) {
    this.list = list;
    this.record = new IpRecord("", null, 0, kind);
  }

  @Override
  public Optional<IpRecord> find(InetAddress address) {
    return list.get().names(address, 0, "") ? Optional.of(record) : Optional.empty();
  }
}
