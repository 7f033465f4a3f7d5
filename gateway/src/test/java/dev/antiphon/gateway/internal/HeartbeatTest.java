package dev.antiphon.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.gateway.internal.RecordingListener.Missed;
import dev.antiphon.protocol.Heartbeat;
import dev.antiphon.protocol.HeartbeatAck;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tests the schedule of heartbeats and the handling of acknowledgements. */
class HeartbeatTest extends VirtualTimeTest {
  @Test
  void firstHeartbeatIsSentEarlyAndTheFollowingHeartbeatsAtAFixedRate() throws Exception {
    webSocket.startHeartbeat(INTERVAL);
    pass(2_499);
    assertThat(heartbeats()).isEmpty();
    pass(1);
    Heartbeat first = onlyHeartbeat();
    assertThat(first.seqAck()).isEqualTo(-1);
    receive(new HeartbeatAck(first.nonce()), 7);
    pass(9_999);
    assertThat(heartbeats()).isEmpty();
    pass(1);
    assertThat(onlyHeartbeat().seqAck()).isEqualTo(7);
    assertThat(counters.snapshot().heartbeats()).isEqualTo(2);
  }

  @Test
  void stalledEventLoopSkipsHeartbeatsButKeepsTheirSchedule() throws Exception {
    webSocket.startHeartbeat(Duration.ofMillis(1_000));
    pass(250);
    acknowledge(onlyHeartbeat());
    pass(3_400); // due at 1250, 2250 and 3250
    acknowledge(onlyHeartbeat());
    pass(599);
    assertThat(heartbeats()).isEmpty();
    pass(1); // 4250
    acknowledge(onlyHeartbeat());
    assertThat(counters.snapshot().lateHeartbeats()).isZero();
  }

