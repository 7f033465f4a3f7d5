package dev.antiphon.spec.complaints;

import static dev.antiphon.spec.complaints.Stage.BOT;
import static dev.antiphon.spec.complaints.Stage.CHANNEL;
import static dev.antiphon.spec.complaints.Stage.GUILD;
import static dev.antiphon.spec.complaints.Stage.OTHER_CHANNEL;
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
 * Discord says one thing in several messages, whose order nobody promises: every order ends the
 * same, and with either close code. Each order happens to a bot of its own.
 */
@Tag("P22")
class OrdersTest {
  private static final int[] CODES = {4014, 4022};

  @Test
  void aMoveGoesOnInTheOtherChannel() throws Exception {
    try (Stage stage = Stage.open()) {
      inEveryOrder(
          stage,
          options -> {},
          bot -> bot.gateway().moved(GUILD, OTHER_CHANNEL),
          (bot, order, code) -> {
            Stage.awaitThat(
                "it is in the other channel", () -> isEstablishedIn(bot, OTHER_CHANNEL));
            bot.sayAndBeHeard(5);
            assertThat(bot.asked()).containsExactly(OptionalLong.of(CHANNEL));
          });
    }
  }

  @Test
  void aKickIsTheEnd() throws Exception {
    try (Stage stage = Stage.open()) {
      inEveryOrder(
          stage,
          options -> {},
          bot -> bot.gateway().kicked(GUILD),
          (bot, order, code) -> {
            assertThat(bot.end())
                .isEqualTo(new ConnectionState.Disconnected(mostSpecific(order, code)));
            assertThat(bot.asked()).containsExactly(OptionalLong.of(CHANNEL));
          });
    }
  }

  @Test
  void aDeletedChannelIsTheEnd() throws Exception {
    try (Stage stage = Stage.open()) {
      inEveryOrder(
          stage,
          options -> {},
          bot -> bot.gateway().channelDeleted(GUILD),
          (bot, order, code) -> {
            assertThat(bot.end())
                .isEqualTo(new ConnectionState.Disconnected(mostSpecific(order, code)));
            assertThat(bot.asked()).filteredOn(OptionalLong::isPresent).hasSize(1);
          });
    }
  }

  @Test
  void aFailOverGoesOnAtTheOtherServer() throws Exception {
    try (Stage stage = Stage.open()) {
      EmbeddedVoiceServer other = stage.otherServer();
      inEveryOrder(
          stage,
          options -> options.delay(FlowTimer.SETTLE, Duration.ofMillis(20)),
          bot -> bot.gateway().failOver(GUILD, other),
          (bot, order, code) -> {
            Stage.awaitThat(
                "it is at the other server",
                () -> isIn(other, bot.userId()) && isEstablishedIn(bot, CHANNEL));
            bot.sayAndBeHeard(5);
            assertThat(Stage.heard(other, bot.userId())).hasSize(5);
            assertThat(bot.asked()).containsExactly(OptionalLong.of(CHANNEL));
          });
    }
  }

  /** The end of an event whose messages came in this order, the socket closed with this code. */
  private interface Ending {
    void check(Bot bot, List<Step> order, int code) throws Exception;
  }

  private static void inEveryOrder(
      Stage stage,
      Consumer<VoiceOptions.Builder> options,
      Function<Bot, DiscordEvent> what,
      Ending ending)
      throws Exception {
    long userId = BOT;
    for (int code : CODES) {
      int orders = 1;
      for (int i = 0; i < orders; i++) {
        Bot bot = stage.bot(userId++, options).join();
        DiscordEvent event = what.apply(bot).closingWith(code);
        orders = event.orders().size();
        List<Step> order = event.orders().get(i);
        try {
          for (Step step : order) {
            tell(bot, event, step);
          }
          ending.check(bot, order, code);
        } catch (AssertionError e) {
          throw new AssertionError(
              order + " with " + code + ": " + bot.connection().transitions(), e);
        }
      }
    }
  }

  /** A close is heard on another way than the main gateway, so what follows waits for it. */
  private static void tell(Bot bot, DiscordEvent event, Step step) {
    boolean undisturbed = isEstablishedIn(bot, CHANNEL);
    int before = bot.connection().transitions().size();
    event.emit(step);
    if (step == Step.CLOSE && undisturbed && before == bot.stepsOfJoin()) {
      Stage.awaitThat("the close is heard", () -> bot.connection().transitions().size() > before);
    }
  }

  private static boolean isEstablishedIn(Bot bot, long channelId) {
    return bot.connection().state() instanceof ConnectionState.Established established
        && established.channelId() == channelId;
  }

  private static boolean isIn(EmbeddedVoiceServer server, long userId) {
    return server.sessions().stream().anyMatch(session -> session.userId() == userId);
  }

  /** What was known when the first message came that ends the connection. */
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
    throw new IllegalArgumentException("nothing in " + order + " ends a connection");
  }

  private static DisconnectReason afterClose(int code) {
    return code == 4014 ? DisconnectReason.KICKED : DisconnectReason.CALL_TERMINATED;
  }
}
