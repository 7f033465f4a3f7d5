package dev.antiphon.internal.connection;

import dev.antiphon.audit.AuditEntry;
import dev.antiphon.audit.Transition;
import dev.antiphon.internal.audit.FlowJson;
import dev.antiphon.internal.audit.Redaction;
import dev.antiphon.internal.audit.StepFigures;
import dev.antiphon.internal.flow.FlowDecision;
import dev.antiphon.internal.flow.FlowLimits;
import dev.antiphon.internal.flow.FlowMemory;
import dev.antiphon.internal.flow.FlowRows;
import dev.antiphon.internal.flow.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A decision with the circumstances that its record names.
 *
 * @param subject whose step it is
 * @param limits every number that it was decided with
 * @param sequence counts the steps of the connection from 1
 * @param at wall-clock time
 * @param nanos monotonic time
 * @param inFrom how long the connection was in the state in which the event met it
 * @param endpoint the host of the voice server that is known, without its port
 * @param decision what the event led to
 */
public record DecidedStep(
    AuditEntry.Subject subject,
    FlowLimits limits,
    long sequence,
    Instant at,
    long nanos,
    Duration inFrom,
    Optional<String> endpoint,
    FlowDecision decision) {

  /** The step for sinks. Names and JSON are made when a sink asks for them. */
  public AuditEntry.Step entry() {
    return new AuditEntry.Step(
        subject,
        sequence,
        at,
        decision.row().changesState(),
        new Once<>(this::transition),
        this::before);
  }

  private Transition transition() {
    FlowMemory memory = decision.memory();
    return new Transition(
        subject.connectionId(),
        sequence,
        at,
        nanos,
        inFrom,
        subject.guildId(),
        subject.userId(),
        memory.intent().target(),
        endpoint,
        decision.from(),
        decision.kind(),
        FlowJson.text(decision.event()),
        decision.row().id(),
        decision.row().outcome(),
        decision.to(),
        FlowRows.reason(decision.row()),
        Redaction.of(decision.event().trigger(decision.before().memory()), endpoint),
        StepFigures.effects(decision),
        memory.socket().generation(),
        StepFigures.attempt(decision),
        StepFigures.delay(decision),
        memory.udp().published());
  }

  private String before() {
    Snapshot before = decision.before();
    return "\"state\":\"%s\",\"at\":%s,\"memory\":%s,\"limits\":%s"
        .formatted(
            before.state().title(),
            FlowJson.text(before.at()),
            FlowJson.text(before.memory()),
            FlowJson.text(limits));
  }

  /** Asks once, and remembers; two threads at the same time may both ask, for the same. */
  private static final class Once<T> implements Supplier<T> {
    private final Supplier<T> source;
    private volatile Optional<T> made = Optional.empty();

    Once(Supplier<T> source) {
      this.source = source;
    }

    @Override
    public T get() {
      Optional<T> present = made;
      if (present.isEmpty()) {
        present = Optional.of(source.get());
        made = present;
      }
      return present.get();
    }
  }
}
