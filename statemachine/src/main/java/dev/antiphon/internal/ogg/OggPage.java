package dev.antiphon.internal.ogg;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * One page of an Ogg stream (RFC 3533 section 6). It takes at most 65,307 bytes.
 *
 * <p>Invariant: every instance is complete and has a correct CRC.
 */
final class OggPage {

  private static final int HEADER_LENGTH = 27;
  private static final int CRC_AT = 22;
  private static final int[] CRC_TABLE = crcTable();

  private final long number;
  private final long offset;
  final boolean continuesPacket;
  final boolean beginsStream;
  final boolean endsStream;
  final int serial;
  final int sequence;
  final byte[] lacing;
  final byte[] body;

  private OggPage(long number, long offset, byte[] start, InputStream in) throws IOException {
    this.number = number;
    this.offset = offset;
    if (!opening(start).startsWith("OggS")) {
      throw wrong("not Ogg: starts with \"" + opening(start) + "\", expected \"OggS\"");
    }
    ByteBuffer header = ByteBuffer.wrap(whole(start, HEADER_LENGTH)).order(ByteOrder.LITTLE_ENDIAN);
    if (header.get(4) != 0) {
      throw wrong("Ogg version is " + (header.get(4) & 0xff) + ", expected 0");
    }
    continuesPacket = (header.get(5) & 1) != 0;
    beginsStream = (header.get(5) & 2) != 0;
    endsStream = (header.get(5) & 4) != 0;
    serial = header.getInt(14);
    sequence = header.getInt(18);
    int laces = header.get(26) & 0xff;
    lacing = whole(in.readNBytes(laces), laces);
    int length = 0;
    for (byte lace : lacing) {
      length += lace & 0xff;
    }
    body = whole(in.readNBytes(length), length);
    int expected = header.getInt(CRC_AT);
    int crc = crc(crc(crc(0, header.putInt(CRC_AT, 0).array()), lacing), body);
    if (crc != expected) {
      throw wrong(String.format("its CRC is %08x, expected %08x", crc, expected));
    }
  }

  /** Reads the next page. Returns null at the end of the input. */
  static @Nullable OggPage read(InputStream in, long number, long offset) throws IOException {
    byte[] start = in.readNBytes(HEADER_LENGTH);
    return start.length == 0 ? null : new OggPage(number, offset, start, in);
  }

  /** The offset of the next page, in bytes. */
  long end() {
    return offset + HEADER_LENGTH + lacing.length + body.length;
  }

  OggFormatException wrong(String wrong) {
    return new OggFormatException(number, offset, wrong);
  }

  /** The first bytes as characters, at most eight. */
  static String opening(byte[] bytes) {
    return new String(bytes, 0, Math.min(8, bytes.length), ISO_8859_1);
  }

  private byte[] whole(byte[] bytes, int length) throws OggFormatException {
    if (bytes.length < length) {
      throw wrong("the data end inside this page");
    }
    return bytes;
  }

  private static int crc(int crc, byte[] bytes) {
    for (byte b : bytes) {
      crc = (crc << 8) ^ CRC_TABLE[(crc >>> 24) ^ (b & 0xff)];
    }
    return crc;
  }

  /**
   * CRC-32 with polynomial 0x04c11db7, most significant bit first, initial value 0, not inverted.
   */
  private static int[] crcTable() {
    int[] table = new int[256];
    for (int i = 0; i < 256; i++) {
      table[i] = i << 24;
      for (int bit = 0; bit < 8; bit++) {
        table[i] = table[i] << 1 ^ (table[i] < 0 ? 0x04c11db7 : 0);
      }
    }
    return table;
  }
}
