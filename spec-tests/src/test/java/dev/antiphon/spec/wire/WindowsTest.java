package dev.antiphon.spec.wire;

import static dev.antiphon.flow.VoiceState.AWAITING_SERVER_UPDATE;
import static dev.antiphon.flow.VoiceState.BACKOFF;
import static dev.antiphon.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.flow.VoiceState.RESUMING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.VoiceOptions;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.flow.VoiceState;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Lines E18 to E20: windows that close without a change of state. What tells that one has closed is
 * what the same trouble leads to afterwards.
 */
class WindowsTest {
  private static final Duration SHORT = Duration.ofMillis(150);

  @ParameterizedTest
  @EnumSource(
      names = {"IDENTIFYING", "RESUMING", "READY", "DISCOVERING", "SELECTING", "ESTABLISHED"})
  @Provokes({"E18.ID", "E18.RS", "E18.RD", "E18.DI", "E18.SE", "E18.ES"})
  void malformedMessagesOfLongAgoDoNotCount(VoiceState state) throws Exception {
    try (HeldOpen scene = open(options -> options.delay(FlowTimer.VIOLATIONS, SHORT))) {
      Held held = scene.hold(state);
      sayNonsense(scene, held, 2);
      HeldOpen.awaitThat("two are counted", () -> violations(held) == 2);
      scene.loops().outlast(SHORT);
      sayNonsense(scene, held, 3);
      assertThat(held.nextStep())
          .isEqualTo(
              Step.said(
                  "C15." + state.code(),
                  state == ESTABLISHED ? "Resuming" : "Backoff Rejoin",
                  EventKind.MALFORMED));
      HeldOpen.awaitThat("five are counted", () -> violations(held) == 5);
    }
  }

