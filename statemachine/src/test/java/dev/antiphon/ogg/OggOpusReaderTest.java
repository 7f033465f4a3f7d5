package dev.antiphon.ogg;

import static dev.antiphon.ogg.OggOpusWriter.FIRST;
import static dev.antiphon.ogg.OggOpusWriter.LAST;
import static dev.antiphon.ogg.Packets.packet;
import static dev.antiphon.ogg.Packets.read;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.ogg.Packets.Reading;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OggOpusReaderTest {

  private static final OpusHead HEAD = new OpusHead(1, 2, 312, 48_000, 0, 0);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 50, 255})
  void returnsPacketsOfEverySizeAsTheyWereWritten(int lacesPerPage) {
    List<byte[]> packets = new ArrayList<>();
    for (int length = 0; length <= 3 * 255 + 1; length++) {
      packets.add(packet(length, length));
    }
    packets.add(packet(255 * 255, 1_000).clone());
    packets.set(packets.size() - 1, packet(OggOpusReader.MAX_PACKET_BYTES, 1_001));
    packets.add(packet(1, 1_002));

    OggOpusWriter writer = OggOpusWriter.plain(7, lacesPerPage);
    packets.forEach(packet -> writer.packet(packet, 960));
    Reading reading = read(writer.end());

    assertThat(reading.failure()).isNull();
    assertThat(reading.packets()).containsExactlyElementsOf(packets);
    assertThat(reading.endMarked()).isTrue();
  }

  @Test
  void tellsWhatTheHeadSays() throws IOException {
    OpusHead head = new OpusHead(15, 1, 65_535, 0xffff_ffffL, -256, 0);
    byte[] file = new OggOpusWriter(1, 10, head, OggOpusWriter.tags("")).end();

    try (OggOpusReader reader = OggOpusReader.of(new ByteArrayInputStream(file))) {
      assertThat(reader.head()).isEqualTo(head);
      assertThat(reader.nextPacket()).isNull();
      assertThat(reader.nextPacket()).isNull();
    }
  }

  @Test
  void readsAFile(@TempDir Path folder) throws IOException {
    byte[] packet = packet(100, 1);
    Path file =
        Files.write(folder.resolve("a.ogg"), OggOpusWriter.plain(1, 9).packet(packet, 960).end());

    try (OggOpusReader reader = OggOpusReader.open(file)) {
      assertThat(reader.nextPacket()).isEqualTo(packet);
      assertThat(reader.nextPacket()).isNull();
    }
    assertThatThrownBy(() -> OggOpusReader.open(folder)).isInstanceOf(IOException.class);
  }

  @Test
  void closesItsStreamAtOnceWhenTheHeadersAreWrong() {
    List<String> calls = new ArrayList<>();
    InputStream in =
        new ByteArrayInputStream("RIFF, a wave file".getBytes(UTF_8)) {
          @Override
          public void close() {
            calls.add("close");
          }
        };
    assertThatThrownBy(() -> OggOpusReader.of(in)).isInstanceOf(OggFormatException.class);
    assertThat(calls).containsExactly("close");
  }

  @Test
  void readsFromAStreamThatDeliversAByteAtATime() {
    byte[] packet = packet(1_000, 1);
    byte[] file = OggOpusWriter.plain(1, 2).packet(packet, 960).end();
    List<InputStream> bytes = new ArrayList<>();
    for (byte b : file) {
      bytes.add(new ByteArrayInputStream(new byte[] {b}));
    }
    Reading reading = read(new SequenceInputStream(Collections.enumeration(bytes)));

    assertThat(reading.packets()).containsExactly(packet);
  }

  @Test
  void skipsCommentsThatFillManyPages() {
    String picture = "METADATA_BLOCK_PICTURE=" + "A".repeat(1_000_000);
    OggOpusWriter writer = new OggOpusWriter(1, 255, HEAD, OggOpusWriter.tags("a test", picture));
    byte[] packet = packet(100, 1);

    assertThat(read(writer.packet(packet, 960).end()).packets()).containsExactly(packet);
  }

  @Test
  void passesOnPacketsOfAnyDuration() {
    byte[] tenMilliseconds = {(byte) 0xf0, 1, 2, 3};
    byte[] notOpus = {(byte) 0xff};
    byte[] file = OggOpusWriter.plain(1, 9).packet(tenMilliseconds, 480).packet(notOpus, 0).end();

    assertThat(read(file).packets()).containsExactly(tenMilliseconds, notOpus);
  }

  @Test
  void toleratesAMissingEndFlagAndTells() {
    byte[] packet = packet(100, 1);
    Reading reading = read(OggOpusWriter.plain(1, 9).packet(packet, 960).cutHere());

    assertThat(reading.failure()).isNull();
    assertThat(reading.packets()).containsExactly(packet);
    assertThat(reading.endMarked()).isFalse();
  }

  @Test
  void skipsStreamsMultiplexedWithTheFirstOpusStream() {
    byte[] ours = OggOpusWriter.plain(1, 1).packet(packet(600, 1), 960).end();
    byte[] siblings = OggOpusWriter.plain(2, 1).packet(packet(600, 2), 960).end();
    byte[] video = page(FIRST, 3, 0, "\u0080theora");
    byte[] moreVideo = page(0, 3, 1, "a picture");

    List<byte[]> our = pages(ours);
    List<byte[]> sibling = pages(siblings);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(video);
    file.writeBytes(our.get(0));
    file.writeBytes(sibling.get(0));
    for (int i = 1; i < our.size(); i++) {
      file.writeBytes(moreVideo);
      file.writeBytes(our.get(i));
      file.writeBytes(sibling.get(i));
    }
    Reading reading = read(file.toByteArray());

    assertThat(reading.failure()).isNull();
    assertThat(reading.packets()).containsExactly(packet(600, 1));
    assertThat(reading.endMarked()).isTrue();
  }

  @Test
  void readsChainedStreamsOneAfterTheOther() throws IOException {
    byte[] file =
        joined(
            OggOpusWriter.plain(1, 9).packet(packet(300, 1), 960).end(),
            page(FIRST, 2, 0, "\u0001vorbis"),
            page(LAST, 2, 1, "music"),
            new OggOpusWriter(3, 9, new OpusHead(1, 1, 0, 0, 0, 0), OggOpusWriter.tags("mono"))
                .packet(packet(300, 2), 960)
                .cutHere(),
            OggOpusWriter.plain(4, 9).packet(packet(300, 3), 960).end());

    try (OggOpusReader reader = OggOpusReader.of(new ByteArrayInputStream(file))) {
      assertThat(reader.nextPacket()).isEqualTo(packet(300, 1));
      assertThat(reader.head().channels()).isEqualTo(2);
      assertThat(reader.nextPacket()).isEqualTo(packet(300, 2));
      assertThat(reader.head().channels()).isEqualTo(1);
      assertThat(reader.nextPacket()).isEqualTo(packet(300, 3));
      assertThat(reader.nextPacket()).isNull();
      assertThat(reader.endMarked()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                     | page 0 at byte 0: no Opus: found \"\", expected \"OpusHead\"",
        "`RIFF$   WAVEfmt      `| page 0 at byte 0: not Ogg: starts with \"RIFF$   \", expected"
            + " \"OggS\"",
        "`Og`                   | page 0 at byte 0: not Ogg: starts with \"Og\", expected \"OggS\"",
        "`OggS`                 | page 0 at byte 0: cut off inside this page"
      })
  void namesWhatIsNotOgg(String file, String sentence) {
    assertThat(read(file.getBytes(UTF_8)).failure()).hasMessage(sentence);
  }

  @Test
  void namesAStreamThatIsNotOpus() {
    byte[] vorbis = joined(page(FIRST, 2, 0, "\u0001vorbis and so on"), page(0, 2, 1, "music"));

    assertThat(read(vorbis).failure())
        .hasMessage("page 0 at byte 0: no Opus: found \".vorbis \", expected \"OpusHead\"");
  }

  @Test
  void namesAStreamThatHasBegunBefore() {
    byte[] file = OggOpusWriter.plain(1, 9).packet(packet(9, 1), 960).end();

    assertThat(read(joined(pages(file).get(1), pages(file).get(2))).failure())
        .hasMessage("page 0 at byte 0: no Opus: found \"OpusTags\", expected \"OpusHead\"");
  }

  @ParameterizedTest
  @CsvSource({"16, 2, 0", "1, 0, 0", "1, 3, 0", "1, 6, 1", "1, 2, 255"})
  void refusesHeadsThatItCannotServe(int version, int channels, int family) {
    OpusHead head = new OpusHead(version, channels, 312, 48_000, 0, family);

    assertThat(read(new OggOpusWriter(1, 9, head, OggOpusWriter.tags("")).end()).failure())
        .hasMessage(
            "page 0 at byte 0: "
                + head
                + ", expected a version up to 15, 1 or 2 channels, mapping family 0");
  }

  @Test
  void refusesAHeadThatIsCutOrNotAlone() {
    byte[] head = OggOpusWriter.head(HEAD);
    byte[] two = joined(head, new byte[] {1});
    String sentence = "page 0 at byte 0: expected OpusHead, of 19 to 254 bytes, alone on its page";

    assertThat(
            read(OggOpusWriter.page(FIRST, 0, 1, 0, new byte[] {18}, Arrays.copyOf(head, 18)))
                .failure())
        .hasMessage(sentence);
    assertThat(read(OggOpusWriter.page(FIRST, 0, 1, 0, new byte[] {19, 1}, two)).failure())
        .hasMessage(sentence);
  }

  @Test
  void acceptsFieldsThatALaterVersionAppends() {
    byte[] head = Arrays.copyOf(OggOpusWriter.head(HEAD), 30);
    List<byte[]> pages = pages(OggOpusWriter.plain(1, 9).packet(packet(9, 1), 960).end());
    pages.set(0, OggOpusWriter.page(FIRST, 0, 1, 0, new byte[] {30}, head));

    assertThat(read(joined(pages.toArray(byte[][]::new))).packets()).containsExactly(packet(9, 1));
  }

  @Test
  void refusesAStreamWithoutCommentHeader() {
    byte[] notTags = "OpusMusic".getBytes(UTF_8);
    byte[] head = pages(OggOpusWriter.plain(1, 9).end()).get(0);
    String sentence = "expected the comment header, OpusTags, after OpusHead";

    assertThat(read(head).failure()).hasMessage("page 0 at byte 0: " + sentence);
    assertThat(read(new OggOpusWriter(1, 9, HEAD, notTags).end()).failure())
        .hasMessage("page 1 at byte 47: " + sentence);
  }

  @Test
  void namesAPageThatIsMissing() {
    List<byte[]> pages = pages(OggOpusWriter.plain(1, 1).packet(packet(600, 1), 960).end());
    pages.remove(3);

    OggFormatException failure = read(joined(pages.toArray(byte[][]::new))).failure();
    assertThat(failure).hasMessageEndingWith("is page 4 of its stream, expected 3");
    assertThat(failure.page()).isEqualTo(3);
    assertThat(failure.offset()).isEqualTo(pages.stream().limit(3).mapToInt(p -> p.length).sum());
  }

  @Test
  void namesAPageThatDoesNotFitThePacketBefore() {
    byte[] begun = OggOpusWriter.plain(1, 1).packet(packet(300, 1), 960).cutHere();
    List<byte[]> pages = pages(begun);
    byte[] unannounced = page(0, 1, 3, "new");
    byte[] superfluous = page(OggOpusWriter.CONTINUED, 1, 4, "rest");

    assertThat(read(joined(pages.get(0), pages.get(1), pages.get(2), unannounced)).failure())
        .hasMessageEndingWith("expected the rest of a packet");
    assertThat(read(joined(begun, superfluous)).failure())
        .hasMessageEndingWith("expected no rest of a packet");
  }

  @Test
  void namesAPacketWhoseRestNeverComes() {
    List<byte[]> pages =
        pages(OggOpusWriter.plain(1, 1).packet(packet(300, 1), 960).cutHere()).subList(0, 3);
    byte[] cut = joined(pages.toArray(byte[][]::new));
    byte[] other = OggOpusWriter.plain(2, 9).packet(packet(9, 2), 960).end();

    assertThat(read(cut).failure()).hasMessageEndingWith("after this page, found the end");
    assertThat(read(joined(cut, other)).failure())
        .hasMessageEndingWith("after this page, found the end");
  }

  @Test
  void namesPagesBeyondTheEndAndBeginningsWithin() {
    byte[] ended = OggOpusWriter.plain(1, 9).packet(packet(9, 1), 960).end();
    byte[] open = OggOpusWriter.plain(1, 9).packet(packet(9, 1), 960).cutHere();

    assertThat(read(joined(ended, page(0, 1, 3, "more"))).failure())
        .hasMessageEndingWith("its stream has already ended");
    assertThat(read(joined(open, page(FIRST, 1, 3, "more"))).failure())
        .hasMessageEndingWith("its stream has already begun");
  }

  @Test
  void namesBytesBetweenPagesAndOtherVersions() {
    byte[] file = OggOpusWriter.plain(1, 9).packet(packet(9, 1), 960).end();
    byte[] other = file.clone();
    other[4] = 1;

    assertThat(read(joined(file, "TAG and more than that, ID3".getBytes(UTF_8))).failure())
        .hasMessage(
            "page 3 at byte %d: not Ogg: starts with \"TAG and \", expected \"OggS\"", file.length);
    assertThat(read(other).failure()).hasMessage("page 0 at byte 0: Ogg version is 1, expected 0");
  }

  @Test
  void refusesAPacketThatOnlyPaddingCanFill() {
    byte[] packet = new byte[OggOpusReader.MAX_PACKET_BYTES + 1];
    Reading reading = read(OggOpusWriter.plain(1, 255).packet(packet, 960).end());

    assertThat(reading.packets()).isEmpty();
    assertThat(reading.failure()).hasMessageContaining("a packet is longer than 61440 bytes");
  }

  @Test
  void staysFailedWhenItsInputFailsInsideAPacket() throws IOException {
    byte[] file = OggOpusWriter.plain(1, 1).packet(packet(600, 1), 960).end();
    int thirdPage = pages(file).stream().limit(3).mapToInt(page -> page.length).sum();
    InputStream in =
        new SequenceInputStream(
            new ByteArrayInputStream(file, 0, thirdPage),
            new InputStream() {
              private boolean failed;
              private final InputStream rest =
                  new ByteArrayInputStream(file, thirdPage, file.length);

              @Override
              public int read() throws IOException {
                if (!failed) {
                  failed = true;
                  throw new IOException("timed out");
                }
                return rest.read();
              }
            });
    try (OggOpusReader reader = OggOpusReader.of(in)) {
      assertThatThrownBy(reader::nextPacket).hasMessage("timed out");
      assertThatThrownBy(reader::nextPacket).isInstanceOf(OggFormatException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 255})
  void givesUpAStreamThatNeverBringsAPacket(int laces) {
    byte[] lacing = new byte[laces];
    Arrays.fill(lacing, (byte) 255);
    byte[] foreign = OggOpusWriter.page(0, -1, 2, 0, lacing, new byte[laces * 255]);
    InputStream endless =
        new InputStream() {
          private int at;

          @Override
          public int read() {
            throw new AssertionError("one byte at a time");
          }

          @Override
          public int read(byte[] into, int from, int most) {
            int length = Math.min(most, foreign.length - at);
            System.arraycopy(foreign, at, into, from, length);
            at = (at + length) % foreign.length;
            return length;
          }
        };
    byte[] start = OggOpusWriter.plain(1, 9).packet(packet(9, 1), 960).cutHere();
    Reading reading = read(new SequenceInputStream(new ByteArrayInputStream(start), endless));

    assertThat(reading.packets()).containsExactly(packet(9, 1));
    assertThat(reading.failure()).hasMessageEndingWith("expected a packet in the 120 MiB before");
    assertThat(reading.failure().offset())
        .isBetween(
            OggOpusReader.MAX_BYTES_PER_PACKET, OggOpusReader.MAX_BYTES_PER_PACKET + 70_000L);
  }

  private static byte[] page(int flags, int serial, int sequence, String packet) {
    byte[] body = packet.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    return OggOpusWriter.page(flags, 0, serial, sequence, new byte[] {(byte) body.length}, body);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      whole.writeBytes(part);
    }
    return whole.toByteArray();
  }

  /** Takes a sound file apart again. */
  private static List<byte[]> pages(byte[] file) {
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
