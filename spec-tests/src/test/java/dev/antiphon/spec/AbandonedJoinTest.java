package dev.antiphon.spec;

import static dev.antiphon.spec.TestEnvironment.BOT;
import static dev.antiphon.spec.TestEnvironment.CHANNEL;
import static dev.antiphon.spec.TestEnvironment.GUILD;
import static dev.antiphon.spec.TestEnvironment.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import dev.antiphon.Connection;
import dev.antiphon.ConnectionState;
import dev.antiphon.Voice;
import dev.antiphon.VoiceConnectException;
import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.spi.FlowEngine;
import dev.antiphon.spi.FlowTransition;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import dev.antiphon.testkit.discord.FakeDiscordGateway.Answering;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Joins and moves whose future is completed by the application. */
class AbandonedJoinTest {
  private static final long OTHER_CHANNEL = CHANNEL + 1;

  /** The ways in which an application completes a future. */
  private enum Completion {
    CANCELLED(future -> future.cancel(false)),
    TIMED_OUT(future -> future.orTimeout(1, TimeUnit.MILLISECONDS)),
    DEFAULT_ON_TIMEOUT(future -> future.completeOnTimeout(null, 1, TimeUnit.MILLISECONDS)),
    FAILED(future -> future.completeExceptionally(new IllegalStateException("on purpose"))),
    COMPLETED(future -> future.complete(null));

    private final Consumer<CompletableFuture<?>> completion;

    Completion(Consumer<CompletableFuture<?>> completion) {
      this.completion = completion;
    }
  }

  @ParameterizedTest
  @EnumSource
  void botLeavesWhenTheFutureOfAJoinIsCompletedByTheApplication(Completion by) {
    try (TestEnvironment env = TestEnvironment.open()) {
      TestEnvironment.Bot bot = patient(env);
      bot.gateway().answering(Answering.SILENTLY);
      by.completion.accept(bot.voice().joinChannelAsync(GUILD, CHANNEL));
      assertThat(bot.gateway().awaitSent(2, LIMIT))
          .extracting(UpdateVoiceState::channelId)
          .containsExactly(OptionalLong.of(CHANNEL), OptionalLong.empty());
    }
  }

  @ParameterizedTest
  @EnumSource
  void botStaysWhenTheFutureOfAMoveIsCompletedByTheApplication(Completion by) {
    try (TestEnvironment env = TestEnvironment.open()) {
      TestEnvironment.Bot bot = patient(env);
      Connection connection = bot.join();
      bot.gateway().answering(OTHER_CHANNEL, Answering.SILENTLY);
      by.completion.accept(connection.moveTo(OTHER_CHANNEL));
      assertThat(bot.gateway().awaitSent(3, LIMIT))
          .extracting(UpdateVoiceState::channelId)
          .containsExactly(
              OptionalLong.of(CHANNEL), OptionalLong.of(OTHER_CHANNEL), OptionalLong.of(CHANNEL));
      assertThat(connection.state()).isInstanceOf(ConnectionState.Established.class);
    }
  }

