package dev.antiphon.internal.ogg;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Creates single pages for unusual files. */
final class Pages {

  private Pages() {}

  /** A page with one packet. Each character is one byte. */
  static byte[] page(int flags, int serial, int sequence, String packet) {
    byte[] body = packet.getBytes(ISO_8859_1);
    return OggOpusWriter.page(flags, 0, serial, sequence, new byte[] {(byte) body.length}, body);
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      whole.writeBytes(part);
    }
    return whole.toByteArray();
  }

  /** Splits a valid file into its pages. */
  static List<byte[]> pages(byte[] file) {
    List<byte[]> pages = new ArrayList<>();
    for (int from = 0; from < file.length; ) {
      int laces = file[from + 26] & 0xff;
      int length = 27 + laces;
      for (int i = 0; i < laces; i++) {
        length += file[from + 27 + i] & 0xff;
      }
      pages.add(Arrays.copyOfRange(file, from, from + length));
      from += length;
    }
    return pages;
  }
}
