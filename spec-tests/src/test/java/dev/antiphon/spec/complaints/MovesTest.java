package dev.antiphon.spec.complaints;

import static dev.antiphon.spec.complaints.TestEnvironment.BOT;
import static dev.antiphon.spec.complaints.TestEnvironment.CHANNEL;
import static dev.antiphon.spec.complaints.TestEnvironment.GUILD;
import static dev.antiphon.spec.complaints.TestEnvironment.OTHER_CHANNEL;
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

/**
 * Known problems of other libraries: bots that are moved by a user, and voice servers that
 * disappear.
 */
class MovesTest {

  /**
   * Complaint 6: Discord withdrew the voice server and named no new one yet. Bots crashed or
   * dialled an empty address.
   *
   * @see <a href="https://github.com/discordjs/voice/issues/99">discordjs/voice 99</a>
   * @see <a href="https://github.com/discord/discord-api-docs/issues/1739">discord-api-docs
   *     1739</a>
   */
  @Test
  void connectionWaitsForANewServerWhenItsServerIsWithdrawn() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot().join();
      bot.sendAndAwait(10);
      DiscordEvent failOver = bot.gateway().failOver(GUILD, env.otherServer());
      failOver.emit(Step.SERVER_GONE);
      assertThat(bot.until(VoiceState.AWAITING_SERVER_UPDATE).reason())
          .contains(WaitReason.SERVER_LOST);
      bot.sendFrames(20);
      failOver.emitAll(Step.CLOSE, Step.SERVER);
      bot.until(VoiceState.ESTABLISHED);
      bot.awaitReceived();
      assertThat(TestEnvironment.receivedFrames(env.otherServer(), BOT)).hasSize(20);
      assertThat(bot.requestedChannels()).containsExactly(OptionalLong.of(CHANNEL));
    }
  }

  /**
   * Complaint 7: a user moved the bot to another channel and the bot left the call. Close code 4014
   * is sent both for a kick and for a move.
   *
   * @see <a href="https://github.com/discord/discord-api-docs/issues/2450">discord-api-docs
   *     2450</a>
   */
  @Test
  void botKeepsPlayingWhenAUserMovesIt() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot().join();
      bot.sendAndAwait(10);
      DiscordEvent moved = bot.gateway().moved(GUILD, OTHER_CHANNEL).emit(Step.CLOSE);
      assertThat(bot.until(VoiceState.AWAITING_SERVER_UPDATE).reason())
          .contains(WaitReason.SEVERED_4014);
      bot.sendFrames(20);
      moved.emitAll(Step.STATE, Step.SERVER);
      bot.until(VoiceState.ESTABLISHED);
      bot.awaitReceived();
      assertThat(bot.channelId()).isEqualTo(OTHER_CHANNEL);
      assertThat(bot.requestedChannels()).containsExactly(OptionalLong.of(CHANNEL));
    }
  }

  /**
   * Complaint 13: a move ended the connection. Libraries that retried identified with the
   * credentials of the old channel.
   *
   * @see <a href="https://github.com/Discord4J/Discord4J/issues/824">Discord4J 824</a>
   * @see <a href="https://github.com/Rapptz/discord.py/issues/5904">discord.py 5904</a>
   */
  @Test
  void movedBotIdentifiesWithNewCredentials() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot().join();
      bot.sendAndAwait(10);
      DiscordEvent moved = bot.gateway().moved(GUILD, OTHER_CHANNEL);
      moved.emitAll(Step.CLOSE, Step.STATE, Step.STATE, Step.SERVER);
      bot.until(VoiceState.ESTABLISHED);
      bot.sendAndAwait(10);
      List<Identify> identifies =
          env.events(ServerEvent.MessageReceived.class, BOT).stream()
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
   * Complaint 16: a move interrupted the call twice. The library reconnected after the voice state
   * update and again after the voice server update.
   *
   * @see <a href="https://github.com/diamondburned/arikawa/issues/303">arikawa 303</a>
   */
  @Test
  void moveReportedInTwoMessagesInterruptsTheCallOnce() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot().join();
      bot.sendAndAwait(5);
      bot.gateway().moved(GUILD, OTHER_CHANNEL).emitAll(Step.STATE, Step.SERVER);
      bot.until(VoiceState.ESTABLISHED);
      bot.sendAndAwait(5);
      assertThat(env.dials()).isEqualTo(2);
      bot.gateway().moved(GUILD, CHANNEL).emitAll(Step.SERVER, Step.STATE);
      bot.until(VoiceState.ESTABLISHED);
      bot.sendAndAwait(5);
      assertThat(env.dials()).isEqualTo(3);
      assertThat(bot.channelId()).isEqualTo(CHANNEL);
      assertThat(bot.requestedChannels()).hasSize(1);
    }
  }

  /**
   * Complaint 17: the bot was silent after its voice server had disappeared. It dialled the dead
   * endpoint forever with expired credentials.
   *
   * @see <a href="https://github.com/disgoorg/disgo/pull/573">disgo 573</a>
   * @see <a href="https://github.com/disgoorg/disgo/pull/583">disgo 583</a>
   * @see <a href="https://github.com/disgoorg/disgo/pull/587">disgo 587</a>
   * @see <a href="https://github.com/disgoorg/disgo/pull/603">disgo 603</a>
   */
  @Test
  void connectionRejoinsWhenTheServerRefusesEveryDial() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot(options -> options.retries(TestEnvironment.shortDelays(2, 4))).join();
      bot.sendAndAwait(10);
      bot.gateway().serveFrom(env.otherServer());
      env.server()
          .addFault(
              FaultRule.when(FaultTrigger.connected()).then(FaultAction.refuse(503)).always());
      env.server().dropConnection(GUILD, BOT);
      bot.until(VoiceState.AWAITING_SERVER_UPDATE);
      bot.sendFrames(20);
      bot.until(VoiceState.ESTABLISHED);
      bot.awaitReceived();
      assertThat(bot.entered(VoiceState.RESUMING)).isEqualTo(2);
      assertThat(TestEnvironment.receivedFrames(env.otherServer(), BOT)).hasSize(20);
    }
  }

  /**
   * Complaint 23: joins failed with 4006 or hung when Discord began to use ports other than 443.
   * The library had dropped or replaced the port.
   *
   * @see <a href="https://github.com/DisnakeDev/disnake/issues/1301">disnake 1301</a>
   * @see <a href="https://github.com/serenity-rs/songbird/issues/285">songbird 285</a>
   * @see <a href="https://github.com/Rapptz/discord.py/pull/10210">discord.py 10210</a>
   */
  @Test
  void serverOnAnotherPortOfTheSameHostIsANewServer() throws Exception {
    try (TestEnvironment env = TestEnvironment.openTwoWithTls()) {
      EmbeddedVoiceServer first = env.server();
      EmbeddedVoiceServer second = env.otherServer();
      assertThat(hostOf(second)).isEqualTo(hostOf(first));
      Bot bot = env.bot().join();
      bot.sendAndAwait(5);
      bot.gateway().failOver(GUILD, second).emitAll();
      second.await(ServerEvent.ProtocolSelected.class, selected -> true, TestEnvironment.LIMIT);
      bot.until(VoiceState.ESTABLISHED);
      bot.sendAndAwait(5);
      assertThat(TestEnvironment.receivedFrames(first, BOT)).hasSize(5);
      assertThat(TestEnvironment.receivedFrames(second, BOT)).hasSize(5);
      assertThat(bot.requestedChannels()).hasSize(1);
    }
  }

  private static String hostOf(EmbeddedVoiceServer server) {
    return server.endpoint().substring(0, server.endpoint().lastIndexOf(':'));
  }
}