  /** The join has succeeded, but its future is completed later than the application waits. */
  @ParameterizedTest
  @EnumSource
  void botLeavesWhenTheFutureWasCompletedBeforeTheOutcomeWasDelivered(Completion by)
      throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (TestEnvironment env = TestEnvironment.open()) {
      TestEnvironment.Bot bot = env.bot();
      CompletableFuture<Void> established = new CompletableFuture<>();
      bot.voice()
          .onTransition(
              transition -> {
                if (transition.to() == VoiceState.ESTABLISHED) {
                  established.complete(null);
                  awaitQuietly(release);
                }
              });
      CompletableFuture<Connection> join = bot.voice().joinChannelAsync(GUILD, CHANNEL);
      established.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      by.completion.accept(join);
      assertThat(bot.gateway().awaitSent(2, LIMIT))
          .extracting(UpdateVoiceState::channelId)
          .containsExactly(OptionalLong.of(CHANNEL), OptionalLong.empty());
    } finally {
      release.countDown();
    }
  }

  @Test
  void botStaysWhenTheFutureOfARepeatedJoinIsCompletedByTheApplication() {
    try (TestEnvironment env = TestEnvironment.open()) {
      TestEnvironment.Bot bot = env.bot();
      Connection connection = bot.join();
      bot.voice().joinChannelAsync(GUILD, CHANNEL).cancel(false);
      Connection again = bot.voice().joinChannel(GUILD, CHANNEL);
      assertThat(again).isSameAs(connection);
      assertThat(bot.gateway().sent()).hasSize(1);
    }
  }

  /** The second join succeeds in the same step in which the first one is found to be cancelled. */
  @Test
  void botStaysForAnotherJoinWhenOneIsCancelledAsBothSucceed() throws Exception {
    AtomicReference<CompletableFuture<Connection>> first = new AtomicReference<>();
    Runnable cancelFirst = () -> CompletableFuture.runAsync(() -> first.get().cancel(false)).join();
    try (TestEnvironment env = TestEnvironment.open();
        FakeDiscordGateway gateway = FakeDiscordGateway.strict(BOT, env.server())) {
      gateway.holdAnswers();
      try (Voice voice =
          Voice.builder(gateway)
              .userId(BOT)
              .options(env.options(options -> {}))
              .engine(table -> () -> new ObservedEngine(first, cancelFirst))
              .build()) {
        first.set(voice.joinChannelAsync(GUILD, CHANNEL));
        CompletableFuture<Connection> second = voice.joinChannelAsync(GUILD, CHANNEL);
        gateway.releaseAnswers();
        Connection connection = second.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(first.get()).isCancelled();
        // Its request is handled after a leave that the cancelled join may have caused.
        assertThat(voice.joinChannel(GUILD, CHANNEL)).isSameAs(connection);
        assertThat(gateway.sent()).hasSize(1);
      }
    }
  }

  @Test
  void joinIsCancelledBeforeTheStagesOfItsFutureRun() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      TestEnvironment.Bot bot = patient(env);
      bot.gateway().answering(Answering.SILENTLY);
      CompletableFuture<Connection> join = bot.voice().joinChannelAsync(GUILD, CHANNEL);
      CompletableFuture<ConnectionState> end = bot.voice().connection(GUILD).orElseThrow().closed();
      CompletableFuture<ConnectionState> seen =
          join.handle(
              (connection, cancelled) ->
                  assertDoesNotThrow(() -> end.get(LIMIT.toSeconds(), TimeUnit.SECONDS)));
      join.cancel(false);
      assertThat(seen.get(LIMIT.toSeconds(), TimeUnit.SECONDS))
          .isInstanceOf(ConnectionState.Disconnected.class);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void joinWithATimeoutThatIsNotPositiveFailsAndLeaves(long seconds) {
    Duration timeout = Duration.ofSeconds(seconds);
    try (TestEnvironment env = TestEnvironment.open()) {
      TestEnvironment.Bot bot = patient(env);
      bot.gateway().answering(Answering.SILENTLY);
      assertThatThrownBy(() -> bot.voice().joinChannel(GUILD, CHANNEL, timeout))
          .isInstanceOf(VoiceConnectException.class);
      assertThatThrownBy(
              () ->
                  bot.voice()
                      .joinChannelAsync(GUILD, CHANNEL, timeout)
                      .get(LIMIT.toSeconds(), TimeUnit.SECONDS))
          .hasCauseInstanceOf(VoiceConnectException.class);
      assertThat(bot.gateway().channelIn(GUILD)).isEmpty();
    }
  }

  @Test
  void joinWithoutATimeoutValueIsNotStarted() {
    try (TestEnvironment env = TestEnvironment.open()) {
      TestEnvironment.Bot bot = env.bot();
      assertThatThrownBy(() -> bot.voice().joinChannel(GUILD, CHANNEL, null))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> bot.voice().joinChannelAsync(GUILD, CHANNEL, null))
          .isInstanceOf(NullPointerException.class);
      assertThat(bot.voice().connection(GUILD)).isEmpty();
    }
  }

  @Test
  void joinWithATimeoutFailsAndLeavesWithoutWaiting() throws Exception {
    Duration timeout = Duration.ofMillis(50);
    try (TestEnvironment env = TestEnvironment.open()) {
      TestEnvironment.Bot bot = patient(env);
      bot.gateway().answering(Answering.SILENTLY);
      assertThatThrownBy(
              () ->
                  bot.voice()
                      .joinChannelAsync(GUILD, CHANNEL, timeout)
                      .get(LIMIT.toSeconds(), TimeUnit.SECONDS))
          .cause()
          .isInstanceOfSatisfying(
              VoiceConnectException.class,
              failure -> assertThat(failure.reason()).isEqualTo(DisconnectReason.REQUESTED))
          .hasMessageContaining("longer than 50 ms");
      assertThat(bot.gateway().awaitSent(2, LIMIT))
          .extracting(UpdateVoiceState::channelId)
          .containsExactly(OptionalLong.of(CHANNEL), OptionalLong.empty());
    }
  }

  @Test
  void joinThatSucceedsBeforeItsTimeoutIsKept() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      TestEnvironment.Bot bot = env.bot();
      Connection connection =
          bot.voice()
              .joinChannelAsync(GUILD, CHANNEL, Duration.ofSeconds(Long.MAX_VALUE))
              .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertThat(connection.state()).isInstanceOf(ConnectionState.Established.class);
      assertThat(bot.gateway().sent()).hasSize(1);
    }
  }

  /** A bot whose requests are not repeated within the time of a test. */
  private static TestEnvironment.Bot patient(TestEnvironment env) {
    return env.bot(options -> options.delay(FlowTimer.SERVER, Duration.ofMinutes(1)));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** An engine that runs code on the event loop before the connection is established. */
  private static final class ObservedEngine implements FlowEngine {
    private final AtomicReference<?> condition;
    private final Runnable code;
    private VoiceState state = VoiceState.IDLE;

    ObservedEngine(AtomicReference<?> condition, Runnable code) {
      this.condition = condition;
      this.code = code;
    }

    @Override
    public VoiceState state() {
      return state;
    }

    @Override
    public void take(FlowTransition transition) {
      if (transition.to() == VoiceState.ESTABLISHED && condition.get() != null) {
        code.run();
      }
      state = transition.to();
    }
  }
}
