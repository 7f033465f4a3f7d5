package dev.antiphon.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.gateway.internal.RecordingListener.Missed;
import dev.antiphon.protocol.Heartbeat;
import dev.antiphon.protocol.HeartbeatAck;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When heartbeats go out, and what their answers mean. */
class HeartbeatTest extends VirtualTimeTest {
  @Test
  void beatsFirstAfterPartOfTheIntervalThenAtFixedRate() throws Exception {
    webSocket.startHeartbeat(INTERVAL);
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
    webSocket.startHeartbeat(Duration.ofMillis(1_000));
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
    webSocket.startHeartbeat(INTERVAL);
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
    webSocket.startHeartbeat(INTERVAL);
    pass(2_500);
    onlyBeat();
    assertThat(webSocket.roundTrip()).isEmpty();
    for (int i = 0; i < 5; i++) {
      pass(i == 0 ? 10_000 : 9_958);
      Heartbeat beat = onlyBeat();
      pass(42);
      acknowledge(beat);
      assertThat(webSocket.roundTrip()).contains(Duration.ofMillis(42));
    }
    assertThat(listener.rest()).isEmpty();
    assertThat(counters.snapshot().acknowledged()).isEqualTo(5);
  }

  @Test
  void anUnknownNonceIsCountedAndClearsNothing() throws Exception {
    webSocket.startHeartbeat(INTERVAL);
    pass(2_500);
    Heartbeat beat = onlyBeat();
    receive(new HeartbeatAck(beat.nonce() + 1), -1);
    pass(10_000);
    onlyBeat();
    receive(new HeartbeatAck(-5), -1);
    pass(10_000);
    assertThat(listener.rest()).containsExactly(new Missed(2));
    assertThat(counters.snapshot().unknownAcknowledgements()).isEqualTo(2);
    assertThat(webSocket.roundTrip()).isEmpty();
  }

  /** Else a peer that repeats its Hello for ever would never be found dead. */
  @Test
  void aScheduleStartedAnewPutsOffNoBeatAndForgivesNothing() throws Exception {
    webSocket.startHeartbeat(INTERVAL);
    pass(2_500);
    onlyBeat();
    for (int second = 0; second < 20; second++) {
      pass(1_000);
      webSocket.startHeartbeat(INTERVAL);
    }
    assertThat(listener.rest()).contains(new Missed(2));
  }

  @Test
  void aNonceIsKnownOnlyOnce() throws Exception {
    webSocket.heartbeatNow();
    Heartbeat beat = onlyBeat();
    acknowledge(beat);
    acknowledge(beat);
    assertThat(counters.snapshot().acknowledged()).isEqualTo(1);
    assertThat(counters.snapshot().unknownAcknowledgements()).isEqualTo(1);
  }

  @Test
  void aBeatThatWasSleptThroughIsSentForgivesAndStartsTheIntervalAnew() throws Exception {
    webSocket.startHeartbeat(INTERVAL);
    pass(2_500);
    onlyBeat();
    pass(10_000);
    onlyBeat();
    pass(15_001); // the process was suspended; the slot was 5.001 s ago
    onlyBeat();
    assertThat(listener.rest()).isEmpty();
    assertThat(counters.snapshot().lateHeartbeats()).isEqualTo(1);
    pass(9_999);
    assertThat(beats()).isEmpty();
    pass(1);
    onlyBeat();
    pass(10_000);
    onlyBeat();
    pass(10_000);
    assertThat(listener.rest()).containsExactly(new Missed(2));
  }

  @Test
  void aBeatThatIsJustLateIsAMissLikeAnyOther() throws Exception {
    webSocket.startHeartbeat(INTERVAL);
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
    webSocket.startHeartbeat(INTERVAL);
    pass(2_500);
    acknowledge(onlyBeat());
    webSocket.startHeartbeat(Duration.ofMillis(1_000));
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
    webSocket.startHeartbeat(INTERVAL);
    for (int i = 0; i < 50; i++) {
      webSocket.heartbeatNow();
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
    webSocket.startHeartbeat(INTERVAL);
    webSocket.pause();
    for (int slot = 0; slot < 5; slot++) {
      pass(slot == 0 ? 2_500 : 10_000);
      onlyBeat();
    }
    assertThat(listener.rest()).isEmpty();
    webSocket.resume();
    pass(10_000);
    onlyBeat();
    pass(10_000);
    onlyBeat();
    pass(10_000);
    assertThat(listener.rest()).containsExactly(new Missed(2));
  }

  @Test
  void aServerThatDoesNotReadGetsNoReplies() throws Exception {
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    for (int i = 0; i < 10; i++) {
      receive(new Heartbeat(i, -1), -1);
      channel.writeInbound(new PingWebSocketFrame());
    }
    assertThat(channel.<Object>readOutbound()).isNull();
    assertThat(counters.snapshot().suppressedReplies()).isEqualTo(20);
  }
}
