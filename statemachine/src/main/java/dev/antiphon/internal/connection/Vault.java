package dev.antiphon.internal.connection;

import dev.antiphon.gateway.internal.Endpoint;
import dev.antiphon.gateway.internal.InvalidEndpointException;
import dev.antiphon.protocol.TransportKey;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Stores the values that the flow must not see: session ids, tokens, endpoints, keys and addresses.
 * The flow and the audit contain only their numbers. Runs on the connection's event loop only.
 */
final class Vault {
  /** The maximum length of a close reason (RFC 6455, section 5.5). */
  private static final int LONGEST_TEXT = 123;

  private final NumberedSecrets<String> sessions = new NumberedSecrets<>();
  private final NumberedSecrets<String> tokens = new NumberedSecrets<>();
  private final NumberedSecrets<String> endpoints = new NumberedSecrets<>();
  private final NumberedSecrets<TransportKey> keys = new NumberedSecrets<>();
  private final NumberedSecrets<InetSocketAddress> addresses = new NumberedSecrets<>();
  private boolean cleared;

  NumberedSecrets<String> sessions() {
    return sessions;
  }

  NumberedSecrets<String> tokens() {
    return tokens;
  }

  NumberedSecrets<String> endpoints() {
    return endpoints;
  }

  NumberedSecrets<TransportKey> keys() {
    return keys;
  }

  /**
   * The host of the endpoint with this number, without the port. Empty if it is not stored or
   * invalid.
   */
  Optional<String> host(int endpoint) {
    try {
      return endpoints.find(endpoint).map(text -> Endpoint.parse(text).host());
    } catch (InvalidEndpointException unusable) {
      return Optional.empty();
    }
  }

  /** The addresses of voice servers, and the client's public addresses. */
  NumberedSecrets<InetSocketAddress> addresses() {
    return addresses;
  }

  /**
   * Makes a text of the peer safe for logs and audit: one line, without control characters. A text
   * that contains a session id, a token, a key in hexadecimal digits, in Base64 or as decimal
   * numbers, or a part of one of them ({@link SecretText}) is withheld. After {@link #clear} every
   * text is withheld, because it cannot be compared with the secrets any more.
   */
  String readable(String text) {
    if (cleared) {
      return text.isEmpty() ? "" : "(withheld, received after the end)";
    }
    String line = text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]+", " ").strip();
    String shown = line.length() > LONGEST_TEXT ? line.substring(0, LONGEST_TEXT) : line;
    return secrets().anyMatch(new SecretText(shown)::reveals)
        ? "(withheld, it contains a secret)"
        : shown;
  }

  private Stream<String> secrets() {
    return Stream.of(
            sessions.stored().stream(),
            tokens.stored().stream(),
            keys.stored().stream().map(key -> HexFormat.of().formatHex(key.toByteArray())),
            keys.stored().stream()
                .map(key -> Base64.getEncoder().encodeToString(key.toByteArray())),
            keys.stored().stream().map(key -> decimal(key, ",")),
            keys.stored().stream().map(key -> decimal(key, ", ")))
        .flatMap(Function.identity());
  }

  /** The numbers of the key as in a Session Description. */
  private static String decimal(TransportKey key, String separator) {
    StringJoiner numbers = new StringJoiner(separator);
    for (byte number : key.toByteArray()) {
      numbers.add(String.valueOf(Byte.toUnsignedInt(number)));
    }
    return numbers.toString();
  }

  /** Deletes all values permanently. Later values get numbers, but are not stored. */
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
