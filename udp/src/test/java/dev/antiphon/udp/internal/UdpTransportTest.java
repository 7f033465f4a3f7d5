package dev.antiphon.udp.internal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.antiphon.fixtures.LogCapture;
import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.TransportKey;
import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests real sockets on the loopback interface, with each available Netty transport. */
@Timeout(30)
class UdpTransportTest {
  private static final long SSRC = 0x8000_0001L;
  private static final TransportKey KEY = Packets.key(1);

  enum Io {
    NIO,
    EPOLL;

    IoHandlerFactory handlers() {
      return this == NIO ? NioIoHandler.newFactory() : EpollIoHandler.newFactory();
    }

    ChannelFactory<DatagramChannel> channels() {
      return this == NIO ? NioDatagramChannel::new : EpollDatagramChannel::new;
    }
  }

  static Stream<Arguments> transportsAndAddresses() {
    return Arrays.stream(Io.values())
        .flatMap(io -> Stream.of("127.0.0.1", "::1").map(host -> Arguments.of(io, host)));
  }

  @ParameterizedTest
  @MethodSource("transportsAndAddresses")
  void pathDiscoversItsAddressAndSendsAndReceivesAudio(Io io, String host) throws Exception {
    try (Server server = new Server(host);
        Client client = new Client(io)) {
      UdpPath path = client.open(server.address());
      assertThat(client.listener.nextCall()).isEqualTo("ready");
      assertThat(client.listener.thread.getName()).startsWith("loop");

      path.discover(SSRC);
      byte[] request = server.receive();
      assertThat(DiscoveryPacket.parse(request, request.length))
          .isEqualTo(DiscoveryPacket.request(SSRC));
      server.send(DiscoveryPacket.reply(SSRC, host, server.clientPort()).encode());
      assertThat(client.listener.nextCall())
          .isEqualTo("discovered " + host + " " + server.clientPort());

      path.startKeepalive(Duration.ofHours(1));
      OutgoingAudio audio = new OutgoingAudio(50, new NoSpeechListener());
      for (EncryptionMode mode : EncryptionMode.values()) {
        path.publish(
            new MediaSnapshot(SSRC, mode, KEY, FrameTransform.NONE), audio, new Speakers());
        for (int n = 0; n < 10; n++) {
          audio.send(Packets.frame(n));
        }
        CompletableFuture<Boolean> stopped = audio.stopSpeaking();
        for (int n = 0; n < 10; n++) {
          assertThat(Packets.open(mode, KEY, server.receive())).isEqualTo(Packets.frame(n));
        }
        for (int n = 0; n < 5; n++) {
          assertThat(Packets.open(mode, KEY, server.receive())).isEqualTo(OpusPacket.silence());
        }
        stopped.get(10, SECONDS);

        server.send(Packets.voice(mode, KEY, 7, 1, 960, 0, Packets.frame(1)));
        server.send(new byte[0]);
        server.send(Packets.voice(mode, KEY, 7, 2, 1_920, 1, Packets.frame(2)));
        assertThat(client.listener.nextReceived().frame()).isEqualTo(Packets.frame(1));
        assertThat(client.listener.nextReceived().frame()).isEqualTo(Packets.frame(2));
      }

      path.close();
      path.closed().get(10, SECONDS);
      assertThat(path.statistics().count(PathCounter.VOICE_SENT)).isEqualTo(30);
      assertThat(path.statistics().count(PathCounter.VOICE_RECEIVED)).isEqualTo(4);
    }
  }

  @ParameterizedTest
  @EnumSource
  void datagramsOfOtherSendersAreIgnored(Io io) throws Exception {
    try (Server server = new Server("127.0.0.1");
        Server stranger = new Server("127.0.0.1");
        Client client = new Client(io)) {
      UdpPath path = client.open(server.address());
      assertThat(client.listener.nextCall()).isEqualTo("ready");
      path.discover(SSRC);
      server.receive();
      stranger.clientAddress = server.clientAddress;
      stranger.send(DiscoveryPacket.reply(SSRC, "6.6.6.6", 6_666).encode());
      server.send(DiscoveryPacket.reply(SSRC, "1.2.3.4", 1_234).encode());

      assertThat(client.listener.nextCall()).isEqualTo("discovered 1.2.3.4 1234");
      assertThat(path.statistics().count(PathCounter.DATAGRAMS_RECEIVED)).isEqualTo(1);
    }
  }

  /** A flood of datagrams must not hold up the timers of the event loop. */
  @ParameterizedTest
  @EnumSource
  void eachTurnOfTheEventLoopReadsOneDatagram(Io io) throws Exception {
    try (Server server = new Server("127.0.0.1");
        Client client = new Client(io)) {
      UdpPath path = client.open(server.address());
      assertThat(client.listener.nextCall()).isEqualTo("ready");
      path.discover(SSRC);
      server.receive();
      CompletableFuture<Long> readBeforeTheTimer = new CompletableFuture<>();
      EventLoop loop = client.group.next();
      loop.submit(
              () -> {
                for (int i = 0; i < 100; i++) { // the loop cannot read them before this task ends
                  server.send(new byte[] {1, 2, 3});
                }
                loop.schedule(
                    () ->
                        readBeforeTheTimer.complete(
                            path.statistics().count(PathCounter.DATAGRAMS_RECEIVED)),
                    0,
                    SECONDS);
                return null;
              })
          .get(10, SECONDS);
      assertThat(readBeforeTheTimer.get(10, SECONDS)).isLessThanOrEqualTo(1);
      server.send(DiscoveryPacket.reply(SSRC, "1.2.3.4", 1_234).encode());
      assertThat(client.listener.nextCall()).isEqualTo("discovered 1.2.3.4 1234");
    }
  }

