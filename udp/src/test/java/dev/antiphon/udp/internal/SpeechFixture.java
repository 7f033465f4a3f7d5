package dev.antiphon.udp.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * The base class of tests that take frames from the audio with {@link #ticks}, as a UDP path does.
 */
class SpeechFixture {
  static final byte[] FRAME = Packets.frame(1);

  final List<String> events = new ArrayList<>();
  final OutgoingAudio audio = new OutgoingAudio(3, speeches(events));

  /** Creates a listener that records the start and the end of each speech. */
  static SpeechListener speeches(List<String> events) {
    return new SpeechListener() {
      @Override
      public void speechStarts() {
        events.add("starts");
      }

      @Override
      public void speechEnds() {
        events.add("ends");
      }
    };
  }

  void ticks(int count) {
    for (int n = 0; n < count; n++) {
      byte[] frame = audio.next();
      if (frame != null) {
        events.add(frame == OpusPacket.SILENCE ? "-" : Integer.toString(number(frame)));
        audio.sent(frame, false);
      }
    }
  }

  static int number(byte[] frame) {
    return (frame[1] & 0xFF) << 8 | frame[2] & 0xFF;
  }
}
