package dev.antiphon.spec.complaints;

import static dev.antiphon.spec.complaints.TestEnvironment.BOT;
import static dev.antiphon.spec.complaints.TestEnvironment.CHANNEL;
import static dev.antiphon.spec.complaints.TestEnvironment.GUILD;
import static dev.antiphon.spec.complaints.TestEnvironment.LIMIT;
import static dev.antiphon.spec.complaints.TestEnvironment.LISTENER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.Connection;
import dev.antiphon.audit.Transition;
import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.Trigger;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.protocol.ClientDisconnect;
import dev.antiphon.protocol.ClientsConnect;
import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.Heartbeat;
import dev.antiphon.protocol.Identify;
import dev.antiphon.protocol.Opcode;
import dev.antiphon.protocol.Resume;
import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
import dev.antiphon.testkit.discord.DiscordEvent;
import dev.antiphon.testkit.discord.DiscordEvent.Step;
import dev.antiphon.testkit.fault.FaultAction;
import dev.antiphon.testkit.fault.FaultRule;
import dev.antiphon.testkit.fault.FaultTrigger;
import dev.antiphon.testkit.record.ServerEvent;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Known problems of other libraries: lost sessions that were not restored correctly. */
class ReconnectsTest {
  private static final List<OptionalLong> LEFT_AND_JOINED_AGAIN =
      List.of(OptionalLong.of(CHANNEL), OptionalLong.empty(), OptionalLong.of(CHANNEL));

