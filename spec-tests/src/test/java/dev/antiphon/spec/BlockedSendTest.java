package dev.antiphon.spec;

import static dev.antiphon.spec.TestEnvironment.BOT;
import static dev.antiphon.spec.TestEnvironment.CHANNEL;
import static dev.antiphon.spec.TestEnvironment.GUILD;
import static dev.antiphon.spec.TestEnvironment.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.Connection;
import dev.antiphon.Voice;
import dev.antiphon.VoiceCloseException;
import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The application's gateway blocks in {@code send} for one guild. */
class BlockedSendTest {
  private static final long OTHER_GUILD = GUILD + 1;

  @Test
  void otherGuildJoinsAndTheCloseNamesTheBlockedGuild() throws Exception {
    CompletableFuture<Void> blocked = new CompletableFuture<>();
    try (TestEnvironment env = TestEnvironment.open();
        FakeDiscordGateway gateway = FakeDiscordGateway.strict(BOT, env.server())) {
      Voice voice =
          Voice.builder(new BlockingGateway(gateway, blocked))
              .userId(BOT)
              .options(env.options(options -> {}))
              .build();
      CompletableFuture<Connection> join = voice.joinChannelAsync(GUILD, CHANNEL);
      blocked.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      Connection other =
          voice.joinChannelAsync(OTHER_GUILD, CHANNEL).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertThat(other.guildId()).isEqualTo(OTHER_GUILD);
      assertThat(join).isNotDone();
      assertThatThrownBy(voice::close)
          .isInstanceOfSatisfying(
              VoiceCloseException.class,
              told -> assertThat(told.guilds()).isEqualTo(Set.of(GUILD)));
      assertThat(gateway.channelIn(OTHER_GUILD)).isEmpty();
    }
  }

  /** Never returns from {@code send} for one guild, until its thread is interrupted. */
  private record BlockingGateway(FakeDiscordGateway discord, CompletableFuture<Void> blocked)
      implements DiscordGateway {
    @Override
    public CompletionStage<Void> send(UpdateVoiceState update) {
      if (update.guildId() == GUILD) {
        blocked.complete(null);
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return discord.send(update);
    }

    @Override
    public Subscription subscribe(Listener listener) {
      return discord.subscribe(listener);
    }
  }
}
