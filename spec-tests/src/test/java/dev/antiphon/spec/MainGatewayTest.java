package dev.antiphon.spec;

import static dev.antiphon.spec.TestEnvironment.BOT;
import static dev.antiphon.spec.TestEnvironment.CHANNEL;
import static dev.antiphon.spec.TestEnvironment.GUILD;
import static dev.antiphon.spec.TestEnvironment.LIMIT;
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

/** The main session of the application is lost and is resumed or replaced by a new one. */
class MainGatewayTest {

  @Test
  void connectionRejoinsAfterANewMainSession() throws Exception {
    try (TestEnvironment env = TestEnvironment.open();
        MainSession session = new MainSession(env);
        Voice voice = session.voice(env)) {
      Connection connection = voice.joinChannel(GUILD, CHANNEL);
      CompletableFuture<Transition> back =
          Transitions.until(connection, VoiceState.SELECTING, VoiceState.ESTABLISHED);
      session.lose();
      assertThat(connection.state()).isInstanceOf(ConnectionState.Established.class);
      session.startNew();
      get(back);
      assertThat(Transitions.path(connection))
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
  void connectionIsUnchangedWhenTheMainSessionIsResumed() throws Exception {
    try (TestEnvironment env = TestEnvironment.open();
        MainSession session = new MainSession(env);
        Voice voice = session.voice(env)) {
      Connection connection = voice.joinChannel(GUILD, CHANNEL);
      List<Transition> before = connection.transitions();
      session.lose();
      session.resume();
      connection.opusSend().send(TestEnvironment.frame(1));
      env.server().awaitFrames(GUILD, BOT, 1, LIMIT);
      assertThat(connection.transitions()).isEqualTo(before);
      assertThat(session.sent()).hasSize(1);
    }
  }

  /** A rejoin needs the main session. It waits for the session and then starts immediately. */
  @Test
  void rejoinWaitsForTheMainSession() throws Exception {
    try (TestEnvironment env = TestEnvironment.open();
        MainSession session = new MainSession(env);
        Voice voice = session.voice(env)) {
      Connection connection = voice.joinChannel(GUILD, CHANNEL);
      CompletableFuture<Transition> lost =
          Transitions.until(connection, VoiceState.ESTABLISHED, VoiceState.BACKOFF);
      CompletableFuture<Transition> back =
          Transitions.until(connection, VoiceState.SELECTING, VoiceState.ESTABLISHED);
      session.lose();
      env.server().disconnect(GUILD, BOT, 4006);
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

  /** A main gateway whose session can be lost. It drops all events while the session is lost. */
  private static final class MainSession implements DiscordGateway, AutoCloseable {
    private final FakeDiscordGateway gateway;
    private final CompletableFuture<Listener> subscribed = new CompletableFuture<>();
    private final CompletableFuture<Void> removedFromChannel = new CompletableFuture<>();
    private volatile boolean lost;

    MainSession(TestEnvironment env) {
      gateway = FakeDiscordGateway.strict(BOT, env.server());
    }

    Voice voice(TestEnvironment env) {
      return Voice.builder(this).userId(BOT).options(env.options(options -> {})).build();
    }

    void lose() {
      lost = true;
      subscribed.join().sessionLost();
    }

    void resume() {
      lost = false;
      subscribed.join().sessionResumed();
    }

    /** Starts a new session. Discord removes a user without a session from its channel first. */
    void startNew() throws Exception {
      gateway.send(new UpdateVoiceState(GUILD, OptionalLong.empty(), false, false));
      get(removedFromChannel);
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
                removedFromChannel.complete(null);
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
