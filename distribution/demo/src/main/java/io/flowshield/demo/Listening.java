package io.flowshield.demo;

/**
 * Where the demo's own servers listen, and by which name others find them.
 *
 * @param address of the interface, for example {@code 127.0.0.1}
 * @param name a host name or an address, for addresses that are handed out
 */
public record Listening(String address, String name) {
  /** On this machine only. */
  public static final Listening LOOPBACK = new Listening("127.0.0.1", "127.0.0.1");
}
