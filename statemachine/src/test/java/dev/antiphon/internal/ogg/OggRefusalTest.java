package dev.antiphon.internal.ogg;

import static dev.antiphon.internal.ogg.OggOpusWriter.FIRST;
import static dev.antiphon.internal.ogg.Packets.packet;
import static dev.antiphon.internal.ogg.Packets.read;
import static dev.antiphon.internal.ogg.Pages.joined;
import static dev.antiphon.internal.ogg.Pages.page;
import static dev.antiphon.internal.ogg.Pages.pages;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.internal.ogg.Packets.Reading;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads invalid files. The message contains the position and the expected value. */
class OggRefusalTest {

  private static final OpusHead HEAD = new OpusHead(1, 2, 312, 48_000, 0, 0);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                     | page 0 at byte 0: no Opus: found \"\", expected \"OpusHead\"",
        "`RIFF$   WAVEfmt      `| page 0 at byte 0: not Ogg: starts with \"RIFF$   \", expected"
            + " \"OggS\"",
        "`Og`                   | page 0 at byte 0: not Ogg: starts with \"Og\", expected \"OggS\"",
        "`OggS`                 | page 0 at byte 0: the data end inside this page"
      })
  void refusesDataThatAreNotOgg(String file, String sentence) {
    assertThat(read(file.getBytes(UTF_8)).failure()).hasMessage(sentence);
  }

  @Test
  void refusesAStreamThatIsNotOpus() {
    byte[] vorbis = joined(page(FIRST, 2, 0, "\u0001vorbis and so on"), page(0, 2, 1, "music"));

    assertThat(read(vorbis).failure())
        .hasMessage("page 0 at byte 0: no Opus: found \".vorbis \", expected \"OpusHead\"");
  }

  @Test
  void refusesAStreamWithoutItsFirstPage() {
    byte[] file = OggOpusWriter.plain(1, 9).packet(packet(9, 1), 960).end();

    assertThat(read(joined(pages(file).get(1), pages(file).get(2))).failure())
        .hasMessage("page 0 at byte 0: no Opus: found \"OpusTags\", expected \"OpusHead\"");
  }

  @ParameterizedTest
  @CsvSource({"16, 2, 0", "1, 0, 0", "1, 3, 0", "1, 6, 1", "1, 2, 255"})
  void refusesUnsupportedOpusHeads(int version, int channels, int family) {
    OpusHead head = new OpusHead(version, channels, 312, 48_000, 0, family);

    assertThat(read(new OggOpusWriter(1, 9, head, OggOpusWriter.tags("")).end()).failure())
        .hasMessage(
            "page 0 at byte 0: "
                + head
                + ", expected a version up to 15, 1 or 2 channels, mapping family 0");
  }

  @Test
  void refusesAnOpusHeadThatIsIncompleteOrNotAloneOnItsPage() {
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
  void acceptsAdditionalFieldsInAnOpusHeadOfALaterVersion() {
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
  void refusesAStreamWithAMissingPage() {
    List<byte[]> pages = pages(OggOpusWriter.plain(1, 1).packet(packet(600, 1), 960).end());
    pages.remove(3);

    OggFormatException failure = read(joined(pages.toArray(byte[][]::new))).failure();
    assertThat(failure).hasMessageEndingWith("is page 4 of its stream, expected 3");
    assertThat(failure.page()).isEqualTo(3);
    assertThat(failure.offset()).isEqualTo(pages.stream().limit(3).mapToInt(p -> p.length).sum());
  }

  @Test
  void refusesAPageThatDoesNotContinueThePacket() {
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
  void refusesAnIncompletePacketAtTheEnd() {
    List<byte[]> pages =
        pages(OggOpusWriter.plain(1, 1).packet(packet(300, 1), 960).cutHere()).subList(0, 3);
    byte[] cut = joined(pages.toArray(byte[][]::new));
    byte[] other = OggOpusWriter.plain(2, 9).packet(packet(9, 2), 960).end();

    assertThat(read(cut).failure()).hasMessageEndingWith("after this page, found the end");
    assertThat(read(joined(cut, other)).failure())
        .hasMessageEndingWith("after this page, found the end");
  }

  @Test
  void refusesAPageAfterTheEndOfItsStreamAndARepeatedFirstPage() {
    byte[] ended = OggOpusWriter.plain(1, 9).packet(packet(9, 1), 960).end();
    byte[] open = OggOpusWriter.plain(1, 9).packet(packet(9, 1), 960).cutHere();

    assertThat(read(joined(ended, page(0, 1, 3, "more"))).failure())
        .hasMessageEndingWith("its stream has already ended");
    assertThat(read(joined(open, page(FIRST, 1, 3, "more"))).failure())
        .hasMessageEndingWith("its stream has already begun");
  }

  @Test
  void refusesBytesBetweenPagesAndUnknownOggVersions() {
    byte[] file = OggOpusWriter.plain(1, 9).packet(packet(9, 1), 960).end();
    byte[] other = file.clone();
    other[4] = 1;

    assertThat(read(joined(file, "TAG and more than that, ID3".getBytes(UTF_8))).failure())
        .hasMessage(
            "page 3 at byte %d: not Ogg: starts with \"TAG and \", expected \"OggS\"", file.length);
    assertThat(read(other).failure()).hasMessage("page 0 at byte 0: Ogg version is 1, expected 0");
  }

  @Test
  void refusesAPacketThatIsTooLong() {
    byte[] packet = new byte[OggOpusReader.MAX_PACKET_BYTES + 1];
    Reading reading = read(OggOpusWriter.plain(1, 255).packet(packet, 960).end());

    assertThat(reading.packets()).isEmpty();
    assertThat(reading.failure()).hasMessageContaining("a packet is longer than 61440 bytes");
  }

  @Test
  void everyLaterReadFailsAfterAReadErrorInsideAPacket() throws IOException {
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

  @Test
  void closesTheStreamWhenTheHeadersAreInvalid() {
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
  void everyLaterReadFailsAfterAChainedStreamWithoutComments() throws IOException {
    byte[] broken =
        new OggOpusWriter(2, 1, HEAD, "OpusMusic".getBytes(UTF_8)).packet(packet(9, 1), 960).end();
    byte[] file = joined(OggOpusWriter.plain(1, 9).end(), broken);

    try (OggOpusReader reader = OggOpusReader.of(new ByteArrayInputStream(file))) {
      assertThatThrownBy(reader::nextPacket).hasMessageContaining("OpusTags");
      assertThatThrownBy(reader::nextPacket).isInstanceOf(OggFormatException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 255})
  void stopsAtTheByteLimitWhenNoPacketArrives(int laces) {
    byte[] start = OggOpusWriter.plain(1, 9).packet(packet(9, 1), 960).cutHere();
    InputStream endless = repeated(foreign(laces), Long.MAX_VALUE);
    Reading reading =
        read(new SequenceInputStream(new ByteArrayInputStream(start), endless), 1_000_000);

    assertThat(reading.packets()).containsExactly(packet(9, 1));
    assertThat(reading.failure()).hasMessageEndingWith("no packet in 1000000 bytes before this");
    assertThat(reading.failure().offset()).isBetween(1_000_000L, 1_070_000L);
  }

  @Test
  void stopsAtTheByteLimitWhenTheCommentsAreTooLong() {
    byte[] picture = new byte[2_000_000];
    byte[] file = new OggOpusWriter(1, 255, HEAD, picture).end();

    assertThat(read(new ByteArrayInputStream(file), 1_000_000).failure())
        .hasMessageEndingWith("no packet in 1000000 bytes before this");
  }

  @Test
  void acceptsAStreamWithManyPagesBetweenPackets() {
    List<byte[]> pages =
        pages(OggOpusWriter.plain(1, 1).packet(packet(9, 1), 960).packet(packet(9, 2), 960).end());
    List<InputStream> file = new ArrayList<>();
    for (byte[] page : pages) {
      file.add(repeated(page, page.length));
      if (page != pages.get(0)) {
        file.add(repeated(foreign(255), 700_000));
      }
    }
    Reading reading = read(new SequenceInputStream(Collections.enumeration(file)), 1_000_000);

    assertThat(reading.failure()).isNull();
    assertThat(reading.packets()).containsExactly(packet(9, 1), packet(9, 2));
  }

  /** A page of another stream with this number of full lacing values. */
  private static byte[] foreign(int laces) {
    byte[] lacing = new byte[laces];
    Arrays.fill(lacing, (byte) 255);
    return OggOpusWriter.page(0, -1, 2, 0, lacing, new byte[laces * 255]);
  }

  /** Repeats a page until the stream has at least this number of bytes. */
  private static InputStream repeated(byte[] page, long bytes) {
    return new InputStream() {
      private long at;

      @Override
      public int read(byte[] into, int from, int most) {
        int inPage = (int) (at % page.length);
        if (at >= bytes && inPage == 0) {
          return -1;
        }
        int length = Math.min(most, page.length - inPage);
        System.arraycopy(page, inPage, into, from, length);
        at += length;
        return length;
      }

      @Override
      public int read() {
        throw new UnsupportedOperationException("one byte at a time");
      }
    };
  }
}
