package dev.antiphon.internal.engine;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.flow.FlowDecision;
import dev.antiphon.machine.Row;
import java.util.function.Function;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.statemachine.StateContext;
import reactor.core.publisher.Mono;

/**
 * A decision on its way through Spring: it travels in a message header, opens the one transition
 * that belongs to its row, and notes that this transition ran.
 */
final class Passage {
  private static final String HEADER = "passage";

  private final FlowDecision decision;
  private boolean taken;

  Passage(FlowDecision decision) {
    this.decision = decision;
  }

  Message<EventKind> message() {
    return MessageBuilder.withPayload(decision.kind()).setHeader(HEADER, this).build();
  }

  boolean taken() {
    return taken;
  }

  /** The guard of a row's transition. */
  static Function<StateContext<VoiceState, EventKind>, Mono<Boolean>> isFor(Row<?, ?, ?, ?> row) {
    return context -> {
      Passage passage = of(context);
      return Mono.just(passage != null && passage.decision.row().equals(row));
    };
  }

  /** The action of every transition. */
  static Function<StateContext<VoiceState, EventKind>, Mono<Void>> adopt() {
    return context -> Mono.fromRunnable(() -> of(context).taken = true);
  }

  private static Passage of(StateContext<VoiceState, EventKind> context) {
    return (Passage) context.getMessageHeader(HEADER);
  }
}
