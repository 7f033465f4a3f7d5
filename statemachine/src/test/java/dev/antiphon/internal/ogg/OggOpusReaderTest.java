package dev.antiphon.internal.ogg;

import static dev.antiphon.internal.ogg.OggOpusWriter.FIRST;
import static dev.antiphon.internal.ogg.OggOpusWriter.LAST;
import static dev.antiphon.internal.ogg.Packets.packet;
import static dev.antiphon.internal.ogg.Packets.read;
import static dev.antiphon.internal.ogg.Pages.joined;
import static dev.antiphon.internal.ogg.Pages.page;
import static dev.antiphon.internal.ogg.Pages.pages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.internal.ogg.Packets.Reading;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads valid files, including unusual ones. */
class OggOpusReaderTest {

  private static final OpusHead HEAD = new OpusHead(1, 2, 312, 48_000, 0, 0);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 50, 255})
  void packetsOfEverySizeAreReadAsWritten(int lacesPerPage) {
    List<byte[]> packets = new ArrayList<>();
    for (int length = 0; length <= 3 * 255 + 1; length++) {
      packets.add(packet(length, length));
    }
    packets.add(packet(OggOpusReader.MAX_PACKET_BYTES, 1_001));
    packets.add(packet(1, 1_002));

    OggOpusWriter writer = OggOpusWriter.plain(7, lacesPerPage);
    packets.forEach(packet -> writer.packet(packet, 960));
    Reading reading = read(writer.end());

    assertThat(reading.failure()).isNull();
    assertThat(reading.packets()).containsExactlyElementsOf(packets);
    assertThat(reading.endMarked()).isTrue();
  }

  @Test
  void opusHeadIsRead() throws IOException {
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
  void readsFromAStreamThatReturnsOneByteAtATime() {
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
  void returnsPacketsOfAnyDuration() {
    byte[] tenMilliseconds = {(byte) 0xf0, 1, 2, 3};
    byte[] notOpus = {(byte) 0xff};
    byte[] file = OggOpusWriter.plain(1, 9).packet(tenMilliseconds, 480).packet(notOpus, 0).end();

    assertThat(read(file).packets()).containsExactly(tenMilliseconds, notOpus);
  }

  @Test
  void acceptsAMissingEndFlagAndReportsIt() {
    byte[] packet = packet(100, 1);
    Reading reading = read(OggOpusWriter.plain(1, 9).packet(packet, 960).cutHere());

    assertThat(reading.failure()).isNull();
    assertThat(reading.packets()).containsExactly(packet);
    assertThat(reading.endMarked()).isFalse();
  }

  @Test
  void skipsOtherStreamsMultiplexedWithTheFirstOpusStream() {
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
  void readsChainedStreamsOneAfterAnother() throws IOException {
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
}
