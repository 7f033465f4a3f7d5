package dev.antiphon.spec;

import static dev.antiphon.spec.Scene.BOT;
import static dev.antiphon.spec.Scene.GUILD;
import static dev.antiphon.spec.Scene.LIMIT;
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

/** The whole scene on real sockets: join, speak, stream, leave. */
class FirstSoundTest {
  private static final int SILENCE = 5;

  @ParameterizedTest
  @CsvSource({
    "AEAD_AES256_GCM_RTPSIZE, true, STATE_FIRST",
    "AEAD_AES256_GCM_RTPSIZE, false, SERVER_FIRST",
    "AEAD_XCHACHA20_POLY1305_RTPSIZE, true, SERVER_FIRST",
    "AEAD_XCHACHA20_POLY1305_RTPSIZE, false, STATE_FIRST"
  })
  @Tag("P10")
  void everyFrameArrivesWholeAndInOrder(
      EncryptionMode mode, boolean tls, FakeDiscordGateway.Order order) throws Exception {
    List<byte[]> frames = Scene.frames(60);
    try (Scene scene =
        Scene.open(
            server -> {
              server.modes(mode);
              if (!tls) {
                server.plain();
              }
            })) {
      Scene.Bot bot = scene.bot();
      bot.gateway().order(order);
      Connection connection = bot.join();
      assertThat(connection.state()).isInstanceOf(ConnectionState.Established.class);
      connection.speaking(SpeakingFlag.MICROPHONE);
      Scene.sendAll(connection, frames);
      connection.stopSpeaking();
      List<FrameReceived> heard =
          scene.server().awaitFrames(GUILD, BOT, frames.size() + SILENCE, LIMIT);
      connection.close();

      assertThat(heard.stream().filter(frame -> !frame.silence()))
          .extracting(frame -> frame.opus().toByteArray())
          .containsExactlyElementsOf(frames);
      assertThat(heard).extracting(FrameReceived::nonce).isSorted().doesNotHaveDuplicates();
      for (int i = 1; i < heard.size(); i++) {
        FrameReceived before = heard.get(i - 1);
        assertThat(heard.get(i).sequence()).isEqualTo((before.sequence() + 1) & 0xFFFF);
        assertThat((heard.get(i).timestamp() - before.timestamp()) & 0xFFFF_FFFFL)
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
      assertThat(scene.server().events()).noneMatch(ServerEvent.Violation.class::isInstance);
    }
  }

  @Test
  @Tag("P9")
  void speakingGoesOutBeforeTheFirstFrameAndSpeakingNothingAfterTheSilence() throws Exception {
    try (Scene scene = Scene.open()) {
      Connection connection = scene.bot().join();
      Scene.sendAll(connection, Scene.frames(3));
      connection.stopSpeaking();
      scene.server().awaitFrames(GUILD, BOT, 3 + SILENCE, LIMIT);
      scene
          .server()
          .await(2, event -> event instanceof SpeakingChanged said && said.speaking() == 0, LIMIT);
      assertThat(scene.server().events().stream().filter(SpeakingChanged.class::isInstance))
          .extracting(event -> ((SpeakingChanged) event).speaking())
          .containsExactly(0, SpeakingFlag.MICROPHONE.bit(), 0);
    }
  }

  @Test
  void readyBeforeHelloIsAsGoodAsAfterIt() throws Exception {
    CompletableFuture<Void> readyIsOut = new CompletableFuture<>();
    ServerBehaviour helloLate =
        new ServerBehaviour() {
          @Override
          public Verdict outgoing(Peer to, GatewayMessage message) {
            if (message instanceof Ready) {
              readyIsOut.complete(null);
            }
            return message instanceof Hello ? Verdict.holdUntil(readyIsOut) : Verdict.deliver();
          }
        };
    try (Scene scene = Scene.open(server -> server.behaviour(helloLate))) {
      Connection connection = scene.bot().join();
      Scene.sendAll(connection, Scene.frames(2));
      connection.stopSpeaking();
      scene.server().awaitFrames(GUILD, BOT, 2 + SILENCE, LIMIT);
      assertThat(connection.statistics().violations()).isZero();
    }
  }
}
