package dev.antiphon.spec.complaints;

import static dev.antiphon.spec.complaints.TestEnvironment.BOT;
import static dev.antiphon.spec.complaints.TestEnvironment.CHANNEL;
import static dev.antiphon.spec.complaints.TestEnvironment.GUILD;
import static dev.antiphon.spec.complaints.TestEnvironment.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.antiphon.Connection;
import dev.antiphon.Voice;
import dev.antiphon.VoiceCloseException;
import dev.antiphon.VoiceOptions;
import dev.antiphon.fixtures.LogCapture;
import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * After the end of {@code Voice.close()}, Discord lists the bot in no channel, or the application's
 * gateway has accepted a leave, or the exception names the guild.
 */
@Tag("P30")
class LeaveAtCloseTest {
  private static final long OTHER_GUILD = GUILD + 1;
  private static final Duration LONG = Duration.ofMinutes(10);

  /** An application's gateway whose way to send can be replaced. */
  private static final class Port implements DiscordGateway {
    private final FakeDiscordGateway discord;
    private volatile Function<UpdateVoiceState, CompletionStage<Void>> sending;

    Port(FakeDiscordGateway discord) {
      this.discord = discord;
      this.sending = discord::send;
    }

    @Override
    public CompletionStage<Void> send(UpdateVoiceState update) {
      return sending.apply(update);
    }

    @Override
    public Subscription subscribe(Listener listener) {
      return discord.subscribe(listener);
    }
  }

  /** The ways in which the application's gateway cannot send a leave. */
  private enum Broken {
    FAILS(update -> CompletableFuture.failedFuture(new IllegalStateException("not sent"))),
    NEVER_COMPLETES(update -> new CompletableFuture<>()),
    RETURNS_NOTHING(update -> null),
    THROWS(
        update -> {
          throw new IllegalStateException("not sent");
        }),
    THROWS_AN_ERROR(
        update -> {
          throw new AssertionError("not sent");
        }),
    BLOCKS(
        update -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return new CompletableFuture<>();
        });

    private final Function<UpdateVoiceState, CompletionStage<Void>> sending;

