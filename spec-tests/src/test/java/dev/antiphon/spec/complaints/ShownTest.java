package dev.antiphon.spec.complaints;

import static dev.antiphon.spec.complaints.Stage.BOT;
import static dev.antiphon.spec.complaints.Stage.CHANNEL;
import static dev.antiphon.spec.complaints.Stage.GUILD;
import static dev.antiphon.spec.complaints.Stage.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.audit.Transition;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.testkit.record.ServerEvent;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** How a bot is shown, and a bot that wants its connection made anew. */
class ShownTest {

  @Test
  void aBotIsShownFromTheBeginningAsItsOptionsSay() throws Exception {
    try (Stage stage = Stage.open()) {
      Bot bot = stage.bot(options -> options.selfMute(true).selfDeaf(true)).join();
      bot.sayAndBeHeard(3);
      assertThat(bot.gateway().sent()).containsExactly(op4(true, true));
    }
  }

  @Test
  void aBotThatShowsItselfDeafenedLosesNoFrameAndSaysOnlyWhatIsNew() throws Exception {
    try (Stage stage = Stage.open()) {
      Bot bot = stage.bot().join();
      List<Transition> before = bot.connection().transitions();
      bot.sayAndBeHeard(3);
      bot.connection().showSelf(false, false);
      bot.connection().showSelf(false, true);
      bot.sayAndBeHeard(3);
      bot.connection().showSelf(false, false);
      assertThat(bot.gateway().awaitSent(3, LIMIT))
          .containsExactly(op4(false, false), op4(false, true), op4(false, false));
      assertThat(bot.connection().transitions()).isEqualTo(before);
    }
  }

  @Test
  void whatIsShownWhileThereIsNoConnectionIsToldWhenThereIs() throws Exception {
    try (Stage stage = Stage.open()) {
      Bot bot = stage.bot().join();
      bot.gateway().holdAnswers();
      stage.server().disconnect(GUILD, BOT, 4006);
      bot.until(VoiceState.AWAITING_SERVER_UPDATE);
      bot.gateway().awaitSent(2, LIMIT);
      bot.connection().showSelf(true, false);
      bot.gateway().releaseAnswers();
      bot.until(VoiceState.ESTABLISHED);
      Stage.awaitThat(
          "it is shown so",
          () -> bot.gateway().sent().get(bot.gateway().sent().size() - 1).equals(op4(true, false)));
      bot.sayAndBeHeard(3);
    }
  }

  @Test
  void aBotThatHasLeftCanNotBeShown() throws Exception {
    try (Stage stage = Stage.open()) {
      Bot bot = stage.bot().join();
      bot.connection().close();
      assertThatThrownBy(() -> bot.connection().showSelf(true, true))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("ended");
    }
  }

  @Test
  void aReconnectMakesTheConnectionAnewAndKeepsWhatWaits() throws Exception {
    try (Stage stage = Stage.open()) {
      Bot bot = stage.bot().join();
      bot.sayAndBeHeard(3);
      bot.gateway().holdAnswers();
      CompletableFuture<Void> anew = bot.connection().reconnect();
      bot.until(VoiceState.AWAITING_SERVER_UPDATE);
      bot.say(20);
      bot.gateway().releaseAnswers();
      Stage.get(anew);
      bot.awaitHeard();
      assertThat(stage.events(ServerEvent.Identified.class, BOT)).hasSize(2);
      assertThat(bot.gateway().channelIn(GUILD)).hasValue(CHANNEL);
    }
  }

  @Test
  void aReconnectIsRefusedWhereRejoiningIsSwitchedOff() throws Exception {
    try (Stage stage = Stage.open()) {
      Bot bot = stage.bot(options -> options.retries(Stage.haste(1, 0))).join();
      CompletableFuture<Void> refused = bot.connection().reconnect();
      assertThatThrownBy(() -> Stage.get(refused))
          .hasCauseInstanceOf(IllegalStateException.class)
          .hasMessageContaining("rejoining is switched off");
      bot.sayAndBeHeard(3);
    }
  }

  private static UpdateVoiceState op4(boolean mute, boolean deaf) {
    return new UpdateVoiceState(GUILD, OptionalLong.of(CHANNEL), mute, deaf);
  }
}
