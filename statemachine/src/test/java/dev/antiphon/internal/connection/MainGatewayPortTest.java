package dev.antiphon.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.fixtures.LogCapture;
import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.UpdateVoiceState;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MainGatewayPortTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Long> sent = new ConcurrentLinkedQueue<>();
  private volatile Function<UpdateVoiceState, CompletionStage<Void>> sending =
      update -> {
        sent.add(update.channelId().orElseThrow());
        return CompletableFuture.completedFuture(null);
      };
  private final MainGatewayPort port = new MainGatewayPort(new Gateway(), threads);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void updatesOfAGuildAreSentInOrder() {
    List<Long> channels = LongStream.range(0, 1000).boxed().toList();
    List<CompletableFuture<Void>> answers =
        channels.stream().map(channel -> port.send(update(1, channel))).toList();
    answers.forEach(answer -> assertThat(answer).succeedsWithin(LIMIT));
    assertThat(sent).containsExactlyElementsOf(channels);
  }

  @Test
  void blockedSendDelaysOnlyItsGuild() {
    CountDownLatch release = new CountDownLatch(1);
    Function<UpdateVoiceState, CompletionStage<Void>> quick = sending;
    sending =
        update -> {
          if (update.guildId() == 1) {
            awaitQuietly(release);
          }
          return quick.apply(update);
        };
    CompletableFuture<Void> blocked = port.send(update(1, 10));
    CompletableFuture<Void> next = port.send(update(1, 11));
    assertThat(port.send(update(2, 20))).succeedsWithin(LIMIT);
    assertThat(blocked).isNotDone();
    release.countDown();
    assertThat(next).succeedsWithin(LIMIT);
    assertThat(sent).containsExactly(20L, 10L, 11L);
  }

  /** The message is not logged, because it may contain a secret. */
  @Test
  void errorsAreLoggedWithoutTheirMessageAndFailTheSend() throws Exception {
    try (LogCapture log = LogCapture.of(MainGatewayPort.class)) {
      Error error = new AssertionError("a secret");
      for (CompletionStage<Void> stage :
          List.of(
              CompletableFuture.<Void>failedFuture(error),
              CompletableFuture.<Void>failedFuture(new CompletionException(error)))) {
        sending = update -> stage;
        assertThat(port.send(update(1, 10)))
            .failsWithin(LIMIT)
            .withThrowableThat()
            .withCause(error);
      }
      sending = update -> null;
      assertThat(port.send(update(1, 10))).failsWithin(LIMIT);
      assertThat(log.await(3)).containsOnly("WARN guild 1: DiscordGateway.send failed");
      assertThat(log.text())
          .contains("java.lang.AssertionError", "NoStageException", "\tat dev.antiphon")
          .doesNotContain("a secret");
    }
  }

  @Test
  void missingClassIsLoggedWithItsName() throws Exception {
    try (LogCapture log = LogCapture.of(MainGatewayPort.class)) {
      sending =
          update -> {
            throw new NoClassDefFoundError("com/example/Missing");
          };
      assertThat(port.send(update(1, 10))).failsWithin(LIMIT);
      assertThat(log.await(1)).hasSize(1);
      assertThat(log.text()).contains("com/example/Missing");
    }
  }

  @Test
  void sendFailsAfterTheThreadsHaveStopped() {
    threads.shutdown();
    assertThat(port.send(update(1, 10))).failsWithin(LIMIT);
    assertThat(sent).isEmpty();
  }

  private static UpdateVoiceState update(long guild, long channel) {
    return new UpdateVoiceState(guild, OptionalLong.of(channel), false, false);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Gateway implements DiscordGateway {
    @Override
    public CompletionStage<Void> send(UpdateVoiceState update) {
      return sending.apply(update);
    }

    @Override
    public Subscription subscribe(Listener listener) {
      return () -> {};
    }
  }
}
