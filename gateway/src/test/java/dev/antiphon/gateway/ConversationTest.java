package dev.antiphon.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.gateway.RecordingListener.Closed;
import dev.antiphon.gateway.RecordingListener.Malformed;
import dev.antiphon.gateway.RecordingListener.Message;
import dev.antiphon.gateway.RecordingListener.Missed;
import dev.antiphon.protocol.ClientDisconnect;
import dev.antiphon.protocol.Envelope;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.Heartbeat;
import dev.antiphon.protocol.HeartbeatAck;
import dev.antiphon.protocol.TextCodec;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One conversation in virtual time: heartbeats, pauses, ends. */
class ConversationTest {
  private static final Duration INTERVAL = Duration.ofMillis(10_000);

  private final TextCodec codec = new TextCodec();
  private final RecordingListener listener = new RecordingListener();
  private final Reporter reporter = new Reporter(listener);
  private final SequenceTracker sequence = new SequenceTracker();
  private final Counters counters = new Counters();
  private final MockTicker time = Ticker.newMockTicker();
  private final Conversation conversation =
      new Conversation(sequence, reporter, () -> 0.25, 1, counters);
  private final EmbeddedChannel channel =
      EmbeddedChannel.builder().ticker(time).handlers(conversation).build();

  @AfterEach
  void release() {
    channel.finishAndReleaseAll();
  }

  @Test
  void beatsFirstAfterPartOfTheIntervalThenAtFixedRate() throws Exception {
    conversation.startHeartbeat(INTERVAL);
    pass(2_499);
    assertThat(beats()).isEmpty();
    pass(1);
    Heartbeat first = onlyBeat();
    assertThat(first.seqAck()).isEqualTo(-1);
    receive(new HeartbeatAck(first.nonce()), 7);
    pass(9_999);
    assertThat(beats()).isEmpty();
    pass(1);
    assertThat(onlyBeat().seqAck()).isEqualTo(7);
    assertThat(counters.snapshot().heartbeats()).isEqualTo(2);
  }

  @Test
  void aStallDoesNotMoveTheSlotsAndLeavesOutThoseThatPassed() throws Exception {
    conversation.startHeartbeat(Duration.ofMillis(1_000));
    pass(250);
    acknowledge(onlyBeat());
    pass(3_400); // slots at 1250, 2250 and 3250
    acknowledge(onlyBeat());
    pass(599);
    assertThat(beats()).isEmpty();
    pass(1); // 4250
    acknowledge(onlyBeat());
    assertThat(counters.snapshot().lateHeartbeats()).isZero();
  }

