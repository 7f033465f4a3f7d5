package dev.antiphon.udp.internal;

import io.netty.buffer.ByteBuf;

/**
 * Reads a datagram into a reused array and determines its kind by its first bytes and its length.
 */
final class DatagramClassifier {
  enum Kind {
    /** Eight bytes: possibly the echo of a keepalive. */
    KEEPALIVE_SIZED,
    /** A discovery response, valid or invalid. */
    DISCOVERY,
    /** An RTP packet of version 2 with Discord's payload type. */
    VOICE,
    /** An RTCP packet. The second byte distinguishes it from RTP (RFC 5761, section 4). */
    RTCP,
    /** Any other datagram, including an empty datagram. */
    UNKNOWN
  }

  private static final int RTP_VERSION_BITS = 0x80;
  private static final int REPLY = 2;

  private final byte[] datagram = new byte[RtpReceiver.MAX_DATAGRAM];
  private int length;

  /** Reads the bytes of a datagram. A datagram that is too long is truncated. */
  byte[] read(ByteBuf content) {
    length = Math.min(content.readableBytes(), datagram.length);
    content.readBytes(datagram, 0, length);
    return datagram;
  }

  int length() {
    return length;
  }

  /**
   * Returns the kind of the last read datagram. During discovery, invalid responses also count as
   * {@link Kind#DISCOVERY}.
   */
  Kind kindOf(boolean discovering) {
    if (length == Keepalive.LENGTH) {
      return Kind.KEEPALIVE_SIZED;
    }
    if (length < 2) {
      return Kind.UNKNOWN;
    }
    boolean rtp = (datagram[0] & 0xC0) == RTP_VERSION_BITS;
    if (!rtp) {
      boolean reply = BigEndian.getShort(datagram, 0) == REPLY;
      boolean sized = length == DiscoveryPacket.LENGTH;
      return (reply && sized) || (discovering && (reply || sized)) ? Kind.DISCOVERY : Kind.UNKNOWN;
    }
    int second = datagram[1] & 0xFF;
    if (second >= 200 && second <= 204) {
      return Kind.RTCP;
    }
    return (second & 0x7F) == RtpHeader.OPUS ? Kind.VOICE : Kind.UNKNOWN;
  }
}
