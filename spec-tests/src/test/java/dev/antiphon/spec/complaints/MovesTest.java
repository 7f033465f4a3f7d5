package dev.antiphon.spec.complaints;

import static dev.antiphon.spec.complaints.Stage.BOT;
import static dev.antiphon.spec.complaints.Stage.CHANNEL;
import static dev.antiphon.spec.complaints.Stage.GUILD;
import static dev.antiphon.spec.complaints.Stage.OTHER_CHANNEL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.VoiceState;
import dev.antiphon.flow.WaitReason;
import dev.antiphon.protocol.Identify;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.discord.DiscordEvent;
import dev.antiphon.testkit.discord.DiscordEvent.Step;
import dev.antiphon.testkit.fault.FaultAction;
import dev.antiphon.testkit.fault.FaultRule;
import dev.antiphon.testkit.fault.FaultTrigger;
import dev.antiphon.testkit.record.ServerEvent;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Complaints of bots that were dragged elsewhere, or whose voice server went away. */
class MovesTest {

  /**
   * Complaint 6: bots crashed, or dialled an empty address, when Discord took the voice server away
   * and named no other yet.
   *
   * @see <a href="https://github.com/discordjs/voice/issues/99">discordjs/voice 99</a>
   * @see <a href="https://github.com/discord/discord-api-docs/issues/1739">discord-api-docs
   *     1739</a>
   */
  @Test
  void aVoiceServerThatIsTakenAwayIsAwaitedUntilAnotherIsNamed() throws Exception {
    try (Stage stage = Stage.open()) {
      Bot bot = stage.bot().join();
      bot.sayAndBeHeard(10);
      DiscordEvent failOver = bot.gateway().failOver(GUILD, stage.otherServer());
      failOver.emit(Step.SERVER_GONE);
      assertThat(bot.until(VoiceState.AWAITING_SERVER_UPDATE).reason())
          .contains(WaitReason.SERVER_LOST);
      bot.say(20);
      failOver.emitAll(Step.CLOSE, Step.SERVER);
      bot.until(VoiceState.ESTABLISHED);
      bot.awaitHeard();
      assertThat(Stage.heard(stage.otherServer(), BOT)).hasSize(20);
      assertThat(bot.asked()).containsExactly(OptionalLong.of(CHANNEL));
    }
  }

  /**
   * Complaint 7: the bot left the call when somebody dragged it to another channel, for the close
   * code 4014 says that it was kicked as well as that it was moved.
   *
   * @see <a href="https://github.com/discord/discord-api-docs/issues/2450">discord-api-docs
   *     2450</a>
   */
  @Test
  void aBotThatIsDraggedToAnotherChannelKeepsPlaying() throws Exception {
    try (Stage stage = Stage.open()) {
      Bot bot = stage.bot().join();
      bot.sayAndBeHeard(10);
      DiscordEvent dragged = bot.gateway().moved(GUILD, OTHER_CHANNEL).emit(Step.CLOSE);
      assertThat(bot.until(VoiceState.AWAITING_SERVER_UPDATE).reason())
          .contains(WaitReason.SEVERED_4014);
      bot.say(20);
      dragged.emitAll(Step.STATE, Step.SERVER);
      bot.until(VoiceState.ESTABLISHED);
      bot.awaitHeard();
      assertThat(bot.channelId()).isEqualTo(OTHER_CHANNEL);
      assertThat(bot.asked()).containsExactly(OptionalLong.of(CHANNEL));
    }
  }

  /**
   * Complaint 13: a move ended the connection at once, or, where the library had learnt to try
   * again, it identified with the credentials of the channel that it had left.
   *
   * @see <a href="https://github.com/Discord4J/Discord4J/issues/824">Discord4J 824</a>
   * @see <a href="https://github.com/Rapptz/discord.py/issues/5904">discord.py 5904</a>
   */
  @Test
  void aMovedBotNeverIdentifiesWithTheCredentialsOfTheChannelThatItLeft() throws Exception {
    try (Stage stage = Stage.open()) {
      Bot bot = stage.bot().join();
      bot.sayAndBeHeard(10);
      DiscordEvent dragged = bot.gateway().moved(GUILD, OTHER_CHANNEL);
      dragged.emitAll(Step.CLOSE, Step.STATE, Step.STATE, Step.SERVER);
      bot.until(VoiceState.ESTABLISHED);
      bot.sayAndBeHeard(10);
      List<Identify> identifies =
          stage.events(ServerEvent.MessageReceived.class, BOT).stream()
              .map(ServerEvent.MessageReceived::message)
              .filter(Identify.class::isInstance)
              .map(Identify.class::cast)
              .toList();
      assertThat(identifies).hasSize(2);
      assertThat(bot.entered(VoiceState.IDENTIFYING)).isEqualTo(2);
      assertThat(identifies.stream().map(Identify::token).distinct()).hasSize(2);
    }
  }

