package dev.antiphon.spec.wire;

import static dev.antiphon.flow.VoiceState.AWAITING_SERVER_UPDATE;
import static dev.antiphon.flow.VoiceState.BACKOFF;
import static dev.antiphon.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.flow.VoiceState.RESUMING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.VoiceOptions;
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
 * Lines E18 to E20: time windows that expire without a change of state. A test repeats the failure
 * afterwards; the result shows that the window has expired.
 */
class WindowsTest {
  private static final Duration SHORT = Duration.ofMillis(150);

  @ParameterizedTest
  @EnumSource(
      names = {"IDENTIFYING", "RESUMING", "READY", "DISCOVERING", "SELECTING", "ESTABLISHED"})
  @Covers({"E18.ID", "E18.RS", "E18.RD", "E18.DI", "E18.SE", "E18.ES"})
  void malformedMessagesBeforeTheTimeWindowDoNotCount(VoiceState state) throws Exception {
    try (TestBench bench = open(options -> options.delay(FlowTimer.VIOLATIONS, SHORT))) {
      HeldConnection held = bench.hold(state);
      sendMalformed(bench, held, 2);
      TestBench.awaitThat("two are counted", () -> violations(held) == 2);
      bench.loops().outlast(SHORT);
      sendMalformed(bench, held, 3);
      assertThat(held.nextStep())
          .isEqualTo(
              Step.failed(
                  "C15." + state.code(), state == ESTABLISHED ? "Resuming" : "Backoff Rejoin"));
      TestBench.awaitThat("five are counted", () -> violations(held) == 5);
    }
  }

  private static void sendMalformed(TestBench bench, HeldConnection held, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(bench.server().sendRaw(held.guildId(), TestBench.BOT, "no JSON at all")).isTrue();
    }
  }

  private static long violations(HeldConnection held) {
    return held.connection().statistics().violations();
  }

  @ParameterizedTest
  @EnumSource(
      names = {"IDENTIFYING", "RESUMING", "READY", "DISCOVERING", "SELECTING", "ESTABLISHED"})
  @Covers({"E19.ID", "E19.RS", "E19.RD", "E19.DI", "E19.SE", "E19.ES"})
  void protocolErrorBeforeTheTimeWindowDoesNotCount(VoiceState state) throws Exception {
    try (TestBench bench = open(options -> options.delay(FlowTimer.PROTOCOL_ERRORS, SHORT))) {
      HeldConnection held = bench.hold(ESTABLISHED);
      bench.rejoinTo(held, 4001, state);
      bench.loops().outlast(SHORT);
      bench.close(held, 4002);
      assertThat(held.nextStep())
          .isEqualTo(Step.closed("D3." + state.code(), "Backoff Rejoin", 4002));
    }
  }

  @Test
  @Covers("E19.BO")
  void protocolErrorDoesNotCountAfterABackoffLongerThanTheTimeWindow() throws Exception {
    RetryLimits limits =
        TestBench.shortDelays()
            .rejoinDelay(SHORT.multipliedBy(4))
            .longestRejoinDelay(SHORT.multipliedBy(4))
            .build();
    try (TestBench bench =
        open(options -> options.delay(FlowTimer.PROTOCOL_ERRORS, SHORT).retries(limits))) {
      HeldConnection held = bench.hold(ESTABLISHED);
      bench.rejoinTo(held, 4001, BACKOFF);
      bench.loops().outlast(SHORT);
      held.until(ESTABLISHED);
      bench.close(held, 4002);
      assertThat(held.nextStep()).isEqualTo(Step.closed("D3.ES", "Backoff Rejoin", 4002));
    }
  }

  @Test
  @Covers("E19.ASU")
  void protocolErrorDoesNotCountAfterAMainGatewayDelayLongerThanTheTimeWindow() throws Exception {
    try (TestBench bench = open(options -> options.delay(FlowTimer.PROTOCOL_ERRORS, SHORT))) {
      HeldConnection held = bench.hold(ESTABLISHED);
      bench.rejoinTo(held, 4001, AWAITING_SERVER_UPDATE);
      bench.loops().outlast(SHORT);
      bench.gateway().releaseAnswers();
      held.until(ESTABLISHED);
      bench.close(held, 4002);
      assertThat(held.nextStep()).isEqualTo(Step.closed("D3.ES", "Backoff Rejoin", 4002));
    }
  }

  @Test
  void connectionFailsAfterASecondProtocolErrorWithinTheTimeWindow() throws Exception {
    try (TestBench bench = open(options -> {})) {
      HeldConnection held = bench.hold(ESTABLISHED);
      bench.rejoinTo(held, 4001, ESTABLISHED);
      bench.close(held, 4002);
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
  @Covers({"E20.ASU", "E20.ID", "E20.RD", "E20.DI", "E20.SE", "E20.ES"})
  void resumeIsNotTriedAfterTheResumeWindow(VoiceState state) throws Exception {
    try (TestBench bench = open(options -> options.delay(FlowTimer.RESUME_WINDOW, SHORT))) {
      HeldConnection held = bench.hold(ESTABLISHED);
      bench.reset(held);
      held.until(ESTABLISHED);
      bench.rejoinTo(held, 4006, state);
      bench.loops().outlast(SHORT);
      bench.blockedAnswers().unblock(held.guildId());
      if (state == AWAITING_SERVER_UPDATE) {
        bench.gateway().releaseAnswers();
      } else if (state != ESTABLISHED) {
        bench.close(held, 1001);
      }
      if (state != ESTABLISHED) {
        held.until(ESTABLISHED);
      }
      bench.reset(held);
      assertThat(held.nextStep()).isEqualTo(Step.closed("D1.ES", "Backoff Rejoin", 1006));
    }
  }

  @Test
  @Covers("E20.RS")
  void resumeIsNotRetriedAfterTheResumeWindow() throws Exception {
    try (TestBench bench = open(options -> options.delay(FlowTimer.RESUME_WINDOW, SHORT))) {
      HeldConnection held = bench.hold(RESUMING);
      bench.loops().outlast(SHORT);
      bench.reset(held);
      assertThat(held.nextStep()).isEqualTo(Step.closed("D1.RS", "Backoff Rejoin", 1006));
    }
  }

  /** The window starts before the backoff and is equally long, so it expires first. */
  @ParameterizedTest
  @CsvSource({"1, Backoff Rejoin", "0, Failed RetriesExhausted"})
  @Covers({"E20.BO", "E11.BO"})
  void resumeIsNotTriedWhenTheBackoffOutlastsTheResumeWindow(int rejoins, String to)
      throws Exception {
    RetryLimits limits =
        TestBench.longDelays().resumeDelay(SHORT).resumeSpread(0).rejoins(rejoins).build();
    try (TestBench bench =
        open(options -> options.delay(FlowTimer.RESUME_WINDOW, SHORT).retries(limits))) {
      HeldConnection held = bench.hold(RESUMING);
      bench.reset(held);
      assertThat(held.nextStep()).isEqualTo(Step.closed("D1.RS", "Backoff Resume", 1006));
      assertThat(held.nextStep()).isEqualTo(Step.timed("E11.BO", to, FlowTimer.BACKOFF));
    }
  }

  private static TestBench open(Consumer<VoiceOptions.Builder> options) {
    return TestBench.open(
        builder -> {
          builder.retries(TestBench.shortDelays().build());
          options.accept(builder);
        });
  }
}
