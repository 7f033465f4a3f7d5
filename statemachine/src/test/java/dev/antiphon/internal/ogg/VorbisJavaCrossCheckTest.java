package dev.antiphon.internal.ogg;

import static dev.antiphon.internal.ogg.Packets.packet;
import static dev.antiphon.internal.ogg.Packets.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.gagravarr.ogg.OggFile;
import org.gagravarr.opus.OpusAudioData;
import org.gagravarr.opus.OpusFile;
import org.gagravarr.opus.OpusInfo;
import org.gagravarr.opus.OpusTags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the reader with VorbisJava, another implementation of Ogg Opus, on valid files. */
class VorbisJavaCrossCheckTest {

  @ParameterizedTest
  @ValueSource(ints = {3, 50, 255})
  void vorbisJavaReadsThePacketsOfOurFiles(int lacesPerPage) throws IOException {
    OggOpusWriter writer = OggOpusWriter.plain(1, lacesPerPage);
    packets().forEach(packet -> writer.packet(packet, 960));

    assertSamePackets(writer.end());
  }

  @Test
  void vorbisJavaAndOurReaderReadTheSamePacketsFromTheSampleFile() throws IOException {
    assertSamePackets(SampleTest.committed());
  }

  @Test
  void ourReaderReadsTheFilesOfVorbisJava() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    OpusInfo info = new OpusInfo();
    info.setNumChannels(2);
    info.setSampleRate(48_000);
    info.setPreSkip(312);
    try (OpusFile writer = new OpusFile(file, info, new OpusTags())) {
      packets().forEach(packet -> writer.writeAudioData(new OpusAudioData(packet)));
    }

    assertThat(read(file.toByteArray()).packets()).containsExactlyElementsOf(packets());
    try (OggOpusReader reader = OggOpusReader.of(new ByteArrayInputStream(file.toByteArray()))) {
      assertThat(reader.head().preSkip()).isEqualTo(312);
    }
  }

  private static List<byte[]> packets() {
    List<byte[]> packets = new ArrayList<>();
    for (int length : new int[] {1, 160, 254, 255, 256, 510, 765, 1_275, 3_825, 40_000, 3}) {
      packets.add(packet(length, length));
    }
    return packets;
  }

  private static void assertSamePackets(byte[] file) throws IOException {
    List<byte[]> theirs = new ArrayList<>();
    try (OpusFile reader = new OpusFile(new OggFile(new ByteArrayInputStream(file)))) {
      for (OpusAudioData next = reader.getNextAudioPacket();
          next != null;
          next = reader.getNextAudioPacket()) {
        theirs.add(next.getData());
      }
    }
    assertThat(theirs).isNotEmpty();
    assertThat(read(file).packets()).containsExactlyElementsOf(theirs);
  }
}
