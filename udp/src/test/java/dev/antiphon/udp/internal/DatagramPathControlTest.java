package dev.antiphon.udp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.protocol.TransportKey;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DatagramPathControlTest extends PathFixture {
  @Test
  void unreachableServerIsReportedAgainOnlyAfterADatagramWasReceived() {
    fail(new IOException("No buffer space available"));
    assertThat(listener.takeCalls()).isEmpty();
    assertThat(path.statistics().count(PathCounter.SEND_FAILURES)).isEqualTo(1);

    fail(new PortUnreachableException());
    fail(new IOException("sendmsg(..) failed: Network is unreachable"));
    assertThat(listener.takeCalls()).containsExactly("unreachable PortUnreachableException");
    receive(new byte[0]);
    receive(new byte[0]);
    assertThat(listener.takeCalls()).containsExactly("datagram");
    fail(new PortUnreachableException());
    assertThat(listener.takeCalls()).containsExactly("unreachable PortUnreachableException");
    assertThat(path.statistics().count(PathCounter.LASTING_ERRORS)).isEqualTo(3);
  }

  @Test
  void failedWriteIsReportedToTheListener() {
    channel
        .pipeline()
        .addFirst(
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
                ((ByteBuf) msg).release();
                promise.setFailure(new PortUnreachableException());
              }
            });
    path.discover(OURS);

    assertThat(listener.takeCalls()).containsExactly("unreachable PortUnreachableException");
  }

  @Test
  void discoverySendsRequestsAndReportsOneValidReply() {
    path.discover(OURS);
    assertThat(sent()).containsExactly(DiscoveryPacket.request(OURS).encode());
    path.discover(OURS);
    assertThat(sent()).hasSize(1);
    byte[] reply = DiscoveryPacket.reply(OURS, "2001:db8::1", 40_000).encode();
    receive(reply);
    receive(reply);

    assertThat(listener.takeCalls()).containsExactly("discovered 2001:db8::1 40000");
  }

  @Test
  void discoveryContinuesAfterInvalidReplies() {
    path.discover(OURS);
    byte[] valid = DiscoveryPacket.reply(OURS, "1.2.3.4", 40_000).encode();
    receive(DiscoveryPacket.reply(THEIRS, "1.2.3.4", 40_000).encode());
    receive(DiscoveryPacket.request(OURS).encode());
    receive(Arrays.copyOf(valid, 70));
    byte[] wrongType = valid.clone();
    wrongType[1] = 9;
    receive(wrongType);
    byte[] noPort = valid.clone();
    noPort[72] = 0;
    noPort[73] = 0;
    receive(noPort);
    assertThat(listener.takeCalls())
        .hasSize(5)
        .allMatch(call -> call.startsWith("discoveryInvalid discovery"));
    assertThat(path.statistics().count(PathCounter.DISCOVERY_INVALID)).isEqualTo(5);

    receive(valid);
    assertThat(listener.takeCalls()).containsExactly("discovered 1.2.3.4 40000");
  }

  @Test
  void keepalivesAreSentAndTheirRoundTripTimeIsMeasured() {
    path.startKeepalive(Duration.ofSeconds(5));
    assertThat(pass(4_999, 1)).isEmpty();
    assertThat(pass(1, 1)).containsExactly(new byte[8]);
    byte[] second = pass(5_000, 1).get(0);
    assertThat(second).containsExactly(1, 0, 0, 0, 0, 0, 0, 0);
    pass(30, 1);
    receive(new byte[] {2, 0, 0, 0, 0, 0, 0, 0});
    assertThat(path.statistics().keepaliveRoundTrip()).isEmpty();
    receive(second);

    PathStatistics statistics = path.statistics();
    assertThat(statistics.keepaliveRoundTrip()).hasValue(Duration.ofMillis(30));
    assertThat(statistics.count(PathCounter.KEEPALIVES_SENT)).isEqualTo(2);
    assertThat(statistics.count(PathCounter.KEEPALIVE_ECHOES)).isEqualTo(1);
    assertThat(statistics.count(PathCounter.UNKNOWN)).isEqualTo(1);
    path.startKeepalive(Duration.ofSeconds(1));
    assertThat(pass(1_000, 5)).hasSize(5);
    path.stopKeepalive();
    assertThat(pass(1_000, 5)).isEmpty();
    assertThatThrownBy(() -> path.startKeepalive(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keepalivesMissedDuringASuspensionAreNotSentLater() {
    path.startKeepalive(Duration.ofSeconds(5));
    assertThat(pass(60_000, 1)).hasSize(1);
    assertThat(pass(4_999, 1)).isEmpty();
    assertThat(pass(1, 1)).hasSize(1);
  }

  @Test
  void closedPathIgnoresAllCalls() {
    path.publish(media(), audio, speakers);
    path.startKeepalive(Duration.ofSeconds(5));
    path.close();
    path.close();
    path.discover(OURS);
    path.publish(media(), audio, speakers);
    path.rekey(media());
    path.startKeepalive(Duration.ofSeconds(5));

    assertThat(path.closed()).isCompleted();
    assertThat(channel.runScheduledPendingTasks()).isEqualTo(-1);
    assertThat(listener.takeCalls()).isEmpty();
  }

  @Test
  void socketClosedByTheSystemIsReportedAsUnreachable() {
    channel.close();

    assertThat(listener.takeCalls()).containsExactly("unreachable ClosedChannelException");
    assertThat(path.closed()).isCompleted();
  }

  @Test
  void mediaSnapshotToStringHidesTheKey() {
    String text = media(Packets.GCM, Packets.key(0x41)).toString();

    assertThat(text).contains("aead_aes256_gcm_rtpsize").doesNotContain("key", "AAAA", "65, 65");
    assertThatThrownBy(
            () ->
                new MediaSnapshot(
                    1, Packets.GCM, TransportKey.copyOf(new byte[3]), FrameTransform.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32 bytes; the given key has 3 bytes");
  }
}
