package dev.antiphon.spec;

import static dev.antiphon.spec.Scene.BOT;
import static dev.antiphon.spec.Scene.GUILD;
import static dev.antiphon.spec.Scene.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.Connection;
import dev.antiphon.ConnectionState;
import dev.antiphon.statemachine.flow.VoiceState;
import dev.antiphon.testkit.ServerEvent;
import dev.antiphon.testkit.ServerEvent.FrameReceived;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The connection is cut and goes on. */
class SurviveTest {

  @Test
  void aCutInTheMiddleOfSpeechIsResumedWithoutAGapOrARepeat() throws Exception {
    List<byte[]> frames = Scene.frames(120);
    try (Scene scene = Scene.open()) {
      Scene.Bot bot = scene.bot();
      Connection connection = bot.join();
      CompletableFuture<Void> resumed = whenIn(connection, VoiceState.RESUMING, VoiceState.ESTABLISHED);
      Scene.sendAll(connection, frames.subList(0, 60));
      assertThat(scene.server().dropConnection(GUILD, BOT)).isTrue();
      Scene.sendAll(connection, frames.subList(60, 120));
      resumed.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      connection.stopSpeaking();
      List<FrameReceived> heard =
          scene.server().awaitFrames(GUILD, BOT, frames.size() + 5, LIMIT);
      assertThat(heard.stream().filter(frame -> !frame.silence()))
          .extracting(frame -> frame.opus().toByteArray())
          .containsExactlyElementsOf(frames);
      for (int i = 1; i < heard.size(); i++) {
        assertThat(heard.get(i).sequence()).isEqualTo((heard.get(i - 1).sequence() + 1) & 0xFFFF);
        assertThat(heard.get(i).nonce()).isEqualTo(heard.get(i - 1).nonce() + 1);
      }
      assertThat(scene.server().events()).anyMatch(ServerEvent.Resumed.class::isInstance);
      assertThat(scene.server().events()).noneMatch(ServerEvent.Violation.class::isInstance);
      assertThat(connection.state()).isInstanceOf(ConnectionState.Established.class);
    }
  }

  @Test
  void anInvalidSessionIsReplacedByAFreshOne() throws Exception {
    try (Scene scene = Scene.open()) {
      Scene.Bot bot = scene.bot(options -> options.voiceStateSpacing(java.time.Duration.ofMillis(1)));
      Connection connection = bot.join();
      CompletableFuture<Void> back = whenIn(connection, VoiceState.SELECTING, VoiceState.ESTABLISHED);
      scene.server().disconnect(GUILD, BOT, 4006);
      back.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      connection.transitions().forEach(t -> System.err.println(t.toJson()));
      System.err.println(bot.gateway().sent());
    }
  }

  private static CompletableFuture<Void> whenIn(
      Connection connection, VoiceState from, VoiceState to) {
    CompletableFuture<Void> there = new CompletableFuture<>();
    connection.onTransition(
        transition -> {
          if (transition.from() == from && transition.to() == to) {
            there.complete(null);
          }
        });
    return there;
  }
}