  private static void sayNonsense(HeldOpen scene, Held held, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(scene.server().sendRaw(held.guildId(), HeldOpen.BOT, "no JSON at all")).isTrue();
    }
  }

  private static long violations(Held held) {
    return held.connection().statistics().violations();
  }

  @ParameterizedTest
  @EnumSource(
      names = {"IDENTIFYING", "RESUMING", "READY", "DISCOVERING", "SELECTING", "ESTABLISHED"})
  @Provokes({"E19.ID", "E19.RS", "E19.RD", "E19.DI", "E19.SE", "E19.ES"})
  void aProtocolErrorOfLongAgoDoesNotCount(VoiceState state) throws Exception {
    try (HeldOpen scene = open(options -> options.delay(FlowTimer.PROTOCOL_ERRORS, SHORT))) {
      Held held = scene.hold(ESTABLISHED);
      scene.rejoinTo(held, 4001, state);
      scene.loops().outlast(SHORT);
      scene.close(held, 4002);
      assertThat(held.nextStep())
          .isEqualTo(Step.closed("D3." + state.code(), "Backoff Rejoin", 4002));
    }
  }

  @Test
  @Provokes("E19.BO")
  void aProtocolErrorIsForgottenDuringAWait() throws Exception {
    RetryLimits limits =
        HeldOpen.haste()
            .rejoinDelay(SHORT.multipliedBy(4))
            .longestRejoinDelay(SHORT.multipliedBy(4))
            .build();
    try (HeldOpen scene =
        open(options -> options.delay(FlowTimer.PROTOCOL_ERRORS, SHORT).retries(limits))) {
      Held held = scene.hold(ESTABLISHED);
      scene.rejoinTo(held, 4001, BACKOFF);
      scene.loops().outlast(SHORT);
      held.until(ESTABLISHED);
      scene.close(held, 4002);
      assertThat(held.nextStep()).isEqualTo(Step.closed("D3.ES", "Backoff Rejoin", 4002));
    }
  }

  @Test
  @Provokes("E19.ASU")
  void aProtocolErrorIsForgottenWhileTheMainGatewayIsSilent() throws Exception {
    try (HeldOpen scene = open(options -> options.delay(FlowTimer.PROTOCOL_ERRORS, SHORT))) {
      Held held = scene.hold(ESTABLISHED);
      scene.rejoinTo(held, 4001, AWAITING_SERVER_UPDATE);
      scene.loops().outlast(SHORT);
      scene.gateway().releaseAnswers();
      held.until(ESTABLISHED);
      scene.close(held, 4002);
      assertThat(held.nextStep()).isEqualTo(Step.closed("D3.ES", "Backoff Rejoin", 4002));
    }
  }

  @Test
  void aSecondProtocolErrorWithinTheWindowIsOneTooMany() throws Exception {
    try (HeldOpen scene = open(options -> {})) {
      Held held = scene.hold(ESTABLISHED);
      scene.rejoinTo(held, 4001, ESTABLISHED);
      scene.close(held, 4002);
      assertThat(held.nextStep()).isEqualTo(Step.closed("D3.ES", "Failed ProtocolError", 4002));
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "AWAITING_SERVER_UPDATE",
        "IDENTIFYING",
        "READY",
        "DISCOVERING",
        "SELECTING",
        "ESTABLISHED"
      })
  @Provokes({"E20.ASU", "E20.ID", "E20.RD", "E20.DI", "E20.SE", "E20.ES"})
  void aSessionLostLongAgoIsNotResumed(VoiceState state) throws Exception {
    try (HeldOpen scene = open(options -> options.delay(FlowTimer.RESUME_WINDOW, SHORT))) {
      Held held = scene.hold(ESTABLISHED);
      scene.reset(held);
      held.until(ESTABLISHED);
      scene.rejoinTo(held, 4006, state);
      scene.loops().outlast(SHORT);
      scene.withheld().letGo(held.guildId());
      if (state == AWAITING_SERVER_UPDATE) {
        scene.gateway().releaseAnswers();
      } else if (state != ESTABLISHED) {
        scene.close(held, 1001);
      }
      if (state != ESTABLISHED) {
        held.until(ESTABLISHED);
      }
      scene.reset(held);
      assertThat(held.nextStep()).isEqualTo(Step.closed("D1.ES", "Backoff Rejoin", 1006));
    }
  }

  @Test
  @Provokes("E20.RS")
  void aResumeThatTakesTooLongIsNotTriedAgain() throws Exception {
    try (HeldOpen scene = open(options -> options.delay(FlowTimer.RESUME_WINDOW, SHORT))) {
      Held held = scene.hold(RESUMING);
      scene.loops().outlast(SHORT);
      scene.reset(held);
      assertThat(held.nextStep()).isEqualTo(Step.closed("D1.RS", "Backoff Rejoin", 1006));
    }
  }

  /** The window was opened before the wait, which is as long, so it closes first. */
  @ParameterizedTest
  @CsvSource({"1, Backoff Rejoin", "0, Failed RetriesExhausted"})
  @Provokes({"E20.BO", "E11.BO"})
  void aResumeThatIsWaitedForTooLongIsNotTried(int rejoins, String to) throws Exception {
    RetryLimits limits =
        HeldOpen.patience().resumeDelay(SHORT).resumeSpread(0).rejoins(rejoins).build();
    try (HeldOpen scene =
        open(options -> options.delay(FlowTimer.RESUME_WINDOW, SHORT).retries(limits))) {
      Held held = scene.hold(RESUMING);
      scene.reset(held);
      assertThat(held.nextStep()).isEqualTo(Step.closed("D1.RS", "Backoff Resume", 1006));
      assertThat(held.nextStep()).isEqualTo(Step.timed("E11.BO", to, FlowTimer.BACKOFF));
    }
  }

  private static HeldOpen open(Consumer<VoiceOptions.Builder> options) {
    return HeldOpen.open(
        builder -> {
          builder.retries(HeldOpen.haste().build());
          options.accept(builder);
        });
  }
}
