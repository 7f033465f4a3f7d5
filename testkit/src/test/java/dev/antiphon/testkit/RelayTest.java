package dev.antiphon.testkit;

import static dev.antiphon.testkit.TestClient.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.protocol.ClientDisconnect;
import dev.antiphon.protocol.ClientsConnect;
import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.Speaking;
import dev.antiphon.testkit.TestClient.Frame;
import dev.antiphon.testkit.record.ServerEvent.FrameReceived;
import dev.antiphon.testkit.record.ServerEvent.SpeakingChanged;
import dev.antiphon.testkit.record.ServerEvent.Violation;
import dev.antiphon.testkit.record.ViolationKind;
import dev.antiphon.udp.internal.DiscoveryPacket;
import dev.antiphon.udp.internal.OpusPacket;
import dev.antiphon.udp.internal.RtpHeader;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RelayTest {

  private EmbeddedVoiceServer server;

  @BeforeEach
  void start() {
    server = EmbeddedVoiceServer.builder().plain().start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void awaitViolation(ViolationKind kind) {
    server.await(Violation.class, v -> v.kind() == kind, LIMIT);
  }

  @Test
  void twoClientsWithDifferentModesReceiveEachOthersFrames() {
    try (TestClient a = TestClient.open(server, 1, 2).join(EncryptionMode.AEAD_AES256_GCM_RTPSIZE);
        TestClient b =
            TestClient.open(server, 1, 3).join(EncryptionMode.AEAD_XCHACHA20_POLY1305_RTPSIZE);
        TestClient elsewhere = TestClient.joined(server, 4, 5)) {
      a.speak(1);
      assertThat(b.next(Speaking.class).userId()).hasValue(2);
      b.speak(5);
      Speaking received = a.next(Speaking.class);
      assertThat(received.userId()).hasValue(3);
      assertThat(received.speaking()).isEqualTo(5);
      assertThat(received.ssrc()).isEqualTo(b.ready.ssrc());

      for (int i = 0; i < 3; i++) {
        a.sendFrame(100 + i, new byte[] {1, (byte) i});
        Frame frame = b.receiveFrame();
        assertThat(frame.opus()).containsExactly(1, i);
        assertThat(frame.nonce()).isEqualTo(i);
        assertThat(frame.header())
            .isEqualTo(RtpHeader.voice(100 + i, (100 + i) * 960L, a.ready.ssrc()));
      }
      b.sendFrame(7, new byte[] {9});
      assertThat(a.receiveFrame().opus()).containsExactly(9);
      assertThat(server.summary().framesForwarded()).isEqualTo(4);
      assertThat(elsewhere.waiting()).noneMatch(e -> e.message() instanceof Speaking);
    }
  }

  @Test
  void membersAreNotifiedOfEachOther() {
    try (TestClient a = TestClient.joined(server, 1, 2)) {
      a.speak(1);
      server.await(SpeakingChanged.class, s -> true, LIMIT);
      try (TestClient b = TestClient.joined(server, 1, 3)) {
        assertThat(a.next(ClientsConnect.class).userIds()).containsExactly(3L);
        b.close(1000);
        assertThat(a.next(ClientDisconnect.class).userId()).isEqualTo(3);
      }
      try (TestClient c = TestClient.open(server, 1, 4)) {
        c.send(c.identify());
        assertThat(c.next(ClientsConnect.class).userIds()).containsExactly(2L);
        Speaking known = c.next(Speaking.class);
        assertThat(known.userId()).hasValue(2);
        assertThat(known.ssrc()).isEqualTo(a.ready.ssrc());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void echoedFrameHasTheSsrcOfTheEchoUser(EncryptionMode mode) {
    server.close();
    server = EmbeddedVoiceServer.builder().plain().echo(true).start();
    try (TestClient client = TestClient.open(server, 1, 2)) {
      client.send(client.identify());
      client.ready = client.next(dev.antiphon.protocol.Ready.class);
      assertThat(client.next(ClientsConnect.class).userIds())
          .containsExactly(EmbeddedVoiceServer.ECHO_USER_ID);
      Speaking echo = client.next(Speaking.class);
      assertThat(echo.userId()).hasValue(EmbeddedVoiceServer.ECHO_USER_ID);
      assertThat(echo.ssrc()).isNotEqualTo(client.ready.ssrc());
      DiscoveryPacket seen = client.discover();
      client.select(seen.address(), seen.port(), mode.wireName());
      client.speak(1);
      server.await(SpeakingChanged.class, s -> true, LIMIT);
      client.sendFrame(1, new byte[] {1, 2, 3});
      Frame received = client.receiveFrame();
      assertThat(received.opus()).containsExactly(1, 2, 3);
      assertThat(received.header().ssrc()).isEqualTo(echo.ssrc());
    }
  }

  @Test
  void sixthFrameBeforeTheSpeakingMessageIsRecordedButNotForwarded() {
    try (TestClient a = TestClient.joined(server, 1, 2);
        TestClient b = TestClient.joined(server, 1, 3)) {
      for (byte frame = 1; frame <= 6; frame++) {
        a.sendFrame(frame, new byte[] {frame});
      }
      awaitViolation(ViolationKind.FRAME_BEFORE_SPEAKING);
      assertThat(server.frames(1, 2)).hasSize(6);
      for (byte frame = 1; frame <= 5; frame++) {
        assertThat(b.receiveFrame().opus()).containsExactly(frame);
      }
      a.speak(1);
      b.next(Speaking.class);
      a.sendFrame(7, new byte[] {7});
      assertThat(b.receiveFrame().opus()).containsExactly(7);
    }
  }

  @Test
  void silenceFrameIsRecordedAsSilence() {
    try (TestClient a = TestClient.joined(server, 1, 2)) {
      a.speak(1);
      a.sendFrame(1, new byte[] {1});
      a.sendFrame(2, OpusPacket.silence());
      assertThat(server.awaitFrames(1, 2, 2, LIMIT))
          .extracting(FrameReceived::silence)
          .containsExactly(false, true);
    }
  }

  @Test
  void changedRtpPacketIsNotRecorded() {
    try (TestClient a = TestClient.joined(server, 1, 2)) {
      a.speak(1);
      RtpHeader header = RtpHeader.voice(1, 960, a.ready.ssrc());
      byte[] packet = a.sealed(header, new byte[] {1, 2, 3});
      for (int at : List.of(1, 3, 13, packet.length - 5, packet.length - 1)) {
        byte[] tampered = packet.clone();
        tampered[at] ^= 1;
        a.sendDatagram(tampered);
      }
      a.sendDatagram(packet);
      server.awaitFrames(1, 2, 1, LIMIT);
      assertThat(server.summary().violations()).containsEntry(ViolationKind.UNAUTHENTIC, 5L);
      assertThat(server.summary().frames()).isEqualTo(1);
    }
  }

  @Test
  void replayedPacketIsNotRecordedAgain() {
    try (TestClient a = TestClient.joined(server, 1, 2)) {
      a.speak(1);
      byte[] packet = a.sealed(RtpHeader.voice(1, 960, a.ready.ssrc()), new byte[] {1});
      a.sendDatagram(packet);
      a.sendDatagram(packet);
      awaitViolation(ViolationKind.NONCE_REUSED);
      assertThat(server.frames(1, 2)).hasSize(1);
    }
  }

  @Test
  void headerExtensionContributingSourcesAndPaddingAreRemoved() {
    try (TestClient a = TestClient.joined(server, 1, 2);
        TestClient b = TestClient.joined(server, 1, 3)) {
      a.speak(1);
      b.next(Speaking.class);
      RtpHeader header =
          new RtpHeader(
              true,
              true,
              RtpHeader.OPUS,
              5,
              6,
              a.ready.ssrc(),
              List.of(77L),
              Optional.of(new RtpHeader.Extension(0xBEDE, 1)));
      a.sendDatagram(a.sealed(header, new byte[] {0, 0, 0, 0, 1, 2, 3, 0, 2}));
      assertThat(server.awaitFrames(1, 2, 1, LIMIT).get(0).opus().toByteArray())
          .containsExactly(1, 2, 3);
      assertThat(b.receiveFrame().opus()).containsExactly(1, 2, 3);

      a.sendDatagram(a.sealed(header, new byte[] {1}));
      awaitViolation(ViolationKind.MALFORMED_DATAGRAM);
      assertThat(server.summary().frames()).isEqualTo(1);
    }
  }

  @Test
  void rtpPacketBeforeSelectProtocolIsIgnored() {
    try (TestClient keyed = TestClient.joined(server, 1, 2);
        TestClient a = TestClient.open(server, 1, 3)) {
      a.send(a.identify());
      a.ready = a.next(dev.antiphon.protocol.Ready.class);
      a.sendDatagram(keyed.sealed(RtpHeader.voice(1, 1, a.ready.ssrc()), new byte[] {1}));
      awaitViolation(ViolationKind.FRAME_BEFORE_DESCRIPTION);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 3, 70, 74, 75})
  void invalidDiscoveryRequestIsNotAnswered(int variant) {
    try (TestClient a = TestClient.joined(server, 1, 2)) {
      byte[] request = DiscoveryPacket.request(a.ready.ssrc()).encode();
      switch (variant) {
        case 0 -> request[7] ^= 0x55; // an SSRC that nobody has
        case 2 -> request[1] = 2; // a reply
        case 3 -> request[3] = 66; // another length field
        case 70, 75 -> request = java.util.Arrays.copyOf(request, variant);
        default -> request[1] = 9;
      }
      a.sendDatagram(request);
      server.await(Violation.class, v -> true, LIMIT);
      assertThat(a.discover().port()).isEqualTo(a.udpAddress().getPort());
    }
  }

  @Test
  void speakingMessageWithAWrongSsrcIsForwardedWithTheCorrectSsrc() {
    try (TestClient a = TestClient.joined(server, 1, 2);
        TestClient b = TestClient.joined(server, 1, 3)) {
      a.send(new Speaking(java.util.OptionalLong.empty(), 1, 0, 4_000_000_000L));
      assertThat(b.next(Speaking.class).ssrc()).isEqualTo(a.ready.ssrc());
      awaitViolation(ViolationKind.FOREIGN_SSRC);
    }
  }

  @Test
  void secondSelectProtocolIsAnsweredWithANewKeyAndMode() {
    try (TestClient a =
        TestClient.open(server, 1, 2).join(EncryptionMode.AEAD_AES256_GCM_RTPSIZE)) {
      var first = a.description;
      a.select("127.0.0.1", 9, EncryptionMode.AEAD_XCHACHA20_POLY1305_RTPSIZE.wireName());
      assertThat(a.description.secretKey()).isNotEqualTo(first.secretKey());
      a.speak(1);
      a.sendFrame(1, new byte[] {4});
      assertThat(server.awaitFrames(1, 2, 1, LIMIT).get(0).opus().toByteArray()).containsExactly(4);
    }
  }

  @Test
  void audioIsSentToTheSelectedAddressWithoutDiscovery() {
    try (TestClient a = TestClient.joined(server, 1, 2);
        TestClient b = TestClient.open(server, 1, 3)) {
      b.send(b.identify());
      b.ready = b.next(dev.antiphon.protocol.Ready.class);
      b.select("127.0.0.1", b.udpAddress().getPort(), a.description.mode());
      a.speak(1);
      b.next(Speaking.class);
      a.sendFrame(1, new byte[] {8});
      assertThat(b.receiveFrame().opus()).containsExactly(8);
    }
  }
}
