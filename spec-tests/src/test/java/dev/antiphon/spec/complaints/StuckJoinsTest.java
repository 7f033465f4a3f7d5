package dev.antiphon.spec.complaints;

import static dev.antiphon.spec.complaints.Stage.BOT;
import static dev.antiphon.spec.complaints.Stage.CHANNEL;
import static dev.antiphon.spec.complaints.Stage.GUILD;
import static dev.antiphon.spec.complaints.Stage.LIMIT;
import static dev.antiphon.spec.complaints.Stage.OTHER_CHANNEL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.Connection;
import dev.antiphon.VoiceConnectException;
import dev.antiphon.VoiceOptions;
import dev.antiphon.audit.Transition;
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
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Complaints of joins and rejoins that never came to an end. */
class StuckJoinsTest {
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final OptionalLong NONE = OptionalLong.empty();

  /**
   * Complaint 2: bots stayed in Signalling for ever, now and then, because Discord had not answered
   * a request and nobody asked again.
   *
   * @see <a href="https://github.com/discordjs/discord.js/issues/11553">discord.js 11553</a>
   */
  @Test
  void aRejoinThatDiscordDoesNotAnswerIsAskedForAgain() throws Exception {
    try (Stage stage = Stage.open()) {
      Bot bot = stage.bot(options -> options.delay(FlowTimer.SERVER, SHORT)).join();
      bot.sayAndBeHeard(5);
      bot.gateway().answering(Answering.SILENTLY);
      stage.server().disconnect(GUILD, BOT, 4006);
      bot.until(VoiceState.AWAITING_SERVER_UPDATE);
      bot.say(20);
      assertThat(bot.until(VoiceState.BACKOFF).trigger())
          .isEqualTo(new Trigger.TimedOut(FlowTimer.SERVER));
      bot.gateway().answering(Answering.FULLY);
      bot.until(VoiceState.ESTABLISHED);
      bot.awaitHeard();
    }
  }

