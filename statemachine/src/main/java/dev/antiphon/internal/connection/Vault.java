package dev.antiphon.internal.connection;

import dev.antiphon.gateway.internal.Endpoint;
import dev.antiphon.gateway.internal.InvalidEndpointException;
import dev.antiphon.protocol.TransportKey;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Keeps what the flow must not see: session ids, tokens, endpoints, keys and addresses. The flow
 * and the audit know their ordinals. Confined to the connection's event loop.
 */
final class Vault {
  /** A close frame has room for no more (RFC 6455, section 5.5). */
  private static final int LONGEST_TEXT = 123;

  private final Ordinals<String> sessions = new Ordinals<>();
  private final Ordinals<String> tokens = new Ordinals<>();
  private final Ordinals<String> endpoints = new Ordinals<>();
  private final Ordinals<TransportKey> keys = new Ordinals<>();
  private final Ordinals<InetSocketAddress> addresses = new Ordinals<>();
  private boolean cleared;

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

  /** The host of that endpoint, without its port; empty if it is forgotten or no endpoint. */
  Optional<String> host(int endpoint) {
    try {
      return endpoints.find(endpoint).map(text -> Endpoint.parse(text).host());
    } catch (InvalidEndpointException unusable) {
      return Optional.empty();
    }
  }

  /** Addresses of voice servers, and our own as they see it. */
  Ordinals<InetSocketAddress> addresses() {
    return addresses;
  }

  /**
   * What a peer said, made safe to be shown: on one line, and not at all if it repeats a secret, or
   * if the secrets are forgotten, so that nobody can tell.
   */
  String readable(String text) {
    if (cleared) {
      return text.isEmpty() ? "" : "(withheld, it came after the end)";
    }
    if (sessions.anyIn(text) || tokens.anyIn(text)) {
      return "(withheld, it repeats a secret)";
    }
    String line = text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]+", " ").strip();
    return line.length() > LONGEST_TEXT ? line.substring(0, LONGEST_TEXT) : line;
  }

  /** Forgets everything, for good: what comes later is numbered, but not kept. */
  void clear() {
    cleared = true;
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