  @ParameterizedTest
  @MethodSource("transportsAndAddresses")
  void closedPortIsReportedAsUnreachable(Io io, String host) throws Exception {
    Server gone = new Server(host);
    InetSocketAddress address = gone.address();
    gone.close();
    try (Client client = new Client(io)) {
      UdpPath path = client.open(address);
      assertThat(client.listener.nextCall()).isEqualTo("ready");

      path.discover(SSRC);

      assertThat(client.listener.nextCall()).isEqualTo("unreachable PortUnreachableException");
      path.close();
      path.closed().get(10, SECONDS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void failedOpenIsReportedToTheListener(Io io) throws Exception {
    try (Client client = new Client(io)) {
      UdpPath unresolved = client.open(InetSocketAddress.createUnresolved("voice.invalid", 1));
      unresolved.closed().get(10, SECONDS);
      assertThat(client.listener.nextCall()).startsWith("openFailed");

      UdpTransport broken =
          new UdpTransport(
              () -> {
                throw new ChannelException("too many open files");
              },
              Packets.CIPHERS);
      UdpPath path =
          broken.open(client.group.next(), new InetSocketAddress("127.0.0.1", 1), client.listener);
      path.closed().get(10, SECONDS);
      assertThat(client.listener.nextCall()).startsWith("openFailed");
      path.discover(SSRC);
      path.close();
      assertThat(client.listener.takeCalls()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void pathIsClosedByItsCloseMethodOrByTheTransport(Io io) throws Exception {
    try (Server server = new Server("127.0.0.1");
        Client client = new Client(io)) {
      UdpPath closedImmediately = client.open(server.address());
      closedImmediately.close();
      closedImmediately.close();
      closedImmediately.closed().get(10, SECONDS);
      client.listener.takeCalls();

      UdpPath first = client.open(server.address());
      UdpPath second = client.open(server.address());
      first.publish(
          new MediaSnapshot(SSRC, Packets.GCM, KEY, FrameTransform.NONE),
          new OutgoingAudio(1, new NoSpeechListener()),
          new Speakers());
      client.transport.close();
      client.transport.close();
      CompletableFuture.allOf(first.closed(), second.closed()).get(10, SECONDS);
      assertThatThrownBy(() -> client.open(server.address()))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void pathIsClosedWhenItsLoopIsShutDown(Io io) throws Exception {
    try (Server server = new Server("127.0.0.1")) {
      Client client = new Client(io);
      UdpPath before = client.open(server.address());
      client.close();
      before.close();
      before.closed().get(10, SECONDS);
      try (LogCapture log = LogCapture.of(AbstractChannel.class)) {
        UdpPath after =
            new UdpTransport(io.channels(), Packets.CIPHERS)
                .open(client.group.next(), server.address(), client.listener);
        after.closed().get(10, SECONDS);
        assertThat(log.text()).contains("event executor terminated");
      }
    }
  }

  private static final class NoSpeechListener implements SpeechListener {
    @Override
    public void speechStarts() {}

    @Override
    public void speechEnds() {}
  }

  private static final class Client implements AutoCloseable {
    final RecordingListener listener = new RecordingListener();
    final MultiThreadIoEventLoopGroup group;
    final UdpTransport transport;

    Client(Io io) {
      assumeTrue(io == Io.NIO || Epoll.isAvailable(), "this machine has no epoll");
      group =
          new MultiThreadIoEventLoopGroup(
              1, (ThreadFactory) work -> new Thread(work, "loop"), io.handlers());
      transport = new UdpTransport(io.channels(), Packets.CIPHERS);
    }

    UdpPath open(InetSocketAddress server) {
      return transport.open(group.next(), server, listener);
    }

    @Override
    public void close() {
      transport.close();
      group.shutdownGracefully(0, 10, SECONDS).awaitUninterruptibly(10, SECONDS);
      assertThat(group.isTerminated()).isTrue();
    }
  }

  /** A blocking socket that sends to the last sender. */
  private static final class Server implements AutoCloseable {
    private final DatagramSocket socket;
    private volatile InetSocketAddress clientAddress;

    Server(String host) throws IOException {
      try {
        socket = new DatagramSocket(0, InetAddress.getByName(host));
      } catch (SocketException e) {
        assumeTrue(false, "this machine has no " + host);
        throw e;
      }
      socket.setSoTimeout(10_000);
    }

    InetSocketAddress address() {
      return new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
    }

    int clientPort() {
      return clientAddress.getPort();
    }

    byte[] receive() throws IOException {
      DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
      socket.receive(packet);
      clientAddress = (InetSocketAddress) packet.getSocketAddress();
      return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    void send(byte[] datagram) throws IOException {
      socket.send(new DatagramPacket(datagram, datagram.length, clientAddress));
    }

    @Override
    public void close() {
      socket.close();
    }
  }
}
