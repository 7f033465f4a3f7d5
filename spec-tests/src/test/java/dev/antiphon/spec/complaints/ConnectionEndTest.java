package dev.antiphon.spec.complaints;

import static dev.antiphon.spec.complaints.TestEnvironment.BOT;
import static dev.antiphon.spec.complaints.TestEnvironment.CHANNEL;
import static dev.antiphon.spec.complaints.TestEnvironment.GUILD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.Connection;
import dev.antiphon.ConnectionState;
import dev.antiphon.OpusSource;
import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.Trigger;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.protocol.Resume;
import dev.antiphon.testkit.discord.DiscordEvent.Step;
import dev.antiphon.testkit.fault.FaultAction;
import dev.antiphon.testkit.fault.FaultRule;
import dev.antiphon.testkit.fault.FaultScript;
import dev.antiphon.testkit.fault.FaultTrigger;
import dev.antiphon.testkit.record.ServerEvent;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Known problems of other libraries: bots that rejoin when they should not, or cannot leave. */
class ConnectionEndTest {
  private static final OptionalLong NO_CHANNEL = OptionalLong.empty();

  /**
   * Complaint 3: after its channel was deleted, a bot requested the same channel repeatedly.
   *
   * @see <a href="https://github.com/discordjs/discord.js/pull/11567">discord.js 11567</a>
   */
  @Test
  void botDoesNotRequestItsDeletedChannelAgain() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot().join();
      bot.sendAndAwait(5);
      bot.gateway().channelDeleted(GUILD).emitAll();
      assertThat(bot.end())
          .isEqualTo(new ConnectionState.Disconnected(DisconnectReason.CHANNEL_DELETED));
      assertThat(bot.requestedChannels()).filteredOn(OptionalLong::isPresent).hasSize(1);
      assertThat(env.dials()).isEqualTo(1);
    }
  }

  /**
   * Complaint 5: a server closed each session soon after it was established. The bot dialled it
   * forever, because every established session reset the number of attempts.
   *
   * @see <a href="https://github.com/discordjs/discord.js/issues/11419">discord.js 11419</a>
   */
  @Test
  void connectionFailsWhenTheServerClosesEverySession() throws Exception {
    FaultScript dropping =
        FaultScript.of(
            FaultRule.when(FaultTrigger.frame(3))
                .then(FaultAction.close(4006))
                .perSession()
                .always());
    int rejoins = 3;
    try (TestEnvironment env = TestEnvironment.open(server -> server.faults(dropping))) {
      Bot bot = env.bot(options -> options.retries(TestEnvironment.shortDelays(2, rejoins))).join();
      bot.connection().play(new EndlessSource());
      assertThat(bot.end())
          .isInstanceOfSatisfying(
              ConnectionState.Failed.class,
              failed -> {
                assertThat(failed.cause()).isEqualTo(FailureCause.RETRIES_EXHAUSTED);
                assertThat(failed.trigger()).isInstanceOf(Trigger.Closed.class);
                assertThat(failed.sentence()).contains("4006");
              });
      assertThat(env.events(ServerEvent.Identified.class, BOT)).hasSize(1 + rejoins);
    }
  }

  /**
   * Complaint 9: Discord disconnected a bot that was alone in a channel. The bot rejoined, because
   * the library did not know close code 4022.
   *
   * @see <a href="https://github.com/discord-jda/JDA/issues/2853">JDA 2853</a>
   * @see <a href="https://github.com/bwmarrin/discordgo/issues/1655">discordgo 1655</a>
   */
  @Test
  void botDoesNotRejoinAfterCloseCode4022() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot(options -> options.severed(Duration.ofMillis(100))).join();
      bot.sendAndAwait(5);
      bot.gateway().callEnded(GUILD).emitAll();
      assertThat(bot.end())
          .isEqualTo(new ConnectionState.Disconnected(DisconnectReason.CALL_TERMINATED));
      assertThat(bot.requestedChannels()).filteredOn(OptionalLong::isPresent).hasSize(1);
      assertThat(env.dials()).isEqualTo(1);
      bot.join().sendAndAwait(5);
    }
  }

  /**
   * Complaint 10: leave did nothing, because the library considered the bot not connected. The bot
   * stayed in the channel.
   *
   * @see <a href="https://github.com/discord-jda/JDA/issues/456">JDA 456</a>
   */
  @Test
  void disconnectDuringAJoinOrResumeOrMoveRemovesTheBotFromTheChannel() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (TestEnvironment env =
        TestEnvironment.open(
            server -> server.behaviour(TestEnvironment.holdIncoming(Resume.class, gate)))) {
      Bot bot = env.bot();

      bot.gateway().holdAnswers();
      CompletableFuture<Connection> joining = bot.voice().joinChannelAsync(GUILD, CHANNEL);
      Connection joiningConnection = bot.voice().connection(GUILD).orElseThrow();
      bot.gateway().awaitSent(1, TestEnvironment.LIMIT);
      joiningConnection.disconnect();
      bot.gateway().releaseAnswers();
      assertLeft(bot, joiningConnection);
      assertThat(joining).isCompletedExceptionally();

      bot.join().sendAndAwait(5);
      env.server().dropConnection(GUILD, BOT);
      bot.until(VoiceState.RESUMING);
      bot.connection().disconnect();
      assertLeft(bot, bot.connection());

      bot.join().sendAndAwait(5);
      bot.gateway().moved(GUILD, TestEnvironment.OTHER_CHANNEL).emit(Step.CLOSE);
      bot.until(VoiceState.AWAITING_SERVER_UPDATE);
      bot.connection().disconnect();
      assertLeft(bot, bot.connection());
    }
  }

  private static void assertLeft(Bot bot, Connection left) throws Exception {
    assertThat(TestEnvironment.get(left.closed()))
        .isEqualTo(new ConnectionState.Disconnected(DisconnectReason.REQUESTED));
    TestEnvironment.awaitThat(
        "Discord shows the bot in no channel", () -> bot.gateway().channelIn(GUILD).isEmpty());
    assertThat(bot.voice().connection(GUILD)).isEmpty();
    assertThat(bot.requestedChannels()).endsWith(NO_CHANNEL);
  }

  /** A source that never ends. */
  private static final class EndlessSource implements OpusSource {
    private int number;

    @Override
    public byte[] nextFrame() {
      return TestEnvironment.frame(number++);
    }

    @Override
    public boolean finished() {
      return false;
    }
  }
}
