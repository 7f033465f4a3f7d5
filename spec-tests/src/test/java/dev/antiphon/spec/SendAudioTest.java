package dev.antiphon.spec;

import static dev.antiphon.spec.TestEnvironment.BOT;
import static dev.antiphon.spec.TestEnvironment.GUILD;
import static dev.antiphon.spec.TestEnvironment.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.Connection;
import dev.antiphon.ConnectionState;
import dev.antiphon.audit.Transition;
import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.Hello;
import dev.antiphon.protocol.Ready;
import dev.antiphon.protocol.SpeakingFlag;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.record.ServerEvent.FrameReceived;
import dev.antiphon.testkit.record.ServerEvent.SpeakingChanged;
import dev.antiphon.testkit.server.Peer;
import dev.antiphon.testkit.server.ServerBehaviour;
import dev.antiphon.testkit.server.Verdict;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A complete call on real sockets: join, send audio, leave. */
class SendAudioTest {
  private static final int SILENCE = 5;

  @ParameterizedTest
  @CsvSource({
    "AEAD_AES256_GCM_RTPSIZE, true, STATE_FIRST",
    "AEAD_AES256_GCM_RTPSIZE, false, SERVER_FIRST",
    "AEAD_XCHACHA20_POLY1305_RTPSIZE, true, SERVER_FIRST",
    "AEAD_XCHACHA20_POLY1305_RTPSIZE, false, STATE_FIRST"
  })
  @Tag("P10")
  void everyFrameArrivesUnchangedAndInOrder(
      EncryptionMode mode, boolean tls, FakeDiscordGateway.Order order) throws Exception {
    List<byte[]> frames = TestEnvironment.frames(60);
    try (TestEnvironment env =
        TestEnvironment.open(
            server -> {
              server.modes(mode);
              if (!tls) {
                server.plain();
              }
            })) {
      TestEnvironment.Bot bot = env.bot();
      bot.gateway().order(order);
      Connection connection = bot.join();
      assertThat(connection.state()).isInstanceOf(ConnectionState.Established.class);
      connection.speaking(SpeakingFlag.MICROPHONE);
      TestEnvironment.sendAll(connection, frames);
      connection.stopSpeaking();
      List<FrameReceived> received =
          env.server().awaitFrames(GUILD, BOT, frames.size() + SILENCE, LIMIT);
      connection.close();

      assertThat(received.stream().filter(frame -> !frame.silence()))
          .extracting(frame -> frame.opus().toByteArray())
          .containsExactlyElementsOf(frames);
      assertThat(received).extracting(FrameReceived::nonce).isSorted().doesNotHaveDuplicates();
      for (int i = 1; i < received.size(); i++) {
        FrameReceived before = received.get(i - 1);
        assertThat(received.get(i).sequence()).isEqualTo((before.sequence() + 1) & 0xFFFF);
        assertThat((received.get(i).timestamp() - before.timestamp()) & 0xFFFF_FFFFL)
            .isPositive()
            .matches(step -> step % 960 == 0, "a multiple of one frame");
      }
      assertThat(connection.transitions())
          .extracting(Transition::to)
          .containsExactly(
              VoiceState.AWAITING_SERVER_UPDATE,
              VoiceState.IDENTIFYING,
              VoiceState.READY,
              VoiceState.DISCOVERING,
              VoiceState.SELECTING,
              VoiceState.ESTABLISHED,
              VoiceState.DISCONNECTED);
      assertThat(connection.state())
          .isEqualTo(new ConnectionState.Disconnected(DisconnectReason.REQUESTED));
      assertThat(connection.statistics().framesSent()).isEqualTo(frames.size());
      assertThat(connection.statistics().violations()).isZero();
      assertThat(env.server().events()).noneMatch(ServerEvent.Violation.class::isInstance);
    }
  }

  @Test
  @Tag("P9")
  void speakingMessagesAreSentBeforeTheFirstFrameAndAfterTheSilence() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Connection connection = env.bot().join();
      TestEnvironment.sendAll(connection, TestEnvironment.frames(3));
      connection.stopSpeaking();
      env.server().awaitFrames(GUILD, BOT, 3 + SILENCE, LIMIT);
      env.server()
          .await(
              2,
              event -> event instanceof SpeakingChanged changed && changed.speaking() == 0,
              LIMIT);
      assertThat(env.server().events().stream().filter(SpeakingChanged.class::isInstance))
          .extracting(event -> ((SpeakingChanged) event).speaking())
          .containsExactly(0, SpeakingFlag.MICROPHONE.bit(), 0);
    }
  }

  @Test
  void joinSucceedsWhenReadyArrivesBeforeHello() throws Exception {
    CompletableFuture<Void> readyIsSent = new CompletableFuture<>();
    ServerBehaviour delayHello =
        new ServerBehaviour() {
          @Override
          public Verdict outgoing(Peer to, GatewayMessage message) {
            if (message instanceof Ready) {
              readyIsSent.complete(null);
            }
            return message instanceof Hello ? Verdict.holdUntil(readyIsSent) : Verdict.deliver();
          }
        };
    try (TestEnvironment env = TestEnvironment.open(server -> server.behaviour(delayHello))) {
      Connection connection = env.bot().join();
      TestEnvironment.sendAll(connection, TestEnvironment.frames(2));
      connection.stopSpeaking();
      env.server().awaitFrames(GUILD, BOT, 2 + SILENCE, LIMIT);
      assertThat(connection.statistics().violations()).isZero();
    }
  }
}
