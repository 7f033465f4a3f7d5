package dev.antiphon.spec.complaints;

import static dev.antiphon.spec.complaints.TestEnvironment.BOT;
import static dev.antiphon.spec.complaints.TestEnvironment.CHANNEL;
import static dev.antiphon.spec.complaints.TestEnvironment.GUILD;
import static dev.antiphon.spec.complaints.TestEnvironment.OTHER_CHANNEL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.ConnectionState;
import dev.antiphon.VoiceOptions;
import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.discord.DiscordEvent;
import dev.antiphon.testkit.discord.DiscordEvent.Step;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Discord reports one event in several messages without a guaranteed order. Every order must have
 * the same result, with each close code. Each order runs with its own bot.
 */
@Tag("P22")
class MessageOrderTest {
  private static final int[] CODES = {4014, 4022};

  @Test
  void everyMessageOrderOfAMoveContinuesTheCallInTheNewChannel() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      inEveryOrder(
          env,
          options -> {},
          bot -> bot.gateway().moved(GUILD, OTHER_CHANNEL),
          (bot, order, code) -> {
            TestEnvironment.awaitThat(
                "the bot is in the other channel", () -> isEstablishedIn(bot, OTHER_CHANNEL));
            bot.sendAndAwait(5);
            assertThat(bot.requestedChannels()).containsExactly(OptionalLong.of(CHANNEL));
          });
    }
  }

  @Test
  void everyMessageOrderOfAKickEndsTheConnection() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      inEveryOrder(
          env,
          options -> {},
          bot -> bot.gateway().kicked(GUILD),
          (bot, order, code) -> {
            assertThat(bot.end())
                .isEqualTo(new ConnectionState.Disconnected(mostSpecific(order, code)));
            assertThat(bot.requestedChannels()).containsExactly(OptionalLong.of(CHANNEL));
          });
    }
  }

  @Test
  void everyMessageOrderOfAChannelDeletionEndsTheConnection() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      inEveryOrder(
          env,
          options -> {},
          bot -> bot.gateway().channelDeleted(GUILD),
          (bot, order, code) -> {
            assertThat(bot.end())
                .isEqualTo(new ConnectionState.Disconnected(mostSpecific(order, code)));
            assertThat(bot.requestedChannels()).filteredOn(OptionalLong::isPresent).hasSize(1);
          });
    }
  }

  @Test
  void everyMessageOrderOfAFailOverContinuesTheCallOnTheNewServer() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      EmbeddedVoiceServer other = env.otherServer();
      inEveryOrder(
          env,
          options -> options.delay(FlowTimer.SETTLE, Duration.ofMillis(20)),
          bot -> bot.gateway().failOver(GUILD, other),
          (bot, order, code) -> {
            TestEnvironment.awaitThat(
                "the bot is at the other server",
                () -> isIn(other, bot.userId()) && isEstablishedIn(bot, CHANNEL));
            bot.sendAndAwait(5);
            assertThat(TestEnvironment.receivedFrames(other, bot.userId())).hasSize(5);
            assertThat(bot.requestedChannels()).containsExactly(OptionalLong.of(CHANNEL));
          });
    }
  }

  /**
   * Checks the result after the messages arrived in this order and the socket was closed with this
   * code.
   */
  private interface ResultCheck {
    void check(Bot bot, List<Step> order, int code) throws Exception;
  }

  private static void inEveryOrder(
      TestEnvironment env,
      Consumer<VoiceOptions.Builder> options,
      Function<Bot, DiscordEvent> eventOf,
      ResultCheck resultCheck)
      throws Exception {
    long userId = BOT;
    for (int code : CODES) {
      int orders = 1;
      for (int i = 0; i < orders; i++) {
        Bot bot = env.bot(userId++, options).join();
        DiscordEvent event = eventOf.apply(bot).closingWith(code);
        orders = event.orders().size();
        List<Step> order = event.orders().get(i);
        try {
          for (Step step : order) {
            emit(bot, event, step);
          }
          resultCheck.check(bot, order, code);
        } catch (AssertionError e) {
          throw new AssertionError(
              order + " with " + code + ": " + bot.connection().transitions(), e);
        }
      }
    }
  }

  /**
   * A close arrives on the voice socket, not on the main gateway. So the next message waits for it.
   */
  private static void emit(Bot bot, DiscordEvent event, Step step) {
    boolean established = isEstablishedIn(bot, CHANNEL);
    int before = bot.connection().transitions().size();
    event.emit(step);
    if (step == Step.CLOSE && established && before == bot.stepsOfJoin()) {
      TestEnvironment.awaitThat(
          "the close has arrived", () -> bot.connection().transitions().size() > before);
    }
  }

  private static boolean isEstablishedIn(Bot bot, long channelId) {
    return bot.connection().state() instanceof ConnectionState.Established established
        && established.channelId() == channelId;
  }

  private static boolean isIn(EmbeddedVoiceServer server, long userId) {
    return server.sessions().stream().anyMatch(session -> session.userId() == userId);
  }

  /** The reason that was known when the first final message arrived. */
  private static DisconnectReason mostSpecific(List<Step> order, int code) {
    for (Step step : order) {
      if (step == Step.NOTICE) {
        return DisconnectReason.CHANNEL_DELETED;
      }
      if (step == Step.STATE) {
        return order.indexOf(Step.CLOSE) > order.indexOf(Step.STATE)
            ? DisconnectReason.REMOVED
            : afterClose(code);
      }
    }
    throw new IllegalArgumentException("no message in " + order + " ends a connection");
  }

  private static DisconnectReason afterClose(int code) {
    return code == 4014 ? DisconnectReason.KICKED : DisconnectReason.CALL_TERMINATED;
  }
}
