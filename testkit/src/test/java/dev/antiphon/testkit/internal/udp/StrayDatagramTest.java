package dev.antiphon.testkit.internal.udp;

import static dev.antiphon.testkit.TestClient.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.protocol.Identify;
import dev.antiphon.protocol.Ready;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.TestClient;
import dev.antiphon.testkit.fault.StrayDatagram;
import dev.antiphon.udp.internal.DiscoveryPacket;
import dev.antiphon.udp.internal.MalformedPacketException;
import dev.antiphon.udp.internal.RtpHeader;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Unexpected datagrams and a closed UDP port. */
class StrayDatagramTest {

  private static final long GUILD = 1;
  private static final long USER = 2;

  private final EmbeddedVoiceServer server =
      EmbeddedVoiceServer.builder().plain().echo(true).start();
  private TestClient client;

  @BeforeEach
  void join() {
    client = TestClient.joined(server, GUILD, USER);
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private byte[] injected(StrayDatagram what) {
    assertThat(server.inject(GUILD, USER, what)).isTrue();
    return client.receiveDatagram();
  }

  private static DiscoveryPacket discovery(byte[] bytes) throws MalformedPacketException {
    return DiscoveryPacket.parse(bytes, bytes.length);
  }

  @Test
  void injectSendsGarbageAnEmptyDatagramAndAKeepalive() {
    assertThat(injected(StrayDatagram.GARBAGE)).hasSize(100).doesNotContain(0x80);
    assertThat(injected(StrayDatagram.EMPTY)).isEmpty();
    assertThat(injected(StrayDatagram.KEEPALIVE)).hasSize(8);
  }

  @Test
  void injectSendsTheLastAudioPacketAgain() {
    assertThat(server.inject(GUILD, USER, StrayDatagram.REPLAYED)).isFalse();
    client.speak(1);
    client.sendFrame(5, new byte[] {9});
    byte[] first = client.receiveDatagram();
    assertThat(injected(StrayDatagram.REPLAYED)).isEqualTo(first);
  }

  @Test
  void injectSendsAudioThatCannotBeDecrypted() throws MalformedPacketException {
    byte[] packet = injected(StrayDatagram.UNAUTHENTIC);
    assertThat(RtpHeader.parse(packet, packet.length).ssrc()).isNotEqualTo(client.ready.ssrc());
    assertThat(client.opened(packet)).isEmpty();
  }

  @Test
  void injectSendsAudioWithAnUnknownSsrcOrTheSsrcOfTheClient() {
    assertThat(server.inject(GUILD, USER, StrayDatagram.FOREIGN_SSRC)).isTrue();
    assertThat(client.receiveFrame().header().ssrc()).isEqualTo(client.ready.ssrc() ^ 0x8000_0000L);
    assertThat(server.inject(GUILD, USER, StrayDatagram.OWN_SSRC)).isTrue();
    assertThat(client.receiveFrame().header().ssrc()).isEqualTo(client.ready.ssrc());
  }

  @Test
  void injectSendsUnencryptedAndEncryptedRtcp() {
    byte[] clear = injected(StrayDatagram.RTCP);
    assertThat(Arrays.copyOf(clear, 4)).containsExactly(0x80, 200, 0, 6);
    assertThat(clear).hasSize(28);
    byte[] encrypted = injected(StrayDatagram.ENCRYPTED_RTCP);
    assertThat(Arrays.copyOf(encrypted, 8)).isEqualTo(Arrays.copyOf(clear, 8));
    assertThat(encrypted).hasSize(48);
  }

  @Test
  void injectSendsAnUnrequestedDiscoveryReplyAndAReplyForAnotherSsrc()
      throws MalformedPacketException {
    DiscoveryPacket late = discovery(injected(StrayDatagram.DISCOVERY_REPLY));
    assertThat(late.ssrc()).isEqualTo(client.ready.ssrc());
    assertThat(late.port()).isEqualTo(client.udpAddress().getPort());
    DiscoveryPacket others = discovery(injected(StrayDatagram.FOREIGN_DISCOVERY_REPLY));
    assertThat(others.ssrc()).isNotEqualTo(client.ready.ssrc());
  }

  @ParameterizedTest
  @EnumSource(StrayDatagram.class)
  void injectReturnsFalseBeforeTheClientAddressIsKnown(StrayDatagram what) {
    assertThat(server.inject(GUILD, 99, what)).isFalse();
    try (TestClient early = TestClient.open(server, GUILD, 3)) {
      early.send(new Identify(GUILD, 3, early.session(), TestClient.TOKEN, 0));
      early.next(Ready.class);
      assertThat(server.inject(GUILD, 3, what)).isFalse();
    }
  }

  @Test
  void closedUdpPortIsUnreachableUntilOpenUdpIsCalled() throws IOException {
    server.closeUdp();
    server.closeUdp();
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout((int) LIMIT.toMillis());
      socket.connect(new InetSocketAddress("127.0.0.1", server.udpPort()));
      socket.send(new DatagramPacket(new byte[8], 8));
      assertThatThrownBy(() -> socket.receive(new DatagramPacket(new byte[8], 8)))
          .isInstanceOf(PortUnreachableException.class);
    }
    assertThat(server.inject(GUILD, USER, StrayDatagram.GARBAGE)).isFalse();
    try (TestClient newClient = TestClient.open(server, GUILD, 3)) {
      newClient.send(newClient.identify());
      assertThat(newClient.next(Ready.class).port()).isEqualTo(server.udpPort());
    }
    server.openUdp();
    server.openUdp();
    client.discover();
    assertThat(injected(StrayDatagram.GARBAGE)).hasSize(100);
  }

  @Test
  void udpPortIsOpenAfterACrash() {
    server.closeUdp();
    server.die(true);
    server.openUdp();
    server.closeUdp();
    server.comeBack();
    client.discover();
  }
}
