package dev.antiphon.internal.ogg;

import java.io.IOException;

/**
 * What was read is not the Ogg Opus it should be. The message names the page and byte, what was
 * found there and what was expected, for example {@code page 3 at byte 4711: its CRC is 1a2b3c4d,
 * expected 5e6f7081}.
 */
public final class OggFormatException extends IOException {

  private static final long serialVersionUID = 1L;

  private final long page;
  private final long offset;

  OggFormatException(long page, long offset, String wrong) {
    // What is quoted from a file must not move a terminal's cursor.
    super("page " + page + " at byte " + offset + ": " + wrong.replaceAll("[^ -~]", "."));
    this.page = page;
    this.offset = offset;
  }

  /**
   * Where the trouble is, in pages.
   *
   * @return the number of pages, of all streams, before the one at fault; 0 is the first page
   */
  public long page() {
    return page;
  }

  /**
   * Where the trouble is, in bytes.
   *
   * @return the offset at which the page at fault begins, or where it should have begun, counted
   *     from where reading started
   */
  public long offset() {
    return offset;
  }
}
