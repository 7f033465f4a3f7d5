package dev.antiphon.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.INTEGER;

import dev.antiphon.fixtures.LogCapture;
import dev.antiphon.gateway.internal.RecordingListener.Closed;
import dev.antiphon.gateway.internal.RecordingListener.Malformed;
import dev.antiphon.gateway.internal.RecordingListener.Message;
import dev.antiphon.protocol.ClientDisconnect;
import dev.antiphon.protocol.ServerMessage;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tests the reports, the pauses and the end of one WebSocket. */
class WebSocketHandlerTest extends VirtualTimeTest {
  /** The maximum number of frames that are handled in one turn of the event loop. */
  private static final int SLICE = 32;

  @Test
  void lastSequenceNumberIsUpdatedBeforeTheMessageIsReported() {
    List<Integer> seen = new ArrayList<>();
    WebSocketHandler observed =
        new WebSocketHandler(
            sequence,
            new Reporter(
                new RecordingListener() {
                  @Override
                  public void message(ServerMessage message, int number) {
                    seen.add(sequence.last());
                  }
                }),
            () -> 0,
            1,
            counters);
    EmbeddedChannel otherChannel = new EmbeddedChannel(observed);
    for (int number : new int[] {65534, 65535, 0, 1}) {
      otherChannel.writeInbound(frame(new ClientDisconnect(1), number));
    }
    otherChannel.writeInbound(frame(new ClientDisconnect(1), -1));
    assertThat(seen).containsExactly(65534, 65535, 0, 1, 1);
    otherChannel.finishAndReleaseAll();
  }

