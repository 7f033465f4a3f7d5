package dev.antiphon.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.gateway.internal.RecordingListener.Closed;
import dev.antiphon.gateway.internal.RecordingListener.Malformed;
import dev.antiphon.gateway.internal.RecordingListener.Message;
import dev.antiphon.gateway.internal.RecordingListener.Opened;
import dev.antiphon.gateway.internal.TestServer.Close;
import dev.antiphon.gateway.internal.TestServer.Peer;
import dev.antiphon.gateway.internal.TestServer.Pong;
import dev.antiphon.protocol.BinaryCodec;
import dev.antiphon.protocol.ClientDisconnect;
import dev.antiphon.protocol.ClientsConnect;
import dev.antiphon.protocol.DecodeLimits;
import dev.antiphon.protocol.Envelope;
import dev.antiphon.protocol.Heartbeat;
import dev.antiphon.protocol.HeartbeatAck;
import dev.antiphon.protocol.Hello;
import dev.antiphon.protocol.Identify;
import dev.antiphon.protocol.MlsExternalSender;
import dev.antiphon.protocol.MlsKeyPackage;
import dev.antiphon.protocol.OpaqueBytes;
import dev.antiphon.protocol.ServerMessage;
import dev.antiphon.protocol.Speaking;
import dev.antiphon.protocol.TextCodec;
import dev.antiphon.protocol.Unrecognized;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests an open socket with a real server. */
class VoiceSocketTest extends SocketTest {
  private final TextCodec text = new TextCodec();
  private final BinaryCodec binary = new BinaryCodec();

  private TestServer server;
  private GatewayDialer dialer;
  private VoiceSocket socket;
  private Peer peer;

  private void open(boolean tls, GatewayDialer.Builder options, VoiceSocketListener to)
      throws Exception {
    server = TestServer.webSocket(servers, "127.0.0.1", tls ? AUTHORITY.local() : null);
    dialer = options.build();
    socket = dialer.dial(clients.next(), server.endpoint("127.0.0.1"), sequence, PATIENCE, to);
    listener.next(Opened.class);
    peer = server.accept();
  }

  private void open() throws Exception {
    open(false, plain(), listener);
  }

