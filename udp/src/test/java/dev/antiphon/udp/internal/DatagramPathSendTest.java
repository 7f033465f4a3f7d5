package dev.antiphon.udp.internal;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.protocol.EncryptionMode;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DatagramPathSendTest extends PathFixture {

  @ParameterizedTest
  @EnumSource
  void oneEncryptedFrameIsSentPerTickAndTheSequenceNumberWrapsToZero(EncryptionMode mode) {
    path.publish(media(mode, KEY), audio, speakers);
    for (int n = 0; n < 4; n++) {
      audio.offer(Packets.frame(n));
    }

    List<byte[]> sent = pass(20, 4);

    assertThat(sent).hasSize(4);
    for (int n = 0; n < 4; n++) {
      byte[] packet = sent.get(n);
      assertThat(Packets.header(packet))
          .isEqualTo(RtpHeader.voice(65_534 + n & 0xFFFF, 960L * n, OURS));
      assertThat(Packets.open(mode, KEY, packet)).isEqualTo(Packets.frame(n));
      assertThat(AvailableCiphers.nonceOf(packet, packet.length)).isEqualTo(n);
    }
    assertThat(speech).containsExactly("starts");
    assertThat(path.statistics().count(PathCounter.VOICE_SENT)).isEqualTo(4);
  }

  @Test
  void timestampAdvancesByTheLengthOfAPause() {
    path.publish(media(), audio, speakers);
    audio.offer(Packets.frame(1));
    long first = Packets.header(pass(20, 1).get(0)).timestamp();
    assertThat(pass(20, 10)).hasSize(5);
    audio.offer(Packets.frame(2));

    RtpHeader next = Packets.header(pass(20, 1).get(0));

    assertThat(next.timestamp()).isEqualTo(first + 960 * 11);
    assertThat(next.sequence()).isEqualTo((65_534 + 6) % 65_536);
    assertThat(speech).containsExactly("starts", "ends", "starts");
  }

  @Test
  void framesOfUpToFourLateTicksAreSentTogether() {
    path.publish(media(), audio, speakers);
    for (int n = 0; n < 20; n++) {
      audio.offer(Packets.frame(n));
    }

    assertThat(pass(100, 1)).hasSize(5);
    assertThat(pass(120, 1)).hasSize(1);
    assertThat(path.statistics().count(PathCounter.CAUGHT_UP_TICKS)).isEqualTo(4);
    assertThat(path.statistics().count(PathCounter.SHIFTED_TICKS)).isEqualTo(5);
    assertThat(audio.queued()).isEqualTo(14);
  }

  @Test
  void ticksFromBeforePublishSendNoFrame() {
    path.publish(media(), new OutgoingAudio(1, speechListener()), speakers);
    pass(20, 1);
    EmbeddedChannel other = new EmbeddedChannel();
    RecordingListener otherListener = new RecordingListener();
    DatagramPath late =
        new DatagramPath(channel.eventLoop(), clock, Packets.CIPHERS, otherListener, () -> start);
    other.pipeline().addLast(late.handler());
    for (int n = 0; n < 5; n++) {
      audio.offer(Packets.frame(n));
    }
    channel.eventLoop().schedule(() -> late.publish(media(), audio, speakers), 19, MILLISECONDS);

    pass(60, 1);
    assertThat(other.outboundMessages()).isEmpty();
    pass(20, 1);
    assertThat(other.outboundMessages()).hasSize(1);
    late.close();
    other.finishAndReleaseAll();
  }

  @Test
  void pathUsesAndClosesTheCiphersOfTheProvider() {
    MarkingCiphers ciphers = new MarkingCiphers(EnumSet.allOf(EncryptionMode.class));
    EmbeddedChannel other = new EmbeddedChannel();
    RecordingListener otherListener = new RecordingListener();
    DatagramPath marked =
        new DatagramPath(
            channel.eventLoop(), clock, ciphers.preferred(), otherListener, RtpStart::random);
    other.pipeline().addLast(marked.handler());
    marked.publish(media(), audio, speakers);
    audio.offer(Packets.frame(1));
    pass(20, 1);

    byte[] sent = sent(other).get(0);
    assertThat(Arrays.copyOfRange(sent, 12, 16)).isEqualTo(Packets.frame(1));
    assertThat(sent[16]).isEqualTo(MarkingCiphers.MARK);
    byte[] theirs = sent.clone();
    BigEndian.putInt(theirs, 8, (int) THEIRS);
    other.writeInbound(new DatagramPacket(Unpooled.copiedBuffer(theirs), SERVER));
    assertThat(marked.statistics().count(PathCounter.VOICE_RECEIVED)).isEqualTo(1);
    assertThat(ciphers.created).extracting(cipher -> cipher.closed).containsExactly(0, 0);
    marked.rekey(media(Packets.GCM, Packets.key(2)));
    assertThat(ciphers.created).extracting(cipher -> cipher.closed).containsExactly(1, 1, 0, 0);
    marked.close();
    assertThat(ciphers.created).extracting(cipher -> cipher.closed).containsOnly(1).hasSize(4);
    other.finishAndReleaseAll();
  }

  @Test
  void allPathsOfAnEventLoopSendInTheSameTick() {
    EmbeddedChannel other = new EmbeddedChannel();
    DatagramPath second =
        new DatagramPath(
            channel.eventLoop(), clock, Packets.CIPHERS, new RecordingListener(), RtpStart::random);
    other.pipeline().addLast(second.handler());
    OutgoingAudio otherAudio = new OutgoingAudio(1, speechListener());
    path.publish(media(), audio, speakers);
    second.publish(media(), otherAudio, speakers);
    audio.offer(Packets.frame(1));
    otherAudio.offer(Packets.frame(2));

    assertThat(pass(20, 1)).hasSize(1);
    assertThat(other.outboundMessages()).hasSize(1);
    second.close();
    other.finishAndReleaseAll();
  }

  @Test
  void withdrawnPathSendsNothingAndLaterContinuesItsNoncesAndSequenceNumbers() {
    path.publish(media(), audio, speakers);
    for (int n = 0; n < 3; n++) {
      audio.offer(Packets.frame(n));
    }
    pass(20, 1);
    path.withdraw();
    assertThat(channel.runScheduledPendingTasks()).as("no timer while withdrawn").isEqualTo(-1);
    assertThat(pass(20, 50)).isEmpty();
    assertThat(audio.queued()).isEqualTo(2);

    path.publish(media(), audio, speakers);
    byte[] packet = pass(20, 1).get(0);

    assertThat(AvailableCiphers.nonceOf(packet, packet.length)).isEqualTo(1);
    assertThat(Packets.header(packet)).isEqualTo(RtpHeader.voice(65_535, 960 * 51, OURS));
    assertThat(speech).containsExactly("starts", "starts");
  }

  @Test
  void noncesOfANewKeyStartAtZeroAndRtpSequenceNumbersContinue() {
    path.publish(media(), audio, speakers);
    for (int n = 0; n < 4; n++) {
      audio.offer(Packets.frame(n));
    }
    pass(20, 1);
    path.rekey(media());
    byte[] same = pass(20, 1).get(0);
    path.rekey(media(Packets.GCM, Packets.key(2)));
    byte[] other = pass(20, 1).get(0);
    path.rekey(media());
    byte[] back = pass(20, 1).get(0);

    assertThat(AvailableCiphers.nonceOf(same, same.length)).isEqualTo(1);
    assertThat(AvailableCiphers.nonceOf(other, other.length)).isZero();
    assertThat(Packets.open(Packets.GCM, Packets.key(2), other)).isEqualTo(Packets.frame(2));
    assertThat(AvailableCiphers.nonceOf(back, back.length)).isEqualTo(2);
    assertThat(Packets.header(back)).isEqualTo(RtpHeader.voice(1, 960 * 3, OURS));
  }

  @Test
  void nearlySpentNoncesAreReportedOncePerUseOfAKey() {
    OutgoingAudio old = audioFrom(NonceCounter.NEARLY_SPENT - 2);
    path.publish(media(), old, speakers);
    for (int n = 0; n < 5; n++) {
      old.offer(Packets.frame(n));
    }
    pass(20, 1);
    assertThat(listener.takeCalls()).isEmpty();
    pass(20, 2);
    assertThat(listener.takeCalls()).containsExactly("nonceNearlySpent");
    path.rekey(media(Packets.GCM, Packets.key(2)));
    pass(20, 1);
    assertThat(listener.takeCalls()).isEmpty();
    path.rekey(media());
    pass(20, 1);
    assertThat(listener.takeCalls()).containsExactly("nonceNearlySpent");
  }

  @Test
  void nextPathContinuesTheNoncesOfTheSameKey() {
    path.publish(media(), audio, speakers);
    for (int n = 0; n < 4; n++) {
      audio.offer(Packets.frame(n));
    }
    pass(20, 2);
    path.close();
    EmbeddedChannel other = new EmbeddedChannel();
    DatagramPath next =
        new DatagramPath(
            channel.eventLoop(), clock, Packets.CIPHERS, new RecordingListener(), RtpStart::random);
    other.pipeline().addLast(next.handler());

    next.publish(media(), audio, speakers);
    pass(20, 1);
    next.rekey(media(Packets.GCM, Packets.key(2)));
    pass(20, 1);

    List<byte[]> sent = sent(other);
    assertThat(sent).hasSize(2);
    assertThat(AvailableCiphers.nonceOf(sent.get(0), sent.get(0).length)).isEqualTo(2);
    assertThat(AvailableCiphers.nonceOf(sent.get(1), sent.get(1).length)).isZero();
    next.close();
    other.finishAndReleaseAll();
  }

  @Test
  void publishThrowsWhenThePathHasADifferentAudioQueue() {
    path.publish(media(), audio, speakers);
    path.withdraw();

    assertThatThrownBy(() -> path.publish(media(), audioFrom(0), speakers))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("only one connection");
  }

  @Test
  void framesAreDroppedWhenTheKeyHasNoNonceLeft() {
    OutgoingAudio last = audioFrom(NonceCounter.END - 1);
    path.publish(media(), last, speakers);
    last.offer(Packets.frame(1));
    last.offer(Packets.frame(2));

    List<byte[]> sent = pass(20, 2);

    assertThat(sent).hasSize(1);
    assertThat(AvailableCiphers.nonceOf(sent.get(0), sent.get(0).length)).isEqualTo(-1);
    assertThat(last.framesSent()).isEqualTo(1);
    assertThat(last.framesDropped().total()).isEqualTo(1);
  }

  @Test
  void framesStayQueuedWhileTheFrameTransformHoldsThem() {
    XorTransform transform = new XorTransform();
    transform.holding = true;
    path.publish(new MediaSnapshot(OURS, Packets.GCM, KEY, transform), audio, speakers);
    audio.offer(Packets.frame(1));
    audio.offer(Packets.frame(2));

    assertThat(pass(20, 3)).isEmpty();
    assertThat(path.statistics().count(PathCounter.FRAMES_HELD)).isEqualTo(3);
    transform.holding = false;
    List<byte[]> sent = pass(20, 2);

    assertThat(sent).hasSize(2);
    byte[] payload = Packets.open(Packets.GCM, KEY, sent.get(0));
    assertThat(payload).hasSize(5).endsWith(0x0D);
    assertThat(payload[2] ^ XorTransform.MASK).isEqualTo(1);
    assertThat(audio.framesSent()).isEqualTo(2);

    transform.failing = true;
    audio.offer(Packets.frame(3));
    assertThat(pass(20, 1)).isEmpty();
    assertThat(audio.framesDropped().total()).isEqualTo(1);
  }

  @Test
  void framesInWhosePlaceTheTransformSendsSilenceAreCountedSeparately() {
    XorTransform transform = new XorTransform();
    transform.silencing = true;
    path.publish(new MediaSnapshot(OURS, Packets.GCM, KEY, transform), audio, speakers);
    audio.offer(Packets.frame(1));
    audio.offer(OpusPacket.silence());
    assertThat(pass(20, 2)).hasSize(2);

    assertThat(audio.framesReplaced()).isEqualTo(1);
    assertThat(audio.framesSent()).as("the silence of the application").isEqualTo(1);
    assertThat(audio.silenceFramesSent()).isZero();
  }

  @Test
  void framesAreDroppedAndCountedWhenTheSendBufferIsFull() {
    path.publish(media(), audio, speakers);
    audio.offer(Packets.frame(1));
    audio.offer(Packets.frame(2));
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    assertThat(pass(20, 1)).isEmpty();
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);

    byte[] next = pass(20, 1).get(0);

    assertThat(audio.framesDropped().total()).isEqualTo(1);
    assertThat(path.statistics().count(PathCounter.SEND_FAILURES)).isEqualTo(1);
    assertThat(AvailableCiphers.nonceOf(next, next.length)).isZero();
    assertThat(Packets.header(next).sequence()).isEqualTo(65_535);
  }
}
