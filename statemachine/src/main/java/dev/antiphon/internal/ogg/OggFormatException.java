package dev.antiphon.internal.ogg;

import java.io.IOException;

/**
 * The data are not valid Ogg Opus. The message contains the page, the byte, the found value and the
 * expected value. Example: {@code page 3 at byte 4711: its CRC is 1a2b3c4d, expected 5e6f7081}.
 */
public final class OggFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  private final long page;
  private final long offset;

  OggFormatException(long page, long offset, String wrong) {
    // Text from a file could contain control characters for a terminal.
    super("page " + page + " at byte " + offset + ": " + wrong.replaceAll("[^ -~]", "."));
    this.page = page;
    this.offset = offset;
  }

  /**
   * The position of the error, in pages.
   *
   * @return the number of pages of all streams before the faulty page; 0 is the first page
   */
  public long page() {
    return page;
  }

  /**
   * The position of the error, in bytes.
   *
   * @return the offset of the faulty or missing page, counted from the start of reading
   */
  public long offset() {
    return offset;
  }
}
