package dev.antiphon.udp.internal;

import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.udp.spi.TransportCipher;

/**
 * Makes sealed RTP packets of frames, for the lifetime of one path. All arrays are reused. The
 * nonces outlive it: they are counted by the connection, which may use a key on its next path, too.
 *
 * <p>The timestamp of a packet is read from its tick, so it also passes over the time in which
 * nothing was sent.
 */
final class RtpSender {
  /** The transform holds the frame back. */
  static final int HELD = -1;

  /** No nonce is left under this key. */
  static final int SPENT = -2;

  private final AvailableCiphers ciphers;
  private final NonceCounter nonces;
  private final int timestampOffset;
  private MediaSnapshot media;
  private TransportCipher cipher;
  private byte[] packet;
  private int sequence;
  private boolean warned;

  /**
   * A sender whose RTP timestamp at tick {@code tick} is {@code start.timestamp()}.
   *
   * @throws IllegalStateException if there is no cipher for the mode
   */
  RtpSender(
      AvailableCiphers ciphers,
      MediaSnapshot media,
      NonceCounter nonces,
      RtpStart start,
      long tick) {
    this.ciphers = ciphers;
    this.nonces = nonces;
    this.sequence = start.sequence();
    this.timestampOffset = start.timestamp() - (int) tick * OpusPacket.FRAME_SAMPLES;
    this.media = media;
    this.cipher = ciphers.create(media.mode(), media.key());
    this.packet = packetFor(media);
    nonces.use(media.key());
  }

  /** Goes on with these media; the nonce of a key never starts over. */
  void use(MediaSnapshot next) {
    EncryptionMode mode = next.mode();
    if (mode != media.mode() || !next.key().equals(media.key())) {
      TransportCipher former = cipher;
      cipher = ciphers.create(mode, next.key());
      former.close();
      nonces.use(next.key());
      warned = false;
    }
    packet = packetFor(next);
    media = next;
  }

  private static byte[] packetFor(MediaSnapshot media) {
    return new byte
        [RtpHeader.FIXED_LENGTH
            + OpusPacket.MAX_LENGTH
            + media.transform().maxOverhead()
            + TransportCipher.OVERHEAD];
  }

  /** Lets go of the key. Nothing is to be sealed afterwards. */
  void close() {
    cipher.close();
  }

  /** The array that {@link #seal} fills. */
  byte[] packet() {
    return packet;
  }

  /** Whether the key is to be replaced soon; true once each time that it is taken up. */
  boolean nonceNearlySpent() {
    boolean now = nonces.isNearlySpent() && !warned;
    warned |= now;
    return now;
  }

  /** The length of the packet, or {@link #HELD} or {@link #SPENT}. */
  int seal(byte[] frame, long tick) {
    if (nonces.isSpent()) {
      return SPENT;
    }
    int length = media.transform().protect(frame, 0, frame.length, packet, RtpHeader.FIXED_LENGTH);
    if (length < 0) {
      return HELD;
    }
    int timestamp = timestampOffset + (int) tick * OpusPacket.FRAME_SAMPLES;
    RtpHeader.writeVoice(packet, sequence, timestamp, (int) media.ssrc());
    skip();
    return cipher.seal(packet, RtpHeader.FIXED_LENGTH, length, nonces.take());
  }

  /** A frame is lost before it was sealed, which the receivers are to see as a lost packet. */
  void skip() {
    sequence = sequence + 1 & 0xFFFF;
  }
}
