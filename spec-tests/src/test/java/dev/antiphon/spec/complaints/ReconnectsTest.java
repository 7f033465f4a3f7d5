package dev.antiphon.spec.complaints;

import static dev.antiphon.spec.complaints.Stage.BOT;
import static dev.antiphon.spec.complaints.Stage.CHANNEL;
import static dev.antiphon.spec.complaints.Stage.GUILD;
import static dev.antiphon.spec.complaints.Stage.LIMIT;
import static dev.antiphon.spec.complaints.Stage.LISTENER;
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

/** Complaints of sessions that were lost and did not come back as they should. */
class ReconnectsTest {
  private static final List<OptionalLong> LEFT_AND_JOINED_AGAIN =
      List.of(OptionalLong.of(CHANNEL), OptionalLong.empty(), OptionalLong.of(CHANNEL));

  /**
   * Complaint 8: there was no voice any more after Discord had declared the main session invalid,
   * for the close code 4014 that came with it was taken for a kick.
   *
   * @see <a href="https://github.com/discord/discord-api-docs/issues/2257">discord-api-docs
   *     2257</a>
   * @see <a href="https://github.com/discord-jda/JDA/pull/1452">JDA 1452</a>
   */
  @Test
  void aBotWhoseMainSessionIsLostIsNotTakenForKicked() throws Exception {
    try (Stage stage = Stage.open()) {
      Bot bot = stage.bot(options -> options.severed(Duration.ofMillis(1))).join();
      bot.sayAndBeHeard(5);
      bot.gateway().sessionLost();
      DiscordEvent begun = bot.gateway().newSession().emit(Step.CLOSE);
      bot.until(VoiceState.AWAITING_SERVER_UPDATE);
      bot.say(20);
      begun.emitAll(Step.STATE, Step.NOTICE);
      bot.until(VoiceState.ESTABLISHED);
      bot.awaitHeard();
      assertThat(bot.gateway().channelIn(GUILD)).hasValue(CHANNEL);
    }
  }

  /**
   * Complaint 12: after the main gateway had reconnected, the bot's own join met the library's
   * rejoin, and the second of them failed because there was a connection already.
   *
   * @see <a href="https://github.com/discord-jda/JDA/issues/68">JDA 68</a>
   * @see <a href="https://github.com/discord-jda/JDA/issues/111">JDA 111</a>
   */
  @Test
  void aBotThatJoinsWheneverItsMainSessionIsReadyHasOneConnection() throws Exception {
    try (Stage stage = Stage.open()) {
      Bot bot = stage.bot();
      CompletableFuture<Connection> again = new CompletableFuture<>();
      bot.gateway()
          .subscribe(
              new ReadyListener(
                  () -> bot.voice().joinChannelAsync(GUILD, CHANNEL).thenAccept(again::complete)));
      bot.join().sayAndBeHeard(5);
      bot.gateway().sessionLost();
      bot.gateway().newSession().emitAll(Step.STATE, Step.NOTICE, Step.CLOSE);
      assertThat(Stage.get(again)).isSameAs(bot.connection());
      assertThat(bot.voice().connections()).containsExactly(bot.connection());
      bot.sayAndBeHeard(5);
      assertThat(stage.events(ServerEvent.Identified.class, BOT)).hasSize(2);
    }
  }

  /**
   * Complaint 14: no session was ever resumed, for the library's Resume had the wrong fields and no
   * test had ever sent one.
   *
   * @see <a href="https://github.com/Discord4J/Discord4J/issues/778">Discord4J 778</a>
   */
  @Test
  @Tag("P7")
  void aResumeNamesTheSessionThatItResumes() throws Exception {
    try (Stage stage = Stage.open(server -> server.heartbeatInterval(Duration.ofMillis(50)))) {
      Bot bot = stage.bot().join();
      bot.sayAndBeHeard(5);
      stage.server().sendTo(GUILD, BOT, new ClientsConnect(List.of(77L)));
      int last = stage.server().sessions().get(0).lastSequence();
      stage
          .server()
          .await(
              ServerEvent.MessageReceived.class,
              received -> received.message() instanceof Heartbeat beat && beat.seqAck() == last,
              LIMIT);
      stage.server().dropConnection(GUILD, BOT);
      bot.until(VoiceState.ESTABLISHED);
      bot.sayAndBeHeard(5);
      Identify identify = received(stage, Identify.class).get(0);
      assertThat(received(stage, Resume.class))
          .containsExactly(new Resume(GUILD, identify.sessionId(), identify.token(), last));
      assertThat(stage.events(ServerEvent.Resumed.class, BOT)).hasSize(1);
    }
  }

