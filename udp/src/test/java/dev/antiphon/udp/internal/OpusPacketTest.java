package dev.antiphon.udp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpusPacketTest {

  /** RFC 6716, table 2: the frame duration of each config number. */
  @ParameterizedTest
  @CsvSource({
    "0,10000",
    "1,20000",
    "2,40000",
    "3,60000",
    "4,10000",
    "7,60000",
    "9,20000",
    "11,60000",
    "12,10000",
    "13,20000",
    "14,10000",
    "15,20000",
    "16,2500",
    "17,5000",
    "18,10000",
    "19,20000",
    "23,20000",
    "27,20000",
    "28,2500",
    "31,20000"
  })
  void frameDurationIsReadFromTheConfigNumber(int config, int micros) {
    assertThat(OpusPacket.durationMicros(new byte[] {(byte) (config << 3)})).isEqualTo(micros);
  }

  @Test
  void packetDurationIsTheFrameDurationTimesTheFrameCount() {
    assertThat(OpusPacket.durationMicros(packet(18 << 3 | 1))).isEqualTo(20_000);
    assertThat(OpusPacket.durationMicros(packet(18 << 3 | 2))).isEqualTo(20_000);
    assertThat(OpusPacket.durationMicros(packet(16 << 3 | 3, 0xC0 | 8))).isEqualTo(20_000);
    assertThat(OpusPacket.durationMicros(packet(16 << 3 | 3, 48))).isEqualTo(120_000);
  }

  @Test
  void exceptionContainsTheDurationOfAPacketThatIsNot20MillisecondsLong() {
    assertThatThrownBy(() -> OpusPacket.requireTwentyMilliseconds(packet(3 << 3)))
        .isInstanceOf(FrameException.class)
        .hasMessageContaining("60 ms");
    assertThatThrownBy(() -> OpusPacket.requireTwentyMilliseconds(packet(16 << 3)))
        .isInstanceOf(FrameException.class)
        .hasMessageContaining("2.5 ms");
    assertThatThrownBy(() -> OpusPacket.requireTwentyMilliseconds(packet(31 << 3 | 1)))
        .isInstanceOf(FrameException.class)
        .hasMessageContaining("40 ms");
  }

  @ParameterizedTest
  @ValueSource(strings = {"empty", "count missing", "no frames", "too long"})
  void rejectsInvalidOpusPackets(String defect) {
    byte[] broken =
        switch (defect) {
          case "empty" -> packet();
          case "count missing" -> packet(3);
          case "no frames" -> packet(3, 0);
          default -> packet(1 << 3 | 3, 7);
        };
    assertThatThrownBy(() -> OpusPacket.durationMicros(broken)).isInstanceOf(FrameException.class);
  }

  @Test
  void rejectsPacketsAboveTheMaximumLength() {
    byte[] longest = new byte[OpusPacket.MAX_LENGTH];
    longest[0] = (byte) 0xF8;
    byte[] tooLong = new byte[OpusPacket.MAX_LENGTH + 1];
    tooLong[0] = (byte) 0xF8;

    assertThatCode(() -> OpusPacket.requireTwentyMilliseconds(longest)).doesNotThrowAnyException();
    assertThatThrownBy(() -> OpusPacket.requireTwentyMilliseconds(tooLong))
        .isInstanceOf(FrameException.class)
        .hasMessageContaining("1277");
  }

  @Test
  void silenceFrameLasts20Milliseconds() {
    byte[] silence = OpusPacket.silence();

    assertThat(silence).containsExactly(0xF8, 0xFF, 0xFE);
    assertThat(OpusPacket.isSilence(silence)).isTrue();
    assertThat(OpusPacket.durationMicros(silence)).isEqualTo(OpusPacket.FRAME_MICROS);
    silence[0] = 0;
    assertThat(OpusPacket.isSilence(OpusPacket.silence())).isTrue();
  }

  private static byte[] packet(int... bytes) {
    byte[] packet = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      packet[i] = (byte) bytes[i];
    }
    return packet;
  }
}
