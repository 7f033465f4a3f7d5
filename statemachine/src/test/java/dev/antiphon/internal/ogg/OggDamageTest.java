package dev.antiphon.internal.ogg;

import static dev.antiphon.internal.ogg.Packets.packet;
import static dev.antiphon.internal.ogg.Packets.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.internal.ogg.Packets.Reading;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Reads damaged files. The result is the written packets, a format error or a documented end. */
class OggDamageTest {

  private static final List<byte[]> PACKETS = List.of(packet(20, 1), packet(300, 2), packet(9, 3));

  private static byte[] file() {
    OggOpusWriter writer = OggOpusWriter.plain(1, 2);
    PACKETS.forEach(packet -> writer.packet(packet, 960));
    return writer.end();
  }

  private static void assertNothingWrong(Reading reading, String what) {
    assertThat(reading.packets())
        .as(what)
        .containsExactlyElementsOf(PACKETS.subList(0, reading.packets().size()));
  }

  @Example
  void everyFlippedBitIsDetected() {
    byte[] file = file();
    for (int bit = 0; bit < file.length * 8; bit++) {
      byte[] damaged = file.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      Reading reading = read(damaged);

      assertThat(reading.failure()).as("bit %d", bit).isNotNull();
      assertNothingWrong(reading, "bit " + bit);
    }
  }

  @Example
  void everyReplacedByteIsDetected() {
    byte[] file = file();
    for (int at = 0; at < file.length; at++) {
      for (int other : new int[] {0x00, 0xff, ~file[at] & 0xff}) {
        if ((file[at] & 0xff) != other) {
          byte[] damaged = file.clone();
          damaged[at] = (byte) other;
          Reading reading = read(damaged);

          assertThat(reading.failure()).as("byte %d is %d", at, other).isNotNull();
          assertNothingWrong(reading, "byte " + at);
        }
      }
    }
  }

  @Example
  void everyTruncatedFileIsRefusedOrHasNoEndFlag() {
    byte[] file = file();
    int cleanEnds = 0;
    for (int length = 0; length < file.length; length++) {
      Reading reading = read(Arrays.copyOf(file, length));

      assertNothingWrong(reading, "cut at " + length);
      assertThat(reading.endMarked()).as("cut at %d", length).isFalse();
      if (reading.failure() == null) {
        cleanEnds++;
      }
    }
    // Only cuts between two pages are accepted, after the comments and outside a packet.
    assertThat(cleanEnds).isEqualTo(1);
  }

  @Property
  void everyListOfPacketsIsReadAsWritten(
      @ForAll("packetLists") List<byte[]> packets, @ForAll("laces") int lacesPerPage) {
    OggOpusWriter writer = OggOpusWriter.plain(-1, lacesPerPage);
    packets.forEach(packet -> writer.packet(packet, 960));
    Reading reading = read(writer.end());

    assertThat(reading.failure()).isNull();
    assertThat(reading.packets()).containsExactlyElementsOf(packets);
  }

  @Property
  void arbitraryBytesCauseNoExceptionOtherThanAFormatException(@ForAll byte[] bytes) {
    assertThat(read(bytes).failure()).isNotNull();
  }

  @Property
  void arbitraryValidPagesResultInPacketsOrAFormatException(
      @ForAll("validPages") List<byte[]> pages) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(OggOpusWriter.plain(1, 9).cutHere());
    pages.forEach(file::writeBytes);

    assertThat(read(file.toByteArray()).packets())
        .allSatisfy(
            packet -> assertThat(packet).hasSizeLessThanOrEqualTo(OggOpusReader.MAX_PACKET_BYTES));
  }

  @Provide
  Arbitrary<List<byte[]>> packetLists() {
    Arbitrary<Integer> lengths =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 1_000),
            Arbitraries.integers().between(0, 40).map(laces -> 255 * laces),
            Arbitraries.integers().between(0, OggOpusReader.MAX_PACKET_BYTES));
    return Combinators.combine(lengths, Arbitraries.longs())
        .as(Packets::packet)
        .list()
        .ofMaxSize(8);
  }

  @Provide
  Arbitrary<Integer> laces() {
    return Arbitraries.integers().between(1, 255);
  }

  @Provide
  Arbitrary<List<byte[]>> validPages() {
    Arbitrary<Integer> flags = Arbitraries.integers().between(0, 7);
    Arbitrary<Integer> serials = Arbitraries.integers().between(1, 2);
    Arbitrary<Integer> sequences = Arbitraries.integers().between(2, 5);
    Arbitrary<byte[]> lacings =
        Arbitraries.of((byte) 0, (byte) 8, (byte) 19, (byte) 255).array(byte[].class).ofMaxSize(4);
    Arbitrary<byte[]> openings =
        Arbitraries.of(
            OggOpusWriter.head(new OpusHead(1, 2, 0, 0, 0, 0)),
            OggOpusWriter.tags(""),
            packet(9, 1));
    return Combinators.combine(flags, serials, sequences, lacings, openings)
        .as(
            (flag, serial, sequence, lacing, opening) -> {
              int length = 0;
              for (byte lace : lacing) {
                length += lace & 0xff;
              }
              byte[] body = Arrays.copyOf(opening, length);
              return OggOpusWriter.page(flag, 0, serial, sequence, lacing, body);
            })
        .list()
        .ofMaxSize(6);
  }
}