    Broken(Function<UpdateVoiceState, CompletionStage<Void>> sending) {
      this.sending = sending;
    }
  }

  @Test
  void guildIsNamedWhenTheMainSessionIsLostAtTheClose() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot().join();
      bot.gateway().sessionLost();
      VoiceCloseException told = closeAndCatch(bot);
      assertThat(bot.requestedChannels())
          .containsExactly(OptionalLong.of(CHANNEL), OptionalLong.empty());
      assertThat(told.guilds()).containsExactly(GUILD);
      assertThat(told).hasMessageContaining(String.valueOf(GUILD)).hasMessageContaining("opcode 4");
      bot.voice().close();
    }
  }

  @Test
  void leaveIsDeliveredLaterByAGatewayThatKeepsItWhileTheMainSessionIsLost() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      List<UpdateVoiceState> kept = new ArrayList<>();
      Bot bot = bot(env, options -> {}).join();
      bot.gateway().sessionLost();
      port(bot).sending =
          update -> {
            kept.add(update);
            return CompletableFuture.completedFuture(null);
          };
      bot.voice().close();
      bot.gateway().sessionResumed();
      kept.forEach(bot.gateway()::send);
      assertThat(bot.gateway().channelIn(GUILD)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyGuildIsNamedWhenTheGatewayCannotSend(Broken broken) throws Exception {
    try (TestEnvironment env = TestEnvironment.open();
        LogCapture log = LogCapture.of("dev.antiphon.internal.connection.MainGatewayPort")) {
      Bot bot = bot(env, options -> {}).join();
      get(bot.voice().joinChannelAsync(OTHER_GUILD, CHANNEL));
      port(bot).sending = broken.sending;
      assertThat(closeAndCatch(bot).guilds()).containsExactlyInAnyOrder(GUILD, OTHER_GUILD);
      assertThat(bot.voice().connections()).isEmpty();
      assertThat(log.lines()).allMatch(line -> line.endsWith("DiscordGateway.send failed"));
    }
  }

  @Test
  void onlyTheGuildWhoseLeaveFailedIsNamed() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = bot(env, options -> {}).join();
      get(bot.voice().joinChannelAsync(OTHER_GUILD, CHANNEL));
      port(bot).sending =
          update ->
              update.guildId() == GUILD
                  ? CompletableFuture.failedFuture(new IllegalStateException("not sent"))
                  : bot.gateway().send(update);
      assertThat(closeAndCatch(bot).guilds()).containsExactly(GUILD);
      assertThat(bot.gateway().channelIn(OTHER_GUILD)).isEmpty();
    }
  }

  @Test
  void leaveOfAnEarlierConnectionIsSentWhileTheMainSessionIsLost() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot().join();
      bot.gateway().sessionLost();
      bot.connection().disconnect();
      bot.end();
      assertThat(bot.requestedChannels()).hasSize(1);
      assertThat(closeAndCatch(bot).guilds()).containsExactly(GUILD);
      assertThat(bot.requestedChannels())
          .containsExactly(OptionalLong.of(CHANNEL), OptionalLong.empty());
    }
  }

  @Test
  void leaveIsSentBeforeTheMinimumIntervalHasPassed() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot(options -> options.voiceStateSpacing(LONG)).join();
      bot.connection().disconnect();
      bot.end();
      bot.voice().close();
      assertThat(bot.gateway().channelIn(GUILD)).isEmpty();
    }
  }

  @Test
  void leaveThatWaitsForItsNextAttemptIsSent() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = bot(env, options -> options.voiceStateSpacing(Duration.ofSeconds(1))).join();
      CompletableFuture<Void> first = new CompletableFuture<>();
      port(bot).sending = update -> first;
      bot.connection().disconnect();
      bot.end();
      TestEnvironment.awaitThat("the leave is sent", () -> first.getNumberOfDependents() > 0);
      port(bot).sending = bot.gateway()::send;
      first.completeExceptionally(new IllegalStateException("not sent"));
      bot.voice().close();
      assertThat(bot.gateway().channelIn(GUILD)).isEmpty();
    }
  }

  @Test
  void joinThatWaitsAfterALeaveIsWithdrawn() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot(options -> options.voiceStateSpacing(LONG)).join();
      bot.connection().disconnect();
      bot.end();
      CompletableFuture<Connection> next = bot.voice().joinChannelAsync(GUILD, CHANNEL);
      bot.voice().close();
      TestEnvironment.failureOf(next);
      assertThat(bot.requestedChannels())
          .containsExactly(OptionalLong.of(CHANNEL), OptionalLong.empty());
      assertThat(bot.gateway().channelIn(GUILD)).isEmpty();
    }
  }

  @Test
  void interruptedThreadLeavesToo() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot().join();
      Thread.currentThread().interrupt();
      bot.voice().close();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(bot.gateway().channelIn(GUILD)).isEmpty();
    }
  }

  @Test
  void guildIsNamedWhenTheApplicationHasStoppedTheEventLoops() throws Exception {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try (TestEnvironment env = TestEnvironment.open();
        LogCapture log = LogCapture.of(Connection.class);
        FakeDiscordGateway gateway = FakeDiscordGateway.strict(BOT, env.server())) {
      Voice voice =
          Voice.builder(gateway)
              .userId(BOT)
              .options(env.options(options -> {}))
              .eventLoops(group)
              .build();
      voice.joinChannel(GUILD, CHANNEL);
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
      VoiceCloseException told = catchThrowableOfType(VoiceCloseException.class, voice::close);
      assertThat(told).isNotNull();
      assertThat(told.guilds()).containsExactly(GUILD);
      assertThat(log.lines()).singleElement().asString().contains("did not close its sockets");
    }
  }

  private static Bot bot(TestEnvironment env, Consumer<VoiceOptions.Builder> more) {
    FakeDiscordGateway gateway = FakeDiscordGateway.strict(BOT, env.server());
    return env.add(new Bot(env, BOT, gateway, new Port(gateway), env.options(more)));
  }

  private static Port port(Bot bot) {
    return (Port) bot.port();
  }

  private static VoiceCloseException closeAndCatch(Bot bot) {
    VoiceCloseException told =
        catchThrowableOfType(VoiceCloseException.class, () -> bot.voice().close());
    assertThat(told).as("the exception of Voice.close()").isNotNull();
    return told;
  }
}
