package dev.antiphon.spec.complaints;

import static dev.antiphon.spec.complaints.Stage.BOT;
import static dev.antiphon.spec.complaints.Stage.CHANNEL;
import static dev.antiphon.spec.complaints.Stage.GUILD;
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

/** Complaints of bots that came back when they should not, or could not leave. */
class EndsTest {
  private static final OptionalLong NONE = OptionalLong.empty();

  /**
   * Complaint 3: a bot whose channel was deleted asked for that channel again and again.
   *
   * @see <a href="https://github.com/discordjs/discord.js/pull/11567">discord.js 11567</a>
   */
  @Test
  void aBotWhoseChannelWasDeletedDoesNotAskForItAgain() throws Exception {
    try (Stage stage = Stage.open()) {
      Bot bot = stage.bot().join();
      bot.sayAndBeHeard(5);
      bot.gateway().channelDeleted(GUILD).emitAll();
      assertThat(bot.end())
          .isEqualTo(new ConnectionState.Disconnected(DisconnectReason.CHANNEL_DELETED));
      assertThat(bot.asked()).filteredOn(OptionalLong::isPresent).hasSize(1);
      assertThat(stage.dials()).isEqualTo(1);
    }
  }

  /**
   * Complaint 5: a server that dropped each session soon after it stood was dialled for ever,
   * because every session that stood cleared the count of the attempts.
   *
   * @see <a href="https://github.com/discordjs/discord.js/issues/11419">discord.js 11419</a>
   */
  @Test
  void aServerThatDropsEverySessionIsNotTriedForEver() throws Exception {
    FaultScript dropping =
        FaultScript.of(
            FaultRule.when(FaultTrigger.frame(3))
                .then(FaultAction.close(4006))
                .perSession()
                .always());
    int rejoins = 3;
    try (Stage stage = Stage.open(server -> server.faults(dropping))) {
      Bot bot = stage.bot(options -> options.retries(Stage.haste(2, rejoins))).join();
      bot.connection().play(new Endless());
      assertThat(bot.end())
          .isInstanceOfSatisfying(
              ConnectionState.Failed.class,
              failed -> {
                assertThat(failed.cause()).isEqualTo(FailureCause.RETRIES_EXHAUSTED);
                assertThat(failed.trigger()).isInstanceOf(Trigger.Closed.class);
                assertThat(failed.sentence()).contains("4006");
              });
      assertThat(stage.events(ServerEvent.Identified.class, BOT)).hasSize(1 + rejoins);
    }
  }

  /**
   * Complaint 9: a bot that was alone in a channel and was disconnected came back, for nobody knew
   * the close code 4022.
   *
   * @see <a href="https://github.com/discord-jda/JDA/issues/2853">JDA 2853</a>
   * @see <a href="https://github.com/bwmarrin/discordgo/issues/1655">discordgo 1655</a>
   */
  @Test
  void aBotThatWasAloneAndIsDisconnectedStaysAway() throws Exception {
    try (Stage stage = Stage.open()) {
      Bot bot = stage.bot(options -> options.severed(Duration.ofMillis(100))).join();
      bot.sayAndBeHeard(5);
      bot.gateway().callEnded(GUILD).emitAll();
      assertThat(bot.end())
          .isEqualTo(new ConnectionState.Disconnected(DisconnectReason.CALL_TERMINATED));
      assertThat(bot.asked()).filteredOn(OptionalLong::isPresent).hasSize(1);
      assertThat(stage.dials()).isEqualTo(1);
      bot.join().sayAndBeHeard(5);
    }
  }

  /**
   * Complaint 10: leaving did nothing, for the library believed that it was not connected, while
   * the bot sat in its channel.
   *
   * @see <a href="https://github.com/discord-jda/JDA/issues/456">JDA 456</a>
   */
  @Test
  void leavingWorksWhateverTheConnectionIsAboutToDo() throws Exception {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (Stage stage = Stage.open(server -> server.behaviour(Stage.holding(Resume.class, gate)))) {
      Bot bot = stage.bot();

      bot.gateway().holdAnswers();
      CompletableFuture<Connection> joining = bot.voice().joinChannelAsync(GUILD, CHANNEL);
      Connection asking = bot.voice().connection(GUILD).orElseThrow();
      bot.gateway().awaitSent(1, Stage.LIMIT);
      asking.disconnect();
      bot.gateway().releaseAnswers();
      assertLeft(bot, asking);
      assertThat(joining).isCompletedExceptionally();

      bot.join().sayAndBeHeard(5);
      stage.server().dropConnection(GUILD, BOT);
      bot.until(VoiceState.RESUMING);
      bot.connection().disconnect();
      assertLeft(bot, bot.connection());

      bot.join().sayAndBeHeard(5);
      bot.gateway().moved(GUILD, Stage.OTHER_CHANNEL).emit(Step.CLOSE);
      bot.until(VoiceState.AWAITING_SERVER_UPDATE);
      bot.connection().disconnect();
      assertLeft(bot, bot.connection());
    }
  }

  private static void assertLeft(Bot bot, Connection left) throws Exception {
    assertThat(Stage.get(left.closed()))
        .isEqualTo(new ConnectionState.Disconnected(DisconnectReason.REQUESTED));
    Stage.awaitThat("Discord lists it nowhere", () -> bot.gateway().channelIn(GUILD).isEmpty());
    assertThat(bot.voice().connection(GUILD)).isEmpty();
    assertThat(bot.asked()).endsWith(NONE);
  }

  /** Never at a loss for a frame. */
  private static final class Endless implements OpusSource {
    private int number;

    @Override
    public byte[] nextFrame() {
      return Stage.frame(number++);
    }

    @Override
    public boolean finished() {
      return false;
    }
  }
}
