package dev.antiphon.udp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.udp.internal.RtpHeader.Extension;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DatagramPathReceiveTest extends PathFixture {

  @ParameterizedTest
  @EnumSource
  void authenticPacketsAreReportedOnce(EncryptionMode mode) {
    path.publish(media(mode, KEY), audio, speakers);
    speakers.speaking(5, THEIRS);
    byte[] packet = Packets.voice(mode, KEY, THEIRS, 10, 0xFFFF_FFFFL, 0, OpusPacket.silence());

    receive(packet);
    receive(packet);
    receive(Packets.voice(mode, KEY, 78, 11, 1, 1, Packets.frame(2)));

    RecordingListener.ReceivedFrame first = listener.received.remove();
    assertThat(first.userId()).hasValue(5);
    assertThat(first.ssrc()).isEqualTo(THEIRS);
    assertThat(first.sequence()).isEqualTo(10);
    assertThat(first.timestamp()).isEqualTo(0xFFFF_FFFFL);
    assertThat(first.frame()).isEqualTo(OpusPacket.silence());
    assertThat(listener.received.remove().userId()).isEmpty();
    assertThat(listener.received).isEmpty();
    assertThat(path.statistics().count(PathCounter.REPLAYED)).isEqualTo(1);
    assertThat(path.statistics().count(PathCounter.VOICE_RECEIVED)).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void packetsWithAChangedBitAreRejected(EncryptionMode mode) {
    path.publish(media(mode, KEY), audio, speakers);
    byte[] packet = Packets.voice(mode, KEY, THEIRS, 10, 960, 3, Packets.frame(1));

    for (int at = 0; at < packet.length; at++) {
      for (int bit = 1; bit < 256; bit <<= 1) {
        byte[] tampered = packet.clone();
        tampered[at] ^= (byte) bit;
        receive(tampered);
      }
    }
    assertThat(listener.received).isEmpty();
    assertThat(path.statistics().count(PathCounter.REPLAYED)).isZero();
    receive(packet);
    assertThat(listener.received).hasSize(1);
  }

  @Test
  void packetsBeforePublishOrWithAWrongKeyOrTheOwnSsrcAreRejected() {
    byte[] packet = Packets.voice(Packets.GCM, KEY, THEIRS, 10, 960, 3, Packets.frame(1));
    receive(packet);
    path.publish(media(), audio, speakers);
    receive(Packets.voice(Packets.GCM, Packets.key(2), THEIRS, 10, 960, 3, Packets.frame(1)));
    receive(Packets.voice(Packets.GCM, KEY, OURS, 10, 960, 3, Packets.frame(1)));
    path.rekey(media(Packets.GCM, Packets.key(2)));
    receive(packet);
    path.withdraw();
    receive(Packets.voice(Packets.GCM, Packets.key(2), THEIRS, 10, 960, 3, Packets.frame(1)));

    assertThat(listener.received).isEmpty();
    assertThat(path.statistics().count(PathCounter.UNAUTHENTIC)).isEqualTo(2);
    assertThat(path.statistics().count(PathCounter.UNKNOWN)).isEqualTo(3);
  }

  @Test
  void headerExtensionContributingSourcesAndPaddingAreRemoved() {
    path.publish(media(), audio, speakers);
    RtpHeader header =
        new RtpHeader(
            true,
            true,
            RtpHeader.OPUS,
            1,
            960,
            THEIRS,
            List.of(1L, 2L),
            Optional.of(new Extension(0xBEDE, 2)));
    byte[] payload = {9, 9, 9, 9, 9, 9, 9, 9, (byte) 0xF8, 1, 2, 0, 0, 3};

    receive(Packets.seal(Packets.GCM, KEY, header, 0, payload));

    assertThat(listener.received.remove().frame()).containsExactly(0xF8, 1, 2);
  }

  @Test
  void authenticPacketsWithAnInvalidFormatAreCounted() {
    path.publish(media(), audio, speakers);
    RtpHeader extended =
        new RtpHeader(
            false,
            false,
            RtpHeader.OPUS,
            4,
            4 * 960,
            THEIRS,
            List.of(),
            Optional.of(new Extension(0xBEDE, 0xFFFF)));

    receive(Packets.seal(Packets.GCM, KEY, padded(1), 0, new byte[] {1, 2, 4}));
    receive(Packets.seal(Packets.GCM, KEY, padded(2), 1, new byte[] {1, 2, 0}));
    receive(Packets.seal(Packets.GCM, KEY, padded(3), 2, new byte[0]));
    receive(Packets.seal(Packets.GCM, KEY, extended, 3, new byte[100]));
    receive(Packets.voice(Packets.GCM, KEY, THEIRS, 5, 5 * 960, 4, new byte[0]));

    assertThat(listener.received).isEmpty();
    assertThat(path.statistics().count(PathCounter.MALFORMED)).isEqualTo(5);
  }

  private static RtpHeader padded(int sequence) {
    return new RtpHeader(
        true,
        false,
        RtpHeader.OPUS,
        sequence,
        960L * sequence,
        THEIRS,
        List.of(),
        Optional.empty());
  }

  @Test
  void frameIsDroppedWhenTheFrameTransformReturnsNoFrameOrThrows() {
    XorTransform transform = new XorTransform();
    path.publish(new MediaSnapshot(OURS, Packets.GCM, KEY, transform), audio, speakers);
    receive(Packets.voice(Packets.GCM, KEY, THEIRS, 1, 960, 0, new byte[] {0x5A, 0x0D}));
    assertThat(listener.received.remove().frame()).containsExactly(0);
    transform.holding = true;
    receive(Packets.voice(Packets.GCM, KEY, THEIRS, 2, 1_920, 1, new byte[] {0x5A, 0x0D}));
    transform.failing = true;
    receive(Packets.voice(Packets.GCM, KEY, THEIRS, 3, 2_880, 2, new byte[] {0x5A, 0x0D}));

    assertThat(listener.received).isEmpty();
    assertThat(path.statistics().count(PathCounter.UNTRANSFORMED)).isEqualTo(2);
  }

  @Test
  void framesThatTheTransformDeliversLaterKeepTheirPositionAndGetTheUserOfTheTransform() {
    LateTransform transform = new LateTransform();
    path.publish(new MediaSnapshot(OURS, Packets.GCM, KEY, transform), audio, speakers);
    receive(Packets.voice(Packets.GCM, KEY, THEIRS, 0xFFFF, 0xFFFF_FFFFL, 0, Packets.frame(1)));
    receive(Packets.voice(Packets.GCM, KEY, THEIRS, 0, 959, 1, Packets.frame(2)));
    assertThat(listener.received).isEmpty();
    transform.late.remove().run();
    transform.late.remove().run();

    RecordingListener.ReceivedFrame first = listener.received.remove();
    RecordingListener.ReceivedFrame second = listener.received.remove();
    assertThat(first.userId()).hasValue(9);
    assertThat(first.ssrc()).isEqualTo(THEIRS);
    assertThat(first.sequence()).isEqualTo(0xFFFF);
    assertThat(first.timestamp()).isEqualTo(0xFFFF_FFFFL);
    assertThat(first.frame()).isEqualTo(Packets.frame(1));
    assertThat(second.sequence()).isZero();
    assertThat(second.timestamp()).isEqualTo(959);
    assertThat(path.statistics().count(PathCounter.VOICE_RECEIVED)).isEqualTo(2);
  }

  @Test
  void lateFramesAreNotDeliveredAfterThePathIsClosed() {
    LateTransform transform = new LateTransform();
    path.publish(new MediaSnapshot(OURS, Packets.GCM, KEY, transform), audio, speakers);
    receive(Packets.voice(Packets.GCM, KEY, THEIRS, 1, 960, 0, Packets.frame(1)));
    path.close();
    transform.late.remove().run();

    assertThat(listener.received).isEmpty();
  }

  /** Keeps every frame until the test delivers it, as a frame of user 9. */
  private static final class LateTransform implements FrameTransform {
    private final Queue<Runnable> late = new ArrayDeque<>();

    @Override
    public int maxOverhead() {
      return 0;
    }

    @Override
    public int protect(byte[] in, int off, int len, byte[] out, int outOff) {
      return -1;
    }

    @Override
    public void receive(
        long userId, long ssrc, long position, byte[] in, int off, int len, Output output) {
      byte[] copy = Arrays.copyOfRange(in, off, off + len);
      late.add(() -> output.deliver(9, ssrc, position, copy, 0, len));
    }
  }

  @Test
  void numberOfReplayWindowsIsLimited() {
    path.publish(media(), audio, speakers);
    for (int n = 0; n < RtpReceiver.MAX_STREAMS + 1; n++) {
      receive(Packets.voice(Packets.GCM, KEY, n, 1, 960, n, Packets.frame(1)));
    }
    receive(Packets.voice(Packets.GCM, KEY, 1, 1, 960, 1, Packets.frame(1)));
    assertThat(path.statistics().count(PathCounter.REPLAYED)).isEqualTo(1);
    receive(Packets.voice(Packets.GCM, KEY, 0, 1, 960, 0, Packets.frame(1)));
    assertThat(path.statistics().count(PathCounter.REPLAYED))
        .as("the oldest replay window is removed")
        .isEqualTo(1);
  }

  @Test
  void datagramsThatAreNotVoiceAreCountedByType() {
    path.publish(media(), audio, speakers);
    receive(new byte[0]);
    receive(new byte[2_048]);
    receive(new byte[] {(byte) 0xC9, 0, 0, 0, 0, 0, 0, 0, 0});
    for (int type = 199; type <= 205; type++) {
      receive(new byte[] {(byte) 0x80, (byte) type, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    }
    receive(new byte[] {(byte) 0x80, 0x78, 0});

    assertThat(path.statistics().count(PathCounter.RTCP)).isEqualTo(5);
    assertThat(path.statistics().count(PathCounter.UNKNOWN)).isEqualTo(5);
    assertThat(path.statistics().count(PathCounter.MALFORMED)).isEqualTo(1);
    assertThat(path.statistics().count(PathCounter.DATAGRAMS_RECEIVED)).isEqualTo(11);
  }

  @Test
  void pathContinuesWhenTheListenerThrowsAnException() {
    listener.throwing = true;
    path.publish(media(), audio, speakers);
    receive(Packets.voice(Packets.GCM, KEY, THEIRS, 1, 960, 0, Packets.frame(1)));
    receive(Packets.voice(Packets.GCM, KEY, THEIRS, 2, 1_920, 1, Packets.frame(2)));

    assertThat(listener.received).hasSize(2);
    assertThat(path.statistics().count(PathCounter.LISTENER_FAILURES)).isEqualTo(2);
    assertThat(channel.isOpen()).isTrue();
  }
}
