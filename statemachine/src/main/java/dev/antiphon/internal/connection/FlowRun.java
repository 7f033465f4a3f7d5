package dev.antiphon.internal.connection;

import dev.antiphon.audit.AuditEntry;
import dev.antiphon.audit.TransitionEvent;
import dev.antiphon.internal.engine.FlowEngine;
import dev.antiphon.internal.flow.Effect;
import dev.antiphon.internal.flow.FlowDecision;
import dev.antiphon.internal.flow.FlowMemory;
import dev.antiphon.internal.flow.Snapshot;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.internal.flow.VoiceFlow;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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

  private final VoiceFlow flow;
  private final FlowEngine engine;
  private final StepRecorder recorder;
  private final ConnectionCounters counters;
  private final ConnectionObserver observer;
  private final Consumer<String> failures;
  private volatile Snapshot snapshot;

  /** A run that is in Idle; {@code failures} hears, in a sentence, of an effect that failed. */
  FlowRun(
      VoiceFlow flow,
      FlowEngine engine,
      StepRecorder recorder,
      ConnectionCounters counters,
      ConnectionObserver observer,
      Consumer<String> failures) {
    this.flow = flow;
    this.engine = engine;
    this.recorder = recorder;
    this.counters = counters;
    this.observer = observer;
    this.failures = failures;
    this.snapshot = engine.snapshot();
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
      decision = step(event);
    } catch (Throwable failure) {
      decision = collapse(failure);
    }
    if (decision.isStale()) {
      counters.stale();
    }
    publish(decision);
    return Optional.of(decision);
  }

  /**
   * What has ended needs no engine any more, and one that has failed is not asked again: it would
   * go on from where it was.
   */
  private FlowDecision step(VoiceEvent event) {
    Snapshot present = snapshot;
    return present.state().isTerminal() ? flow.decide(present, event) : engine.handle(event);
  }

  /** The engine itself has failed: the pure core ends the connection without it. */
  private FlowDecision collapse(Throwable failure) {
    LOG.error("connection {}: the flow engine failed", recorder.connectionId(), failure);
    return flow.decide(
        snapshot,
        new VoiceEvent.EffectFailed(
            "the flow engine failed (" + failure.getClass().getSimpleName() + ")"));
  }

  private void publish(FlowDecision decision) {
    FlowMemory before = snapshot.memory();
    Snapshot after = decision.after();
    snapshot = after;
    try {
      AuditEntry.Step step = recorder.record(before, decision);
      observer.decided(step, after);
      TransitionEvent.emit(step);
    } catch (Throwable failure) {
      LOG.warn("connection {}: an observer failed", recorder.connectionId(), failure);
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
      LOG.error("connection {}: {} failed", recorder.connectionId(), effect.name(), failure);
      failures.accept(effect.name() + " failed (" + failure.getClass().getSimpleName() + ")");
      return false;
    }
  }
}
