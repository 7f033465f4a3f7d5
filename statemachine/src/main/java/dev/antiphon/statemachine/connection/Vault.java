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
  private InetSocketAddress mediaServer;
  private String ownAddress;
  private int ownPort;

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

  void keepMediaServer(InetSocketAddress address) {
    mediaServer = address;
  }

  InetSocketAddress mediaServer() {
    return mediaServer;
  }

  void keepOwnAddress(String address, int port) {
    ownAddress = address;
    ownPort = port;
  }

  String ownAddress() {
    return ownAddress;
  }

  int ownPort() {
    return ownPort;
  }

  void clear() {
    sessions.clear();
    tokens.clear();
    endpoints.clear();
    keys.clear();
    mediaServer = null;
    ownAddress = null;
  }

  @Override
  public String toString() {
    return "Vault";
  }
}
