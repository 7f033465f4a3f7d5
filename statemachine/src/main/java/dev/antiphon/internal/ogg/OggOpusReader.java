package dev.antiphon.internal.ogg;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads the Opus packets of an Ogg file or stream (RFC 3533, RFC 7845), in order and without
 * decoding them.
 *
 * <p>Damage is never hidden. Each of these errors throws an {@link OggFormatException}: a wrong
 * checksum, bytes between pages, a missing page, an incomplete packet or page. The reader accepts
 * the following, because no audio is lost:
 *
 * <ul>
 *   <li>Other logical streams that are multiplexed with the Opus stream are skipped. If several
 *       Opus streams are multiplexed, the first one is read.
 *   <li>Chained streams, as internet radio sends them, are read one after another. {@link #head()}
 *       changes with each of them. Streams without Opus are skipped.
 *   <li>A missing end-of-stream flag is accepted, because an aborted recording has none. {@link
 *       #endMarked()} returns whether the flag was present.
 *   <li>Granule positions are not checked. The packets are not checked either: the caller checks
 *       their duration and content.
 * </ul>
 *
 * <p>Limits: it reads mono and stereo only (channel mapping family 0, one Opus stream). A packet
 * has at most {@link #MAX_PACKET_BYTES}. The comment header and other streams are not stored. For
 * each packet, at most {@link #MAX_BYTES_PER_PACKET} are read.
 *
 * <p>It is not thread-safe. Every method that reads can block as long as its input blocks.
 */
public final class OggOpusReader implements AutoCloseable {

  /**
   * The maximum length of a packet. A valid packet can be longer only because of padding. RFC 7845
   * section 6 recommends that demultiplexers refuse such packets.
   */
  public static final int MAX_PACKET_BYTES = 61_440;

  /**
   * The maximum number of bytes that are read for one packet: 120 MiB. RFC 7845 section 5.2 allows
   * a reader to refuse longer comment headers.
   */
  public static final long MAX_BYTES_PER_PACKET = 125_829_120;

  private final InputStream in;
  private final long bytesPerPacket;

  @SuppressWarnings("NullAway.Init") // findStream sets it before open and of return the reader
  private OpusHead head;

  private long pagesRead;
  private long bytesRead;
  private long readLimit;

  @SuppressWarnings("NullAway.Init") // see head
  private OggPage page;

  private int nextLace;
  private int nextByte;
  private boolean packetPending;
  private boolean tagsAwaited;

  private OggOpusReader(InputStream in, long bytesPerPacket) {
    this.in = in;
    this.bytesPerPacket = bytesPerPacket;
    readLimit = bytesPerPacket;
  }

  /**
   * Opens a file and reads its headers.
   *
   * @param file the file; it is closed if this method fails
   * @return a reader before the first packet
   * @throws OggFormatException if the file does not start with valid Ogg Opus headers
   * @throws IOException if the file cannot be read
   */
  public static OggOpusReader open(Path file) throws IOException {
    return of(Files.newInputStream(file));
  }

  /**
   * Reads the headers of a stream. The stream needs no buffering, because it is read in pieces of
   * up to one page.
   *
   * @param in the stream; {@link #close()} closes it, and this method closes it if it fails
   * @return a reader before the first packet
   * @throws OggFormatException if the stream does not start with valid Ogg Opus headers
   * @throws IOException if the stream cannot be read
   */
  public static OggOpusReader of(InputStream in) throws IOException {
    return of(in, MAX_BYTES_PER_PACKET);
  }

  /** Reads with another limit. Tests use a lower one. */
  static OggOpusReader of(InputStream in, long bytesPerPacket) throws IOException {
    OggOpusReader reader = new OggOpusReader(in, bytesPerPacket);
    try {
      reader.findStream();
    } catch (IOException e) {
      in.close();
      throw e;
    }
    return reader;
  }

  /**
   * The header of the stream that contained the last packet. Before the first packet, the header of
   * the first stream.
   *
   * @return the header, never null
   */
  public OpusHead head() {
    return head;
  }

  /**
   * Whether the stream ended with the end-of-stream flag. Valid after {@link #nextPacket()} has
   * returned null. False means that the flag is missing. In that case the stream was possibly cut
   * off between two pages.
   *
   * @return whether the last page of the Opus stream has the flag
   */
  public boolean endMarked() {
    return page.endsStream;
  }

  /**
   * Reads the next packet. After a failure the reader cannot be used any more.
   *
   * @return the packet of 0 to {@value #MAX_PACKET_BYTES} bytes, owned by the caller; null at the
   *     end
   * @throws OggFormatException if the stream is damaged
   * @throws IOException if the stream cannot be read
   */
  public byte @Nullable [] nextPacket() throws IOException {
    if (packetPending || tagsAwaited) {
      throw page.wrong("an earlier read failed in the packet that starts here");
    }
    readLimit = bytesRead + bytesPerPacket;
    byte[] packet = assemble(MAX_PACKET_BYTES);
    if (packet != null && packet.length > MAX_PACKET_BYTES) {
      throw page.wrong("a packet is longer than " + MAX_PACKET_BYTES + " bytes");
    }
    return packet;
  }

  /** Closes the stream. */
  @Override
  public void close() throws IOException {
    in.close();
  }

  /**
   * Finds the first Opus stream. The first pages of all multiplexed streams come before all other
   * pages.
   */
  private void findStream() throws IOException {
    OggPage first = readPage();
    for (OggPage next = first; next != null && next.beginsStream; next = readPage()) {
      if (beginsOpus(next)) {
        startStream(next);
        return;
      }
    }
    String found = first == null ? "" : OggPage.opening(first.body);
    throw new OggFormatException(0, 0, "no Opus: found \"" + found + "\", expected \"OpusHead\"");
  }

  private static boolean beginsOpus(OggPage page) {
    return page.beginsStream && OggPage.opening(page.body).equals("OpusHead");
  }

  private void startStream(OggPage first) throws IOException {
    head = OpusHead.of(first);
    page = first;
    nextLace = page.lacing.length;
    tagsAwaited = true;
    byte[] tags = assemble(8);
    if (tags == null || !OggPage.opening(tags).equals("OpusTags")) {
      throw page.wrong("expected the comment header, OpusTags, after OpusHead");
    }
    tagsAwaited = false;
  }

  /**
   * Reads the next packet. At least its first {@code kept} bytes are stored, longer packets may be
   * cut.
   */
  private byte @Nullable [] assemble(int kept) throws IOException {
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    do {
      while (nextLace == page.lacing.length) {
        if (!turnPage()) {
          return null;
        }
      }
      int lace = page.lacing[nextLace++] & 0xff;
      if (packet.size() <= kept) {
        packet.write(page.body, nextByte, lace);
      }
      nextByte += lace;
      packetPending = lace == 255;
    } while (packetPending);
    return packet.toByteArray();
  }

  /**
   * Reads the next page of the Opus stream or of the stream chained to it. Returns false at the
   * end.
   */
  private boolean turnPage() throws IOException {
    for (OggPage next = readPage(); next != null; next = readPage()) {
      // A new Opus stream within an unfinished header or packet is multiplexed, not chained: skip
      // it.
      if (beginsOpus(next) && !tagsAwaited && !packetPending) {
        startStream(next);
        return true;
      }
      if (next.serial == page.serial) {
        checkFollows(next);
        page = next;
        nextLace = 0;
        nextByte = 0;
        return true;
      }
    }
    if (packetPending) {
      throw page.wrong("expected the rest of a packet after this page, found the end");
    }
    return false;
  }

  private void checkFollows(OggPage next) throws OggFormatException {
    if (page.endsStream || next.beginsStream) {
      throw next.wrong("its stream has already " + (page.endsStream ? "ended" : "begun"));
    }
    if (next.sequence != page.sequence + 1) {
      int expected = page.sequence + 1;
      throw next.wrong("is page " + next.sequence + " of its stream, expected " + expected);
    }
    if (next.continuesPacket != packetPending) {
      throw next.wrong("expected " + (packetPending ? "the" : "no") + " rest of a packet");
    }
  }

  private @Nullable OggPage readPage() throws IOException {
    if (bytesRead > readLimit) {
      throw new OggFormatException(
          pagesRead, bytesRead, "no packet in " + bytesPerPacket + " bytes before this");
    }
    OggPage next = OggPage.read(in, pagesRead, bytesRead);
    if (next != null) {
      pagesRead++;
      bytesRead = next.end();
    }
    return next;
  }
}