  /**
   * Complaint 4: the process crashed, because IP discovery of an attempt that had long been given
   * up failed, or was answered, when nobody expected it any more.
   *
   * @see <a href="https://github.com/discordjs/discord.js/issues/11436">discord.js 11436</a>
   * @see <a href="https://github.com/discordjs/discord.js/issues/8728">discord.js 8728</a>
   */
  @Test
  void aDiscoveryThatIsAnsweredAfterItsAttemptWasGivenUpHurtsNobody() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    ServerBehaviour slowAtFirst =
        new ServerBehaviour() {
          @Override
          public Verdict discovery(Peer from, InetSocketAddress observed) {
            return from.connection() == 1 ? Verdict.holdUntil(gate) : Verdict.deliver();
          }
        };
    try (Stage stage = Stage.open(server -> server.behaviour(slowAtFirst))) {
      Bot bot = stage.bot();
      CompletableFuture<Connection> joining = bot.voice().joinChannelAsync(GUILD, CHANNEL);
      stage.server().await(ServerEvent.DiscoveryRequested.class, asked -> true, LIMIT);
      stage.server().disconnect(GUILD, BOT, 4006);
      bot.joined(Stage.get(joining));
      List<Transition> before = bot.connection().transitions();
      gate.complete(null);
      stage.server().inject(GUILD, BOT, StrayDatagram.DISCOVERY_REPLY);
      stage.server().inject(GUILD, BOT, StrayDatagram.FOREIGN_DISCOVERY_REPLY);
      bot.sayAndBeHeard(10);
      assertThat(bot.connection().transitions()).isEqualTo(before);
    }
  }

  /**
   * Complaint 11: the program stood still for ever, for its main gateway's thread waited for the
   * voice library, and the voice library for the main gateway.
   *
   * @see <a href="https://github.com/discord-jda/JDA/issues/1188">JDA 1188</a>
   */
  @Test
  void aMainGatewayThatSendsOnlyAfterItsEventWasTakenDoesNotStandStill() throws Exception {
    try (Stage stage = Stage.open();
        FakeDiscordGateway gateway = FakeDiscordGateway.strict(BOT, stage.server())) {
      CrossedGateway crossed = new CrossedGateway(gateway);
      VoiceOptions options = stage.options(more -> {});
      Bot bot = stage.add(new Bot(stage, BOT, gateway, crossed, options)).join();
      bot.sayAndBeHeard(5);
      crossed.cross(() -> bot.connection().showSelf(true, false));
      CompletableFuture<Void> moved = bot.connection().moveTo(OTHER_CHANNEL);
      gateway.repeatState(GUILD);
      Stage.get(moved);
      bot.sayAndBeHeard(5);
      assertThat(bot.channelId()).isEqualTo(OTHER_CHANNEL);
    }
  }

  /**
   * Complaint 15: a join of a full or forbidden channel never came to an end, for Discord answers
   * it with nothing at all.
   *
   * @see <a href="https://github.com/Discord4J/Discord4J/issues/523">Discord4J 523</a>
   * @see <a href="https://github.com/Discord4J/Discord4J/pull/678">Discord4J 678</a>
   * @see <a href="https://github.com/Discord4J/Discord4J/pull/700">Discord4J 700</a>
   * @see <a href="https://github.com/discord/discord-api-docs/pull/733">discord-api-docs 733</a>
   */
  @Test
  void aJoinOfAFullChannelFailsAndSaysWhatMayBeWrong() throws Exception {
    try (Stage stage = Stage.open()) {
      Bot bot = stage.bot(options -> options.delay(FlowTimer.SERVER, SHORT));
      bot.gateway().answering(OTHER_CHANNEL, Answering.SILENTLY);
      VoiceConnectException failure =
          Stage.failureOf(bot.voice().joinChannelAsync(GUILD, OTHER_CHANNEL));
      assertThat(failure.reason()).isEqualTo(FailureCause.NO_SERVER_UPDATE);
      assertThat(failure).hasMessageContaining("full").hasMessageContaining("CONNECT");
      OptionalLong full = OptionalLong.of(OTHER_CHANNEL);
      bot.gateway().awaitSent(3, LIMIT);
      assertThat(bot.asked()).containsExactly(full, full, NONE);
      bot.join().sayAndBeHeard(5);
    }
  }

  /**
   * Complaint 22: whoever asked to connect waited for ever, for the voice server had refused the
   * TCP connection and nobody was told.
   *
   * @see <a href="https://github.com/lavalink-devs/Lavalink/pull/1224">Lavalink 1224</a>
   * @see <a href="https://github.com/lavalink-devs/Lavalink/issues/177">Lavalink 177</a>
   */
  @Test
  void aJoinThatTheVoiceServerRefusesFailsAndNamesTheServer() throws Exception {
    String endpoint;
    try (ServerSocket socket = new ServerSocket(0)) {
      endpoint = "localhost:" + socket.getLocalPort();
    }
    try (Stage stage = Stage.open();
        FakeDiscordGateway gateway = FakeDiscordGateway.of(BOT, endpoint)) {
      VoiceOptions options = stage.options(more -> more.retries(Stage.haste(1, 1)));
      Bot bot = stage.add(new Bot(stage, BOT, gateway, gateway, options));
      VoiceConnectException failure = Stage.failureOf(bot.voice().joinChannelAsync(GUILD, CHANNEL));
      assertThat(failure.reason()).isEqualTo(FailureCause.RETRIES_EXHAUSTED);
      assertThat(failure).hasMessageContaining(endpoint);
      assertThat(bot.voice().connections()).isEmpty();
      Stage.awaitThat("nobody is left listed", () -> gateway.channelIn(GUILD).isEmpty());
    }
  }

  /**
   * Complaint 24: a join right after a leave timed out, and every one after it, for the answer to
   * the leave was taken for an answer to the join.
   *
   * @see <a href="https://github.com/discordjs/discord.js/issues/4058">discord.js 4058</a>
   * @see <a href="https://github.com/bwmarrin/discordgo/pull/426">discordgo 426</a>
   */
  @Test
  void aJoinRightAfterALeaveIsNotEndedByTheAnswerToTheLeave() throws Exception {
    try (Stage stage = Stage.open()) {
      Bot bot = stage.bot().join();
      bot.sayAndBeHeard(5);
      bot.gateway().holdAnswers();
      bot.connection().disconnect();
      CompletableFuture<Connection> joining = bot.voice().joinChannelAsync(GUILD, CHANNEL);
      bot.gateway().awaitSent(3, LIMIT);
      bot.gateway().releaseAnswers();
      bot.joined(Stage.get(joining));
      bot.sayAndBeHeard(5);
      assertThat(bot.asked())
          .containsExactly(OptionalLong.of(CHANNEL), NONE, OptionalLong.of(CHANNEL));
    }
  }

  /** A main gateway that can be made to send only when an event has been delivered meanwhile. */
  private static final class CrossedGateway implements DiscordGateway {
    private final FakeDiscordGateway gateway;
    private volatile Runnable inDelivery = () -> {};
    private volatile CountDownLatch delivered = new CountDownLatch(0);

    CrossedGateway(FakeDiscordGateway gateway) {
      this.gateway = gateway;
    }

    /** What is sent next waits until the next voice state is taken and the application did this. */
    void cross(Runnable application) {
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