  /**
   * Complaint 18: after days without trouble Discord called the session no longer valid; the bot
   * fell silent, and its author was told neither why nor what to do.
   *
   * @see <a href="https://github.com/serenity-rs/songbird/issues/76">songbird 76</a>
   * @see <a href="https://github.com/serenity-rs/songbird/pull/81">songbird 81</a>
   * @see <a href="https://github.com/lavalink-devs/Lavalink/issues/691">Lavalink 691</a>
   */
  @Test
  void aSessionThatIsNoLongerValidIsReplacedAndItsUserToldWhy() throws Exception {
    try (Stage stage = Stage.open()) {
      Bot bot = stage.bot().join();
      bot.sayAndBeHeard(5);
      stage.server().disconnect(GUILD, BOT, 4006);
      Transition lost = bot.until(VoiceState.BACKOFF);
      bot.say(20);
      assertThat(lost.reason()).contains(BackoffPlan.REJOIN);
      assertThat(lost.trigger()).isInstanceOf(Trigger.Closed.class);
      assertThat(lost.trigger().describe()).contains("4006");
      bot.until(VoiceState.ESTABLISHED);
      bot.awaitHeard();
      assertThat(bot.asked()).isEqualTo(LEFT_AND_JOINED_AGAIN);
    }
  }

  /**
   * Complaint 19: each loss of the TCP connection (1006) made the bot leave and join again before
   * everybody's eyes; and where a resume was tried, nothing was when it had been refused.
   *
   * @see <a href="https://github.com/abalabahaha/eris/pull/1448">eris 1448</a>
   * @see <a href="https://github.com/Pycord-Development/pycord/issues/1905">Pycord 1905</a>
   * @see <a href="https://github.com/brainboxdotcc/DPP/pull/1465">DPP 1465</a>
   */
  @Test
  void aLostSocketIsResumedWithoutNoiseAndReplacedWhenThatIsRefused() throws Exception {
    try (Stage stage = Stage.open()) {
      Bot listener = stage.bot(LISTENER, options -> {}).join();
      Bot bot = stage.bot().join();
      bot.sayAndBeHeard(5);
      stage.server().dropConnection(GUILD, BOT);
      bot.until(VoiceState.ESTABLISHED);
      bot.sayAndBeHeard(5);
      assertThat(bot.asked()).hasSize(1);
      assertThat(stage.events(ServerEvent.Left.class, BOT)).isEmpty();
      assertThat(stage.events(ServerEvent.MessageSent.class, LISTENER))
          .noneMatch(sent -> sent.message() instanceof ClientDisconnect);

      stage
          .server()
          .addFault(
              FaultRule.when(FaultTrigger.received(Opcode.RESUME)).then(FaultAction.close(4006)));
      stage.server().dropConnection(GUILD, BOT);
      bot.until(VoiceState.BACKOFF);
      bot.say(20);
      bot.until(VoiceState.ESTABLISHED);
      bot.awaitHeard();
      assertThat(bot.asked()).isEqualTo(LEFT_AND_JOINED_AGAIN);
      assertThat(listener.connection().transitions()).hasSize(6);
    }
  }

  private static <M extends GatewayMessage> List<M> received(Stage stage, Class<M> type) {
    return stage.server().events().stream()
        .filter(ServerEvent.MessageReceived.class::isInstance)
        .map(event -> ((ServerEvent.MessageReceived) event).message())
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  /** Does something whenever a main session begins, as bots do. */
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
