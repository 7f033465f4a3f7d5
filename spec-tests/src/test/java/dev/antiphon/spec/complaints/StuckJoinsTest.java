package dev.antiphon.spec.complaints;

import static dev.antiphon.spec.complaints.TestEnvironment.BOT;
import static dev.antiphon.spec.complaints.TestEnvironment.CHANNEL;
import static dev.antiphon.spec.complaints.TestEnvironment.GUILD;
import static dev.antiphon.spec.complaints.TestEnvironment.LIMIT;
import static dev.antiphon.spec.complaints.TestEnvironment.OTHER_CHANNEL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.Connection;
import dev.antiphon.VoiceConnectException;
import dev.antiphon.VoiceOptions;
import dev.antiphon.audit.Transition;
import dev.antiphon.fixtures.RefusingPort;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.Trigger;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import dev.antiphon.testkit.discord.FakeDiscordGateway.Answering;
import dev.antiphon.testkit.fault.StrayDatagram;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.server.Peer;
import dev.antiphon.testkit.server.ServerBehaviour;
import dev.antiphon.testkit.server.Verdict;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Known problems of other libraries: joins and rejoins that hang. */
class StuckJoinsTest {
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final OptionalLong NO_CHANNEL = OptionalLong.empty();

  /**
   * Complaint 2: bots sometimes stayed in Signalling forever. Discord had not answered a request,
   * and the library did not repeat it.
   *
   * @see <a href="https://github.com/discordjs/discord.js/issues/11553">discord.js 11553</a>
   */
  @Test
  void unansweredRejoinIsRepeated() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot(options -> options.delay(FlowTimer.SERVER, SHORT)).join();
      bot.sendAndAwait(5);
      bot.gateway().answering(Answering.SILENTLY);
      env.server().disconnect(GUILD, BOT, 4006);
      bot.until(VoiceState.AWAITING_SERVER_UPDATE);
      bot.sendFrames(20);
      assertThat(bot.until(VoiceState.BACKOFF).trigger())
          .isEqualTo(new Trigger.TimedOut(FlowTimer.SERVER));
      bot.gateway().answering(Answering.FULLY);
      bot.until(VoiceState.ESTABLISHED);
      bot.awaitReceived();
    }
  }

  /**
   * Complaint 4: the process crashed when the IP discovery of a cancelled attempt failed or was
   * answered late.
   *
   * @see <a href="https://github.com/discordjs/discord.js/issues/11436">discord.js 11436</a>
   * @see <a href="https://github.com/discordjs/discord.js/issues/8728">discord.js 8728</a>
   */
  @Test
  void lateDiscoveryAnswerOfACancelledAttemptIsIgnored() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    ServerBehaviour slowAtFirst =
        new ServerBehaviour() {
          @Override
          public Verdict discovery(Peer from, InetSocketAddress observed) {
            return from.connection() == 1 ? Verdict.holdUntil(gate) : Verdict.deliver();
          }
        };
    try (TestEnvironment env = TestEnvironment.open(server -> server.behaviour(slowAtFirst))) {
      Bot bot = env.bot();
      CompletableFuture<Connection> joining = bot.voice().joinChannelAsync(GUILD, CHANNEL);
      env.server().await(ServerEvent.DiscoveryRequested.class, requested -> true, LIMIT);
      env.server().disconnect(GUILD, BOT, 4006);
      bot.joined(TestEnvironment.get(joining));
      List<Transition> before = bot.connection().transitions();
      gate.complete(null);
      env.server().inject(GUILD, BOT, StrayDatagram.DISCOVERY_REPLY);
      env.server().inject(GUILD, BOT, StrayDatagram.FOREIGN_DISCOVERY_REPLY);
      bot.sendAndAwait(10);
      assertThat(bot.connection().transitions()).isEqualTo(before);
    }
  }

  /**
   * Complaint 11: the program deadlocked. The main gateway's thread waited for the voice library,
   * and the voice library waited for the main gateway.
   *
   * @see <a href="https://github.com/discord-jda/JDA/issues/1188">JDA 1188</a>
   */
  @Test
  void moveDoesNotDeadlockWithABlockedMainGatewayThread() throws Exception {
    try (TestEnvironment env = TestEnvironment.open();
        FakeDiscordGateway gateway = FakeDiscordGateway.strict(BOT, env.server())) {
      DelayedGateway delayed = new DelayedGateway(gateway);
      VoiceOptions options = env.options(more -> {});
      Bot bot = env.add(new Bot(env, BOT, gateway, delayed, options)).join();
      bot.sendAndAwait(5);
      delayed.delayNextSend(() -> bot.connection().showSelf(true, false));
      CompletableFuture<Void> moved = bot.connection().moveTo(OTHER_CHANNEL);
      gateway.repeatState(GUILD);
      TestEnvironment.get(moved);
      bot.sendAndAwait(5);
      assertThat(bot.channelId()).isEqualTo(OTHER_CHANNEL);
    }
  }

  /**
   * Complaint 15: a join of a full or forbidden channel hung, because Discord does not answer it.
   *
   * @see <a href="https://github.com/Discord4J/Discord4J/issues/523">Discord4J 523</a>
   * @see <a href="https://github.com/Discord4J/Discord4J/pull/678">Discord4J 678</a>
   * @see <a href="https://github.com/Discord4J/Discord4J/pull/700">Discord4J 700</a>
   * @see <a href="https://github.com/discord/discord-api-docs/pull/733">discord-api-docs 733</a>
   */
  @Test
  void joinOfAFullChannelFailsWithPossibleReasons() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot(options -> options.delay(FlowTimer.SERVER, SHORT));
      bot.gateway().answering(OTHER_CHANNEL, Answering.SILENTLY);
      VoiceConnectException failure =
          TestEnvironment.failureOf(bot.voice().joinChannelAsync(GUILD, OTHER_CHANNEL));
      assertThat(failure.reason()).isEqualTo(FailureCause.NO_SERVER_UPDATE);
      assertThat(failure).hasMessageContaining("full").hasMessageContaining("CONNECT");
      OptionalLong full = OptionalLong.of(OTHER_CHANNEL);
      bot.gateway().awaitSent(4, LIMIT);
      assertThat(bot.requestedChannels()).containsExactly(full, NO_CHANNEL, full, NO_CHANNEL);
      bot.join().sendAndAwait(5);
    }
  }

  /**
   * Complaint 22: the caller of connect waited forever. The voice server had refused the TCP
   * connection, but the library did not report it.
   *
   * @see <a href="https://github.com/lavalink-devs/Lavalink/pull/1224">Lavalink 1224</a>
   * @see <a href="https://github.com/lavalink-devs/Lavalink/issues/177">Lavalink 177</a>
   */
  @Test
  void joinFailsWithTheServerNameWhenTheServerRefusesTheConnection() throws Exception {
    try (RefusingPort closed = RefusingPort.open();
        TestEnvironment env = TestEnvironment.open();
        FakeDiscordGateway gateway = FakeDiscordGateway.of(BOT, "localhost:" + closed.port())) {
      VoiceOptions options = env.options(more -> more.retries(TestEnvironment.shortDelays(1, 1)));
      Bot bot = env.add(new Bot(env, BOT, gateway, gateway, options));
      VoiceConnectException failure =
          TestEnvironment.failureOf(bot.voice().joinChannelAsync(GUILD, CHANNEL));
      assertThat(failure.reason()).isEqualTo(FailureCause.RETRIES_EXHAUSTED);
      assertThat(failure).hasMessageContaining("localhost:" + closed.port());
      assertThat(bot.voice().connections()).isEmpty();
      TestEnvironment.awaitThat(
          "Discord shows the bot in no channel", () -> gateway.channelIn(GUILD).isEmpty());
    }
  }

  /**
   * Complaint 24: a join directly after a leave timed out, and so did every later join. The library
   * took the answer to the leave for an answer to the join.
   *
   * @see <a href="https://github.com/discordjs/discord.js/issues/4058">discord.js 4058</a>
   * @see <a href="https://github.com/bwmarrin/discordgo/pull/426">discordgo 426</a>
   */
  @Test
  void joinDirectlyAfterALeaveSucceeds() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot().join();
      bot.sendAndAwait(5);
      bot.gateway().holdAnswers();
      bot.connection().disconnect();
      CompletableFuture<Connection> joining = bot.voice().joinChannelAsync(GUILD, CHANNEL);
      bot.gateway().awaitSent(3, LIMIT);
      bot.gateway().releaseAnswers();
      bot.joined(TestEnvironment.get(joining));
      bot.sendAndAwait(5);
      assertThat(bot.requestedChannels())
          .containsExactly(OptionalLong.of(CHANNEL), NO_CHANNEL, OptionalLong.of(CHANNEL));
    }
  }

  /** A main gateway whose next send waits until an event has been delivered. */
  private static final class DelayedGateway implements DiscordGateway {
    private final FakeDiscordGateway gateway;
    private volatile Runnable inDelivery = () -> {};
    private volatile CountDownLatch delivered = new CountDownLatch(0);

    DelayedGateway(FakeDiscordGateway gateway) {
      this.gateway = gateway;
    }

    /**
     * Delays the next send until the next voice state is delivered and the application has run
     * this.
     */
    void delayNextSend(Runnable application) {
      inDelivery = application;
      delivered = new CountDownLatch(1);
    }

    @Override
    public CompletionStage<Void> send(UpdateVoiceState update) {
      try {
        assertThat(delivered.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return gateway.send(update);
    }

    @Override
    public Subscription subscribe(Listener listener) {
      return gateway.subscribe(
          new Listener() {
            @Override
            public void voiceStateUpdate(VoiceStateUpdate update) {
              listener.voiceStateUpdate(update);
              inDelivery.run();
              delivered.countDown();
            }

            @Override
            public void voiceServerUpdate(VoiceServerUpdate update) {
              listener.voiceServerUpdate(update);
            }
          });
    }
  }
}
