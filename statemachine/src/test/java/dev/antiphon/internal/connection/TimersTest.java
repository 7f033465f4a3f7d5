package dev.antiphon.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.FlowTimer;
import dev.antiphon.internal.flow.VoiceEvent;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("P17")
@Tag("P26")
class TimersTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final MockTicker time = Ticker.newMockTicker();
  private final EmbeddedChannel channel = EmbeddedChannel.builder().ticker(time).build();
  private final List<VoiceEvent> fired = new ArrayList<>();
  private final Timers timers = new Timers(channel.eventLoop(), event -> fired.add(event.get()));

  @AfterEach
  void noTaskIsLeft() {
    channel.finishAndReleaseAll();
  }

  @Test
  void timerFiresOnceWhenItIsDue() {
    timers.start(FlowTimer.DIAL, 3, SECOND);
    advance(999);
    assertThat(fired).isEmpty();
    assertThat(timers.running()).isEqualTo(1);
    advance(1);
    assertThat(fired).containsExactly(new VoiceEvent.TimerFired(FlowTimer.DIAL, 3));
    assertThat(timers.running()).isZero();
    advance(60_000);
    assertThat(fired).hasSize(1);
  }

  @Test
  void stoppedTimerDoesNotFireAndCanBeStoppedAgain() {
    timers.start(FlowTimer.DIAL, 1, SECOND);
    timers.stop(FlowTimer.DIAL);
    timers.stop(FlowTimer.DIAL);
    timers.stop(FlowTimer.READY);
    advance(60_000);
    assertThat(fired).isEmpty();
    assertThat(timers.running()).isZero();
  }

  @Test
  void restartedTimerRunsItsFullTimeAndFiresOnceWithTheNewGeneration() {
    timers.start(FlowTimer.DIAL, 1, SECOND);
    advance(600);
    timers.start(FlowTimer.DIAL, 2, SECOND);
    assertThat(timers.running()).isEqualTo(1);
    advance(999);
    assertThat(fired).isEmpty();
    advance(1);
    assertThat(fired).containsExactly(new VoiceEvent.TimerFired(FlowTimer.DIAL, 2));
  }

  @Test
  void timersThatAreDueTogetherFireInTheOrderOfTheirStart() {
    timers.start(FlowTimer.READY, 1, SECOND);
    timers.start(FlowTimer.HELLO, 2, SECOND);
    timers.start(FlowTimer.DIAL, 3, SECOND);
    advance(1_000);
    assertThat(fired)
        .containsExactly(
            new VoiceEvent.TimerFired(FlowTimer.READY, 1),
            new VoiceEvent.TimerFired(FlowTimer.HELLO, 2),
            new VoiceEvent.TimerFired(FlowTimer.DIAL, 3));
  }

  @Test
  void timerFiresWhenItIsUpToFiveSecondsLate() {
    timers.start(FlowTimer.DIAL, 1, SECOND);
    advance(6_000);
    assertThat(fired).containsExactly(new VoiceEvent.TimerFired(FlowTimer.DIAL, 1));
  }

  @Test
  void timerRunsItsFullTimeAgainWhenItIsMoreThanFiveSecondsLate() {
    timers.start(FlowTimer.DIAL, 1, SECOND);
    advance(6_001);
    assertThat(fired).isEmpty();
    assertThat(timers.running()).isEqualTo(1);
    advance(999);
    assertThat(fired).isEmpty();
    advance(1);
    assertThat(fired).containsExactly(new VoiceEvent.TimerFired(FlowTimer.DIAL, 1));
  }

  @ParameterizedTest
  @EnumSource(names = {"DECIDE", "RECOVERY"})
  void deadlineFiresAtOnceHoweverLateItIs(FlowTimer deadline) {
    timers.start(deadline, 1, SECOND);
    advance(3_600_000);
    assertThat(fired).containsExactly(new VoiceEvent.TimerFired(deadline, 1));
    assertThat(timers.running()).isZero();
    advance(3_600_000);
    assertThat(fired).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"DECIDE", "RECOVERY"})
  void everyOtherTimerRunsAgainAfterASuspension(FlowTimer timer) {
    timers.start(timer, 1, SECOND);
    advance(3_600_000);
    assertThat(fired).isEmpty();
    advance(1_000);
    assertThat(fired).containsExactly(new VoiceEvent.TimerFired(timer, 1));
  }

  @Test
  void timerThatRunsAgainAfterASuspensionCanBeStopped() {
    timers.start(FlowTimer.DIAL, 1, SECOND);
    advance(3_600_000);
    timers.stop(FlowTimer.DIAL);
    advance(1_000);
    assertThat(fired).isEmpty();
    assertThat(timers.running()).isZero();
  }

  @Test
  void stopAllStopsEveryTimer() {
    for (FlowTimer timer : FlowTimer.values()) {
      timers.start(timer, 1, SECOND);
    }
    assertThat(timers.running()).isEqualTo(FlowTimer.values().length);
    timers.stopAll();
    assertThat(timers.running()).isZero();
    advance(60_000);
    assertThat(fired).isEmpty();
  }

  private void advance(long milliseconds) {
    time.advance(milliseconds, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
  }
}
