package dev.antiphon.spec.wire;

import static dev.antiphon.statemachine.flow.VoiceState.AWAITING_SERVER_UPDATE;
import static dev.antiphon.statemachine.flow.VoiceState.BACKOFF;
import static dev.antiphon.statemachine.flow.VoiceState.DISCONNECTED;
import static dev.antiphon.statemachine.flow.VoiceState.ESTABLISHED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.statemachine.flow.EventKind;
import dev.antiphon.statemachine.flow.FlowTimer;
import dev.antiphon.statemachine.flow.VoiceState;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lines E1, E16 and E22: a main gateway that does not answer, or is not there. */
class MainGatewayTimersTest {
  private static final Duration SHORT = Duration.ofMillis(150);
  private static final OptionalLong CHANNEL = OptionalLong.of(HeldOpen.CHANNEL);
  private static final OptionalLong NONE = OptionalLong.empty();

  @Test
  @Provokes("E1.ASU")
  void anUnansweredJoinIsAskedForOnceMoreAndThenGivenUp() throws Exception {
    try (HeldOpen scene = HeldOpen.open(options -> options.delay(FlowTimer.SERVER, SHORT))) {
      Held held = scene.hold(AWAITING_SERVER_UPDATE);
      assertThat(held.nextStep())
          .isEqualTo(Step.timed("E1.ASU", "Failed NoServerUpdate", FlowTimer.SERVER));
      HeldOpen.awaitThat(
          "asked twice, and left", () -> scene.gateway().asked(held.guildId()).size() == 3);
      assertThat(scene.gateway().asked(held.guildId())).containsExactly(CHANNEL, CHANNEL, NONE);
    }
  }

  @Test
  @Provokes("E1.ASU")
  void anUnansweredRejoinStopsWaitingForItsLeaveAndThenTriesAnew() throws Exception {
    try (HeldOpen scene =
        HeldOpen.open(
            options ->
                options
                    .delay(FlowTimer.SERVER, SHORT)
                    .retries(HeldOpen.haste().rejoins(1).build()))) {
      Held held = scene.hold(ESTABLISHED);
      scene.gateway().fallSilent();
      scene.close(held, 4006);
      assertThat(held.until(AWAITING_SERVER_UPDATE).reason().orElseThrow().title())
          .isEqualTo("Rejoin, leaving");
      assertThat(held.nextStep())
          .isEqualTo(Step.timed("E1.ASU", "Failed RetriesExhausted", FlowTimer.SERVER));
      assertThat(scene.gateway().asked(held.guildId())).startsWith(CHANNEL, NONE, CHANNEL);
    }
  }

  @Test
  @Provokes({"E16.ASU", "E16.BO"})
  void aMainGatewayThatStaysAwayEndsWhatWaitsForIt() throws Exception {
    try (HeldOpen scene = HeldOpen.open(options -> options.delay(FlowTimer.HOLD, SHORT))) {
      Held waiting = scene.hold(BACKOFF);
      Held asking = scene.hold(AWAITING_SERVER_UPDATE);
      scene.gateway().loseSession();
      assertThat(waiting.nextStep())
          .isEqualTo(Step.timed("E16.BO", "Failed MainGatewayLost", FlowTimer.HOLD));
      assertThat(asking.nextStep())
          .isEqualTo(Step.timed("E16.ASU", "Failed MainGatewayLost", FlowTimer.HOLD));
    }
  }

  /** A voice state without a channel would be its answer, were it not so late. */
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
  void anOwnLeaveOfLongAgoIsNotAnsweredAnyMore(VoiceState state) throws Exception {
    try (HeldOpen scene = HeldOpen.open(options -> options.delay(FlowTimer.LEAVE, SHORT))) {
      Held held = joinAfterAnUnansweredLeave(scene, state);
      scene.loops().outlast(SHORT);
      scene.gateway().tellState(held.guildId(), NONE);
      assertThat(held.nextStep()).isEqualTo(gone("B1." + state.code(), "Disconnected Removed"));
    }
  }

  @Test
  @Provokes("E22.ASU")
  void anOwnLeaveIsForgottenWhileTheJoinIsUnanswered() throws Exception {
    try (HeldOpen scene = HeldOpen.open(options -> options.delay(FlowTimer.LEAVE, SHORT))) {
      Held held = joinAfterAnUnansweredLeave(scene, AWAITING_SERVER_UPDATE);
      scene.loops().outlast(SHORT);
      scene.gateway().tellState(held.guildId(), OptionalLong.of(HeldOpen.CHANNEL + 1));
      scene.gateway().tellServer(held.guildId(), "a-token");
      held.until(ESTABLISHED);
      scene.gateway().tellState(held.guildId(), NONE);
      assertThat(held.nextStep()).isEqualTo(gone("B1.ES", "Disconnected Removed"));
    }
  }

  @Test
  void anOwnLeaveThatIsAnsweredInTimeIsNoRemoval() throws Exception {
    try (HeldOpen scene = HeldOpen.open()) {
      Held held = joinAfterAnUnansweredLeave(scene, ESTABLISHED);
      scene.gateway().tellState(held.guildId(), NONE);
      assertThat(held.nextStep()).isEqualTo(gone("B1.ES", "AwaitingServerUpdate Rejoin"));
    }
  }

  /** A second connection of a guild, in another channel; the leave of the first is unanswered. */
  private static Held joinAfterAnUnansweredLeave(HeldOpen scene, VoiceState state)
      throws Exception {
    Held held = scene.hold(ESTABLISHED);
    scene.gateway().fallSilent();
    held.connection().disconnect();
    held.until(DISCONNECTED);
    HeldOpen.awaitThat("it leaves", () -> scene.gateway().asked(held.guildId()).contains(NONE));
    scene.gateway().answerAgain();
    scene.joinTo(held, HeldOpen.CHANNEL + 1, state);
    return held;
  }

  private static Step gone(String cell, String to) {
    return Step.said(cell, to, EventKind.VOICE_STATE_WITHOUT_CHANNEL);
  }
}
