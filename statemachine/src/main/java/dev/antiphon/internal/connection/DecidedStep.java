package dev.antiphon.internal.connection;

import dev.antiphon.audit.AuditEntry;
import dev.antiphon.audit.Transition;
import dev.antiphon.internal.audit.FlowJson;
import dev.antiphon.internal.audit.Redaction;
import dev.antiphon.internal.audit.StepFigures;
import dev.antiphon.internal.flow.FlowDecision;
import dev.antiphon.internal.flow.FlowLimits;
import dev.antiphon.internal.flow.FlowMemory;
import dev.antiphon.internal.flow.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A decision with the data for its audit record.
 *
 * @param subject the ids of the connection, the guild and the bot
 * @param limits the limits and delays that the decision used
 * @param sequence counts the steps of the connection from 1
 * @param at wall-clock time
 * @param nanos monotonic time
 * @param inFrom the time that the connection spent in the state before the step
 * @param endpoint the host of the current voice server, without the port
 * @param decision the decision
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

  /** The entry for audit sinks. Names and JSON are created when a sink first requests them. */
  public AuditEntry.Step entry() {
    return new AuditEntry.Step(
        subject,
        sequence,
        at,
        decision.row().outcome(),
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
        decision.row().substate(),
        Redaction.of(decision.trigger(), endpoint),
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

  /**
   * Caches the source's value. Two concurrent threads may both call the source; the values are
   * equal.
   */
  private static final class Once<T> implements Supplier<T> {
    private final Supplier<T> source;
    private volatile Optional<T> cached = Optional.empty();

    Once(Supplier<T> source) {
      this.source = source;
    }

    @Override
    public T get() {
      Optional<T> value = cached;
      if (value.isEmpty()) {
        value = Optional.of(source.get());
        cached = value;
      }
      return value.get();
    }
  }
}
