package dev.antiphon.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.protocol.Envelope;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.Heartbeat;
import dev.antiphon.protocol.HeartbeatAck;
import dev.antiphon.protocol.TextCodec;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** The base class of tests that run one WebSocket in virtual time and control the server's side. */
abstract class VirtualTimeTest {
  static final Duration INTERVAL = Duration.ofMillis(10_000);

  final TextCodec codec = new TextCodec();
  final RecordingListener listener = new RecordingListener();
  final Reporter reporter = new Reporter(listener);
  final SequenceTracker sequence = new SequenceTracker();
  final SocketCounters counters = new SocketCounters();
  final MockTicker time = Ticker.newMockTicker();
  final WebSocketHandler webSocket =
      new WebSocketHandler(sequence, reporter, () -> 0.25, 1, counters);
  final EmbeddedChannel channel =
      EmbeddedChannel.builder().ticker(time).handlers(webSocket).build();

  @AfterEach
  void release() {
    channel.finishAndReleaseAll();
  }

  void pass(long milliseconds) {
    time.advanceMillis(milliseconds);
    channel.runScheduledPendingTasks();
    channel.runPendingTasks();
  }

  void receive(GatewayMessage message, int number) {
    channel.writeInbound(frame(message, number));
  }

  void acknowledge(Heartbeat beat) {
    receive(new HeartbeatAck(beat.nonce()), -1);
  }

  TextWebSocketFrame frame(GatewayMessage message, int number) {
    return new TextWebSocketFrame(codec.encode(new Envelope(number, message)));
  }

  Heartbeat onlyHeartbeat() throws Exception {
    List<Heartbeat> heartbeats = heartbeats();
    assertThat(heartbeats).hasSize(1);
    return heartbeats.get(0);
  }

  List<Heartbeat> heartbeats() throws Exception {
    List<Heartbeat> heartbeats = new ArrayList<>();
    TextWebSocketFrame frame;
    while ((frame = channel.readOutbound()) != null) {
      heartbeats.add((Heartbeat) codec.decode(frame.text()).message());
      frame.release();
    }
    return heartbeats;
  }

  int closeSent() {
    CloseWebSocketFrame frame = channel.readOutbound();
    try {
      return frame.statusCode();
    } finally {
      frame.release();
    }
  }
}
