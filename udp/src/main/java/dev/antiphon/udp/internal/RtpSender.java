package dev.antiphon.udp.internal;

import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.udp.spi.TransportCipher;

/**
 * Creates encrypted RTP packets from the frames of one path. All arrays are reused. The connection
 * counts the nonces, because it can use the same key on its next path.
 *
 * <p>The timestamp of a packet is computed from its tick, so it also advances while no frame is
 * sent.
 */
final class RtpSender {
  /** The frame transform holds the frame. */
  static final int HELD = -1;

  /** The key has no nonce left. */
  static final int SPENT = -2;

  private final AvailableCiphers ciphers;
  private final NonceCounter nonces;
  private final int timestampOffset;
  private MediaSnapshot media;
  private TransportCipher cipher;
  private byte[] packet;
  private int sequence;
  private boolean warned;
  private boolean silenced;

  /**
   * Creates a sender whose RTP timestamp at tick {@code tick} is {@code start.timestamp()}.
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

  /** Changes the media. The nonces of a key never restart. */
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

  /** Releases the key. {@link #seal} must not be called afterwards. */
  void close() {
    cipher.close();
  }

  /** The array that {@link #seal} fills. */
  byte[] packet() {
    return packet;
  }

  /**
   * Returns whether the key must be replaced soon. It returns true once for each use of the key.
   */
  boolean nonceNearlySpent() {
    boolean now = nonces.isNearlySpent() && !warned;
    warned |= now;
    return now;
  }

  /**
   * Encrypts a frame into {@link #packet()} and returns the length of the packet, or {@link #HELD}
   * or {@link #SPENT}.
   */
  int seal(byte[] frame, long tick) {
    if (nonces.isSpent()) {
      return SPENT;
    }
    int length = media.transform().protect(frame, 0, frame.length, packet, RtpHeader.FIXED_LENGTH);
    if (length < 0) {
      return HELD;
    }
    silenced =
        OpusPacket.isSilence(packet, RtpHeader.FIXED_LENGTH, length)
            && !OpusPacket.isSilence(frame, 0, frame.length);
    int timestamp = timestampOffset + (int) tick * OpusPacket.FRAME_SAMPLES;
    RtpHeader.writeVoice(packet, sequence, timestamp, (int) media.ssrc());
    skip();
    return cipher.seal(packet, RtpHeader.FIXED_LENGTH, length, nonces.take());
  }

  /** Whether the frame transform replaced the last sealed frame with a silence frame. */
  boolean silenced() {
    return silenced;
  }

  /** Skips a sequence number for a dropped frame, so that receivers detect a lost packet. */
  void skip() {
    sequence = sequence + 1 & 0xFFFF;
  }
}
