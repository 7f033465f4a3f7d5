package dev.antiphon.internal.ogg;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jaredmdobson.concentus.OpusDecoder;
import io.github.jaredmdobson.concentus.OpusException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTest {

  private static final int CHANNELS = 2;

  static byte[] committed() throws IOException {
    return Files.readAllBytes(
        Path.of(
            System.getProperty("antiphon.root"),
            "cli/src/main/resources/dev/antiphon/cli/internal/sample.ogg"));
  }

  @Test
  void committedSampleFileIsEqualToTheGeneratedFile() throws IOException, OpusException {
    assertThat(SampleGenerator.sample()).isEqualTo(committed());
  }

  @Test
  void sampleFileContainsThreeSecondsOfStereoFramesAndAnEndFlag() throws IOException {
    List<byte[]> packets = Packets.read(committed()).packets();

    assertThat(Packets.read(committed()).endMarked()).isTrue();
    assertThat(packets).hasSize(SampleGenerator.FRAMES);
    assertThat(packets)
        .allSatisfy(
            packet -> {
              // RFC 6716 section 3.1: fullband CELT of 20 ms, stereo, one frame in the packet.
              assertThat(packet[0] & 0xff).isEqualTo(0b11111_1_00);
              assertThat(packet).hasSizeBetween(2, 400);
            });
  }

  @Test
  void decodedSampleFileMatchesTheComposedMelody() throws IOException, OpusException {
    OpusDecoder decoder = new OpusDecoder(48_000, CHANNELS);
    short[] heard = new short[SampleGenerator.FRAMES * SampleGenerator.FRAME_SAMPLES * CHANNELS];
    int preSkip;
    try (OggOpusReader reader = OggOpusReader.of(new ByteArrayInputStream(committed()))) {
      preSkip = reader.head().preSkip();
      int at = 0;
      for (byte[] packet = reader.nextPacket(); packet != null; packet = reader.nextPacket()) {
        at +=
            CHANNELS
                * decoder.decode(
                    packet, 0, packet.length, heard, at, SampleGenerator.FRAME_SAMPLES, false);
      }
      assertThat(at / CHANNELS).isEqualTo(heard.length / CHANNELS);
    }

    short[] composed = SampleGenerator.music();
    double product = 0;
    double heardPower = 0;
    double composedPower = 0;
    for (int i = 0; i + preSkip * CHANNELS < heard.length; i++) {
      double h = heard[i + preSkip * CHANNELS];
      product += h * composed[i];
      heardPower += h * h;
      composedPower += (double) composed[i] * composed[i];
    }
    assertThat(product / Math.sqrt(heardPower * composedPower)).isGreaterThan(0.99);
  }
}
