package dev.antiphon.udp.internal;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.TransportKey;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The base class of tests with a path on a channel without a socket, in virtual time. */
class PathFixture {
  static final long OURS = 0xFFFF_FFF0L;
  static final long THEIRS = 77;
  static final TransportKey KEY = Packets.key(1);
  static final InetSocketAddress SERVER = new InetSocketAddress("127.0.0.1", 50_000);

  final EmbeddedChannel channel = new EmbeddedChannel();
  final RecordingListener listener = new RecordingListener();
  final List<String> speech = new ArrayList<>();
  final OutgoingAudio audio = audioFrom(0);
  final Speakers speakers = new Speakers();
  final AudioClock clock;
  RtpStart start = new RtpStart(65_534, -960);
  final DatagramPath path;

  PathFixture() {
    channel.freezeTime();
    clock = new AudioClock(channel.eventLoop());
    path = new DatagramPath(channel.eventLoop(), clock, Packets.CIPHERS, listener, () -> start);
    channel.pipeline().addLast(path.handler());
    channel.pipeline().fireChannelActive();
    assertThat(listener.takeCalls()).containsExactly("ready");
  }

  @AfterEach
  void closePathAndAssertNoTimers() {
    path.close();
    assertThat(path.closed()).isCompleted();
    assertThat(channel.isOpen()).isFalse();
    assertThat(channel.runScheduledPendingTasks()).as("no scheduled timers").isEqualTo(-1);
    channel.finishAndReleaseAll();
  }

  /** Creates audio whose nonces start at the given value. */
  OutgoingAudio audioFrom(long nonce) {
    return new OutgoingAudio(new FrameQueue(50), speechListener(), new NonceCounter(nonce));
  }

  SpeechListener speechListener() {
    return new SpeechListener() {
      @Override
      public void speechStarts() {
        speech.add("starts");
      }

      @Override
      public void speechEnds() {
        speech.add("ends");
      }
    };
  }

  static MediaSnapshot media() {
    return media(Packets.GCM, KEY);
  }

  static MediaSnapshot media(EncryptionMode mode, TransportKey key) {
    return new MediaSnapshot(OURS, mode, key, FrameTransform.NONE);
  }

  List<byte[]> pass(long millis, int times) {
    for (int n = 0; n < times; n++) {
      channel.advanceTimeBy(millis, MILLISECONDS);
      channel.runPendingTasks();
    }
    return sent();
  }

  List<byte[]> sent() {
    return sent(channel);
  }

  static List<byte[]> sent(EmbeddedChannel channel) {
    List<byte[]> datagrams = new ArrayList<>();
    for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      byte[] bytes = new byte[out.readableBytes()];
      out.readBytes(bytes);
      out.release();
      datagrams.add(bytes);
    }
    return datagrams;
  }

  void receive(byte[] datagram) {
    channel.writeInbound(new DatagramPacket(Unpooled.copiedBuffer(datagram), SERVER));
  }

  void fail(IOException cause) {
    channel.pipeline().fireExceptionCaught(cause);
  }
}
