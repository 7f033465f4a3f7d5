package dev.antiphon.spec;

import static dev.antiphon.spec.TestEnvironment.BOT;
import static dev.antiphon.spec.TestEnvironment.CHANNEL;
import static dev.antiphon.spec.TestEnvironment.GUILD;
import static dev.antiphon.spec.TestEnvironment.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.antiphon.Voice;
import dev.antiphon.VoiceConnectException;
import dev.antiphon.fixtures.LogCapture;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.DiscordGateway.Listener;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Blocking joins on the thread that delivers the events of the main gateway. */
class DispatchThreadTest {
  private static final Duration SHORT = Duration.ofMillis(50);

  /** An event of the main gateway. */
  private enum Event {
    VOICE_STATE_OF_ANOTHER_USER(
        listener ->
            listener.voiceStateUpdate(
                new VoiceStateUpdate(
                    GUILD, OptionalLong.of(CHANNEL), BOT + 1, "other", false, false))),
    VOICE_SERVER(
        listener ->
            listener.voiceServerUpdate(new VoiceServerUpdate(GUILD, "t", Optional.empty()))),
    SESSION_LOST(Listener::sessionLost),
    SESSION_RESUMED(Listener::sessionResumed),
    SESSION_STARTED(Listener::sessionStarted),
    GUILD_REMOVED(listener -> listener.guildRemoved(GUILD)),
    CHANNEL_DELETED(listener -> listener.channelDeleted(GUILD, CHANNEL)),
    PERMISSION_LOST(listener -> listener.connectPermissionLost(GUILD, CHANNEL));

    private final Consumer<Listener> delivery;

    Event(Consumer<Listener> delivery) {
      this.delivery = delivery;
    }
  }

  @ParameterizedTest
  @EnumSource
  void joinIsRefusedOnAThreadThatHasDeliveredAnyEvent(Event event) {
    ManualGateway gateway = new ManualGateway();
    try (TestEnvironment env = TestEnvironment.open();
        Voice voice = voice(env, gateway)) {
      event.delivery.accept(gateway.listener);
      if (event == Event.SESSION_LOST) {
        gateway.listener.sessionResumed();
      }
      assertThatThrownBy(() -> voice.joinChannel(GUILD, CHANNEL))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("joinChannelAsync");
    }
  }

  @Test
  void joinIsRefusedBeforeTheFirstEventWhenTheGatewayKnowsItsThread() throws Exception {
    try (TestEnvironment env = TestEnvironment.open();
        FakeDiscordGateway gateway = FakeDiscordGateway.strict(BOT, env.server())) {
      CompletableFuture<Runnable> code = new CompletableFuture<>();
      try (DiscordGateway.Subscription first = gateway.subscribe(new RunsInDelivery(code::join));
          Voice voice = voice(env, gateway)) {
        assertThat(first).isNotNull();
        CompletableFuture<Throwable> join = new CompletableFuture<>();
        CompletableFuture<Throwable> wait = new CompletableFuture<>();
        code.complete(
            () -> {
              join.complete(catchThrowable(() -> voice.joinChannel(GUILD, CHANNEL)));
              wait.complete(
                  catchThrowable(
                      () -> voice.joinChannelAsync(GUILD, CHANNEL).get(1, TimeUnit.SECONDS)));
            });
        gateway.tell(
            new VoiceStateUpdate(GUILD, OptionalLong.empty(), BOT + 1, "other", false, false));
        for (CompletableFuture<Throwable> refusal : List.of(join, wait)) {
          assertThat(refusal.get(LIMIT.toSeconds(), TimeUnit.SECONDS))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("joinChannelAsync");
        }
        assertThat(voice.joinChannel(GUILD, CHANNEL).guildId()).isEqualTo(GUILD);
      }
    }
  }

  /** The calling thread may be the one that should deliver the events. */
  @Test
  void failureNamesTheCallingThreadFirstWhenNoEventCameDuringABlockingJoin() {
    try (TestEnvironment env = TestEnvironment.open();
        Voice voice = voice(env, new ManualGateway())) {
      VoiceConnectException failure =
          catchThrowableOfType(
              VoiceConnectException.class, () -> voice.joinChannel(GUILD, CHANNEL));
      assertThat(failure.reason()).isEqualTo(FailureCause.NO_SERVER_UPDATE);
      assertThat(failure)
          .hasMessageStartingWith("No event has come from the application's gateway. If the thread")
          .hasMessageContaining("joinChannelAsync")
          .hasMessageContaining("If another thread delivers them: Discord did not answer.");
    }
  }

  @Test
  void joinIsNotRefusedAfterEventsOfTwoThreads() throws Exception {
    ManualGateway gateway = new ManualGateway();
    try (TestEnvironment env = TestEnvironment.open();
        Voice voice = voice(env, gateway)) {
      gateway.listener.sessionResumed();
      CompletableFuture.runAsync(gateway.listener::sessionResumed)
          .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertThatThrownBy(() -> voice.joinChannel(GUILD, CHANNEL))
          .isInstanceOf(VoiceConnectException.class);
    }
  }

  @Test
  void failureOfTheQuestionIsLoggedOnce() {
    try (LogCapture log = LogCapture.of("dev.antiphon.DispatchThread");
        TestEnvironment env = TestEnvironment.open();
        Voice voice = voice(env, new UnsureGateway())) {
      for (int join = 0; join < 3; join++) {
        assertThatThrownBy(() -> voice.joinChannel(GUILD, CHANNEL))
            .isInstanceOf(VoiceConnectException.class);
      }
      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("WARN DiscordGateway.isDispatchThread");
    }
  }

  private static Voice voice(TestEnvironment env, DiscordGateway gateway) {
    return Voice.builder(gateway)
        .userId(BOT)
        .options(env.options(options -> options.delay(FlowTimer.SERVER, SHORT)))
        .build();
  }

  /** A main gateway without an answer. The test delivers its events. */
  private static final class ManualGateway implements DiscordGateway {
    private Listener listener;

    @Override
    public CompletionStage<Void> send(UpdateVoiceState update) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public Subscription subscribe(Listener subscriber) {
      listener = subscriber;
      return () -> {};
    }
  }

  /** A main gateway without an answer, which fails when it is asked for its thread. */
  private record UnsureGateway() implements DiscordGateway {
    @Override
    public CompletionStage<Void> send(UpdateVoiceState update) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public Subscription subscribe(Listener listener) {
      return () -> {};
    }

    @Override
    public boolean isDispatchThread() {
      throw new StackOverflowError("on purpose");
    }
  }

  /** A listener that runs code of the test on the thread that delivers a voice state. */
  private record RunsInDelivery(Supplier<Runnable> code) implements Listener {
    @Override
    public void voiceStateUpdate(VoiceStateUpdate update) {
      if (update.userId() != BOT) {
        code.get().run();
      }
    }

    @Override
    public void voiceServerUpdate(VoiceServerUpdate update) {}
  }
}