  @Test
  void theSecondUnansweredBeatInARowIsReportedOnceAndEndsTheBeats() throws Exception {
    conversation.startHeartbeat(INTERVAL);
    pass(2_500);
    onlyBeat();
    pass(10_000);
    onlyBeat();
    assertThat(listener.rest()).isEmpty();
    pass(10_000);
    assertThat(beats()).isEmpty();
    assertThat(listener.rest()).containsExactly(new Missed(2));
    pass(100_000);
    assertThat(beats()).isEmpty();
    assertThat(listener.rest()).hasSize(1);
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void anAnswerClearsTheCountAndGivesTheRoundTrip() throws Exception {
    conversation.startHeartbeat(INTERVAL);
    pass(2_500);
    onlyBeat();
    assertThat(conversation.roundTrip()).isEmpty();
    for (int i = 0; i < 5; i++) {
      pass(i == 0 ? 10_000 : 9_958);
      Heartbeat beat = onlyBeat();
      pass(42);
      acknowledge(beat);
      assertThat(conversation.roundTrip()).contains(Duration.ofMillis(42));
    }
    assertThat(listener.rest()).isEmpty();
    assertThat(counters.snapshot().acknowledged()).isEqualTo(5);
  }

  @Test
  void anUnknownNonceIsCountedAndClearsNothing() throws Exception {
    conversation.startHeartbeat(INTERVAL);
    pass(2_500);
    Heartbeat beat = onlyBeat();
    receive(new HeartbeatAck(beat.nonce() + 1), -1);
    pass(10_000);
    onlyBeat();
    receive(new HeartbeatAck(-5), -1);
    pass(10_000);
    assertThat(listener.rest()).containsExactly(new Missed(2));
    assertThat(counters.snapshot().unknownAcknowledgements()).isEqualTo(2);
    assertThat(conversation.roundTrip()).isEmpty();
  }

  @Test
  void aNonceIsKnownOnlyOnce() throws Exception {
    conversation.heartbeatNow();
    Heartbeat beat = onlyBeat();
    acknowledge(beat);
    acknowledge(beat);
    assertThat(counters.snapshot().acknowledged()).isEqualTo(1);
    assertThat(counters.snapshot().unknownAcknowledgements()).isEqualTo(1);
  }

  @Test
  void aBeatThatWasSleptThroughIsSentAndForgives() throws Exception {
    conversation.startHeartbeat(INTERVAL);
    pass(2_500);
    onlyBeat();
    pass(10_000);
    onlyBeat();
    pass(15_001); // the process was suspended; the slot was 5.001 s ago
    onlyBeat();
    assertThat(listener.rest()).isEmpty();
    assertThat(counters.snapshot().lateHeartbeats()).isEqualTo(1);
    pass(4_999);
    onlyBeat();
    pass(10_000);
    onlyBeat();
    pass(10_000);
    assertThat(listener.rest()).containsExactly(new Missed(2));
  }

  @Test
  void aBeatThatIsJustLateIsAMissLikeAnyOther() throws Exception {
    conversation.startHeartbeat(INTERVAL);
    pass(2_500);
    onlyBeat();
    pass(10_000);
    onlyBeat();
    pass(15_000);
    assertThat(beats()).isEmpty();
    assertThat(listener.rest()).containsExactly(new Missed(2));
  }

  @Test
  void aSecondStartAdoptsTheNewInterval() throws Exception {
    conversation.startHeartbeat(INTERVAL);
    pass(2_500);
    acknowledge(onlyBeat());
    conversation.startHeartbeat(Duration.ofMillis(1_000));
    pass(250);
    acknowledge(onlyBeat());
    pass(1_000);
    acknowledge(onlyBeat());
    pass(1_000);
    onlyBeat();
  }

  @Test
  void theServerMayAskForABeat() throws Exception {
    receive(new Heartbeat(9, -1), 65535);
    assertThat(onlyBeat().seqAck()).isEqualTo(65535);
    assertThat(listener.rest()).isEmpty();
  }

  @Test
  void beatsOutsideTheScheduleAreNotCountedAsUnanswered() throws Exception {
    conversation.startHeartbeat(INTERVAL);
    for (int i = 0; i < 50; i++) {
      conversation.heartbeatNow();
    }
    assertThat(beats()).hasSize(50);
    pass(2_500);
    onlyBeat();
    pass(10_000);
    onlyBeat();
    assertThat(listener.rest()).isEmpty();
  }

  @Test
  void noBeatIsMissedWhileNothingIsRead() throws Exception {
    conversation.startHeartbeat(INTERVAL);
    conversation.pause();
    for (int slot = 0; slot < 5; slot++) {
      pass(slot == 0 ? 2_500 : 10_000);
      onlyBeat();
    }
    assertThat(listener.rest()).isEmpty();
    conversation.resume();
    pass(10_000);
    onlyBeat();
    pass(10_000);
    onlyBeat();
    pass(10_000);
    assertThat(listener.rest()).containsExactly(new Missed(2));
  }

  @Test
  void theTrackerHoldsTheNumberBeforeTheMessageIsHandedUp() {
    List<Integer> seen = new ArrayList<>();
    Conversation watched =
        new Conversation(
            sequence,
            new Reporter(
                new RecordingListener() {
                  @Override
                  public void message(GatewayMessage message, int number) {
                    seen.add(sequence.last());
                  }
                }),
            () -> 0,
            1,
            counters);
    EmbeddedChannel own = new EmbeddedChannel(watched);
    for (int number : new int[] {65534, 65535, 0, 1}) {
      own.writeInbound(frame(new ClientDisconnect(1), number));
    }
    own.writeInbound(frame(new ClientDisconnect(1), -1));
    assertThat(seen).containsExactly(65534, 65535, 0, 1, 1);
    own.finishAndReleaseAll();
  }

  @Test
  void aMalformedMessageIsReportedAndItsNumberTaken() throws Exception {
    channel.writeInbound(new TextWebSocketFrame("{\"op\":13,\"seq\":0,\"d\":{\"user_id\":[]}}"));
    assertThat(listener.next(Malformed.class).cause().opcode()).isEqualTo(13);
    assertThat(sequence.last()).isZero();
    channel.writeInbound(new TextWebSocketFrame("no JSON"));
    listener.next(Malformed.class);
    receive(new ClientDisconnect(1), 1);
    listener.next(Message.class);
    assertThat(counters.snapshot().malformed()).isEqualTo(2);
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void aPauseWithinAMessageHoldsTheNextOnesInOrder() throws Exception {
    for (int i = 0; i < 3; i++) {
      receive(new ClientDisconnect(i), i);
    }
    conversation.pause();
    for (int i = 3; i < 6; i++) {
      receive(new ClientDisconnect(i), i);
    }
    assertThat(listener.rest()).hasSize(3);
    assertThat(sequence.last()).isEqualTo(2);
    assertThat(channel.config().isAutoRead()).isFalse();
    conversation.resume();
    for (int i = 0; i < 6; i++) {
      assertThat(listener.next(Message.class).sequence()).isEqualTo(i);
    }
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void anEndDuringAPauseComesAfterWhatWasHeld() throws Exception {
    conversation.pause();
    receive(new ClientDisconnect(1), 1);
    channel.writeInbound(new CloseWebSocketFrame(4006, "session over"));
    channel.close();
    assertThat(listener.rest()).isEmpty();
    conversation.resume();
    listener.next(Message.class);
    assertThat(listener.next(Closed.class)).isEqualTo(new Closed(4006, "session over"));
    assertThat(listener.rest()).isEmpty();
  }

  @Test
  void aPingIsAnsweredEvenDuringAPause() {
    conversation.pause();
    channel.writeInbound(new PingWebSocketFrame(Unpooled.copiedBuffer(new byte[] {1, 2})));
    PongWebSocketFrame pong = channel.readOutbound();
    assertThat(pong.content()).isEqualTo(Unpooled.wrappedBuffer(new byte[] {1, 2}));
    pong.release();
  }

  @Test
  void theServersCloseIsAnsweredReportedAtOnceAndDroppedAfterTheLimit() throws Exception {
    conversation.startHeartbeat(Duration.ofMillis(100));
    channel.writeInbound(new CloseWebSocketFrame(4014, "gone"));
    assertThat(listener.next(Closed.class)).isEqualTo(new Closed(4014, "gone"));
    assertThat(closeSent()).isEqualTo(4014);
    pass(1_999);
    assertThat(channel.isOpen()).isTrue();
    pass(1);
    assertThat(channel.isOpen()).isFalse();
    assertThat(listener.rest()).isEmpty();
    assertThat(channel.<Object>readOutbound()).isNull();
  }

  @Test
  void ourCloseWaitsForTheAnswerAndHandsUpNoMessage() throws Exception {
    conversation.pause();
    receive(new ClientDisconnect(1), 5);
    conversation.close(1000, "bye");
    assertThat(closeSent()).isEqualTo(1000);
    receive(new ClientDisconnect(2), 6);
    assertThat(listener.rest()).isEmpty();
    assertThat(sequence.last()).isEqualTo(-1);
    conversation.send(new TextWebSocketFrame("after"));
    conversation.heartbeatNow();
    assertThat(channel.<Object>readOutbound()).isNull();
    channel.writeInbound(new CloseWebSocketFrame(1000, "bye"));
    assertThat(listener.next(Closed.class)).isEqualTo(new Closed(1000, "bye"));
    assertThat(channel.<Object>readOutbound()).isNull();
  }

  @Test
  void ourUnansweredCloseEndsAfterTheLimitAs1006() throws Exception {
    conversation.close(1000, "");
    closeSent();
    pass(1_999);
    assertThat(listener.rest()).isEmpty();
    pass(1);
    assertThat(listener.next(Closed.class).code()).isEqualTo(1006);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void aViolationIsAnsweredWithItsCodeAndReported() throws Exception {
    channel.pipeline().fireExceptionCaught(new TooLongFrameException("a MiB and more"));
    assertThat(listener.next(Closed.class)).isEqualTo(new Closed(1009, "a MiB and more"));
    assertThat(closeSent()).isEqualTo(1009);
    pass(2_000);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void textThatIsNotUtf8ClosesWith1007() throws Exception {
    channel.writeInbound(
        new TextWebSocketFrame(Unpooled.copiedBuffer(new byte[] {(byte) 0xC0, 0})));
    assertThat(listener.next(Closed.class).code()).isEqualTo(1007);
    assertThat(closeSent()).isEqualTo(1007);
  }

  @Test
  void aBrokenConnectionIs1006() throws Exception {
    channel.pipeline().fireExceptionCaught(new IOException("reset by peer"));
    Closed closed = listener.next(Closed.class);
    assertThat(closed.code()).isEqualTo(1006);
    assertThat(closed.reason()).contains("reset by peer");
    assertThat(channel.isOpen()).isFalse();
    assertThat(listener.rest()).isEmpty();
  }

  @Test
  void abortSaysSoWithoutWaiting() {
    conversation.startHeartbeat(INTERVAL);
    conversation.abort();
    assertThat(closeSent()).isEqualTo(4900);
    assertThat(channel.isOpen()).isFalse();
    pass(100_000);
    assertThat(listener.rest()).isEmpty();
  }

  @Test
  void aListenerThatThrowsHarmsNothing() {
    Conversation thrown =
        new Conversation(
            sequence,
            new Reporter(
                new RecordingListener() {
                  @Override
                  public void message(GatewayMessage message, int number) {
                    throw new IllegalStateException("expected by this test");
                  }
                }),
            () -> 0,
            1,
            counters);
    EmbeddedChannel own = new EmbeddedChannel(thrown);
    own.writeInbound(frame(new ClientDisconnect(1), 1));
    own.writeInbound(frame(new ClientDisconnect(1), 2));
    assertThat(sequence.last()).isEqualTo(2);
    assertThat(own.isOpen()).isTrue();
    own.finishAndReleaseAll();
  }

  private void pass(long milliseconds) {
    time.advanceMillis(milliseconds);
    channel.runScheduledPendingTasks();
    channel.runPendingTasks();
  }

  private void receive(GatewayMessage message, int number) {
    channel.writeInbound(frame(message, number));
  }

  private void acknowledge(Heartbeat beat) {
    receive(new HeartbeatAck(beat.nonce()), -1);
  }

  private TextWebSocketFrame frame(GatewayMessage message, int number) {
    return new TextWebSocketFrame(codec.encode(new Envelope(number, message)));
  }

  private Heartbeat onlyBeat() throws Exception {
    List<Heartbeat> beats = beats();
    assertThat(beats).hasSize(1);
    return beats.get(0);
  }

  private List<Heartbeat> beats() throws Exception {
    List<Heartbeat> beats = new ArrayList<>();
    TextWebSocketFrame frame;
    while ((frame = channel.readOutbound()) != null) {
      beats.add((Heartbeat) codec.decode(frame.text()).message());
      frame.release();
    }
    return beats;
  }

  private int closeSent() {
    CloseWebSocketFrame frame = channel.readOutbound();
    try {
      return frame.statusCode();
    } finally {
      frame.release();
    }
  }
}
