package dev.antiphon.spec.complaints;

import static dev.antiphon.spec.complaints.TestEnvironment.BOT;
import static dev.antiphon.spec.complaints.TestEnvironment.CHANNEL;
import static dev.antiphon.spec.complaints.TestEnvironment.GUILD;
import static dev.antiphon.spec.complaints.TestEnvironment.awaitThat;
import static dev.antiphon.spec.complaints.TestEnvironment.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.ConnectionState;
import dev.antiphon.VoiceConnectException;
import dev.antiphon.VoiceOptions;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RequestFailure;
import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import dev.antiphon.testkit.discord.FakeDiscordGateway.Answering;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every join and reconnect is decided, and its failure names the likely cause. */
@Tag("P26")
@Tag("P27")
class DecidedJoinsTest {
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final OptionalLong IN_CHANNEL = OptionalLong.of(CHANNEL);
  private static final OptionalLong NO_CHANNEL = OptionalLong.empty();
  private static final UpdateVoiceState EARLIER_JOIN =
      new UpdateVoiceState(GUILD, IN_CHANNEL, false, false);

  /** The join of the application, and the defaults of rejoins and of op 4 for one join. */
  private static final int MAX_JOINS = 1 + 8 + 2;

  /** {@link #MAX_JOINS}, and the leave at the end. */
  private static final int MAX_OP4 = MAX_JOINS + 1;

