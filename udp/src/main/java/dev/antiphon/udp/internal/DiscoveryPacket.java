package dev.antiphon.udp.internal;

import io.netty.util.NetUtil;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A request or reply of IP discovery. The packets are exchanged over the voice UDP socket before op
 * 1 (Discord documentation, "IP Discovery"). A packet has {@value #LENGTH} bytes. All integers are
 * big-endian.
 *
 * <pre>
 *  0  type     uint16   1 request, 2 reply
 *  2  length   uint16   70, the number of bytes after this field
 *  4  ssrc     uint32
 *  8  address  64 bytes, text with a terminating zero byte; empty in a request
 * 72  port     uint16   0 in a request
 * </pre>
 *
 * @param kind request or reply
 * @param ssrc the client's SSRC, unsigned 32-bit
 * @param address the client's external address: an IPv4 or IPv6 literal without brackets or zone;
 *     empty in a request
 * @param port the client's external port, 1 to 65535; 0 in a request
 */
public record DiscoveryPacket(Kind kind, long ssrc, String address, int port) {
  /** The length of the whole packet in bytes. */
  public static final int LENGTH = 74;

  private static final int BODY_LENGTH = 70;
  private static final int ADDRESS_AT = 8;
  private static final int ADDRESS_FIELD = 64;
  private static final int PORT_AT = ADDRESS_AT + ADDRESS_FIELD;

  /** The two kinds of packets. */
  public enum Kind {
    /** From client to server, type 1. */
    REQUEST(1),
    /** From server to client, type 2. */
    REPLY(2);

    private final int type;

    Kind(int type) {
      this.type = type;
    }
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the SSRC does not fit into 32 bits; if a request has an
   *     address or a port; or if a reply has no IP literal or no port from 1 to 65535
   */
  public DiscoveryPacket {
    Objects.requireNonNull(kind, "kind");
    if (ssrc < 0 || ssrc > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException("The SSRC must be an unsigned 32-bit value, not " + ssrc);
    }
    if (kind == Kind.REQUEST && (port != 0 || !address.isEmpty())) {
      throw new IllegalArgumentException("A discovery request must not have an address or a port");
    }
    if (kind == Kind.REPLY && (port < 1 || port > 65_535 || !isLiteral(address))) {
      throw new IllegalArgumentException(
          "A discovery reply must have an IP literal and a port from 1 to 65535");
    }
  }

  /** Creates the packet with which a client requests its external address. */
  public static DiscoveryPacket request(long ssrc) {
    return new DiscoveryPacket(Kind.REQUEST, ssrc, "", 0);
  }

  /**
   * Creates the server's reply: the address and port from which the server received the request.
   */
  public static DiscoveryPacket reply(long ssrc, String address, int port) {
    return new DiscoveryPacket(Kind.REPLY, ssrc, address, port);
  }

  /** Returns the {@value #LENGTH} bytes of the packet. */
  public byte[] encode() {
    byte[] packet = new byte[LENGTH];
    BigEndian.putShort(packet, 0, kind.type);
    BigEndian.putShort(packet, 2, BODY_LENGTH);
    BigEndian.putInt(packet, 4, (int) ssrc);
    byte[] text = address.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, packet, ADDRESS_AT, text.length);
    BigEndian.putShort(packet, PORT_AT, port);
    return packet;
  }

  /**
   * Parses a request or a reply. The address and port fields of a request are ignored.
   *
   * @param length the length of the datagram in {@code packet}, in bytes
   * @throws MalformedPacketException if the datagram does not have exactly {@value #LENGTH} bytes;
   *     if the type or the length field is invalid; or if a reply's address has no terminating zero
   *     byte, is not an IPv4 or IPv6 literal, or its port is 0
   */
  public static DiscoveryPacket parse(byte[] packet, int length) throws MalformedPacketException {
    require(length == LENGTH, "discovery packet", LENGTH + " bytes", length + " bytes");
    int type = BigEndian.getShort(packet, 0);
    require(type == 1 || type == 2, "discovery type", "1 or 2", Integer.toString(type));
    int body = BigEndian.getShort(packet, 2);
    require(body == BODY_LENGTH, "discovery length field", "70", Integer.toString(body));
    long ssrc = BigEndian.getInt(packet, 4) & 0xFFFF_FFFFL;
    if (type == Kind.REQUEST.type) {
      return request(ssrc);
    }
    String address = address(packet);
    int port = BigEndian.getShort(packet, PORT_AT);
    require(port != 0, "discovery port", "1 to 65535", "0");
    return reply(ssrc, address, port);
  }

  /** Throws an exception if this packet is not a reply to a request with this SSRC. */
  void requireReplyTo(long requested) throws MalformedPacketException {
    require(kind == Kind.REPLY, "discovery type", "2", "1");
    require(ssrc == requested, "discovery SSRC", Long.toString(requested), Long.toString(ssrc));
  }

  private static String address(byte[] packet) throws MalformedPacketException {
    int end = ADDRESS_AT;
    while (end < PORT_AT && packet[end] != 0) {
      end++;
    }
    require(
        end < PORT_AT, "discovery address", "text with a terminating zero byte", "no zero byte");
    String text = new String(packet, ADDRESS_AT, end - ADDRESS_AT, StandardCharsets.ISO_8859_1);
    require(
        isLiteral(text),
        "discovery address",
        "an IPv4 or IPv6 literal",
        text.isEmpty() ? "empty text" : "other text of " + text.length() + " bytes");
    return text;
  }

  /** Netty's check accepts a zone and brackets, but op 1 does not allow them. */
  private static boolean isLiteral(String text) {
    return NetUtil.isValidIpV4Address(text)
        || (NetUtil.isValidIpV6Address(text)
            && text.chars().allMatch(c -> c == ':' || c == '.' || Character.digit(c, 16) >= 0));
  }

  private static void require(boolean holds, String field, String expected, String found)
      throws MalformedPacketException {
    if (!holds) {
      throw new MalformedPacketException(field, expected, found);
    }
  }
}
