package dev.antiphon.internal.ogg;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What an Ogg Opus stream says about itself in its first packet (RFC 7845 section 5.1).
 *
 * @param version 0 to 15, all of which are read alike; 1 is the one in use
 * @param channels 1 or 2
 * @param preSkip samples at 48 kHz that a decoder throws away at the start
 * @param inputSampleRate rate in Hz of what was encoded, 0 to 2^32-1; 0 means unknown. Opus itself
 *     always runs at 48 kHz
 * @param outputGain gain that a player is asked to apply after decoding, in 1/256 dB, signed.
 *     Packets that are passed on undecoded do not carry it
 * @param mappingFamily 0: one Opus stream of one or two channels, the only family that is read
 */
public record OpusHead(
    int version,
    int channels,
    int preSkip,
    long inputSampleRate,
    int outputGain,
    int mappingFamily) {

  /** Reads the header from its page, which holds nothing else. */
  static OpusHead of(OggPage page) throws OggFormatException {
    // A later version may append fields, so more bytes are no mistake; another packet is.
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
