package dev.antiphon.udp.internal;

import java.util.Arrays;

/**
 * What the first bytes of an Opus packet tell (RFC 6716, section 3): its duration. Discord is sent
 * packets of 20 ms, so everything else is refused by name.
 */
public final class OpusPacket {
  /** The duration of one voice frame, in microseconds. */
  public static final int FRAME_MICROS = 20_000;

  /** Samples per channel in one voice frame, at the 48 kHz of RTP's clock (RFC 7587, 4.1). */
  public static final int FRAME_SAMPLES = 960;

  /** The longest frame that is sent: a TOC byte and one frame of at most 1,275 bytes (3.2.1). */
  public static final int MAX_LENGTH = 1_276;

  /** The one silence array; told apart from application frames by identity. */
  static final byte[] SILENCE = {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE};

  private static final int MAX_MICROS = 120_000;
  private static final int[] SILK_MICROS = {10_000, 20_000, 40_000, 60_000};
  private static final int[] HYBRID_MICROS = {10_000, 20_000};
  private static final int[] CELT_MICROS = {2_500, 5_000, 10_000, 20_000};

  private OpusPacket() {}

  /**
   * A new copy of the silence frame {@code F8 FF FE}, five of which end every speech (Discord
   * documentation, "Voice Data Interpolation").
   */
  public static byte[] silence() {
    return SILENCE.clone();
  }

  /** Whether {@code packet} is the silence frame {@code F8 FF FE}. */
  public static boolean isSilence(byte[] packet) {
    return Arrays.equals(packet, SILENCE);
  }

  /**
   * The duration that the TOC byte and the frame count give (RFC 6716, 3.1 and 3.2.5), in
   * microseconds.
   *
   * @throws FrameException if the packet is empty, lacks its frame count byte, counts no frame, or
   *     lasts longer than the 120 ms an Opus packet may last
   */
  public static int durationMicros(byte[] packet) {
    if (packet.length == 0) {
      throw new FrameException("An Opus packet has at least its TOC byte; this one is empty");
    }
    int toc = packet[0] & 0xFF;
    int duration = frameMicros(toc >> 3) * frameCount(packet, toc & 3);
    if (duration > MAX_MICROS) {
      throw new FrameException(
          "An Opus packet lasts at most 120 ms; this one claims " + millis(duration));
    }
    return duration;
  }

  /**
   * Accepts a packet that can be sent as one voice frame.
   *
   * @throws FrameException naming the duration if it is not 20 ms, or the length if it is over
   *     {@value #MAX_LENGTH} bytes
   */
  public static void requireTwentyMilliseconds(byte[] packet) {
    int duration = durationMicros(packet);
    if (duration != FRAME_MICROS) {
      throw new FrameException(
          "A voice frame is one Opus packet of 20 ms; this one lasts " + millis(duration));
    }
    if (packet.length > MAX_LENGTH) {
      throw new FrameException(
          "A voice frame has at most %d bytes; this one has %d"
              .formatted(MAX_LENGTH, packet.length));
    }
  }

  private static int frameMicros(int config) {
    if (config < 12) {
      return SILK_MICROS[config & 3];
    }
    return config < 16 ? HYBRID_MICROS[config & 1] : CELT_MICROS[config & 3];
  }

  private static int frameCount(byte[] packet, int code) {
    if (code < 3) {
      return code == 0 ? 1 : 2;
    }
    if (packet.length < 2) {
      throw new FrameException(
          "An Opus packet of code 3 has a frame count byte; this one ends before it");
    }
    int count = packet[1] & 0x3F;
    if (count == 0) {
      throw new FrameException("An Opus packet of code 3 counts at least one frame");
    }
    return count;
  }

  private static String millis(int micros) {
    return micros % 1_000 == 0 ? micros / 1_000 + " ms" : micros / 1_000.0 + " ms";
  }
}
