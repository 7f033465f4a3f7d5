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
 * One run of the flow: takes a step for each event, publishes the outcome, and has the effects
 * executed. Confined to the connection's event loop, but for {@link #snapshot}.
 *
 * <p>Invariant: whatever fails, an observer, an effect, or the engine itself, the run goes on or
 * ends as the table says; nothing is thrown.
 */
final class FlowRun {
  private static final Logger LOG = LoggerFactory.getLogger(FlowRun.class);

  private final FlowMachine machine;
  private final StepRecorder recorder;
  private final ConnectionContext context;
  private volatile Snapshot snapshot;

  /** A run of a machine that is in Idle. */
  FlowRun(FlowMachine machine, StepRecorder recorder, ConnectionContext context) {
    this.machine = machine;
    this.recorder = recorder;
    this.context = context;
    this.snapshot = machine.snapshot();
  }

  /** State and memory as last published; from any thread. */
  Snapshot snapshot() {
    return snapshot;
  }

  /**
   * Takes the step and publishes it; its effects are still to be executed.
   *
   * @param input makes the event; null means that there is none any more
   * @return empty when there was none
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
      decision = collapse(failure);
    }
    if (decision.isStale()) {
      context.counters().stale();
    }
    publish(decision);
    return Optional.of(decision);
  }

  /** The engine itself has failed: the pure core ends the connection without it. */
  private FlowDecision collapse(Throwable failure) {
    LOG.error("connection {}: the flow engine failed", context.subject().connectionId(), failure);
    return machine.handleWithoutEngine(
        new VoiceEvent.EffectFailed(
            "the flow engine failed (" + failure.getClass().getSimpleName() + ")"));
  }

  private void publish(FlowDecision decision) {
    Snapshot after = decision.after();
    snapshot = after;
    try {
      AuditEntry.Step step = recorder.record(decision);
      context.observer().decided(step, after);
      TransitionEvent.emit(step);
    } catch (Throwable failure) {
      LOG.warn("connection {}: an observer failed", context.subject().connectionId(), failure);
    }
  }

  /** After an effect that failed the others still run, but nobody is told of a success. */
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
