package dev.antiphon.statemachine.connection;

import dev.antiphon.statemachine.audit.Transition;
import dev.antiphon.statemachine.audit.TransitionEvent;
import dev.antiphon.statemachine.flow.Decision;
import dev.antiphon.statemachine.flow.Effect;
import dev.antiphon.statemachine.flow.Origin;
import dev.antiphon.statemachine.flow.VoiceState;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Makes the record of each change of state of one connection, and tells the flight recorder of each
 * step. Confined to the event loop.
 */
final class TransitionRecorder {
  private final String connectionId;
  private final long guildId;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private long sequence;
  private long enteredAt;

  TransitionRecorder(String connectionId, long guildId, Clock clock, LongSupplier nanoTime) {
    this.connectionId = connectionId;
    this.guildId = guildId;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.enteredAt = nanoTime.getAsLong();
  }

  void emit(Decision decision) {
    TransitionEvent.emit(connectionId, guildId, decision);
  }

  Transition record(Decision decision) {
    long now = nanoTime.getAsLong();
    Duration inFrom = Duration.ofNanos(now - enteredAt);
    enteredAt = now;
    sequence++;
    return new Transition(
        connectionId,
        sequence,
        clock.instant(),
        inFrom,
        guildId,
        decision.memory().intent().target(),
        decision.from(),
        decision.kind(),
        decision.row().id(),
        decision.to(),
        decision.row().reason(),
        decision.memory().origin().orElseGet(() -> new Origin.Event(decision.kind())),
        decision.effects().stream().map(Effect::name).toList(),
        decision.memory().socket().generation(),
        delay(decision),
        decision.memory().udp().published());
  }

  private static Optional<Duration> delay(Decision decision) {
    return decision.to() == VoiceState.BACKOFF
        ? Optional.of(decision.memory().retries().delay())
        : Optional.empty();
  }
}
