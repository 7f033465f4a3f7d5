package dev.antiphon.internal.engine;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.flow.FlowDecision;
import dev.antiphon.internal.flow.Snapshot;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.internal.flow.VoiceFlow;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.statemachine.StateMachine;
import reactor.core.publisher.Mono;

/**
 * The table on one Spring state machine.
 *
 * <p>Invariant: between two calls the Spring machine, the state and the memory agree. Everything
 * runs on the calling thread: Spring is only ever subscribed to, never blocked on, and its timers,
 * deferred and nested events are not used.
 */
final class SpringFlowEngine implements FlowEngine {
  private final VoiceFlow flow;
  private final StateMachine<VoiceState, EventKind> machine;
  private Snapshot snapshot;

  SpringFlowEngine(VoiceFlow flow, StateMachine<VoiceState, EventKind> machine, long seed) {
    this.flow = flow;
    this.machine = machine;
    this.snapshot = flow.initial(seed);
    machine.startReactively().subscribe();
    if (machine.getState() == null) {
      throw new EngineException("the state machine did not start on the calling thread", null);
    }
  }

  @Override
  public Snapshot snapshot() {
    return snapshot;
  }

  @Override
  public FlowDecision handle(VoiceEvent event) {
    FlowDecision decision = flow.decide(snapshot, event);
    if (decision.row().changesState()) {
      pass(decision);
    }
    snapshot = decision.after();
    return decision;
  }

  /** Where Spring is: between two calls, where the snapshot is. */
  VoiceState state() {
    return machine.getState().getId();
  }

  private void pass(FlowDecision decision) {
    Passage passage = new Passage(decision);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    machine.sendEvent(Mono.just(passage.message())).subscribe(result -> {}, failure::set);
    if (!passage.taken() || state() != decision.to()) {
      throw new EngineException(
          "row " + decision.row().id() + " was not taken: in " + state().title(), failure.get());
    }
  }
}
