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
 * Runs connections one after another in virtual time. A few inputs still arrive at a connection
 * that has ended. Then the next connection starts.
 */
final class ConnectionSequence implements AutoCloseable {
  private static final int INPUTS_AFTER_THE_END = 5;

  private final FlowLimits limits;
  private final Supplier<FlowEngine> engines;
  private final Tally tally;
  private final VirtualLoop loop = new VirtualLoop(() -> connection().assertAtRest());
  private final Deque<VoiceEvent> late = new ArrayDeque<>();
  private SimulatedConnection connection;
  private int afterTheEnd;

  ConnectionSequence(FlowLimits limits, Supplier<FlowEngine> engines, Tally tally) {
    this.limits = limits;
    this.engines = engines;
    this.tally = tally;
    tally.sequence();
    begin();
  }

  private void begin() {
    afterTheEnd = 0;
    connection = new SimulatedConnection(loop.loop(), limits, engines.get(), effect -> {});
  }

  private SimulatedConnection connection() {
    return connection;
  }

  void add(TimedInput input) {
    withHistory(
        () -> {
          if (connection.ended() && ++afterTheEnd > INPUTS_AFTER_THE_END) {
            end();
            begin();
          }
          handle(input);
        });
  }

  /** The application leaves, if nothing else has ended the connection. */
  void finish() {
    withHistory(this::end);
  }

  /** Adds the history to the message of a failed assertion. */
  private void withHistory(Runnable part) {
    try {
      part.run();
    } catch (AssertionError broken) {
      throw new AssertionError(connection.story() + broken.getMessage(), broken);
    }
  }

  private void handle(TimedInput input) {
    Optional<Duration> pause = input.input().pause();
    if (pause.isPresent()) {
      loop.pass(pause.get());
      return;
    }
    if (input.arrival() == TimedInput.Arrival.AFTER_A_TIMER) {
      loop.passToNext();
    }
    Snapshot now = connection.now();
    VoiceEvent event = input.input().event(now);
    switch (input.arrival()) {
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

  private void end() {
    late.forEach(connection::arrive);
    late.clear();
    arrive(new Command.Disconnect());
    connection.assertEnded();
    assertThat(loop.isBusy()).as("a task is left on the loop").isFalse();
    tally.connection(connection);
  }

  @Override
  public void close() {
    loop.close();
  }
}
