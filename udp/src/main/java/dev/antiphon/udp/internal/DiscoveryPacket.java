package dev.antiphon.udp.internal;

import io.netty.util.NetUtil;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * One packet of IP discovery, asked and answered over the voice UDP socket before op 1 (Discord
 * documentation, "IP Discovery"): {@value #LENGTH} bytes, all integers big-endian.
 *
 * <pre>
 *  0  type     uint16   1 request, 2 reply
 *  2  length   uint16   70, what follows this field
 *  4  ssrc     uint32
 *  8  address  64 bytes, text, ended by a zero byte; empty in a request
 * 72  port     uint16   0 in a request
 * </pre>
 *
 * @param kind request or reply
 * @param ssrc unsigned 32 bit
 * @param address an IPv4 or IPv6 literal without brackets or zone; empty in a request
 * @param port 1 to 65535; 0 in a request
 */
public record DiscoveryPacket(Kind kind, long ssrc, String address, int port) {
  /** Length of the whole packet in bytes. */
  public static final int LENGTH = 74;

  private static final int BODY_LENGTH = 70;
  private static final int ADDRESS_AT = 8;
  private static final int ADDRESS_FIELD = 64;
  private static final int PORT_AT = ADDRESS_AT + ADDRESS_FIELD;

  /** The two types of packet. */
  public enum Kind {
    /** Client to server, type 1. */
    REQUEST(1),
    /** Server to client, type 2. */
    REPLY(2);

    private final int type;

    Kind(int type) {
      this.type = type;
    }
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the SSRC does not fit 32 bits, a request carries an address
   *     or port, or a reply's address is no literal or its port not 1 to 65535
   */
  public DiscoveryPacket {
    Objects.requireNonNull(kind, "kind");
    if (ssrc < 0 || ssrc > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException("An SSRC is an unsigned 32 bit value, not " + ssrc);
    }
    if (kind == Kind.REQUEST && (port != 0 || !address.isEmpty())) {
      throw new IllegalArgumentException("A discovery request carries no address and no port");
    }
    if (kind == Kind.REPLY && (port < 1 || port > 65_535 || !isLiteral(address))) {
      throw new IllegalArgumentException(
          "A discovery reply carries an IP literal and a port of 1 to 65535");
    }
  }

  /** The packet by which a client asks for its outer address. */
  public static DiscoveryPacket request(long ssrc) {
    return new DiscoveryPacket(Kind.REQUEST, ssrc, "", 0);
  }

  /** The server's answer: the address and port from which it saw the request come. */
  public static DiscoveryPacket reply(long ssrc, String address, int port) {
    return new DiscoveryPacket(Kind.REPLY, ssrc, address, port);
  }

  /** The {@value #LENGTH} bytes on the wire. */
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
   * Reads a request or a reply. What a request carries in its address and port fields is ignored.
   *
   * @param length bytes of {@code packet} that belong to the datagram
   * @throws MalformedPacketException if the datagram is not exactly {@value #LENGTH} bytes, type or
   *     length field are not as described, or a reply's address is not ended by a zero byte, is no
   *     IPv4 or IPv6 literal, or its port is 0
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

  /** Refuses a packet that does not answer a request with this SSRC. */
  void requireReplyTo(long requested) throws MalformedPacketException {
    require(kind == Kind.REPLY, "discovery type", "2", "1");
    require(ssrc == requested, "discovery SSRC", Long.toString(requested), Long.toString(ssrc));
  }

  private static String address(byte[] packet) throws MalformedPacketException {
    int end = ADDRESS_AT;
    while (end < PORT_AT && packet[end] != 0) {
      end++;
    }
    require(end < PORT_AT, "discovery address", "a text ended by a zero byte", "no zero byte");
    String text = new String(packet, ADDRESS_AT, end - ADDRESS_AT, StandardCharsets.ISO_8859_1);
    require(
        isLiteral(text),
        "discovery address",
        "an IPv4 or IPv6 literal",
        text.isEmpty() ? "an empty text" : "another text of " + text.length() + " bytes");
    return text;
  }

  /** Netty's check alone would let a zone or brackets pass, which op 1 cannot carry. */
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