  /**
   * Complaint 16: a move interrupted the call twice, for the library reconnected when it heard of
   * the channel, and again when it heard of the server.
   *
   * @see <a href="https://github.com/diamondburned/arikawa/issues/303">arikawa 303</a>
   */
  @Test
  void aMoveThatIsToldInTwoMessagesInterruptsOnce() throws Exception {
    try (Stage stage = Stage.open()) {
      Bot bot = stage.bot().join();
      bot.sayAndBeHeard(5);
      bot.gateway().moved(GUILD, OTHER_CHANNEL).emitAll(Step.STATE, Step.SERVER);
      bot.until(VoiceState.ESTABLISHED);
      bot.sayAndBeHeard(5);
      assertThat(stage.dials()).isEqualTo(2);
      bot.gateway().moved(GUILD, CHANNEL).emitAll(Step.SERVER, Step.STATE);
      bot.until(VoiceState.ESTABLISHED);
      bot.sayAndBeHeard(5);
      assertThat(stage.dials()).isEqualTo(3);
      assertThat(bot.channelId()).isEqualTo(CHANNEL);
      assertThat(bot.asked()).hasSize(1);
    }
  }

  /**
   * Complaint 17: the bot was silent after its voice server had gone, for it dialled the dead
   * endpoint for ever, with credentials that were worth nothing any more.
   *
   * @see <a href="https://github.com/disgoorg/disgo/pull/573">disgo 573</a>
   * @see <a href="https://github.com/disgoorg/disgo/pull/583">disgo 583</a>
   * @see <a href="https://github.com/disgoorg/disgo/pull/587">disgo 587</a>
   * @see <a href="https://github.com/disgoorg/disgo/pull/603">disgo 603</a>
   */
  @Test
  void aVoiceServerThatRefusesEveryDialIsNotDialledForEver() throws Exception {
    try (Stage stage = Stage.open()) {
      Bot bot = stage.bot(options -> options.retries(Stage.haste(2, 4))).join();
      bot.sayAndBeHeard(10);
      bot.gateway().serveFrom(stage.otherServer());
      stage
          .server()
          .addFault(
              FaultRule.when(FaultTrigger.connected()).then(FaultAction.refuse(503)).always());
      stage.server().dropConnection(GUILD, BOT);
      bot.until(VoiceState.AWAITING_SERVER_UPDATE);
      bot.say(20);
      bot.until(VoiceState.ESTABLISHED);
      bot.awaitHeard();
      assertThat(bot.entered(VoiceState.RESUMING)).isEqualTo(2);
      assertThat(Stage.heard(stage.otherServer(), BOT)).hasSize(20);
    }
  }

  /**
   * Complaint 23: joins failed with 4006 or not at all when Discord began to name ports other than
   * 443, for the port was cut off or replaced.
   *
   * @see <a href="https://github.com/DisnakeDev/disnake/issues/1301">disnake 1301</a>
   * @see <a href="https://github.com/serenity-rs/songbird/issues/285">songbird 285</a>
   * @see <a href="https://github.com/Rapptz/discord.py/pull/10210">discord.py 10210</a>
   */
  @Test
  void anotherPortOfTheSameHostIsAnotherVoiceServer() throws Exception {
    try (Stage stage = Stage.openTwoWithTls()) {
      EmbeddedVoiceServer first = stage.server();
      EmbeddedVoiceServer second = stage.otherServer();
      assertThat(hostOf(second)).isEqualTo(hostOf(first));
      Bot bot = stage.bot().join();
      bot.sayAndBeHeard(5);
      bot.gateway().failOver(GUILD, second).emitAll();
      second.await(ServerEvent.ProtocolSelected.class, selected -> true, Stage.LIMIT);
      bot.until(VoiceState.ESTABLISHED);
      bot.sayAndBeHeard(5);
      assertThat(Stage.heard(first, BOT)).hasSize(5);
      assertThat(Stage.heard(second, BOT)).hasSize(5);
      assertThat(bot.asked()).hasSize(1);
    }
  }

  private static String hostOf(EmbeddedVoiceServer server) {
    return server.endpoint().substring(0, server.endpoint().lastIndexOf(':'));
  }
}
