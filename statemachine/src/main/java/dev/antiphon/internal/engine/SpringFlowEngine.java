package dev.antiphon.internal.engine;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.spi.FlowEngine;
import dev.antiphon.spi.FlowTransition;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.statemachine.StateMachine;
import reactor.core.publisher.Mono;

/**
 * One Spring state machine that takes the transitions of the table.
 *
 * <p>Everything runs on the calling thread. Spring's publishers are subscribed to and never blocked
 * on. Spring's timers, deferred events and nested events are not used.
 */
final class SpringFlowEngine implements FlowEngine {
  private final StateMachine<VoiceState, EventKind> machine;

  SpringFlowEngine(StateMachine<VoiceState, EventKind> machine) {
    this.machine = machine;
    machine.startReactively().subscribe();
    if (machine.getState() == null) {
      throw new EngineException("the state machine did not start on the calling thread");
    }
  }

  @Override
  public VoiceState state() {
    return machine.getState().getId();
  }

  @Override
  public void take(FlowTransition transition) {
    TransitionMessage message = new TransitionMessage(transition);
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    machine.sendEvent(Mono.just(message.message())).subscribe(result -> {}, failure::set);
    if (!message.taken()) {
      throw new EngineException("Spring did not take " + transition.row(), failure.get());
    }
  }
}
