package dev.antiphon.internal.ogg;

import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;
import io.github.jaredmdobson.concentus.OpusSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Creates the audio sample of the commands. It lasts three seconds: a high voice on the left, then
 * a low voice on the right, then both together. The result is the same on every machine, byte for
 * byte.
 */
public final class SampleGenerator {

  static final int FRAMES = 150;
  static final int FRAME_SAMPLES = 960;

  private static final int RATE = 48_000;
  private static final int BITS_PER_SECOND = 48_000;
  private static final int SERIAL = 0x416e7469;
  private static final int FRAMES_PER_PAGE = 50;
  private static final int LONGEST_PACKET = 1275;

  private static final Voice CALL = new Voice(0.25, new double[] {1, 0.3, 0.1});
  private static final Voice RESPONSE = new Voice(0.75, new double[] {1, 0.5, 0.25, 0.1});

  private static final List<Note> MELODY =
      List.of(
          new Note(CALL, 0.04, 76, 0.24),
          new Note(CALL, 0.24, 79, 0.24),
          new Note(CALL, 0.44, 81, 0.24),
          new Note(CALL, 0.64, 79, 0.70),
          new Note(RESPONSE, 1.14, 64, 0.24),
          new Note(RESPONSE, 1.34, 67, 0.24),
          new Note(RESPONSE, 1.54, 69, 0.24),
          new Note(RESPONSE, 1.74, 67, 0.60),
          new Note(CALL, 2.14, 76, 0.76),
          new Note(RESPONSE, 2.14, 60, 0.76));

  private SampleGenerator() {}

  /** A voice: its position from 0 (left) to 1 (right), and the strength of each harmonic. */
  private record Voice(double place, double[] harmonics) {}

  /** A note: start and length in seconds. The pitch is a MIDI note number; 69 is 440 Hz. */
  private record Note(Voice voice, double start, int pitch, double length) {

    double frequency() {
      return 440 * StrictMath.pow(2, (pitch - 69) / 12.0);
    }

    /**
     * The note's wave at this time after its start, with a soft attack, a bell's decay and a soft
     * end.
     */
    double at(double seconds) {
      double wave = 0;
      for (int i = 0; i < voice.harmonics.length; i++) {
        double turns = seconds * frequency() * (i + 1);
        wave +=
            voice.harmonics[i]
                * StrictMath.exp(-2.5 * seconds * (i + 1))
                * StrictMath.sin(2 * StrictMath.PI * turns);
      }
      return wave * ramp(seconds / 0.015) * ramp((length - seconds) / 0.06);
    }

    private static double ramp(double part) {
      return 0.5 - 0.5 * StrictMath.cos(StrictMath.PI * Math.min(1, Math.max(0, part)));
    }
  }

  /**
   * Writes the sample. Run it in the root folder of the repository with {@code
   * cli/src/main/resources/dev/antiphon/cli/internal/sample.ogg}.
   *
   * @param out one argument, the file to write
   */
  public static void main(String[] out) throws IOException, OpusException {
    Files.write(Path.of(out[0]), sample());
  }

  /** The whole file. */
  static byte[] sample() throws OpusException {
    OpusEncoder encoder = new OpusEncoder(RATE, 2, OpusApplication.OPUS_APPLICATION_AUDIO);
    encoder.setBitrate(BITS_PER_SECOND);
    encoder.setSignalType(OpusSignal.OPUS_SIGNAL_MUSIC);
    encoder.setComplexity(10);
    // The logarithms of Math can differ in the last bit between machines.
    encoder.setEnableAnalysis(false);
    OggOpusWriter writer =
        new OggOpusWriter(
            SERIAL,
            FRAMES_PER_PAGE,
            new OpusHead(1, 2, encoder.getLookahead(), RATE, 0, 0),
            OggOpusWriter.tags(
                "Antiphon, with Concentus 1.0.2",
                "TITLE=Call and response",
                "ARTIST=Antiphon",
                "LICENSE=MIT"));
    short[] music = music();
    byte[] packet = new byte[LONGEST_PACKET];
    for (int frame = 0; frame < FRAMES; frame++) {
      int length =
          encoder.encode(music, frame * FRAME_SAMPLES * 2, FRAME_SAMPLES, packet, 0, packet.length);
      writer.packet(Arrays.copyOf(packet, length), FRAME_SAMPLES);
    }
    return writer.end();
  }

  /** The melody as samples at 48 kHz, alternating left and right. */
  static short[] music() {
    double[] mix = new double[FRAMES * FRAME_SAMPLES * 2];
    for (Note note : MELODY) {
      int first = (int) (note.start * RATE);
      double left = 7_000 * StrictMath.cos(note.voice.place * StrictMath.PI / 2);
      double right = 7_000 * StrictMath.sin(note.voice.place * StrictMath.PI / 2);
      for (int i = 0; i < (int) (note.length * RATE); i++) {
        double wave = note.at((double) i / RATE);
        mix[2 * (first + i)] += left * wave;
        mix[2 * (first + i) + 1] += right * wave;
      }
    }
    short[] music = new short[mix.length];
    for (int i = 0; i < mix.length; i++) {
      music[i] = (short) Math.rint(mix[i]);
    }
    return music;
  }
}
