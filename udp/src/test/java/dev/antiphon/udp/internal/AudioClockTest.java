package dev.antiphon.udp.internal;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.fixtures.LogCapture;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AudioClockTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final List<String> ticks = new ArrayList<>();
  private AudioClock clock;

  @BeforeEach
  void makeClock() {
    channel.freezeTime();
    clock = new AudioClock(channel.eventLoop());
  }

  @AfterEach
  void closeChannel() {
    channel.finishAndReleaseAll();
  }

  @Test
  void listenersAreCalledEvery20Milliseconds() {
    clock.add(listener("a"));
    clock.add(listener("b"));

    pass(19);
    assertThat(ticks).isEmpty();
    pass(1);
    assertThat(ticks).containsExactly("a1", "b1");
    pass(20);
    assertThat(ticks).containsExactly("a1", "b1", "a2", "b2");
    assertThat(clock.caughtUp()).isZero();
    assertThat(clock.shifted()).isZero();
  }

  @Test
  void oneTimerServesAllListeners() {
    for (int n = 0; n < 100; n++) {
      clock.add(listener("x"));
    }

    assertThat(scheduled()).isEqualTo(1);
    pass(20);
    assertThat(ticks).hasSize(100);
    assertThat(scheduled()).isEqualTo(1);
  }

  @Test
  void upToFourLateTicksAreDeliveredTogether() {
    clock.add(listener("a"));
    pass(20);

    pass(20 + 4 * 20 + 7);

    assertThat(ticks).containsExactly("a1", "a2", "a3", "a4", "a5", "a6");
    assertThat(clock.caughtUp()).isEqualTo(4);
    assertThat(clock.shifted()).isZero();
    pass(13);
    assertThat(ticks).endsWith("a7");
  }

  @Test
  void fiveOrMoreLateTicksAreSkipped() {
    clock.add(listener("a"));
    pass(20);

    pass(20 + 5 * 20);

    assertThat(ticks).containsExactly("a1", "a7");
    assertThat(clock.caughtUp()).isZero();
    assertThat(clock.shifted()).isEqualTo(5);
    pass(20);
    assertThat(ticks).endsWith("a8");
  }

  @Test
  void tickNumbersAdvanceWhileThereIsNoListener() {
    AudioClock.Listener a = listener("a");
    clock.add(a);
    pass(20);
    clock.remove(a);

    assertThat(scheduled()).isZero();
    pass(1_010);
    assertThat(ticks).containsExactly("a1");
    assertThat(clock.add(a)).isEqualTo(51);
    pass(10);
    assertThat(ticks).containsExactly("a1", "a52");
    assertThat(clock.caughtUp() + clock.shifted()).isZero();
  }

  @Test
  void addReturnsTheCurrentTickNumberWhenTheTimerIsLate() {
    clock.add(listener("a"));
    channel.eventLoop().schedule(() -> {}, 0, MILLISECONDS);
    pass(20);
    long[] since = new long[1];
    channel.eventLoop().execute(() -> since[0] = clock.add(listener("b")));

    pass(60);

    assertThat(since[0]).isEqualTo(4);
    assertThat(ticks).contains("a4");
  }

  @Test
  void remainingListenersAreCalledWhenAListenerThrowsOrIsRemoved() {
    AudioClock.Listener leaving = listener("l");
    clock.add(
        number -> {
          clock.remove(leaving);
          throw new AssertionError("a listener that throws");
        });
    clock.add(listener("a"));
    clock.add(leaving);

    try (LogCapture log = LogCapture.of(AudioClock.class)) {
      pass(20);
      pass(20);
      assertThat(log.lines())
          .hasSize(2)
          .containsOnly("WARN A listener of the audio clock threw an exception");
      assertThat(log.text()).contains("a listener that throws");
    }

    assertThat(ticks).contains("a1", "a2").doesNotContain("l2");
  }

  private AudioClock.Listener listener(String name) {
    return number -> ticks.add(name + number);
  }

  private void pass(long millis) {
    channel.advanceTimeBy(millis, MILLISECONDS);
    channel.runPendingTasks();
  }

  /** Returns 1 if the loop has a scheduled timer, otherwise 0. */
  private int scheduled() {
    return channel.runScheduledPendingTasks() == -1 ? 0 : 1;
  }
}
