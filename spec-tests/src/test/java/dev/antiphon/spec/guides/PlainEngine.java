package dev.antiphon.spec.guides;

// doc:begin PlainEngine
import dev.antiphon.flow.VoiceState;
import dev.antiphon.spi.FlowEngine;
import dev.antiphon.spi.FlowTransition;
import java.util.function.Consumer;

/** An engine without a library. It stores the current state and reports each transition. */
final class PlainEngine implements FlowEngine {
  private final Consumer<FlowTransition> observer;
  private VoiceState state = VoiceState.IDLE;

  PlainEngine(Consumer<FlowTransition> observer) {
    this.observer = observer;
  }

  @Override
  public VoiceState state() {
    return state;
  }

  @Override
  public void take(FlowTransition transition) {
    observer.accept(transition);
    state = transition.to();
  }
}
// doc:end