  @Test
  void joinFailsWhenEachOp4CostsTheMainSession() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot();
      bot.gateway().answering(Answering.WITH_NEW_SESSION);
      VoiceConnectException failure = decided(bot, bot.voice().joinChannelAsync(GUILD, CHANNEL));
      assertThat(failure.reason()).isEqualTo(FailureCause.RETRIES_EXHAUSTED);
      assertThat(bot.requestedChannels())
          .filteredOn(OptionalLong::isPresent)
          .hasSizeLessThanOrEqualTo(MAX_JOINS);
      bot.voice().close();
      assertThat(pairs(bot.requestedChannels())).isLessThanOrEqualTo(MAX_OP4);
    }
  }

  @Test
  void establishedConnectionFailsWhenEachOp4CostsTheMainSession() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot().join();
      bot.gateway().answering(Answering.WITH_NEW_SESSION);
      bot.gateway().newSession().emitAll();
      assertThat(bot.end())
          .isInstanceOfSatisfying(
              ConnectionState.Failed.class,
              failed -> assertThat(failed.cause()).isEqualTo(FailureCause.RETRIES_EXHAUSTED));
      bot.voice().close();
      List<OptionalLong> afterJoin =
          bot.requestedChannels().subList(1, bot.requestedChannels().size());
      assertThat(pairs(afterJoin)).isLessThanOrEqualTo(MAX_OP4);
    }
  }

  /** The bot stayed in the channel because an earlier {@code Voice} has not left it. */
  @Test
  void joinOfTheChannelInWhichDiscordListsTheBotSucceeds() throws Exception {
    try (TestEnvironment env = TestEnvironment.open();
        FakeDiscordGateway gateway = FakeDiscordGateway.strict(BOT, env.server())) {
      gateway.send(EARLIER_JOIN);
      gateway.repeatState(GUILD);
      VoiceOptions options = env.options(more -> more.delay(FlowTimer.SERVER, SHORT));
      Bot bot = env.add(new Bot(env, BOT, gateway, gateway, options));
      bot.join().sendAndAwait(5);
      assertThat(bot.requestedChannels()).endsWith(NO_CHANNEL, IN_CHANNEL).hasSizeLessThan(5);
    }
  }

  /** The same after the end of a process that has not left the channel. */
  @Test
  void joinOfTheChannelInWhichDiscordListsAnotherProcessSucceeds() throws Exception {
    try (TestEnvironment env = TestEnvironment.open();
        FakeDiscordGateway ended = FakeDiscordGateway.strict(BOT, env.server())) {
      ended.send(EARLIER_JOIN);
      FakeDiscordGateway gateway = ended.otherProcess().answering(Answering.UNLESS_LISTED);
      VoiceOptions options = env.options(more -> more.delay(FlowTimer.SERVER, SHORT));
      Bot bot = env.add(new Bot(env, BOT, gateway, gateway, options));
      bot.join().sendAndAwait(5);
      assertThat(bot.requestedChannels()).endsWith(NO_CHANNEL, IN_CHANNEL).hasSizeLessThan(4);
    }
  }

  @Test
  void joinIsDecidedWhileTheMainSessionIsLostAndResumedAgainAndAgain() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot(DecidedJoinsTest::decideSoon);
      bot.gateway().answering(Answering.SILENTLY);
      CompletableFuture<?> joining = bot.voice().joinChannelAsync(GUILD, CHANNEL);
      bot.gateway().awaitSent(1, TestEnvironment.LIMIT);
      flapUntilDone(bot.gateway(), joining);
      VoiceConnectException failure = failureOf(joining);
      assertThat(failure.reason()).isEqualTo(FailureCause.NOT_DECIDED);
      assertThat(failure).hasMessageContaining("main gateway");
      awaitThat("the bot has left", () -> bot.requestedChannels().contains(NO_CHANNEL));
    }
  }

  @Test
  void reconnectIsDecidedWhileTheMainSessionIsLostAndResumedAgainAndAgain() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot(DecidedJoinsTest::decideSoon).join();
      bot.gateway().answering(Answering.SILENTLY);
      CompletableFuture<?> reconnecting = bot.connection().reconnect();
      bot.gateway().awaitSent(2, TestEnvironment.LIMIT);
      flapUntilDone(bot.gateway(), reconnecting);
      assertThat(failureOf(reconnecting).reason()).isEqualTo(RequestFailure.UNDECIDED);
    }
  }

  @Test
  void failedRejoinOfAChannelThatBecameFullNamesThisCause() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot =
          env.bot(
                  options ->
                      options
                          .delay(FlowTimer.SERVER, SHORT)
                          .retries(TestEnvironment.shortDelays(1, 2)))
              .join();
      bot.gateway().answering(CHANNEL, Answering.SILENTLY);
      env.server().disconnect(GUILD, BOT, 4006);
      assertThat(bot.end())
          .isInstanceOfSatisfying(
              ConnectionState.Failed.class,
              failed -> {
                assertThat(failed.cause()).isEqualTo(FailureCause.RETRIES_EXHAUSTED);
                assertThat(failed.sentence()).contains("full");
              });
    }
  }

  @Test
  void failedJoinNamesTheUsualCausesWhenTheApplicationForwardsNothing() throws Exception {
    try (TestEnvironment env = TestEnvironment.open();
        FakeDiscordGateway gateway = FakeDiscordGateway.strict(BOT, env.server())) {
      VoiceOptions options = env.options(more -> more.delay(FlowTimer.SERVER, SHORT));
      Bot bot = env.add(new Bot(env, BOT, gateway, new DeafPort(gateway), options));
      VoiceConnectException failure = failureOf(bot.voice().joinChannelAsync(GUILD, CHANNEL));
      assertThat(failure.reason()).isEqualTo(FailureCause.NO_SERVER_UPDATE);
      assertThat(failure.getMessage()).containsIgnoringCase("nothing came");
      assertThat(failure)
          .hasMessageContaining("GUILD_VOICE_STATES")
          .hasMessageContaining("DiscordGateway")
          .hasMessageContaining("shard")
          .hasMessageContaining("userId");
    }
  }

  @Test
  void failedJoinDoesNotNameTheseCausesWhenAVoiceStateHasArrived() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot(options -> options.delay(FlowTimer.SERVER, SHORT));
      bot.gateway().answering(Answering.WITHOUT_SERVER);
      VoiceConnectException failure = failureOf(bot.voice().joinChannelAsync(GUILD, CHANNEL));
      assertThat(failure.reason()).isEqualTo(FailureCause.NO_SERVER_UPDATE);
      assertThat(failure.getMessage()).doesNotContain("GUILD_VOICE_STATES");
    }
  }

  private static void decideSoon(VoiceOptions.Builder options) {
    options
        .delay(FlowTimer.SERVER, Duration.ofSeconds(1))
        .delay(FlowTimer.DECIDE, Duration.ofSeconds(2));
  }

  private static void flapUntilDone(FakeDiscordGateway gateway, CompletableFuture<?> request) {
    awaitThat(
        "the request is decided while the main session flaps",
        () -> {
          gateway.sessionLost();
          gateway.sessionResumed();
          return request.isDone();
        });
  }

  /** As {@code failureOf}, but an undecided request is reported with the number of op 4. */
  private static VoiceConnectException decided(Bot bot, CompletableFuture<?> request)
      throws Exception {
    try {
      return failureOf(request);
    } catch (TimeoutException e) {
      int sent = bot.requestedChannels().size();
      throw new AssertionError("The request is undecided after " + sent + " op 4.", e);
    }
  }

  /** The number of op 4; a leave and the join directly after it count once. */
  private static int pairs(List<OptionalLong> requested) {
    int pairs = 0;
    for (int i = 0; i < requested.size(); i++) {
      boolean secondOfPair =
          i > 0 && requested.get(i).isPresent() && requested.get(i - 1).isEmpty();
      pairs += secondOfPair ? 0 : 1;
    }
    return pairs;
  }

  /** A port that sends op 4, but does not forward voice states and voice servers. */
  private record DeafPort(FakeDiscordGateway gateway) implements DiscordGateway {
    @Override
    public CompletionStage<Void> send(UpdateVoiceState update) {
      return gateway.send(update);
    }

    @Override
    public Subscription subscribe(Listener listener) {
      return gateway.subscribe(new SessionEvents(listener));
    }
  }

  /** Forwards only the events of the main session itself. */
  private record SessionEvents(DiscordGateway.Listener listener)
      implements DiscordGateway.Listener {
    @Override
    public void sessionLost() {
      listener.sessionLost();
    }

    @Override
    public void sessionResumed() {
      listener.sessionResumed();
    }

    @Override
    public void sessionStarted() {
      listener.sessionStarted();
    }

    @Override
    public void voiceStateUpdate(VoiceStateUpdate update) {}

    @Override
    public void voiceServerUpdate(VoiceServerUpdate update) {}
  }
}
