package dev.antiphon.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.internal.flow.Effect;
import dev.antiphon.internal.flow.SelfFlags;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.UpdateVoiceState;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** A sender of voice state updates (opcode 4) with a manual clock and a gateway of the test. */
abstract class SenderWithManualClock {
  static final long GUILD = 1;
  static final String OWN = "session of this process";
  static final Duration SPACING = Duration.ofSeconds(5);
  static final Duration LEAVE_WINDOW = Duration.ofSeconds(10);

  final MockTicker time = Ticker.newMockTicker();
  final EmbeddedChannel channel = EmbeddedChannel.builder().ticker(time).build();
  final List<OptionalLong> sent = new ArrayList<>();
  final List<VoiceEvent> failures = new ArrayList<>();
  Error thrown;
  CompletionStage<Void> answer = CompletableFuture.completedFuture(null);
  int generation;
  final MainGatewayPort port = new MainGatewayPort(new Gateway(), Runnable::run);
  final VoiceStateSender sender =
      new VoiceStateSender(port, channel.eventLoop(), GUILD, SPACING, LEAVE_WINDOW);

  @AfterEach
  void noTaskIsLeft() {
    channel.finishAndReleaseAll();
  }

  void failAllAttemptsOfALeave() {
    answer = CompletableFuture.failedFuture(new IllegalStateException("away"));
    leave();
    advance(SPACING);
    advance(SPACING);
    advance(SPACING);
    assertThat(sent).hasSize(3);
  }

  void listWithoutConnection(long where, String sessionId) {
    sender.voiceStateWithoutConnection(OptionalLong.of(where), sessionId);
  }

  void advance(Duration duration) {
    time.advance(duration.toNanos(), TimeUnit.NANOSECONDS);
    channel.runScheduledPendingTasks();
  }

  void join(long wanted) {
    send(OptionalLong.of(wanted), Duration.ZERO);
  }

  void leave() {
    send(OptionalLong.empty(), Duration.ZERO);
  }

  void send(OptionalLong wanted, Duration after) {
    sender.send(
        new Effect.SendVoiceState(++generation, wanted, SelfFlags.NONE, after), failures::add);
  }

  final class Gateway implements DiscordGateway {
    @Override
    public CompletionStage<Void> send(UpdateVoiceState update) {
      assertThat(update.guildId()).isEqualTo(GUILD);
      sent.add(update.channelId());
      if (thrown != null) {
        throw thrown;
      }
      return answer;
    }

    @Override
    public Subscription subscribe(Listener listener) {
      return () -> {};
    }
  }
}
