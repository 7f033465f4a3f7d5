package dev.antiphon.udp.internal;

import java.util.ArrayList;
import java.util.List;

/** The test is the path: {@link #ticks} asks the audio as one would. */
class SpeechFixture {
  static final byte[] FRAME = Packets.frame(1);

  final List<String> said = new ArrayList<>();
  final OutgoingAudio audio = new OutgoingAudio(3, speeches(said));

  /** Writes the speeches down. */
  static SpeechListener speeches(List<String> said) {
    return new SpeechListener() {
      @Override
      public void speechStarts() {
        said.add("starts");
      }

      @Override
      public void speechEnds() {
        said.add("ends");
      }
    };
  }

  void ticks(int count) {
    for (int n = 0; n < count; n++) {
      byte[] frame = audio.next();
      if (frame != null) {
        said.add(frame == OpusPacket.SILENCE ? "-" : Integer.toString(number(frame)));
        audio.sent(frame);
      }
    }
  }

  static int number(byte[] frame) {
    return (frame[1] & 0xFF) << 8 | frame[2] & 0xFF;
  }
}
