package dev.antiphon.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.gateway.internal.DialException.Stage;
import dev.antiphon.gateway.internal.RecordingListener.Failed;
import dev.antiphon.gateway.internal.RecordingListener.Message;
import dev.antiphon.gateway.internal.RecordingListener.Opened;
import dev.antiphon.gateway.internal.TestServer.Peer;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A dial races the addresses of its host. The time is virtual. */
class RaceTest extends SocketTest {
  private static final String HOST = "localhost";
  private static final String GOOD = "127.0.0.1";
  private static final String BAD = "::1";
  private static final SslContext LOCAL = AUTHORITY.local();

  private final ManualLoop loop = new ManualLoop();

  /** How an address accepts TCP and then says nothing more. */
  enum Silence {
    /** No answer to the upgrade, without TLS. */
    PLAIN,
    /** No answer to the first message of TLS. */
    TLS,
    /** The TLS handshake stops inside a record. */
    HALF_TLS,
    /** No answer to the upgrade after the TLS handshake. */
    UPGRADE;

    private void prepare(Channel channel) {
      if (this == HALF_TLS) {
        channel.pipeline().addLast(answering(new byte[] {22, 3, 3, 0, 100, 2, 0}, false));
      } else if (this == UPGRADE) {
        channel.pipeline().addLast(LOCAL.newHandler(channel.alloc()));
      }
    }

    private SslContext tls() {
      return this == PLAIN ? null : LOCAL;
    }

    private GatewayDialer.Builder dialer() {
      return this == PLAIN ? plain() : trusting();
    }
  }

  @AfterEach
  void closeTheLoop() {
    loop.close();
    assertThat(TrackedChannel.OPEN).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Silence.class)
  void silentAddressDoesNotStopTheNextOneAndIsTriedLastInTheNextDial(Silence silence)
      throws Exception {
    try (TestServer good = TestServer.webSocket(servers, GOOD, silence.tls());
        TestServer silent = TestServer.raw(servers, BAD, good.port(), silence::prepare);
        GatewayDialer dialer = silence.dialer().resolver(names(BAD, GOOD)).build()) {
      List<Integer> openChannels = new ArrayList<>();
      RecordingListener counting =
          new RecordingListener() {
            @Override
            public void opened() {
              openChannels.add(TrackedChannel.OPEN.size());
              super.opened();
            }
          };
      VoiceSocket first = dial(dialer, good.endpoint(HOST), counting);
      loop.runUntil("the silent address is dialled", () -> silent.waiting() == 1);
      assertThat(good.waiting()).isZero();
      loop.pass(250);
      loop.runUntil("the dial has ended", () -> !counting.rest().isEmpty());
      counting.next(Opened.class);
      assertThat(openChannels).as("open channels when the socket opens").containsExactly(1);
      silent.accept().awaitEnd();

      VoiceSocket second = dial(dialer, good.endpoint(HOST), listener);
      loop.runUntil("the dial has ended", () -> !listener.rest().isEmpty());
      listener.next(Opened.class);
      assertThat(silent.waiting()).as("later connections to the silent address").isZero();
      abort(first);
      abort(second);
    }
  }

  /** NIO keeps the descriptor of a closed channel until the loop's next select. */
  @Test
  void descriptorOfTheLoserIsReleasedWhenTheSocketOpens() throws Exception {
    List<Long> sockets = new ArrayList<>();
    RecordingListener counting =
        new RecordingListener() {
          @Override
          public void opened() {
            sockets.add(openSockets());
            super.opened();
          }
        };
    try (TestServer good = TestServer.webSocket(servers, GOOD, null);
        // It does not read, so it does not close its side of the connection.
        TestServer silent =
            TestServer.raw(
                servers, BAD, good.port(), channel -> channel.config().setAutoRead(false));
        GatewayDialer dialer = plain().resolver(names(BAD, GOOD)).build()) {
      VoiceSocket socket = dial(dialer, good.endpoint(HOST), counting);
      loop.runUntil("the silent address is dialled", () -> silent.waiting() == 1);
      loop.pass(250);
      loop.runUntil("the dial has ended", () -> !counting.rest().isEmpty());
      loop.pass(1);
      loop.pass(1);
      assertThat(sockets).containsExactly(openSockets());
      silent.accept().channel.close();
      abort(socket);
    }
  }

  /** The number of sockets of this process, or 0 if the system does not list them. */
  private static long openSockets() {
    Path descriptors = Path.of("/proc/self/fd");
    if (!Files.isDirectory(descriptors)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(descriptors)) {
      return all.filter(RaceTest::isSocket).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException closed) {
      return false;
    }
  }

