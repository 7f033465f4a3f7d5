package dev.antiphon.internal.ogg;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads the Opus packets of an Ogg file or stream (RFC 3533, RFC 7845), in order and undecoded.
 *
 * <p>It is strict where silence would hide damage. Each of these ends reading with an {@link
 * OggFormatException}: a wrong checksum, bytes between pages, a page missing from the sequence, a
 * packet or page that is cut off. It is lenient where nothing is lost:
 *
 * <ul>
 *   <li>Other logical streams multiplexed with the Opus stream are skipped; of several Opus streams
 *       side by side, the first is read.
 *   <li>Chained streams are read one after the other, as internet radio sends them; {@link #head()}
 *       then changes. A part of the chain without Opus is skipped.
 *   <li>A missing end-of-stream flag is tolerated, since a recording that was stopped lacks it;
 *       {@link #endMarked()} tells.
 *   <li>Granule positions only time the packets, so they are not judged; neither are the packets
 *       themselves, whose duration and contents are the caller's to check.
 * </ul>
 *
 * <p>Bounds: only mono and stereo (channel mapping family 0, one Opus stream) are read. A packet
 * has at most {@link #MAX_PACKET_BYTES}. The comment header and foreign streams pass through
 * without being kept, and at most {@link #MAX_BYTES_PER_PACKET} are read in search of one packet.
 *
 * <p>Not safe for use by several threads. Every method that reads may block as long as its input
 * does.
 */
public final class OggOpusReader implements AutoCloseable {

  /**
   * The longest packet that is passed on. Valid ones can only exceed it by padding, and RFC 7845
   * section 6 has demultiplexers refuse them there.
   */
  public static final int MAX_PACKET_BYTES = 61_440;

  /**
   * How much is read in search of one packet: 120 MiB, from where RFC 7845 section 5.2 lets a
   * comment header be refused.
   */
  public static final long MAX_BYTES_PER_PACKET = 125_829_120;

  private final InputStream in;
  private final long bytesPerPacket;

  @SuppressWarnings("NullAway.Init") // open and of read the headers before anybody has the reader
  private OpusHead head;

  private long pagesRead;
  private long bytesRead;
  private long readLimit;

  @SuppressWarnings("NullAway.Init") // as the head
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
   * @param file the file; closed again when this fails
   * @return a reader before the first packet
   * @throws OggFormatException when the file does not begin as Ogg Opus
   * @throws IOException when the file cannot be read
   */
  public static OggOpusReader open(Path file) throws IOException {
    return of(Files.newInputStream(file));
  }

  /**
   * Reads the headers of a stream. It is read in pieces of at most one page and needs no buffering.
   *
   * @param in the stream, which {@link #close()} closes; closed at once when this fails
   * @return a reader before the first packet
   * @throws OggFormatException when the stream does not begin as Ogg Opus
   * @throws IOException when the stream cannot be read
   */
  public static OggOpusReader of(InputStream in) throws IOException {
    return of(in, MAX_BYTES_PER_PACKET);
  }

  /** Reads with another limit, so that tests need not read so much. */
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
   * The header of the stream that the last packet came from or, before any packet, of the first
   * one.
   *
   * @return the header, never null
   */
  public OpusHead head() {
    return head;
  }

  /**
   * Whether the end came where it was announced. Meaningful after {@link #nextPacket()} has
   * returned null: false then means that the end-of-stream flag is missing, and the stream may have
   * been cut off between two pages.
   *
   * @return whether the page read last of the Opus stream carries the flag
   */
  public boolean endMarked() {
    return page.endsStream;
  }

  /**
   * Reads the next packet. After a failure the reader is of no further use.
   *
   * @return the packet, of 0 to {@value #MAX_PACKET_BYTES} bytes, the caller's to keep; null at the
   *     end
   * @throws OggFormatException when the stream is damaged
   * @throws IOException when it cannot be read
   */
  public byte @Nullable [] nextPacket() throws IOException {
    if (packetPending || tagsAwaited) {
      throw page.wrong("reading has failed in the packet that begins here");
    }
    readLimit = bytesRead + bytesPerPacket;
    byte[] packet = assemble(MAX_PACKET_BYTES);
    if (packet != null && packet.length > MAX_PACKET_BYTES) {
      throw page.wrong("a packet is longer than " + MAX_PACKET_BYTES + " bytes");
    }
    return packet;
  }

  /** Closes the stream that is read. */
  @Override
  public void close() throws IOException {
    in.close();
  }

  /** Finds the Opus stream among those that begin together; all begin before any goes on. */
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

  /** Reads the next packet, of which only the first so many bytes are sure to be kept. */
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

  /** Turns to the next page of the Opus stream or of the one chained to it; false at the end. */
  private boolean turnPage() throws IOException {
    for (OggPage next = readPage(); next != null; next = readPage()) {
      // Beside an unfinished header or packet, another beginning is a stream multiplexed with ours.
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
