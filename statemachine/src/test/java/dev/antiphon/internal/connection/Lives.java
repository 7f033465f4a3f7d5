package dev.antiphon.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.internal.flow.Command;
import dev.antiphon.internal.flow.FlowLimits;
import dev.antiphon.internal.flow.Snapshot;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.spi.FlowEngine;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Connections one after the other, in virtual time. Some of what happens still comes to a
 * connection that has ended; then the next one begins.
 */
final class Lives implements AutoCloseable {
  private static final int AFTERLIFE = 5;

  private final FlowLimits limits;
  private final Supplier<FlowEngine> engines;
  private final Tally tally;
  private final VirtualLoop loop = new VirtualLoop(() -> connection().assertAtRest());
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
    connection = new UnwiredConnection(loop.loop(), limits, engines.get(), effect -> {});
  }

  private UnwiredConnection connection() {
    return connection;
  }

  void happen(Happening happening) {
    told(
        () -> {
          if (connection.ended() && ++afterTheEnd > AFTERLIFE) {
            bury();
            begin();
          }
          come(happening);
        });
  }

  /** The application leaves, if nothing else has ended the connection. */
  void finish() {
    told(this::bury);
  }

  /** What fails is told with the story that led to it. */
  private void told(Runnable part) {
    try {
      part.run();
    } catch (AssertionError broken) {
      throw new AssertionError(connection.story() + broken.getMessage(), broken);
    }
  }

  private void come(Happening happening) {
    Optional<Duration> pause = happening.input().pause();
    if (pause.isPresent()) {
      loop.pass(pause.get());
      return;
    }
    if (happening.how() == Happening.Coming.AFTER_A_TIMER) {
      loop.passToNext();
    }
    Snapshot now = connection.now();
    VoiceEvent event = happening.input().event(now);
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
    loop.settle();
  }

  private void bury() {
    late.forEach(connection::arrive);
    late.clear();
    arrive(new Command.Disconnect());
    connection.assertOver();
    assertThat(loop.isBusy()).as("something is still to come").isFalse();
    tally.connection(connection);
  }

  @Override
  public void close() {
    loop.close();
  }
}
