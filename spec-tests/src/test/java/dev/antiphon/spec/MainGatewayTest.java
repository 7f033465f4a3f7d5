package dev.antiphon.spec;

import static dev.antiphon.spec.Scene.BOT;
import static dev.antiphon.spec.Scene.CHANNEL;
import static dev.antiphon.spec.Scene.GUILD;
import static dev.antiphon.spec.Scene.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.Connection;
import dev.antiphon.ConnectionState;
import dev.antiphon.Voice;
import dev.antiphon.audit.Transition;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The application's own session at Discord goes away and comes back, resumed or new. */
class MainGatewayTest {

  @Test
  void aNewMainSessionIsJoinedAnew() throws Exception {
    try (Scene scene = Scene.open();
        MainSession session = new MainSession(scene);
        Voice voice = session.voice(scene)) {
      Connection connection = voice.joinChannel(GUILD, CHANNEL);
      CompletableFuture<Transition> back =
          Waiting.until(connection, VoiceState.SELECTING, VoiceState.ESTABLISHED);
      session.lose();
      assertThat(connection.state()).isInstanceOf(ConnectionState.Established.class);
      session.startAnew();
      get(back);
      assertThat(Waiting.path(connection))
          .endsWith(
              "AwaitingServerUpdate Rejoin",
              "Identifying",
              "Ready",
              "Discovering",
              "Selecting",
              "Established");
    }
  }

  @Test
  void aMainSessionThatIsResumedCostsNothing() throws Exception {
    try (Scene scene = Scene.open();
        MainSession session = new MainSession(scene);
        Voice voice = session.voice(scene)) {
      Connection connection = voice.joinChannel(GUILD, CHANNEL);
      List<Transition> before = connection.transitions();
      session.lose();
      session.resume();
      connection.opusSend().send(Scene.frame(1));
      scene.server().awaitFrames(GUILD, BOT, 1, LIMIT);
      assertThat(connection.transitions()).isEqualTo(before);
      assertThat(session.sent()).hasSize(1);
    }
  }

  /** Without its main session it can not rejoin, so it waits; then it does so at once. */
  @Test
  void aRejoinWaitsForTheMainSession() throws Exception {
    try (Scene scene = Scene.open();
        MainSession session = new MainSession(scene);
        Voice voice = session.voice(scene)) {
      Connection connection = voice.joinChannel(GUILD, CHANNEL);
      CompletableFuture<Transition> lost =
          Waiting.until(connection, VoiceState.ESTABLISHED, VoiceState.BACKOFF);
      CompletableFuture<Transition> back =
          Waiting.until(connection, VoiceState.SELECTING, VoiceState.ESTABLISHED);
      session.lose();
      scene.server().disconnect(GUILD, BOT, 4006);
      get(lost);
      session.resume();
      get(back);
      assertThat(session.sent())
          .extracting(UpdateVoiceState::channelId)
          .containsExactly(
              OptionalLong.of(CHANNEL), OptionalLong.empty(), OptionalLong.of(CHANNEL));
    }
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  /** A main gateway whose session can be lost; what happens meanwhile is never told. */
  private static final class MainSession implements DiscordGateway, AutoCloseable {
    private final FakeDiscordGateway gateway;
    private final CompletableFuture<Listener> subscribed = new CompletableFuture<>();
    private final CompletableFuture<Void> forgotten = new CompletableFuture<>();
    private volatile boolean lost;

    MainSession(Scene scene) {
      gateway = FakeDiscordGateway.strict(BOT, scene.server());
    }

    Voice voice(Scene scene) {
      return Voice.builder(this).userId(BOT).options(scene.options(options -> {})).build();
    }

    void lose() {
      lost = true;
      subscribed.join().sessionLost();
    }

    void resume() {
      lost = false;
      subscribed.join().sessionResumed();
    }

    /** Discord lists nobody who has no session. */
    void startAnew() throws Exception {
      gateway.send(new UpdateVoiceState(GUILD, OptionalLong.empty(), false, false));
      get(forgotten);
      lost = false;
      subscribed.join().sessionStarted();
    }

    List<UpdateVoiceState> sent() {
      return gateway.sent();
    }

    @Override
    public CompletionStage<Void> send(UpdateVoiceState update) {
      return gateway.send(update);
    }

    @Override
    public Subscription subscribe(Listener listener) {
      subscribed.complete(listener);
      return gateway.subscribe(
          new Listener() {
            @Override
            public void voiceStateUpdate(VoiceStateUpdate update) {
              if (lost) {
                forgotten.complete(null);
              } else {
                listener.voiceStateUpdate(update);
              }
            }

            @Override
            public void voiceServerUpdate(VoiceServerUpdate update) {
              if (!lost) {
                listener.voiceServerUpdate(update);
              }
            }
          });
    }

    @Override
    public void close() {
      gateway.close();
    }
  }
}
