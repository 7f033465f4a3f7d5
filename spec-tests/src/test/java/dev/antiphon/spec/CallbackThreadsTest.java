package dev.antiphon.spec;

import static dev.antiphon.spec.TestEnvironment.BOT;
import static dev.antiphon.spec.TestEnvironment.CHANNEL;
import static dev.antiphon.spec.TestEnvironment.GUILD;
import static dev.antiphon.spec.TestEnvironment.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.antiphon.Connection;
import dev.antiphon.OpusSource;
import dev.antiphon.Voice;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import dev.antiphon.testkit.record.ServerEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Waits in callbacks and on event loops, and callbacks of several guilds. */
class CallbackThreadsTest {
  private static final long OTHER_GUILD = GUILD + 1;

  /** A wait for a future. */
  private interface Wait {
    void on(CompletableFuture<?> future) throws Exception;
  }

  /** A future that an application receives. */
  private enum Received {
    MOVE(connection -> connection.moveTo(CHANNEL + 1)),
    RECONNECT(Connection::reconnect),
    END(Connection::closed),
    PLAYBACK(connection -> connection.play(new ListSource(TestEnvironment.frames(3))));

    private final Function<Connection, CompletableFuture<?>> request;

    Received(Function<Connection, CompletableFuture<?>> request) {
      this.request = request;
    }
  }

  /** A future that is derived from a received one. */
  private enum Derived {
    THEN_RUN(future -> future.thenRun(() -> {})),
    ASYNC(future -> future.handleAsync((done, failure) -> "")),
    COMPOSED(future -> future.thenCompose(done -> new CompletableFuture<Void>())),
    COPY(CompletableFuture::copy),
    TIMED(future -> future.orTimeout(1, TimeUnit.DAYS)),
    WITH_DEFAULT(future -> future.completeOnTimeout(null, 1, TimeUnit.DAYS)),
    SAME(CompletableFuture::toCompletableFuture),
    STAGE(future -> future.minimalCompletionStage().toCompletableFuture()),
    STAGE_OF_STAGE(
        future -> future.minimalCompletionStage().thenRun(() -> {}).toCompletableFuture());

    private final Function<CompletableFuture<?>, CompletableFuture<?>> derivation;

    Derived(Function<CompletableFuture<?>, CompletableFuture<?>> derivation) {
      this.derivation = derivation;
    }
  }

  private static final List<Wait> WAITS =
      List.of(
          CompletableFuture::get,
          future -> future.get(LIMIT.toSeconds(), TimeUnit.SECONDS),
          CompletableFuture::join);

