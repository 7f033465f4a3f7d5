package dev.antiphon.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.Connection;
import dev.antiphon.ConnectionState;
import dev.antiphon.Voice;
import dev.antiphon.VoiceOptions;
import dev.antiphon.protocol.SpeakingFlag;
import dev.antiphon.statemachine.audit.Transition;
import dev.antiphon.statemachine.flow.VoiceState;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.FakeDiscordGateway;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The whole scene on real sockets: join, speak, stream, leave. */
class FirstSoundTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final long GUILD = 41771983423143937L;
  private static final long CHANNEL = 127121515262115840L;
  private static final long BOT = 104694319306248192L;

  @Test
  void joinsSpeaksAndLeaves() throws Exception {
    try (EmbeddedVoiceServer server = EmbeddedVoiceServer.builder().tls().start();
        FakeDiscordGateway gateway = FakeDiscordGateway.strict(BOT, server);
        Voice voice =
            Voice.builder(gateway)
                .userId(BOT)
                .options(VoiceOptions.builder().trust(server.caCertificate()).build())
                .build()) {
      Connection connection = voice.joinChannel(GUILD, CHANNEL);
      assertThat(connection.state()).isInstanceOf(ConnectionState.Established.class);
      connection.speaking(SpeakingFlag.MICROPHONE);
      for (int i = 0; i < 10; i++) {
        connection.opusSend().send(new byte[] {(byte) 0xF8, (byte) i, 1, 2, 3});
      }
      connection.stopSpeaking();
      connection.close();
      assertThat(connection.state()).isInstanceOf(ConnectionState.Disconnected.class);
      server.awaitFrames(GUILD, BOT, 15, LIMIT);
      List<Integer> heard =
          server.frames(GUILD, BOT).stream()
              .filter(frame -> !frame.silence())
              .map(frame -> (int) frame.opus().toByteArray()[1])
              .toList();
      assertThat(heard).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
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
    }
  }
}
