package dev.antiphon.internal.connection;

import dev.antiphon.audit.AuditEntry;
import dev.antiphon.audit.TransitionEvent;
import dev.antiphon.internal.engine.FlowMachine;
import dev.antiphon.internal.flow.Effect;
import dev.antiphon.internal.flow.FlowDecision;
import dev.antiphon.internal.flow.Snapshot;
import dev.antiphon.internal.flow.VoiceEvent;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the flow of one connection. It takes one step for each event, publishes the result and
 * executes the effects. Runs on the connection's event loop only, except for {@link #snapshot}.
 *
 * <p>Invariant: no exception leaves this class. If an observer, an effect or the engine fails, the
 * flow continues or ends as the transition table defines.
 */
final class FlowRun {
  private static final Logger LOG = LoggerFactory.getLogger(FlowRun.class);

  private final FlowMachine machine;
  private final StepRecorder recorder;
  private final ConnectionContext context;
  private volatile Snapshot snapshot;

  /** Starts with a machine in state Idle. */
  FlowRun(FlowMachine machine, StepRecorder recorder, ConnectionContext context) {
    this.machine = machine;
    this.recorder = recorder;
    this.context = context;
    this.snapshot = machine.snapshot();
  }

  /** The state and memory after the last step. Callable from any thread. */
  Snapshot snapshot() {
    return snapshot;
  }

  /**
   * Takes one step and publishes it. The caller executes the effects afterwards.
   *
   * @param input creates the event; returns null if the event is obsolete
   * @return the decision; empty if there was no event
   */
  Optional<FlowDecision> take(Supplier<VoiceEvent> input) {
    FlowDecision decision;
    try {
      VoiceEvent event = input.get();
      if (event == null) {
        return Optional.empty();
      }
      decision = machine.handle(event);
    } catch (Throwable failure) {
      decision = endWithoutEngine(failure);
    }
    if (decision.isStale()) {
      context.counters().stale();
    }
    publish(decision);
    return Optional.of(decision);
  }

  /** Ends the connection without the engine, because the engine has failed. */
  private FlowDecision endWithoutEngine(Throwable failure) {
    LOG.error("connection {}: the flow engine failed", context.subject().connectionId(), failure);
    return machine.handleWithoutEngine(
        new VoiceEvent.EffectFailed(
            "the flow engine failed (" + failure.getClass().getSimpleName() + ")"));
  }

  private void publish(FlowDecision decision) {
    snapshot = decision.after();
    try {
      AuditEntry.Step step = recorder.record(decision);
      context.observer().decided(step, decision);
      TransitionEvent.emit(step);
    } catch (Throwable failure) {
      LOG.warn(
          "connection {}: an observer threw an exception",
          context.subject().connectionId(),
          failure);
    }
  }

  /**
   * Executes the effects. After a failed effect the others still run, except the one that completes
   * a join.
   */
  void execute(List<Effect> effects, Effect.Executor executor) {
    boolean failed = false;
    for (Effect effect : effects) {
      if (!(failed && effect instanceof Effect.CompleteJoin)) {
        failed |= !execute(effect, executor);
      }
    }
  }

  private boolean execute(Effect effect, Effect.Executor executor) {
    try {
      effect.accept(executor);
      return true;
    } catch (Throwable failure) {
      LOG.error(
          "connection {}: {} failed", context.subject().connectionId(), effect.name(), failure);
      context
          .events()
          .accept(
              new VoiceEvent.EffectFailed(
                  effect.name() + " failed (" + failure.getClass().getSimpleName() + ")"));
      return false;
    }
  }
}