  @Test
  void malformedMessageIsReportedAndUpdatesTheLastSequenceNumber() throws Exception {
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
  void messagesReceivedDuringAPauseAreReportedInOrderAfterThePause() throws Exception {
    for (int i = 0; i < 3; i++) {
      receive(new ClientDisconnect(i), i);
    }
    webSocket.pause();
    for (int i = 3; i < 6; i++) {
      receive(new ClientDisconnect(i), i);
    }
    assertThat(listener.rest()).hasSize(3);
    assertThat(sequence.last()).isEqualTo(2);
    assertThat(channel.config().isAutoRead()).isFalse();
    webSocket.resume();
    for (int i = 0; i < 6; i++) {
      assertThat(listener.next(Message.class).sequence()).isEqualTo(i);
    }
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void floodInOneReadIsHandledInSlicesAndTimersRunBetweenThem() {
    List<Integer> reportedWhenTheTimerRan = new ArrayList<>();
    channel
        .eventLoop()
        .schedule(
            () -> reportedWhenTheTimerRan.add(listener.rest().size()), 0, TimeUnit.NANOSECONDS);
    readAtOnce(1_000);
    assertThat(listener.rest()).as("reported inside the read").hasSizeLessThanOrEqualTo(SLICE);
    assertThat(channel.config().isAutoRead()).as("reads more while frames wait").isFalse();
    channel.runPendingTasks();
    assertThat(reportedWhenTheTimerRan).singleElement(INTEGER).isLessThanOrEqualTo(SLICE);
    assertThat(listener.rest()).hasSize(1_000);
    assertThat(sequence.last()).isEqualTo(999);
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void abortActsBeforeTheRestOfAFlood() {
    readAtOnce(1_000);
    webSocket.abort();
    reporter.silence();
    channel.runPendingTasks();
    assertThat(listener.rest()).hasSizeLessThanOrEqualTo(SLICE);
    assertThat(closeSent()).isEqualTo(4900);
  }

  @Test
  void closeActsBeforeTheRestOfAFloodAndFindsTheCloseFrameBehindIt() throws Exception {
    readAtOnce(1_000);
    channel.pipeline().fireChannelRead(new CloseWebSocketFrame(4006, "session over"));
    int before = listener.rest().size();
    assertThat(before).isLessThanOrEqualTo(SLICE);
    webSocket.close(1000, "bye");
    channel.runPendingTasks();
    assertThat(listener.rest().subList(before, listener.rest().size()))
        .containsExactly(new Closed(4006, "session over"));
    assertThat(closeSent()).isEqualTo(1000);
  }

  @Test
  void lostConnectionIsReportedAfterTheFloodThatWasRead() {
    readAtOnce(1_000);
    channel.close();
    channel.runPendingTasks();
    assertThat(listener.rest()).hasSize(1_001).last().isInstanceOf(Closed.class);
  }

  @Test
  void onlyTheLastPingOfOneReadIsAnswered() {
    for (byte ping = 0; ping < 100; ping++) {
      channel
          .pipeline()
          .fireChannelRead(new PingWebSocketFrame(Unpooled.copiedBuffer(new byte[] {ping})));
    }
    channel.pipeline().fireChannelReadComplete();
    PongWebSocketFrame pong = channel.readOutbound();
    assertThat(pong.content().readByte()).isEqualTo((byte) 99);
    pong.release();
    assertThat(channel.<Object>readOutbound()).isNull();
  }

  /** Frames that arrive in one read of the channel. No task runs in between. */
  private void readAtOnce(int messages) {
    for (int i = 0; i < messages; i++) {
      channel.pipeline().fireChannelRead(frame(new ClientDisconnect(i), i));
    }
    channel.pipeline().fireChannelReadComplete();
  }

  @Test
  void closeFrameReceivedDuringAPauseIsReportedAfterTheHeldMessages() throws Exception {
    webSocket.pause();
    receive(new ClientDisconnect(1), 1);
    channel.writeInbound(new CloseWebSocketFrame(4006, "session over"));
    channel.close();
    assertThat(listener.rest()).isEmpty();
    webSocket.resume();
    listener.next(Message.class);
    assertThat(listener.next(Closed.class)).isEqualTo(new Closed(4006, "session over"));
    assertThat(listener.rest()).isEmpty();
  }

  @Test
  void pingIsAnsweredDuringAPause() {
    webSocket.pause();
    channel.writeInbound(new PingWebSocketFrame(Unpooled.copiedBuffer(new byte[] {1, 2})));
    PongWebSocketFrame pong = channel.readOutbound();
    assertThat(pong.content()).isEqualTo(Unpooled.wrappedBuffer(new byte[] {1, 2}));
    pong.release();
  }

  @Test
  void connectionIsDroppedTwoSecondsAfterTheCloseFrameOfTheServer() throws Exception {
    webSocket.startHeartbeat(Duration.ofMillis(100));
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
  void messagesAreNotReportedWhileCloseWaitsForTheAnswer() throws Exception {
    webSocket.pause();
    receive(new ClientDisconnect(1), 5);
    webSocket.close(1000, "bye");
    assertThat(closeSent()).isEqualTo(1000);
    receive(new ClientDisconnect(2), 6);
    assertThat(listener.rest()).isEmpty();
    assertThat(sequence.last()).isEqualTo(-1);
    webSocket.send(new TextWebSocketFrame("after"));
    webSocket.heartbeatNow();
    assertThat(channel.<Object>readOutbound()).isNull();
    channel.writeInbound(new CloseWebSocketFrame(1000, "bye"));
    assertThat(listener.next(Closed.class)).isEqualTo(new Closed(1000, "bye"));
    assertThat(channel.<Object>readOutbound()).isNull();
  }

  @Test
  void closeReports1006WhenTheServerDoesNotAnswerWithinTwoSeconds() throws Exception {
    webSocket.close(1000, "");
    closeSent();
    pass(1_999);
    assertThat(listener.rest()).isEmpty();
    pass(1);
    assertThat(listener.next(Closed.class).code()).isEqualTo(1006);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void tooLongFrameClosesTheSocketWith1009() throws Exception {
    channel.pipeline().fireExceptionCaught(new TooLongFrameException("a MiB and more"));
    assertThat(listener.next(Closed.class)).isEqualTo(new Closed(1009, "a MiB and more"));
    assertThat(closeSent()).isEqualTo(1009);
    pass(2_000);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void invalidUtf8ClosesTheSocketWith1007() throws Exception {
    channel.writeInbound(
        new TextWebSocketFrame(Unpooled.copiedBuffer(new byte[] {(byte) 0xC0, 0})));
    assertThat(listener.next(Closed.class).code()).isEqualTo(1007);
    assertThat(closeSent()).isEqualTo(1007);
  }

  @Test
  void failedConnectionIsReportedAs1006() throws Exception {
    channel.pipeline().fireExceptionCaught(new IOException("reset by peer"));
    Closed closed = listener.next(Closed.class);
    assertThat(closed.code()).isEqualTo(1006);
    assertThat(closed.reason()).contains("reset by peer");
    assertThat(channel.isOpen()).isFalse();
    assertThat(listener.rest()).isEmpty();
  }

  @Test
  void abortSendsCloseCode4900AndClosesTheSocketWithoutWaiting() {
    webSocket.startHeartbeat(INTERVAL);
    webSocket.abort();
    assertThat(closeSent()).isEqualTo(4900);
    assertThat(channel.isOpen()).isFalse();
    pass(100_000);
    assertThat(listener.rest()).isEmpty();
  }

  @Test
  void socketStaysOpenWhenTheListenerThrowsAnException() {
    WebSocketHandler failing =
        new WebSocketHandler(
            sequence,
            new Reporter(
                new RecordingListener() {
                  @Override
                  public void message(ServerMessage message, int number) {
                    throw new AssertionError("expected by this test");
                  }
                }),
            () -> 0,
            1,
            counters);
    EmbeddedChannel otherChannel = new EmbeddedChannel(failing);
    try (LogCapture log = LogCapture.of(VoiceSocket.class)) {
      otherChannel.writeInbound(frame(new ClientDisconnect(1), 1));
      otherChannel.writeInbound(frame(new ClientDisconnect(1), 2));
      assertThat(log.lines())
          .hasSize(2)
          .containsOnly("ERROR a voice socket listener threw an exception");
      assertThat(log.text()).contains("expected by this test");
    }
    assertThat(sequence.last()).isEqualTo(2);
    assertThat(otherChannel.isOpen()).isTrue();
    otherChannel.finishAndReleaseAll();
  }
}