  @Test
  void addressThatFailsAfterTheTcpConnectStartsTheNextOneAtOnce() throws Exception {
    try (TestServer good = TestServer.webSocket(servers, GOOD, LOCAL);
        TestServer bad =
            TestServer.raw(
                servers, BAD, good.port(), channel -> channel.pipeline().addLast(closing()));
        GatewayDialer dialer = trusting().resolver(names(BAD, GOOD)).build()) {
      VoiceSocket socket = dial(dialer, good.endpoint(HOST), listener);
      loop.runUntil("the dial has ended", () -> !listener.rest().isEmpty());
      listener.next(Opened.class);
      bad.accept().awaitEnd();
      abort(socket);
    }
  }

  @Test
  void messagesThatArriveWhileTheLosersAreClosedAreReportedAfterTheOpening() throws Exception {
    try (TestServer good = TestServer.webSocket(servers, GOOD, null);
        TestServer silent = TestServer.raw(servers, BAD, good.port(), channel -> {});
        GatewayDialer dialer = plain().resolver(names(BAD, GOOD)).build()) {
      VoiceSocket socket = dial(dialer, good.endpoint(HOST), listener);
      loop.runUntil("the silent address is dialled", () -> silent.waiting() == 1);
      loop.pass(250);
      loop.runUntil("the server has upgraded", () -> good.waiting() == 1);
      Peer peer = good.accept();
      peer.text("{\"op\":9,\"d\":null}");
      peer.channel.eventLoop().submit(() -> {}).get();
      loop.runUntil("the message has arrived", () -> listener.rest().size() == 2);
      listener.next(Opened.class);
      listener.next(Message.class);
      abort(socket);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void abortOrCloseInARaceClosesEveryChannel(boolean abort) throws Exception {
    try (TestServer one = TestServer.raw(servers, GOOD, 0, channel -> {});
        TestServer other = TestServer.raw(servers, BAD, one.port(), channel -> {});
        GatewayDialer dialer = trusting().resolver(names(BAD, GOOD)).build()) {
      VoiceSocket socket = dial(dialer, one.endpoint(HOST), listener);
      loop.runUntil("one address is dialled", () -> other.waiting() == 1);
      loop.pass(250);
      loop.runUntil("both addresses are dialled", () -> one.waiting() == 1);
      List<Integer> openChannels = new ArrayList<>();
      socket.closed().thenRun(() -> openChannels.add(TrackedChannel.OPEN.size()));
      if (abort) {
        socket.abort();
      } else {
        socket.close(1000, "");
      }
      loop.runUntil("the socket is closed", () -> !openChannels.isEmpty());
      assertThat(openChannels).containsExactly(0);
      one.accept().awaitEnd();
      other.accept().awaitEnd();
      assertThat(listener.rest()).isEmpty();
    }
  }

  @Test
  void loopThatIsShutDownInARaceDialsNoFurtherAddress() throws Exception {
    try (TestServer one = TestServer.raw(servers, GOOD, 0, channel -> {});
        TestServer other = TestServer.raw(servers, BAD, one.port(), channel -> {});
        GatewayDialer dialer =
            trusting().resolver(names(BAD, GOOD, "127.0.0.2", "127.0.0.3")).build()) {
      VoiceSocket socket = dial(dialer, one.endpoint(HOST), listener);
      loop.runUntil("one address is dialled", () -> other.waiting() == 1);
      loop.pass(250);
      loop.runUntil("two addresses are dialled", () -> one.waiting() == 1);
      loop.close();
      assertThat(socket.closed()).isDone();
      assertThat(TrackedChannel.OPEN).isEmpty();
    }
  }

  @Test
  void failureNamesEachAddressAndTheFurthestStage() throws Exception {
    try (TestServer bad =
            TestServer.raw(servers, GOOD, 0, channel -> channel.pipeline().addLast(closing()));
        GatewayDialer dialer = trusting().resolver(names(GOOD, BAD)).build()) {
      DialException cause = failure(dialer, bad.endpoint(HOST));
      assertThat(cause.stage()).isEqualTo(Stage.TLS);
      assertThat(cause.permanent()).isFalse();
      assertThat(cause)
          .hasMessageContainingAll(
              bad.endpoint(HOST).toString(), "127.0.0.1", "closed the connection", "refused")
          .hasMessageContaining("0:0:0:0:0:0:0:1");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void failureIsPermanentOnlyWhenEveryAddressFailedPermanently(boolean both) throws Exception {
    byte[] alert = {21, 3, 3, 0, 2, 2, 40};
    try (TestServer one =
            TestServer.raw(
                servers, GOOD, 0, channel -> channel.pipeline().addLast(answering(alert, true)));
        TestServer other =
            TestServer.raw(
                servers,
                BAD,
                one.port(),
                channel -> channel.pipeline().addLast(both ? answering(alert, true) : closing()));
        GatewayDialer dialer = trusting().resolver(names(GOOD, BAD)).build()) {
      assertThat(failure(dialer, one.endpoint(HOST)).permanent()).isEqualTo(both);
      assertThat(other.waiting()).isEqualTo(1);
    }
  }

  @Test
  void timeoutNamesTheStageOfEachAddress() throws Exception {
    try (TestServer silent = TestServer.raw(servers, GOOD, 0, channel -> {});
        GatewayDialer dialer =
            trusting().channelType(StuckChannel.class).resolver(names(BAD, GOOD)).build()) {
      VoiceSocket socket = dial(dialer, silent.endpoint(HOST), listener);
      loop.runUntil("the first address is dialled", () -> !TrackedChannel.OPEN.isEmpty());
      loop.pass(250);
      loop.runUntil("both addresses are dialled", () -> silent.waiting() == 1);
      // The client knows that TCP is connected when it has sent the first bytes.
      Channel accepted = silent.accept().channel;
      loop.runUntil(
          "TCP is connected", () -> TrackedChannel.OPEN.stream().anyMatch(Channel::isActive));
      loop.pass(10_000);
      loop.runUntil("the dial has ended", () -> !listener.rest().isEmpty());
      DialException cause = listener.next(Failed.class).cause();
      assertThat(cause.stage()).isEqualTo(Stage.TIMEOUT);
      assertThat(cause)
          .hasMessageContainingAll(
              "timed out in stage TLS", "0:0:0:0:0:0:0:1", "stage CONNECT", "127.0.0.1");
      loop.runUntil("the socket is closed", () -> socket.closed().isDone());
      assertThat(accepted.closeFuture().await(PATIENCE.toMillis())).isTrue();
    }
  }

  @Test
  void raceDialsAtMostEightAddresses() throws Exception {
    String[] many = new String[20];
    for (int i = 0; i < many.length; i++) {
      many[i] = "::" + (i + 1);
    }
    try (GatewayDialer dialer =
        trusting().channelType(StuckChannel.class).resolver(names(many)).build()) {
      VoiceSocket socket =
          dialer.dial(
              loop.eventLoop(), new Endpoint(HOST, 443), sequence, Duration.ofMinutes(1), listener);
      loop.runUntil("the first address is dialled", () -> TrackedChannel.OPEN.size() == 1);
      for (int i = 0; i < many.length; i++) {
        loop.pass(250);
      }
      assertThat(TrackedChannel.OPEN).hasSize(8);
      abort(socket);
    }
  }

  @Test
  void rememberedAddressIsDialledWhenTheLookupFails() throws Exception {
    AtomicInteger lookups = new AtomicInteger();
    NameLookup.Resolver once =
        host -> {
          if (lookups.getAndIncrement() == 0) {
            return addresses(GOOD);
          }
          throw new UnknownHostException(host);
        };
    try (TestServer good = TestServer.webSocket(servers, GOOD, LOCAL);
        GatewayDialer dialer = trusting().resolver(once).build()) {
      for (int i = 0; i < 2; i++) {
        VoiceSocket socket = dial(dialer, good.endpoint(HOST), listener);
        loop.runUntil("the dial has ended", () -> !listener.rest().isEmpty());
        listener.next(Opened.class);
        abort(socket);
      }
      assertThat(lookups).hasValue(2);
    }
  }

  private VoiceSocket dial(GatewayDialer dialer, Endpoint endpoint, RecordingListener events) {
    return dialer.dial(loop.eventLoop(), endpoint, sequence, PATIENCE, events);
  }

  private DialException failure(GatewayDialer dialer, Endpoint endpoint) throws Exception {
    VoiceSocket socket = dial(dialer, endpoint, listener);
    loop.runUntil("the dial has ended", () -> !listener.rest().isEmpty());
    DialException cause = listener.next(Failed.class).cause();
    loop.runUntil("the socket is closed", () -> socket.closed().isDone());
    return cause;
  }

  private void abort(VoiceSocket socket) {
    socket.abort();
    loop.runUntil("the socket is closed", () -> socket.closed().isDone());
  }

  private static NameLookup.Resolver names(String... found) {
    return host -> addresses(found);
  }

  static InetAddress[] addresses(String... found) throws UnknownHostException {
    InetAddress[] addresses = new InetAddress[found.length];
    for (int i = 0; i < found.length; i++) {
      addresses[i] = InetAddress.getByName(found[i]);
    }
    return addresses;
  }

  private static ChannelInboundHandlerAdapter closing() {
    return answering(new byte[0], true);
  }

  /** Answers the first bytes, then closes the connection or says nothing more. */
  private static ChannelInboundHandlerAdapter answering(byte[] answer, boolean close) {
    return new ChannelInboundHandlerAdapter() {
      private boolean answered;

      @Override
      public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
        if (!answered) {
          answered = true;
          ctx.writeAndFlush(Unpooled.wrappedBuffer(answer));
          if (close) {
            ctx.close();
          }
        }
      }
    };
  }
}
