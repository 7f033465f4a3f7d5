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

/**
 * Line E22: how long a voice state without a channel counts as the answer to the bot's own leave.
 */
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
  @Covers({"E22.ID", "E22.RS", "E22.RD", "E22.DI", "E22.SE", "E22.ES", "E22.BO"})
  void voiceStateWithoutChannelAfterTheLeaveTimerMeansRemoval(VoiceState state) throws Exception {
    try (TestBench bench = TestBench.open(options -> options.delay(FlowTimer.LEAVE, SHORT))) {
      HeldConnection held = joinAfterAnUnansweredLeave(bench, state);
      bench.loops().outlast(SHORT);
      sendVoiceStateWithoutChannel(bench, held);
      assertThat(held.nextStep())
          .isEqualTo(withoutChannel("B1." + state.code(), "Disconnected Removed"));
    }
  }

  @Test
  @Covers("E22.ASU")
  void voiceStateWithoutChannelMeansRemovalIfTheTimerExpiredDuringTheJoin() throws Exception {
    try (TestBench bench = TestBench.open(options -> options.delay(FlowTimer.LEAVE, SHORT))) {
      HeldConnection held = joinAfterAnUnansweredLeave(bench, AWAITING_SERVER_UPDATE);
      bench.loops().outlast(SHORT);
      bench.gateway().releaseAnswers();
      held.until(ESTABLISHED);
      sendVoiceStateWithoutChannel(bench, held);
      assertThat(held.nextStep()).isEqualTo(withoutChannel("B1.ES", "Disconnected Removed"));
    }
  }

  @Test
  void voiceStateWithoutChannelBeforeTheLeaveTimerCausesARejoin() throws Exception {
    try (TestBench bench = TestBench.open()) {
      HeldConnection held = joinAfterAnUnansweredLeave(bench, ESTABLISHED);
      sendVoiceStateWithoutChannel(bench, held);
      assertThat(held.nextStep()).isEqualTo(withoutChannel("B1.ES", "AwaitingServerUpdate Rejoin"));
    }
  }

  /** Joins another channel with a second connection, while the leave of the first is unanswered. */
  private static HeldConnection joinAfterAnUnansweredLeave(TestBench bench, VoiceState state)
      throws Exception {
    HeldConnection held = bench.hold(ESTABLISHED);
    bench.gateway().answering(Answering.SILENTLY);
    held.connection().disconnect();
    held.until(DISCONNECTED);
    TestBench.awaitThat(
        "the leave is sent", () -> bench.requestedChannels(held).contains(OptionalLong.empty()));
    bench.gateway().answering(Answering.FULLY);
    bench.joinTo(held, TestBench.CHANNEL + 1, state);
    return held;
  }

  private static void sendVoiceStateWithoutChannel(TestBench bench, HeldConnection held) {
    bench.gateway().kicked(held.guildId()).emit(DiscordEvent.Step.STATE);
  }

  private static Step withoutChannel(String cell, String to) {
    return Step.byEvent(cell, to, EventKind.VOICE_STATE_WITHOUT_CHANNEL);
  }
}
