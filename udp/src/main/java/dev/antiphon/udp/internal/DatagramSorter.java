package dev.antiphon.udp.internal;

import io.netty.buffer.ByteBuf;

/** Reads a datagram into its one array and tells by the first bytes what it is taken for. */
final class DatagramSorter {
  enum Kind {
    /** Eight bytes: perhaps the echo of a keepalive. */
    KEEPALIVE_SIZED,
    /** An answer to a discovery, or what must have been meant as one. */
    DISCOVERY,
    /** RTP of version 2 with Discord's payload type. */
    VOICE,
    /** RTCP (RFC 5761, section 4, tells it from RTP by the second byte). */
    RTCP,
    /** Everything else, the empty datagram included. */
    UNKNOWN
  }

  private static final int RTP_VERSION_BITS = 0x80;
  private static final int REPLY = 2;

  private final byte[] datagram = new byte[RtpReceiver.MAX_DATAGRAM];
  private int length;

  /** Takes over the bytes of a datagram; of one that is too long, the beginning. */
  byte[] read(ByteBuf content) {
    length = Math.min(content.readableBytes(), datagram.length);
    content.readBytes(datagram, 0, length);
    return datagram;
  }

  int length() {
    return length;
  }

  /** The kind of the datagram last read; while an answer is awaited, a broken one is one, too. */
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
