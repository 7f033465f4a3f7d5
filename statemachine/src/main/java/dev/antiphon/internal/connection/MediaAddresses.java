package dev.antiphon.internal.connection;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides which IP addresses a Ready may name for the UDP path. A voice server must not make the
 * client send packets into the client's own network or to many hosts.
 *
 * @param localAllowed whether private and loopback addresses are allowed for every voice server
 */
public record MediaAddresses(boolean localAllowed) {
  private static final int V4_LENGTH = 4;

  /** The kind of an address. The text completes the sentence "found …, …". */
  enum Kind {
    PUBLIC("a public address"),
    PRIVATE("a private address"),
    LOOPBACK("a loopback address"),
    LINK_LOCAL("a link-local address"),
    MULTICAST("a multicast address"),
    BROADCAST("the broadcast address"),
    UNSPECIFIED("an unspecified address"),
    RESERVED("a reserved address");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    private boolean isLocal() {
      return this == PRIVATE || this == LOOPBACK;
    }
  }

  /** The addresses with the same first bits. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Block(byte[] first, int bits) {
    static Block of(String text) {
      int slash = text.indexOf('/');
      byte[] first =
          Objects.requireNonNull(
              NetUtil.createByteArrayFromIpAddressString(text.substring(0, slash)), text);
      return new Block(first, Integer.parseInt(text.substring(slash + 1)));
    }

    boolean contains(byte[] address) {
      if (address.length != first.length) {
        return false;
      }
      int whole = bits / Byte.SIZE;
      int rest = bits % Byte.SIZE;
      int shift = Byte.SIZE - rest;
      return Arrays.equals(address, 0, whole, first, 0, whole)
          && (rest == 0 || (address[whole] & 0xFF) >> shift == (first[whole] & 0xFF) >> shift);
    }
  }

  private record Rule(Block block, Kind kind) {
    static Rule of(String block, Kind kind) {
      return new Rule(Block.of(block), kind);
    }
  }

  /** IPv6 addresses that contain an IPv4 address from this byte on. */
  private record Embedding(Block block, int at) {}

  /** The registries of special addresses (RFC 6890). The first rule that fits decides. */
  private static final List<Rule> RULES =
      List.of(
          Rule.of("0.0.0.0/8", Kind.UNSPECIFIED),
          Rule.of("10.0.0.0/8", Kind.PRIVATE),
          Rule.of("100.64.0.0/10", Kind.PRIVATE), // carrier-grade NAT, RFC 6598
          Rule.of("127.0.0.0/8", Kind.LOOPBACK),
          Rule.of("169.254.0.0/16", Kind.LINK_LOCAL),
          Rule.of("172.16.0.0/12", Kind.PRIVATE),
          Rule.of("192.0.0.0/24", Kind.PRIVATE),
          Rule.of("192.168.0.0/16", Kind.PRIVATE),
          Rule.of("198.18.0.0/15", Kind.PRIVATE), // test networks, RFC 2544
          Rule.of("224.0.0.0/4", Kind.MULTICAST),
          Rule.of("255.255.255.255/32", Kind.BROADCAST),
          Rule.of("240.0.0.0/4", Kind.RESERVED),
          Rule.of("0.0.0.0/0", Kind.PUBLIC),
          Rule.of("::/128", Kind.UNSPECIFIED),
          Rule.of("::1/128", Kind.LOOPBACK),
          Rule.of("64:ff9b:1::/48", Kind.PRIVATE), // local NAT64, RFC 8215
          Rule.of("fc00::/7", Kind.PRIVATE),
          Rule.of("fe80::/10", Kind.LINK_LOCAL),
          Rule.of("fec0::/10", Kind.PRIVATE), // site-local, RFC 3879
          Rule.of("ff00::/8", Kind.MULTICAST),
          Rule.of("2000::/3", Kind.PUBLIC),
          Rule.of("::/0", Kind.RESERVED));

  private static final List<Embedding> EMBEDDINGS =
      List.of(
          new Embedding(Block.of("::ffff:0:0/96"), 12), // mapped, RFC 4291
          new Embedding(Block.of("64:ff9b::/96"), 12), // NAT64, RFC 6052
          new Embedding(Block.of("2002::/16"), 2)); // 6to4, RFC 3056

  /** The kind of an address. An IPv6 address that contains an IPv4 address has the kind of that. */
  static Kind kindOf(InetAddress address) {
    byte[] plain = withoutEmbedding(address.getAddress());
    return RULES.stream()
        .filter(rule -> rule.block().contains(plain))
        .findFirst()
        .map(Rule::kind)
        .orElse(Kind.RESERVED);
  }

  private static byte[] withoutEmbedding(byte[] address) {
    return EMBEDDINGS.stream()
        .filter(embedding -> embedding.block().contains(address))
        .findFirst()
        .map(found -> Arrays.copyOfRange(address, found.at(), found.at() + V4_LENGTH))
        .orElse(address);
  }

  /**
   * Checks the address that a Ready names.
   *
   * @param endpoint the address at which the voice server's WebSocket was reached, if it is known
   * @return the expected and the found value in a sentence; empty if the address can be used
   */
  Optional<String> problem(InetAddress named, Optional<InetAddress> endpoint) {
    Kind kind = kindOf(named);
    boolean local =
        localAllowed || endpoint.map(MediaAddresses::kindOf).filter(Kind::isLocal).isPresent();
    if (kind == Kind.PUBLIC || (local && kind.isLocal())) {
      return Optional.empty();
    }
    String expected = local ? "a public, private or loopback address" : "a public address";
    String advice = kind.isLocal() ? " (the option privateMediaAddresses would allow it)" : "";
    return Optional.of(
        "expected " + expected + ", found " + named.getHostAddress() + ", " + kind.text + advice);
  }
}