  @ParameterizedTest
  @EnumSource
  void waitForAFutureInAListenerIsRefused(Received received) throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      TestEnvironment.Bot bot = env.bot();
      CompletableFuture<List<Throwable>> refusals = new CompletableFuture<>();
      whenEstablished(
          bot.voice(),
          connection -> refusals.complete(waitFor(received.request.apply(connection))));
      bot.join();
      assertRefused(get(refusals));
    }
  }

  @ParameterizedTest
  @EnumSource
  void waitForADerivedFutureInAListenerIsRefused(Derived derived) throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      TestEnvironment.Bot bot = env.bot();
      CompletableFuture<List<Throwable>> refusals = new CompletableFuture<>();
      whenEstablished(
          bot.voice(),
          connection -> refusals.complete(waitFor(derived.derivation.apply(connection.closed()))));
      bot.join();
      assertRefused(get(refusals));
    }
  }

  @Test
  void waitForAJoinInAStageIsRefusedOnAnExecutorOfTheApplication() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try (TestEnvironment env = TestEnvironment.open();
        FakeDiscordGateway gateway = FakeDiscordGateway.strict(BOT, env.server());
        Voice voice = voice(env, gateway, executor)) {
      Connection connection = voice.joinChannel(GUILD, CHANNEL);
      CompletableFuture<List<Throwable>> refusals =
          connection
              .closed()
              .thenApply(end -> waitFor(voice.joinChannelAsync(OTHER_GUILD, CHANNEL)));
      connection.disconnect();
      assertRefused(get(refusals));
    } finally {
      executor.shutdown();
    }
  }

  /** The callbacks of two bots with the same executor wait for one another too. */
  @Test
  void waitForAFutureOfAnotherVoiceWithTheSameExecutorIsRefused() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try (TestEnvironment env = TestEnvironment.open();
        FakeDiscordGateway gateway = FakeDiscordGateway.strict(BOT, env.server());
        Voice voice = voice(env, gateway, executor);
        Voice other = voice(env, gateway, executor)) {
      Connection connection = voice.joinChannel(GUILD, CHANNEL);
      CompletableFuture<List<Throwable>> refusals =
          connection
              .closed()
              .thenApply(end -> waitFor(other.joinChannelAsync(OTHER_GUILD, CHANNEL)));
      connection.disconnect();
      assertRefused(get(refusals));
    } finally {
      executor.shutdown();
    }
  }

  @Test
  void waitOnAnEventLoopIsRefused() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Connection connection = env.bot().join();
      CompletableFuture<List<Throwable>> refusals = new CompletableFuture<>();
      connection.play(
          new OpusSource() {
            @Override
            public byte[] nextFrame() {
              return null;
            }

            @Override
            public boolean finished() {
              refusals.complete(waitFor(connection.closed()));
              return true;
            }
          });
      assertRefused(get(refusals));
    }
  }

  @Test
  void futureCanBeAskedInACallbackWithoutWaiting() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      TestEnvironment.Bot bot = env.bot();
      CompletableFuture<Boolean> asked = new CompletableFuture<>();
      whenEstablished(
          bot.voice(),
          connection -> {
            CompletableFuture<?> open = connection.closed();
            asked.complete(open.isDone() || open.getNow(null) != null);
          });
      Connection connection = bot.join();
      assertThat(get(asked)).isFalse();
      CompletableFuture<Object> end = new CompletableFuture<>();
      CompletableFuture<?> closed = connection.closed();
      closed.thenRun(() -> end.complete(closed.join()));
      connection.disconnect();
      assertThat(get(end)).isEqualTo(connection.state());
    }
  }

  /** A timeout of 0 asks and does not wait. */
  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void getWithoutTimeIsAllowedInACallback(long timeout) throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      TestEnvironment.Bot bot = env.bot();
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      whenEstablished(
          bot.voice(),
          connection ->
              thrown.complete(
                  catchThrowable(() -> connection.closed().get(timeout, TimeUnit.SECONDS))));
      bot.join();
      assertThat(get(thrown)).isInstanceOf(TimeoutException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void blockingJoinInACallbackIsRefused(boolean withTimeout) throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      TestEnvironment.Bot bot = env.bot();
      Connection connection = bot.join();
      Wait join =
          withTimeout
              ? future -> bot.voice().joinChannel(OTHER_GUILD, CHANNEL, LIMIT)
              : future -> bot.voice().joinChannel(OTHER_GUILD, CHANNEL);
      CompletableFuture<Throwable> refusal =
          connection.closed().thenApply(end -> catchThrowable(() -> join.on(null)));
      connection.disconnect();
      assertThat(get(refusal))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("callback")
          .hasMessageContaining("joinChannelAsync");
      assertThat(bot.voice().connection(OTHER_GUILD)).isEmpty();
    }
  }

  @Test
  void blockedListenerOfOneGuildDoesNotDelayAnotherGuild() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (TestEnvironment env = TestEnvironment.open()) {
      TestEnvironment.Bot bot = env.bot();
      bot.voice()
          .onTransition(
              transition -> {
                if (transition.guildId() == GUILD) {
                  awaitQuietly(release);
                }
              });
      CompletableFuture<Connection> blocked = bot.voice().joinChannelAsync(GUILD, CHANNEL);
      env.server().await(ServerEvent.Identified.class, event -> true, LIMIT);
      Connection other = get(bot.voice().joinChannelAsync(OTHER_GUILD, CHANNEL));
      assertThat(other.guildId()).isEqualTo(OTHER_GUILD);
      assertThat(blocked).isNotDone();
      release.countDown();
      get(blocked);
    } finally {
      release.countDown();
    }
  }

  @Test
  void futureOfAGuildCompletesAfterTheEarlierListenersOfThisGuild() throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(4);
    try (TestEnvironment env = TestEnvironment.open();
        FakeDiscordGateway gateway = FakeDiscordGateway.strict(BOT, env.server());
        Voice voice = voice(env, gateway, executor)) {
      for (int round = 0; round < 20; round++) {
        List<String> seen = new ArrayList<>();
        voice.onTransition(transition -> seen.add(transition.to().title()));
        get(voice.joinChannelAsync(GUILD, CHANNEL).thenRun(() -> seen.add("joined")));
        assertThat(seen).endsWith("Established", "joined");
        voice.connection(GUILD).orElseThrow().close();
      }
    } finally {
      executor.shutdown();
    }
  }

  @Test
  void closeInACallbackEndsAndFuturesComplete() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      TestEnvironment.Bot bot = env.bot();
      CompletableFuture<Void> closed = new CompletableFuture<>();
      whenEstablished(
          bot.voice(),
          connection -> {
            bot.voice().close();
            closed.complete(null);
          });
      CompletableFuture<Connection> joined = bot.voice().joinChannelAsync(GUILD, CHANNEL);
      get(closed);
      Connection connection = get(joined);
      get(connection.closed());
    }
  }

  @Test
  void futuresCompleteWhenTheVoiceIsClosedDuringABlockedCallback() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (TestEnvironment env = TestEnvironment.open()) {
      TestEnvironment.Bot bot = env.bot();
      CompletableFuture<Void> blocked = new CompletableFuture<>();
      whenEstablished(
          bot.voice(),
          connection -> {
            blocked.complete(null);
            awaitQuietly(release);
          });
      CompletableFuture<Connection> joined = bot.voice().joinChannelAsync(GUILD, CHANNEL);
      get(blocked);
      CompletableFuture<?> end = bot.voice().connection(GUILD).orElseThrow().closed();
      bot.voice().close();
      assertThat(joined).isNotDone();
      release.countDown();
      get(joined);
      get(end);
    } finally {
      release.countDown();
    }
  }

  private static Voice voice(
      TestEnvironment env, FakeDiscordGateway gateway, ExecutorService executor) {
    return Voice.builder(gateway)
        .userId(BOT)
        .options(env.options(options -> {}))
        .callbacks(executor)
        .build();
  }

  /** Runs the code in a listener when the guild's connection is established for the first time. */
  private static void whenEstablished(Voice voice, Consumer<Connection> code) {
    voice.onTransition(
        transition -> {
          Optional<Connection> connection = voice.connection(transition.guildId());
          if (transition.to() == VoiceState.ESTABLISHED && connection.isPresent()) {
            code.accept(connection.get());
          }
        });
  }

  private static List<Throwable> waitFor(CompletableFuture<?> future) {
    List<Throwable> refusals = new ArrayList<>();
    for (Wait wait : WAITS) {
      refusals.add(catchThrowable(() -> wait.on(future)));
    }
    return refusals;
  }

  private static void assertRefused(List<Throwable> refusals) {
    assertThat(refusals)
        .hasSize(WAITS.size())
        .allSatisfy(
            refusal ->
                assertThat(refusal)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("thenAccept")
                    .hasMessageContaining("joinChannelAsync"));
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
