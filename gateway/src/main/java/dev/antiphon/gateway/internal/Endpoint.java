package dev.antiphon.gateway.internal;

import io.netty.util.NetUtil;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The address of a voice server: a host and a port.
 *
 * <p>The endpoint comes from an external source (VOICE_SERVER_UPDATE) and becomes part of a URL, a
 * TLS server name and a DNS query. Therefore only three kinds of hosts are accepted: host names,
 * IPv4 addresses and IPv6 addresses. Invariants: {@code host} is one of these three kinds, without
 * brackets. {@code port} is 1 to 65535.
 *
 * <p>Source: Discord documentation, "Voice Connections", "Retrieving Voice Server Information"; RFC
 * 1123 section 2.1 for host names; RFC 2396 section 3.2.2 for the last label, which begins with a
 * letter; RFC 3986 section 3.2.2 for IPv6 literals.
 *
 * @param host host name, IPv4 address, or IPv6 address without brackets
 * @param port TCP port, 1 to 65535
 */
public record Endpoint(String host, int port) {
  /** The port of an endpoint without a port. */
  public static final int DEFAULT_PORT = 443;

  /**
   * The maximum length of an endpoint in characters: a host name of 253 characters (RFC 1035), a
   * colon and a port.
   */
  public static final int MAX_LENGTH = 253 + 1 + 5;

  private static final int MAX_HOST_LENGTH = 253;

  /**
   * The last label must begin with a letter. Otherwise, resolvers read names such as "127.1" and
   * "0x7f.1" as addresses. URLs also do not allow hosts such as "a.1b".
   */
  private static final Pattern HOST_NAME =
      Pattern.compile(
          "(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)*"
              + "[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

  private static final Pattern IPV6_CHARACTERS = Pattern.compile("[0-9A-Fa-f:.]+");
  private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");

  /**
   * Checks the host and the port.
   *
   * @throws InvalidEndpointException when the host or the port is invalid
   */
  public Endpoint {
    Objects.requireNonNull(host, "host");
    if (!isHost(host)) {
      throw new InvalidEndpointException(
          "not a host: "
              + quoted(host)
              + "; expected a host name, an IPv4 address or an IPv6 address");
    }
    if (port < 1 || port > 65535) {
      throw new InvalidEndpointException("not a port: " + port + "; expected 1 to 65535");
    }
  }

  /**
   * Parses {@code host}, {@code host:port}, {@code [ipv6]} or {@code [ipv6]:port}. The default port
   * is {@value #DEFAULT_PORT}.
   *
   * @param text the endpoint from Discord
   * @return the endpoint
   * @throws InvalidEndpointException when the text has another form: with a scheme, a user, a path,
   *     a query, white space, a zone or an empty part, or with more than {@value #MAX_LENGTH}
   *     characters
   */
  public static Endpoint parse(String text) {
    Objects.requireNonNull(text, "text");
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      throw new InvalidEndpointException(
          "the endpoint has " + text.length() + " characters; expected 1 to " + MAX_LENGTH);
    }
    boolean bracketed = text.charAt(0) == '[';
    int hostEnd = bracketed ? text.indexOf(']') + 1 : text.indexOf(':');
    if (bracketed && hostEnd == 0) {
      throw invalid(text);
    }
    String host = hostEnd < 0 ? text : text.substring(0, hostEnd);
    String rest = hostEnd < 0 ? "" : text.substring(hostEnd);
    if (bracketed) {
      host = host.substring(1, host.length() - 1);
    }
    if (bracketed != isIpv6(host) || !isHost(host)) {
      throw invalid(text);
    }
    return new Endpoint(host, rest.isEmpty() ? DEFAULT_PORT : port(rest, text));
  }

  /**
   * Returns the authority part of the URL.
   *
   * @return {@code host:port}; an IPv6 address is in brackets
   */
  @Override
  public String toString() {
    return (isIpv6(host) ? "[" + host + "]" : host) + ":" + port;
  }

  private static int port(String rest, String text) {
    String digits = rest.substring(1);
    if (rest.charAt(0) != ':' || !PORT.matcher(digits).matches()) {
      throw invalid(text);
    }
    return Integer.parseInt(digits);
  }

  private static boolean isHost(String host) {
    return isIpv6(host)
        || NetUtil.isValidIpV4Address(host)
        || (host.length() <= MAX_HOST_LENGTH && HOST_NAME.matcher(host).matches());
  }

  private static boolean isIpv6(String host) {
    return IPV6_CHARACTERS.matcher(host).matches() && NetUtil.isValidIpV6Address(host);
  }

  private static InvalidEndpointException invalid(String text) {
    return new InvalidEndpointException(
        "not an endpoint: " + quoted(text) + "; expected host, host:port, [ipv6] or [ipv6]:port");
  }

  /** Quotes invalid text safely for a log: shortened, and only printable ASCII. */
  private static String quoted(String text) {
    String head = text.length() > 80 ? text.substring(0, 80) + "..." : text;
    return '"' + head.replaceAll("[^\\x20-\\x7e]", "?") + '"';
  }
}
