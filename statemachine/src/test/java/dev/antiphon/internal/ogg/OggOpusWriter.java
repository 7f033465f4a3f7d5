package dev.antiphon.internal.ogg;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes one Ogg Opus stream (RFC 3533, RFC 7845) in memory, for the tests of the reader and for
 * the sample. It shares no code with the reader and computes the CRC bit by bit.
 */
final class OggOpusWriter {

  static final int CONTINUED = 1;
  static final int FIRST = 2;
  static final int LAST = 4;

  private static final long NO_PACKET_ENDS = -1;

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private final int serial;
  private final int lacesPerPage;

  private final ByteArrayOutputStream lacing = new ByteArrayOutputStream();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private int sequence;
  private int flags;
  private long samples;
  private long granule = NO_PACKET_ENDS;

  /**
   * Starts a stream with its header and comments.
   *
   * @param lacesPerPage the maximum number of lacing values per page, 1 to 255
   */
  OggOpusWriter(int serial, int lacesPerPage, OpusHead head, byte[] tags) {
    this.serial = serial;
    this.lacesPerPage = lacesPerPage;
    flags = FIRST;
    packet(head(head), 0);
    flush(0);
    packet(tags, 0);
    flush(0);
  }

  /** A stereo stream without comments, for tests that look at packets only. */
  static OggOpusWriter plain(int serial, int lacesPerPage) {
    return new OggOpusWriter(
        serial, lacesPerPage, new OpusHead(1, 2, 312, 48_000, 0, 0), tags("a test"));
  }

  /** Appends a packet with this duration in samples at 48 kHz. */
  OggOpusWriter packet(byte[] packet, int duration) {
    int offset = 0;
    int lace;
    do {
      if (lacing.size() == lacesPerPage) {
        flush(0);
        flags = offset > 0 ? CONTINUED : 0;
      }
      lace = Math.min(255, packet.length - offset);
      lacing.write(lace);
      body.write(packet, offset, lace);
      offset += lace;
    } while (lace == 255);
    samples += duration;
    granule = samples;
    return this;
  }

  /** Closes the page without the end-of-stream flag and returns the file. */
  byte[] cutHere() {
    flush(0);
    return file.toByteArray();
  }

  /** Closes the last page with the end-of-stream flag and returns the file. */
  byte[] end() {
    flush(LAST);
    return file.toByteArray();
  }

  private void flush(int moreFlags) {
    file.writeBytes(
        page(
            flags | moreFlags,
            granule,
            serial,
            sequence++,
            lacing.toByteArray(),
            body.toByteArray()));
    lacing.reset();
    body.reset();
    flags = 0;
    granule = NO_PACKET_ENDS;
  }

  /** The packet OpusHead, for mapping family 0. */
  static byte[] head(OpusHead head) {
    return little(19)
        .put("OpusHead".getBytes(UTF_8))
        .put((byte) head.version())
        .put((byte) head.channels())
        .putShort((short) head.preSkip())
        .putInt((int) head.inputSampleRate())
        .putShort((short) head.outputGain())
        .put((byte) head.mappingFamily())
        .array();
  }

  /** The packet OpusTags; a comment is NAME=value. */
  static byte[] tags(String vendor, String... comments) {
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    packet.writeBytes("OpusTags".getBytes(UTF_8));
    counted(packet, vendor);
    packet.writeBytes(little(4).putInt(comments.length).array());
    for (String comment : comments) {
      counted(packet, comment);
    }
    return packet.toByteArray();
  }

  private static void counted(ByteArrayOutputStream packet, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    packet.writeBytes(little(4).putInt(bytes.length).array());
    packet.writeBytes(bytes);
  }

  /** Any page, valid except for the given values. */
  static byte[] page(
      int flags, long granule, int serial, int sequence, byte[] lacing, byte[] body) {
    ByteBuffer page =
        little(27 + lacing.length + body.length)
            .put("OggS".getBytes(UTF_8))
            .put((byte) 0)
            .put((byte) flags)
            .putLong(granule)
            .putInt(serial)
            .putInt(sequence)
            .putInt(0)
            .put((byte) lacing.length)
            .put(lacing)
            .put(body);
    return page.putInt(22, crc(page.array())).array();
  }

  private static int crc(byte[] page) {
    int crc = 0;
    for (byte b : page) {
      for (int bit = 7; bit >= 0; bit--) {
        boolean carry = (crc < 0) != ((b >> bit & 1) == 1);
        crc = carry ? crc << 1 ^ 0x04c11db7 : crc << 1;
      }
    }
    return crc;
  }

  private static ByteBuffer little(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }
}
