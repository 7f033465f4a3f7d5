package dev.antiphon.internal.ogg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The identification header of an Ogg Opus stream, from its first packet (RFC 7845 section 5.1).
 *
 * @param version the format's version, from 0 to 15; these versions are compatible, and 1 is the
 *     current one
 * @param channels the number of channels: 1 or 2
 * @param preSkip the number of samples at 48 kHz that a decoder discards at the start
 * @param inputSampleRate the sample rate of the original audio in Hz, 0 to 2^32-1; 0 means unknown.
 *     Opus always uses 48 kHz
 * @param outputGain the gain to apply after decoding, in 1/256 dB, signed. It has no effect on
 *     packets that are not decoded
 * @param mappingFamily the channel mapping family; only 0 is supported: one Opus stream with one or
 *     two channels
 */
public record OpusHead(
    int version,
    int channels,
    int preSkip,
    long inputSampleRate,
    int outputGain,
    int mappingFamily) {

  /** Reads the header from its page. The page must contain nothing else. */
  static OpusHead of(OggPage page) throws OggFormatException {
    // A later version can append fields, so a longer header is valid. A second packet is not.
    if (page.body.length < 19 || (page.lacing[page.lacing.length - 1] & 0xff) != page.body.length) {
      throw page.wrong("expected OpusHead, of 19 to 254 bytes, alone on its page");
    }
    ByteBuffer packet = ByteBuffer.wrap(page.body).order(ByteOrder.LITTLE_ENDIAN);
    OpusHead head =
        new OpusHead(
            packet.get(8) & 0xff,
            packet.get(9) & 0xff,
            packet.getShort(10) & 0xffff,
            packet.getInt(12) & 0xffff_ffffL,
            packet.getShort(16),
            packet.get(18) & 0xff);
    if (head.version > 15 || head.mappingFamily != 0 || head.channels < 1 || head.channels > 2) {
      throw page.wrong(head + ", expected a version up to 15, 1 or 2 channels, mapping family 0");
    }
    return head;
  }
}
