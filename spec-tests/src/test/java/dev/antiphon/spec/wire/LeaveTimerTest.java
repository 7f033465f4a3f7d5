package dev.antiphon.spec.wire;

import static dev.antiphon.flow.VoiceState.AWAITING_SERVER_UPDATE;
import static dev.antiphon.flow.VoiceState.DISCONNECTED;
import static dev.antiphon.flow.VoiceState.ESTABLISHED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.testkit.discord.DiscordEvent;
import dev.antiphon.testkit.discord.FakeDiscordGateway.Answering;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Line E22: how long a voice state without a channel may still be the answer to our own leave. */
class LeaveTimerTest {
  private static final Duration SHORT = Duration.ofMillis(150);

  @ParameterizedTest
  @EnumSource(
      names = {
        "IDENTIFYING",
        "RESUMING",
        "READY",
        "DISCOVERING",
        "SELECTING",
        "ESTABLISHED",
        "BACKOFF"
      })
  @Provokes({"E22.ID", "E22.RS", "E22.RD", "E22.DI", "E22.SE", "E22.ES", "E22.BO"})
  void afterItIsARemoval(VoiceState state) throws Exception {
    try (HeldOpen scene = HeldOpen.open(options -> options.delay(FlowTimer.LEAVE, SHORT))) {
      Held held = joinAfterAnUnansweredLeave(scene, state);
      scene.loops().outlast(SHORT);
      tellNoChannel(scene, held);
      assertThat(held.nextStep()).isEqualTo(gone("B1." + state.code(), "Disconnected Removed"));
    }
  }

  @Test
  @Provokes("E22.ASU")
  void itPassesWhileTheNextJoinIsUnanswered() throws Exception {
    try (HeldOpen scene = HeldOpen.open(options -> options.delay(FlowTimer.LEAVE, SHORT))) {
      Held held = joinAfterAnUnansweredLeave(scene, AWAITING_SERVER_UPDATE);
      scene.loops().outlast(SHORT);
      scene.gateway().releaseAnswers();
      held.until(ESTABLISHED);
      tellNoChannel(scene, held);
      assertThat(held.nextStep()).isEqualTo(gone("B1.ES", "Disconnected Removed"));
    }
  }

  @Test
  void withinItIsTheAnswer() throws Exception {
    try (HeldOpen scene = HeldOpen.open()) {
      Held held = joinAfterAnUnansweredLeave(scene, ESTABLISHED);
      tellNoChannel(scene, held);
      assertThat(held.nextStep()).isEqualTo(gone("B1.ES", "AwaitingServerUpdate Rejoin"));
    }
  }

  /** A second connection of a guild, in another channel; the leave of the first is unanswered. */
  private static Held joinAfterAnUnansweredLeave(HeldOpen scene, VoiceState state)
      throws Exception {
    Held held = scene.hold(ESTABLISHED);
    scene.gateway().answering(Answering.SILENTLY);
    held.connection().disconnect();
    held.until(DISCONNECTED);
    HeldOpen.awaitThat("it leaves", () -> scene.asked(held).contains(OptionalLong.empty()));
    scene.gateway().answering(Answering.FULLY);
    scene.joinTo(held, HeldOpen.CHANNEL + 1, state);
    return held;
  }

  private static void tellNoChannel(HeldOpen scene, Held held) {
    scene.gateway().kicked(held.guildId()).emit(DiscordEvent.Step.STATE);
  }

  private static Step gone(String cell, String to) {
    return Step.said(cell, to, EventKind.VOICE_STATE_WITHOUT_CHANNEL);
  }
}