  /**
   * Complaint 8: voice stopped after Discord had invalidated the main session. The library took the
   * accompanying close code 4014 for a kick.
   *
   * @see <a href="https://github.com/discord/discord-api-docs/issues/2257">discord-api-docs
   *     2257</a>
   * @see <a href="https://github.com/discord-jda/JDA/pull/1452">JDA 1452</a>
   */
  @Test
  void connectionIsRestoredWhenTheMainSessionIsLost() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot(options -> options.severed(Duration.ofMillis(1))).join();
      bot.sendAndAwait(5);
      bot.gateway().sessionLost();
      DiscordEvent begun = bot.gateway().newSession().emit(Step.CLOSE);
      bot.until(VoiceState.AWAITING_SERVER_UPDATE);
      bot.sendFrames(20);
      begun.emitAll(Step.STATE, Step.NOTICE);
      bot.until(VoiceState.ESTABLISHED);
      bot.awaitReceived();
      assertThat(bot.gateway().channelIn(GUILD)).hasValue(CHANNEL);
    }
  }

  /**
   * Complaint 12: after a reconnect of the main gateway, the bot joined and the library rejoined.
   * The second request failed because a connection already existed.
   *
   * @see <a href="https://github.com/discord-jda/JDA/issues/68">JDA 68</a>
   * @see <a href="https://github.com/discord-jda/JDA/issues/111">JDA 111</a>
   */
  @Test
  void joinAfterEachNewMainSessionReturnsTheSameConnection() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot();
      CompletableFuture<Connection> again = new CompletableFuture<>();
      bot.gateway()
          .subscribe(
              new ReadyListener(
                  () -> bot.voice().joinChannelAsync(GUILD, CHANNEL).thenAccept(again::complete)));
      bot.join().sendAndAwait(5);
      bot.gateway().sessionLost();
      bot.gateway().newSession().emitAll(Step.STATE, Step.NOTICE, Step.CLOSE);
      assertThat(TestEnvironment.get(again)).isSameAs(bot.connection());
      assertThat(bot.voice().connections()).containsExactly(bot.connection());
      bot.sendAndAwait(5);
      assertThat(env.events(ServerEvent.Identified.class, BOT)).hasSize(2);
    }
  }

  /**
   * Complaint 14: no session was ever resumed. The library's Resume message had wrong fields, and
   * no test had sent one.
   *
   * @see <a href="https://github.com/Discord4J/Discord4J/issues/778">Discord4J 778</a>
   */
  @Test
  @Tag("P7")
  void resumeContainsTheSessionTokenAndSequenceNumber() throws Exception {
    try (TestEnvironment env =
        TestEnvironment.open(server -> server.heartbeatInterval(Duration.ofMillis(50)))) {
      Bot bot = env.bot().join();
      bot.sendAndAwait(5);
      env.server().sendTo(GUILD, BOT, new ClientsConnect(List.of(77L)));
      int last = env.server().sessions().get(0).lastSequence();
      env.server()
          .await(
              ServerEvent.MessageReceived.class,
              received -> received.message() instanceof Heartbeat beat && beat.seqAck() == last,
              LIMIT);
      env.server().dropConnection(GUILD, BOT);
      bot.until(VoiceState.ESTABLISHED);
      bot.sendAndAwait(5);
      Identify identify = received(env, Identify.class).get(0);
      assertThat(received(env, Resume.class))
          .containsExactly(new Resume(GUILD, identify.sessionId(), identify.token(), last));
      assertThat(env.events(ServerEvent.Resumed.class, BOT)).hasSize(1);
    }
  }

  /**
   * Complaint 18: after days without errors, Discord closed the session as invalid. The bot fell
   * silent. Its author got no reason and no advice.
   *
   * @see <a href="https://github.com/serenity-rs/songbird/issues/76">songbird 76</a>
   * @see <a href="https://github.com/serenity-rs/songbird/pull/81">songbird 81</a>
   * @see <a href="https://github.com/lavalink-devs/Lavalink/issues/691">Lavalink 691</a>
   */
  @Test
  void invalidSessionCausesARejoinAndTheReasonIsReported() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot().join();
      bot.sendAndAwait(5);
      env.server().disconnect(GUILD, BOT, 4006);
      Transition lost = bot.until(VoiceState.BACKOFF);
      bot.sendFrames(20);
      assertThat(lost.reason()).contains(BackoffPlan.REJOIN);
      assertThat(lost.trigger()).isInstanceOf(Trigger.Closed.class);
      assertThat(lost.trigger().describe()).contains("4006");
      bot.until(VoiceState.ESTABLISHED);
      bot.awaitReceived();
      assertThat(bot.requestedChannels()).isEqualTo(LEFT_AND_JOINED_AGAIN);
    }
  }

  /**
   * Complaint 19: after each loss of the TCP connection (1006), the bot visibly left and joined
   * again. Libraries that tried a resume did nothing after its refusal.
   *
   * @see <a href="https://github.com/abalabahaha/eris/pull/1448">eris 1448</a>
   * @see <a href="https://github.com/Pycord-Development/pycord/issues/1905">Pycord 1905</a>
   * @see <a href="https://github.com/brainboxdotcc/DPP/pull/1465">DPP 1465</a>
   */
  @Test
  void lostSocketCausesAResumeAndARefusedResumeCausesARejoin() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot listener = env.bot(LISTENER, options -> {}).join();
      Bot bot = env.bot().join();
      bot.sendAndAwait(5);
      env.server().dropConnection(GUILD, BOT);
      bot.until(VoiceState.ESTABLISHED);
      bot.sendAndAwait(5);
      assertThat(bot.requestedChannels()).hasSize(1);
      assertThat(env.events(ServerEvent.Left.class, BOT)).isEmpty();
      assertThat(env.events(ServerEvent.MessageSent.class, LISTENER))
          .noneMatch(sent -> sent.message() instanceof ClientDisconnect);

      env.server()
          .addFault(
              FaultRule.when(FaultTrigger.received(Opcode.RESUME)).then(FaultAction.close(4006)));
      env.server().dropConnection(GUILD, BOT);
      bot.until(VoiceState.BACKOFF);
      bot.sendFrames(20);
      bot.until(VoiceState.ESTABLISHED);
      bot.awaitReceived();
      assertThat(bot.requestedChannels()).isEqualTo(LEFT_AND_JOINED_AGAIN);
      assertThat(listener.connection().transitions()).hasSize(6);
    }
  }

  private static <M extends GatewayMessage> List<M> received(TestEnvironment env, Class<M> type) {
    return env.server().events().stream()
        .filter(ServerEvent.MessageReceived.class::isInstance)
        .map(event -> ((ServerEvent.MessageReceived) event).message())
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  /** Runs an action when a main session starts, as bots do. */
  private record ReadyListener(Runnable onReady) implements DiscordGateway.Listener {
    @Override
    public void sessionStarted() {
      onReady.run();
    }

    @Override
    public void voiceStateUpdate(VoiceStateUpdate update) {}

    @Override
    public void voiceServerUpdate(VoiceServerUpdate update) {}
  }
}
