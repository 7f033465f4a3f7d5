package dev.antiphon.spec.complaints;

import static dev.antiphon.spec.complaints.TestEnvironment.BOT;
import static dev.antiphon.spec.complaints.TestEnvironment.CHANNEL;
import static dev.antiphon.spec.complaints.TestEnvironment.GUILD;
import static dev.antiphon.spec.complaints.TestEnvironment.LIMIT;
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

/** The self-mute and self-deafen flags of a bot, and {@code reconnect()}. */
class ShowSelfTest {

  @Test
  void joinSendsTheMuteAndDeafenFlagsOfTheOptions() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot(options -> options.selfMute(true).selfDeaf(true)).join();
      bot.sendAndAwait(3);
      assertThat(bot.gateway().sent()).containsExactly(op4(true, true));
    }
  }

  @Test
  void changedMuteAndDeafenFlagsAreSentOnceAndNoFrameIsLost() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot().join();
      List<Transition> before = bot.connection().transitions();
      bot.sendAndAwait(3);
      bot.connection().showSelf(false, false);
      bot.connection().showSelf(false, true);
      bot.sendAndAwait(3);
      bot.connection().showSelf(false, false);
      assertThat(bot.gateway().awaitSent(3, LIMIT))
          .containsExactly(op4(false, false), op4(false, true), op4(false, false));
      assertThat(bot.connection().transitions()).isEqualTo(before);
    }
  }

  @Test
  void flagsChangedDuringARejoinAreSentAfterTheRejoin() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot().join();
      bot.gateway().holdAnswers();
      env.server().disconnect(GUILD, BOT, 4006);
      bot.until(VoiceState.AWAITING_SERVER_UPDATE);
      bot.gateway().awaitSent(2, LIMIT);
      bot.connection().showSelf(true, false);
      bot.gateway().releaseAnswers();
      bot.until(VoiceState.ESTABLISHED);
      TestEnvironment.awaitThat(
          "the flags are sent",
          () -> bot.gateway().sent().get(bot.gateway().sent().size() - 1).equals(op4(true, false)));
      bot.sendAndAwait(3);
    }
  }

  @Test
  void showSelfThrowsAfterTheBotHasLeft() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot().join();
      bot.connection().close();
      assertThatThrownBy(() -> bot.connection().showSelf(true, true))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("ended");
    }
  }

  @Test
  void reconnectIdentifiesAgainAndKeepsQueuedFrames() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot().join();
      bot.sendAndAwait(3);
      bot.gateway().holdAnswers();
      CompletableFuture<Void> reconnected = bot.connection().reconnect();
      bot.until(VoiceState.AWAITING_SERVER_UPDATE);
      bot.sendFrames(20);
      bot.gateway().releaseAnswers();
      TestEnvironment.get(reconnected);
      bot.awaitReceived();
      assertThat(env.events(ServerEvent.Identified.class, BOT)).hasSize(2);
      assertThat(bot.gateway().channelIn(GUILD)).hasValue(CHANNEL);
    }
  }

  @Test
  void reconnectIsRefusedWhenRejoiningIsSwitchedOff() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot(options -> options.retries(TestEnvironment.shortDelays(1, 0))).join();
      CompletableFuture<Void> refused = bot.connection().reconnect();
      assertThatThrownBy(() -> TestEnvironment.get(refused))
          .hasCauseInstanceOf(IllegalStateException.class)
          .hasMessageContaining("rejoining is switched off");
      bot.sendAndAwait(3);
    }
  }

  private static UpdateVoiceState op4(boolean mute, boolean deaf) {
    return new UpdateVoiceState(GUILD, OptionalLong.of(CHANNEL), mute, deaf);
  }
}
