package dev.antiphon.internal.engine;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.spi.FlowTransition;
import java.util.function.Function;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.statemachine.StateContext;
import reactor.core.publisher.Mono;

/**
 * A transition on its way through Spring, in a message header. It allows only its own transition of
 * Spring's model, and records that this transition ran.
 */
final class TransitionMessage {
  private static final String HEADER = "transition";

  private final FlowTransition transition;
  private boolean taken;

  TransitionMessage(FlowTransition transition) {
    this.transition = transition;
  }

  Message<EventKind> message() {
    return MessageBuilder.withPayload(transition.event()).setHeader(HEADER, this).build();
  }

  boolean taken() {
    return taken;
  }

  /** The guard of a transition. */
  static Function<StateContext<VoiceState, EventKind>, Mono<Boolean>> isFor(
      FlowTransition transition) {
    return context -> {
      TransitionMessage message = of(context);
      return Mono.just(message != null && message.transition.equals(transition));
    };
  }

  /** Returns the action of every transition. */
  static Function<StateContext<VoiceState, EventKind>, Mono<Void>> noteTaken() {
    return context -> Mono.fromRunnable(() -> of(context).taken = true);
  }

  private static TransitionMessage of(StateContext<VoiceState, EventKind> context) {
    return (TransitionMessage) context.getMessageHeader(HEADER);
  }
}
