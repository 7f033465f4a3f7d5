package dev.antiphon.udp.internal;

import java.util.Arrays;

/**
 * Reads the duration of an Opus packet from its first bytes (RFC 6716, section 3). Only packets of
 * 20 ms are sent to Discord. Other packets are rejected with a description.
 */
public final class OpusPacket {
  /** The duration of one voice frame, in microseconds. */
  public static final int FRAME_MICROS = 20_000;

  /**
   * The number of samples per channel in one voice frame, at RTP's clock rate of 48 kHz (RFC 7587,
   * 4.1).
   */
  public static final int FRAME_SAMPLES = 960;

  /**
   * The maximum length of a sent frame in bytes: a TOC byte and one frame of at most 1,275 bytes
   * (RFC 6716, 3.2.1).
   */
  public static final int MAX_LENGTH = 1_276;

  /**
   * The silence frame of the library. Its identity distinguishes it from the application's frames.
   */
  static final byte[] SILENCE = {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE};

  private static final int MAX_MICROS = 120_000;
  private static final int[] SILK_MICROS = {10_000, 20_000, 40_000, 60_000};
  private static final int[] HYBRID_MICROS = {10_000, 20_000};
  private static final int[] CELT_MICROS = {2_500, 5_000, 10_000, 20_000};

  private OpusPacket() {}

  /**
   * Returns a new copy of the silence frame {@code F8 FF FE}. Five silence frames end every speech
   * (Discord documentation, "Voice Data Interpolation").
   */
  public static byte[] silence() {
    return SILENCE.clone();
  }

  /** Returns whether {@code packet} is the silence frame {@code F8 FF FE}. */
  public static boolean isSilence(byte[] packet) {
    return Arrays.equals(packet, SILENCE);
  }

  /** Returns whether these bytes are the silence frame. */
  static boolean isSilence(byte[] bytes, int offset, int length) {
    return length == SILENCE.length
        && Arrays.equals(bytes, offset, offset + length, SILENCE, 0, length);
  }

  /**
   * Returns the duration of a packet in microseconds, according to its TOC byte and frame count
   * (RFC 6716, 3.1 and 3.2.5).
   *
   * @throws FrameException if the packet is empty, if its frame count is missing or 0, or if it is
   *     longer than 120 ms, the maximum for an Opus packet
   */
  public static int durationMicros(byte[] packet) {
    if (packet.length == 0) {
      throw new FrameException(
          "The frame is empty; expected an Opus packet with at least a TOC byte");
    }
    int toc = packet[0] & 0xFF;
    int duration = frameMicros(toc >> 3) * frameCount(packet, toc & 3);
    if (duration > MAX_MICROS) {
      throw new FrameException(
          "The frame has a duration of "
              + millis(duration)
              + "; an Opus packet has at most 120 ms");
    }
    return duration;
  }

  /**
   * Checks that a packet can be sent as one voice frame.
   *
   * @throws FrameException if the duration is not 20 ms, or if the length is more than {@value
   *     #MAX_LENGTH} bytes; the message contains the duration or the length
   */
  public static void requireTwentyMilliseconds(byte[] packet) {
    int duration = durationMicros(packet);
    if (duration != FRAME_MICROS) {
      throw new FrameException(
          "The frame has a duration of "
              + millis(duration)
              + "; expected one Opus packet of 20 ms");
    }
    if (packet.length > MAX_LENGTH) {
      throw new FrameException(
          "The frame has %d bytes; expected at most %d".formatted(packet.length, MAX_LENGTH));
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
          "The frame has no frame count byte; an Opus packet of code 3 needs one");
    }
    int count = packet[1] & 0x3F;
    if (count == 0) {
      throw new FrameException(
          "The frame count is 0; an Opus packet of code 3 needs at least one frame");
    }
    return count;
  }

  private static String millis(int micros) {
    return micros % 1_000 == 0 ? micros / 1_000 + " ms" : micros / 1_000.0 + " ms";
  }
}
