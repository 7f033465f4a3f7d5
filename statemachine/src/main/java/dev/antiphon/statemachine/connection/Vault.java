package dev.antiphon.statemachine.connection;

import dev.antiphon.protocol.TransportKey;
import java.net.InetSocketAddress;

/**
 * Keeps what the flow must not see: session ids, tokens, endpoints, keys and addresses. The flow
 * and the audit know their ordinals. Confined to the connection's event loop.
 */
final class Vault {
  private final Ordinals<String> sessions = new Ordinals<>();
  private final Ordinals<String> tokens = new Ordinals<>();
  private final Ordinals<String> endpoints = new Ordinals<>();
  private final Ordinals<TransportKey> keys = new Ordinals<>();
  private final Ordinals<InetSocketAddress> addresses = new Ordinals<>();

  Ordinals<String> sessions() {
    return sessions;
  }

  Ordinals<String> tokens() {
    return tokens;
  }

  Ordinals<String> endpoints() {
    return endpoints;
  }

  Ordinals<TransportKey> keys() {
    return keys;
  }

  /** Addresses of voice servers, and our own as they see it. */
  Ordinals<InetSocketAddress> addresses() {
    return addresses;
  }

  /** Forgets everything, for good: what comes later is numbered, but not kept. */
  void clear() {
    sessions.clear();
    tokens.clear();
    endpoints.clear();
    keys.clear();
    addresses.clear();
  }

  @Override
  public String toString() {
    return "Vault";
  }
}
