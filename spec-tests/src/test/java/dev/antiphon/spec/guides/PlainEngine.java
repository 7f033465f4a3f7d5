package dev.antiphon.spec.guides;

// doc:begin PlainEngine
import dev.antiphon.flow.VoiceState;
import dev.antiphon.spi.FlowEngine;
import dev.antiphon.spi.FlowTransition;
import java.util.function.Consumer;

/** An engine without a library: it is where the table says, and shows each transition. */
final class PlainEngine implements FlowEngine {
  private final Consumer<FlowTransition> shown;
  private VoiceState state = VoiceState.IDLE;

  PlainEngine(Consumer<FlowTransition> shown) {
    this.shown = shown;
  }

  @Override
  public VoiceState state() {
    return state;
  }

  @Override
  public void take(FlowTransition transition) {
    shown.accept(transition);
    state = transition.to();
  }
}
// doc:end