  @Test
  void heartbeatsStopAfterTwoUnansweredHeartbeatsInARow() throws Exception {
    webSocket.startHeartbeat(INTERVAL);
    pass(2_500);
    onlyHeartbeat();
    pass(10_000);
    onlyHeartbeat();
    assertThat(listener.rest()).isEmpty();
    pass(10_000);
    assertThat(heartbeats()).isEmpty();
    assertThat(listener.rest()).containsExactly(new Missed(2));
    pass(100_000);
    assertThat(heartbeats()).isEmpty();
    assertThat(listener.rest()).hasSize(1);
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void acknowledgementResetsTheUnansweredCountAndSetsTheRoundTripTime() throws Exception {
    webSocket.startHeartbeat(INTERVAL);
    pass(2_500);
    onlyHeartbeat();
    assertThat(webSocket.roundTrip()).isEmpty();
    for (int i = 0; i < 5; i++) {
      pass(i == 0 ? 10_000 : 9_958);
      Heartbeat beat = onlyHeartbeat();
      pass(42);
      acknowledge(beat);
      assertThat(webSocket.roundTrip()).contains(Duration.ofMillis(42));
    }
    assertThat(listener.rest()).isEmpty();
    assertThat(counters.snapshot().acknowledged()).isEqualTo(5);
  }

  @Test
  void acknowledgementWithAnUnknownNonceDoesNotResetTheUnansweredCount() throws Exception {
    webSocket.startHeartbeat(INTERVAL);
    pass(2_500);
    Heartbeat beat = onlyHeartbeat();
    receive(new HeartbeatAck(beat.nonce() + 1), -1);
    pass(10_000);
    onlyHeartbeat();
    receive(new HeartbeatAck(-5), -1);
    pass(10_000);
    assertThat(listener.rest()).containsExactly(new Missed(2));
    assertThat(counters.snapshot().unknownAcknowledgements()).isEqualTo(2);
    assertThat(webSocket.roundTrip()).isEmpty();
  }

  /** Otherwise, repeated Hello messages would prevent the detection of a dead peer. */
  @Test
  void heartbeatsAndTheirUnansweredCountContinueAfterARepeatedStart() throws Exception {
    webSocket.startHeartbeat(INTERVAL);
    pass(2_500);
    onlyHeartbeat();
    for (int second = 0; second < 20; second++) {
      pass(1_000);
      webSocket.startHeartbeat(INTERVAL);
    }
    assertThat(listener.rest()).contains(new Missed(2));
  }

  @Test
  void secondAcknowledgementOfTheSameNonceCountsAsUnknown() throws Exception {
    webSocket.heartbeatNow();
    Heartbeat beat = onlyHeartbeat();
    acknowledge(beat);
    acknowledge(beat);
    assertThat(counters.snapshot().acknowledged()).isEqualTo(1);
    assertThat(counters.snapshot().unknownAcknowledgements()).isEqualTo(1);
  }

  @Test
  void heartbeatMoreThanFiveSecondsLateIsSentAndStartsANewSchedule() throws Exception {
    webSocket.startHeartbeat(INTERVAL);
    pass(2_500);
    onlyHeartbeat();
    pass(10_000);
    onlyHeartbeat();
    pass(15_001); // the process was suspended; the heartbeat is 5.001 s late
    onlyHeartbeat();
    assertThat(listener.rest()).isEmpty();
    assertThat(counters.snapshot().lateHeartbeats()).isEqualTo(1);
    pass(9_999);
    assertThat(heartbeats()).isEmpty();
    pass(1);
    onlyHeartbeat();
    pass(10_000);
    onlyHeartbeat();
    pass(10_000);
    assertThat(listener.rest()).containsExactly(new Missed(2));
  }

  @Test
  void twoUnansweredHeartbeatsAreReportedWhenTheTimerIsFiveSecondsLate() throws Exception {
    webSocket.startHeartbeat(INTERVAL);
    pass(2_500);
    onlyHeartbeat();
    pass(10_000);
    onlyHeartbeat();
    pass(15_000);
    assertThat(heartbeats()).isEmpty();
    assertThat(listener.rest()).containsExactly(new Missed(2));
  }

  @Test
  void repeatedStartUsesTheNewInterval() throws Exception {
    webSocket.startHeartbeat(INTERVAL);
    pass(2_500);
    acknowledge(onlyHeartbeat());
    webSocket.startHeartbeat(Duration.ofMillis(1_000));
    pass(250);
    acknowledge(onlyHeartbeat());
    pass(1_000);
    acknowledge(onlyHeartbeat());
    pass(1_000);
    onlyHeartbeat();
  }

  @Test
  void heartbeatIsSentWhenTheServerRequestsIt() throws Exception {
    receive(new Heartbeat(9, -1), 65535);
    assertThat(onlyHeartbeat().seqAck()).isEqualTo(65535);
    assertThat(listener.rest()).isEmpty();
  }

  @Test
  void unscheduledHeartbeatsDoNotCountAsUnanswered() throws Exception {
    webSocket.startHeartbeat(INTERVAL);
    for (int i = 0; i < 50; i++) {
      webSocket.heartbeatNow();
    }
    assertThat(heartbeats()).hasSize(50);
    pass(2_500);
    onlyHeartbeat();
    pass(10_000);
    onlyHeartbeat();
    assertThat(listener.rest()).isEmpty();
  }

  @Test
  void heartbeatsDoNotCountAsUnansweredWhileReadingIsPaused() throws Exception {
    webSocket.startHeartbeat(INTERVAL);
    webSocket.pause();
    for (int slot = 0; slot < 5; slot++) {
      pass(slot == 0 ? 2_500 : 10_000);
      onlyHeartbeat();
    }
    assertThat(listener.rest()).isEmpty();
    webSocket.resume();
    pass(10_000);
    onlyHeartbeat();
    pass(10_000);
    onlyHeartbeat();
    pass(10_000);
    assertThat(listener.rest()).containsExactly(new Missed(2));
  }

  @Test
  void heartbeatRequestsAndPingsAreNotAnsweredWhenTheSendBufferIsFull() throws Exception {
    channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
    for (int i = 0; i < 10; i++) {
      receive(new Heartbeat(i, -1), -1);
      channel.writeInbound(new PingWebSocketFrame());
    }
    assertThat(channel.<Object>readOutbound()).isNull();
    assertThat(counters.snapshot().suppressedReplies()).isEqualTo(20);
  }
}
