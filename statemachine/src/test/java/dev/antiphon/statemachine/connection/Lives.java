package dev.antiphon.statemachine.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.statemachine.engine.FlowEngine;
import dev.antiphon.statemachine.flow.Command;
import dev.antiphon.statemachine.flow.FlowLimits;
import dev.antiphon.statemachine.flow.VoiceEvent;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Connections one after the other on a loop and a clock that move only when told. Some of what
 * happens still comes to a connection that has ended; then the next one begins.
 */
final class Lives implements AutoCloseable {
  private static final int AFTERLIFE = 5;

  private final FlowLimits limits;
  private final Supplier<FlowEngine> engines;
  private final Tally tally;
  private final MockTicker time = Ticker.newMockTicker();
  private final EmbeddedChannel channel = EmbeddedChannel.builder().ticker(time).build();
  private final Deque<VoiceEvent> late = new ArrayDeque<>();
  private UnwiredConnection connection;
  private int afterTheEnd;

  Lives(FlowLimits limits, Supplier<FlowEngine> engines, Tally tally) {
    this.limits = limits;
    this.engines = engines;
    this.tally = tally;
    tally.sequence();
    begin();
  }

  private void begin() {
    afterTheEnd = 0;
    connection = new UnwiredConnection(channel.eventLoop(), limits, engines.get(), effect -> {});
  }

  void happen(Happening happening) {
    try {
      if (connection.ended() && ++afterTheEnd > AFTERLIFE) {
        bury();
        begin();
      }
      come(happening);
    } catch (AssertionError broken) {
      throw new AssertionError(connection.story() + broken.getMessage(), broken);
    }
  }

  private void come(Happening happening) {
    Optional<Duration> pause = happening.input().pause();
    if (pause.isPresent()) {
      pass(pause.get());
      return;
    }
    if (happening.how() == Happening.Coming.AFTER_A_TIMER) {
      awaitTimer();
    }
    Snapshot now = connection.now();
    VoiceEvent event = happening.input().event(now.state(), now.memory());
    switch (happening.how()) {
      case AT_ONCE, AFTER_A_TIMER -> {
        arrive(event);
        while (!late.isEmpty()) {
          arrive(late.pop());
        }
      }
      case TWICE -> {
        connection.arrive(event);
        arrive(event);
      }
      case IN_A_BURST -> connection.arrive(event);
      case LATE -> late.push(event);
    }
  }

  private void arrive(VoiceEvent event) {
    connection.arrive(event);
    settle();
  }

  /** The application leaves, if nothing else has ended the connection. */
  void finish() {
    try {
      bury();
    } catch (AssertionError broken) {
      throw new AssertionError(connection.story() + broken.getMessage(), broken);
    }
  }

  private void bury() {
    late.forEach(connection::arrive);
    late.clear();
    arrive(new Command.Disconnect());
    connection.assertOver();
    assertThat(channel.runScheduledPendingTasks()).as("the next thing that is due").isNegative();
    tally.connection(connection);
  }

  private void awaitTimer() {
    long next = channel.runScheduledPendingTasks();
    if (next >= 0) {
      pass(Duration.ofNanos(next));
    }
  }

  /** Time passes from one timer to the next. */
  private void pass(Duration duration) {
    settle();
    long left = duration.toNanos();
    while (left > 0) {
      long next = channel.runScheduledPendingTasks();
      long step = next < 0 ? left : Math.min(left, next);
      time.advance(step, TimeUnit.NANOSECONDS);
      left -= step;
      settle();
    }
  }

  private void settle() {
    while (channel.hasPendingTasks()) {
      channel.runPendingTasks();
    }
    channel.checkException();
    connection.assertAtRest();
  }

  @Override
  public void close() {
    channel.finishAndReleaseAll();
  }
}