  @AfterEach
  void end() throws Exception {
    if (socket != null) {
      socket.abort();
      awaitClosed(socket);
      peer.channel.close();
      peer.awaitEnd();
      server.close();
      dialer.close();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void textAndBinaryMessagesAreSentAndReceived(boolean tls) throws Exception {
    open(tls, tls ? trusting() : plain(), listener);
    Identify identify = new Identify(1, 2, "session", "token", 0);
    Speaking speaking = new Speaking(OptionalLong.empty(), 1, 0, 0xFFFFFFFFL);
    MlsKeyPackage keyPackage = new MlsKeyPackage(OpaqueBytes.copyOf(new byte[] {1, 2, 3}));
    socket.send(identify);
    socket.send(speaking);
    socket.send(keyPackage);
    assertThat(text.decode(peer.next(String.class)).message()).isEqualTo(identify);
    assertThat(text.decode(peer.next(String.class)).message()).isEqualTo(speaking);
    assertThat(binary.decodeFromClient(peer.next(byte[].class))).isEqualTo(keyPackage);

    peer.text(text.encode(new Hello(13750.0)));
    assertThat(listener.next(Message.class)).isEqualTo(new Message(new Hello(13750.0), -1));
    assertThat(sequence.last()).isEqualTo(-1);
    MlsExternalSender sender = new MlsExternalSender(OpaqueBytes.copyOf(new byte[200]));
    for (int number : new int[] {65535, 0}) {
      peer.send(
          new BinaryWebSocketFrame(
              Unpooled.wrappedBuffer(binary.encodeFromServer(new Envelope(number, sender)))));
      assertThat(listener.next(Message.class)).isEqualTo(new Message(sender, number));
      assertThat(sequence.last()).isEqualTo(number);
    }
    assertThat(socket.statistics().sent()).isEqualTo(3);
    assertThat(socket.statistics().received()).isEqualTo(3);
  }

  @Test
  void messagesWithUnknownOpcodesUpdateTheLastSequenceNumber() throws Exception {
    open();
    peer.text("{\"op\":99,\"seq\":3,\"d\":{\"x\":1}}");
    Message message = listener.next(Message.class);
    assertThat(message.message()).isInstanceOf(Unrecognized.class);
    assertThat(message.sequence()).isEqualTo(3);
    assertThat(sequence.last()).isEqualTo(3);
  }

  @Test
  void socketStaysOpenWhenMessagesAreMalformed() throws Exception {
    open();
    peer.text("{");
    listener.next(Malformed.class);
    peer.send(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(new byte[] {1})));
    listener.next(Malformed.class);
    peer.text(text.encode(new Envelope(9, new ClientDisconnect(4))));
    assertThat(listener.next(Message.class).sequence()).isEqualTo(9);
    assertThat(socket.statistics().malformed()).isEqualTo(2);
  }

  @Test
  void fragmentsAreCombinedAndPingsBetweenThemAreAnswered() throws Exception {
    open();
    String json = text.encode(new Envelope(5, new ClientDisconnect(4)));
    byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
    peer.send(new TextWebSocketFrame(false, 0, Unpooled.wrappedBuffer(utf8, 0, 5)));
    peer.send(new PingWebSocketFrame(Unpooled.copiedBuffer("hello", StandardCharsets.UTF_8)));
    peer.send(new ContinuationWebSocketFrame(false, 0, Unpooled.wrappedBuffer(utf8, 5, 5)));
    peer.send(
        new ContinuationWebSocketFrame(
            true, 0, Unpooled.wrappedBuffer(utf8, 10, utf8.length - 10)));
    assertThat(peer.next(Pong.class).text()).isEqualTo("hello");
    assertThat(listener.next(Message.class).message()).isEqualTo(new ClientDisconnect(4));
  }

  @Test
  void acknowledgedHeartbeatSetsTheRoundTripTime() throws Exception {
    open(false, plain().jitter(() -> 0), listener);
    sequence.set(77);
    socket.startHeartbeat(Duration.ofSeconds(100));
    Heartbeat beat = (Heartbeat) text.decode(peer.next(String.class)).message();
    assertThat(beat.seqAck()).isEqualTo(77);
    peer.text(text.encode(new HeartbeatAck(beat.nonce())));
    peer.text(text.encode(new Envelope(78, new ClientDisconnect(4))));
    listener.next(Message.class);
    assertThat(socket.roundTrip()).isPresent();
    socket.heartbeatNow();
    assertThat(((Heartbeat) text.decode(peer.next(String.class)).message()).seqAck()).isEqualTo(78);
  }

  @ParameterizedTest
  @CsvSource({"4006, no longer valid", "1000, ''", "4017, Grüße", "3999, x"})
  void closeCodeAndReasonOfTheServerAreReported(int code, String reason) throws Exception {
    open(true, trusting(), listener);
    peer.send(new CloseWebSocketFrame(code, reason));
    assertThat(listener.next(Closed.class)).isEqualTo(new Closed(code, reason));
    assertThat(peer.next(Close.class).code()).isEqualTo(code);
    peer.channel.close();
    awaitClosed(socket);
    assertThat(listener.rest()).isEmpty();
  }

  @Test
  void closeFrameWithoutACodeIsReportedAs1005() throws Exception {
    open();
    peer.send(new CloseWebSocketFrame());
    assertThat(listener.next(Closed.class)).isEqualTo(new Closed(1005, ""));
    assertThat(peer.next(Close.class).code()).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void droppedConnectionIsReportedAs1006(boolean tls, boolean reset) throws Exception {
    open(tls, tls ? trusting() : plain(), listener);
    if (reset) {
      peer.channel.config().setOption(ChannelOption.SO_LINGER, 0);
      Dial.drop(peer.channel);
    } else {
      peer.channel.close();
    }
    assertThat(listener.next(Closed.class).code()).isEqualTo(1006);
    awaitClosed(socket);
    assertThat(listener.rest()).isEmpty();
  }

  @Test
  void tlsCloseNotifyClosesTheSocketEvenWhenTcpStaysOpen() throws Exception {
    open(true, trusting(), listener);
    peer.channel
        .eventLoop()
        .execute(() -> peer.channel.pipeline().get(SslHandler.class).closeOutbound());
    assertThat(listener.next(Closed.class).code()).isEqualTo(1006);
    awaitClosed(socket);
  }

  @Test
  void messageOfTheMaximumLengthIsReceivedInOneFrame() throws Exception {
    open();
    ClientsConnect everyone =
        new ClientsConnect(
            LongStream.range(0, DecodeLimits.MAX_USER_IDS).map(n -> -1 - n).boxed().toList());
    String json = text.encode(everyone);
    peer.text(json + " ".repeat(DecodeLimits.MAX_MESSAGE_LENGTH - json.length()));
    assertThat(listener.next(Message.class).message()).isEqualTo(everyone);
  }

  @Test
  void frameAboveTheLimitClosesTheSocketWith1009() throws Exception {
    open();
    peer.text(" ".repeat(DecodeLimits.MAX_FRAME_LENGTH + 1));
    assertThat(listener.next(Closed.class).code()).isEqualTo(1009);
    assertThat(peer.next(Close.class).code()).isEqualTo(1009);
  }

  @Test
  void fragmentsAboveTheLimitCloseTheSocketWith1009() throws Exception {
    open(false, plain().frameLimit(1000).aggregateLimit(2500), listener);
    peer.send(new TextWebSocketFrame(false, 0, " ".repeat(1000)));
    peer.send(new ContinuationWebSocketFrame(false, 0, " ".repeat(1000)));
    peer.send(new ContinuationWebSocketFrame(false, 0, " ".repeat(1000)));
    assertThat(listener.next(Closed.class).code()).isEqualTo(1009);
    assertThat(peer.next(Close.class).code()).isEqualTo(1009);
  }

  @Test
  void frameAtTheLimitIsAccepted() throws Exception {
    open(false, plain().frameLimit(1000).aggregateLimit(2500), listener);
    String json = text.encode(new ClientDisconnect(4));
    peer.text(json + " ".repeat(1000 - json.length()));
    listener.next(Message.class);
  }

  @Test
  void invalidFrameClosesTheSocketWith1002AndLaterBytesAreIgnored() throws Exception {
    open();
    byte[] reservedOpcodeAndManyBytes = new byte[500_000];
    reservedOpcodeAndManyBytes[0] = (byte) 0x83;
    peer.channel.writeAndFlush(Unpooled.wrappedBuffer(reservedOpcodeAndManyBytes));
    assertThat(listener.next(Closed.class).code()).isEqualTo(1002);
    assertThat(peer.next(Close.class).code()).isEqualTo(1002);
    peer.channel.close();
    awaitClosed(socket);
  }

  @Test
  void closeReportsTheCloseFrameThatTheServerAnswers() throws Exception {
    open(true, trusting(), listener);
    socket.close(1000, "leaving");
    assertThat(peer.next(Close.class)).isEqualTo(new Close(1000, "leaving"));
    peer.send(new CloseWebSocketFrame(1000, "leaving"));
    assertThat(listener.next(Closed.class)).isEqualTo(new Closed(1000, "leaving"));
    peer.channel.close();
    awaitClosed(socket);
  }

  @Test
  void closeReports1006WhenTheServerDoesNotAnswer() throws Exception {
    open(true, trusting(), listener);
    socket.close(1000, "leaving");
    peer.next(Close.class);
    assertThat(listener.next(Closed.class).code()).isEqualTo(1006);
    awaitClosed(socket);
    peer.awaitEnd();
  }

  @Test
  void longCloseReasonIsTruncatedAfterACompleteCharacter() throws Exception {
    open();
    socket.close(4900, "é".repeat(100));
    assertThat(peer.next(Close.class)).isEqualTo(new Close(4900, "é".repeat(61)));
    for (int wrong : new int[] {0, 999, 1004, 1005, 1006, 1015, 2999, 5000, -1}) {
      assertThatThrownBy(() -> socket.close(wrong, ""))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("close code " + wrong);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void abortDropsTheConnectionImmediatelyAndTheListenerIsNotCalled(boolean tls) throws Exception {
    open(tls, tls ? trusting() : plain(), listener);
    socket.abort();
    awaitClosed(socket);
    assertThat(peer.next(Close.class).code()).isEqualTo(4900);
    peer.awaitEnd();
    awaitIdleLoop();
    assertThat(listener.rest()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void pauseAfterOneMessageHoldsTheMessagesReceivedWithIt(boolean tls) throws Exception {
    AtomicReference<VoiceSocket> self = new AtomicReference<>();
    CompletableFuture<Void> paused = new CompletableFuture<>();
    open(
        tls,
        tls ? trusting() : plain(),
        new RecordingListener() {
          @Override
          public void opened() {
            listener.opened();
          }

          @Override
          public void message(ServerMessage message, int number) {
            listener.message(message, number);
            if (number == 9) {
              self.get().pauseReading();
              paused.complete(null);
            }
          }
        });
    self.set(socket);
    peer.channel.eventLoop().execute(this::writeAHundredMessagesAtOnce);
    assertThat(paused).succeedsWithin(PATIENCE);
    awaitIdleLoop();
    assertThat(listener.rest()).hasSize(10);
    assertThat(sequence.last()).isEqualTo(9);
    socket.resumeReading();
    for (int number = 0; number < 100; number++) {
      assertThat(listener.next(Message.class).sequence()).isEqualTo(number);
    }
  }

  private void writeAHundredMessagesAtOnce() {
    for (int number = 0; number < 100; number++) {
      WebSocketFrame frame =
          new TextWebSocketFrame(text.encode(new Envelope(number, new ClientDisconnect(number))));
      peer.channel.write(frame);
    }
    peer.channel.flush();
  }

  @Test
  void addressOfTheServerIsKnownWhileTheSocketIsOpenAndAfterwards() throws Exception {
    open();
    InetSocketAddress address = (InetSocketAddress) peer.channel.localAddress();
    assertThat(socket.remoteAddress()).contains(address);
    socket.abort();
    awaitClosed(socket);
    assertThat(socket.remoteAddress()).contains(address);
  }

  @Test
  void callsOnAClosedSocketAreIgnored() throws Exception {
    open();
    socket.abort();
    awaitClosed(socket);
    assertThatCode(
            () -> {
              socket.send(new Heartbeat(1, -1));
              socket.startHeartbeat(Duration.ofSeconds(1));
              socket.heartbeatNow();
              socket.pauseReading();
              socket.resumeReading();
              socket.close(1000, "");
              socket.abort();
              awaitIdleLoop();
            })
        .doesNotThrowAnyException();
    assertThat(listener.rest()).isEmpty();
  }

  @Test
  void invalidMessagesAndIntervalsAreRejected() throws Exception {
    open();
    assertThatThrownBy(() -> socket.send(new Hello(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("opcode 8");
    assertThatThrownBy(() -> socket.startHeartbeat(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> socket.startHeartbeat(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> socket.startHeartbeat(Duration.ofDays(2)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
