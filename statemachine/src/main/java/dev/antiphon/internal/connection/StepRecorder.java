package dev.antiphon.internal.connection;

import dev.antiphon.audit.AuditEntry;
import dev.antiphon.internal.flow.FlowDecision;
import dev.antiphon.internal.flow.FlowLimits;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/** Creates the audit record of each step of one connection. Runs on the event loop only. */
final class StepRecorder {
  private final AuditEntry.Subject subject;
  private final FlowLimits limits;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final IntFunction<Optional<String>> hosts;
  private long sequence;
  private long enteredAt;
  private int endpoint;
  private Optional<String> host = Optional.empty();

  /**
   * Creates a recorder for the connection. {@code hosts} returns the host of an endpoint's number.
   */
  StepRecorder(
      AuditEntry.Subject subject,
      FlowLimits limits,
      Clock clock,
      LongSupplier nanoTime,
      IntFunction<Optional<String>> hosts) {
    this.subject = subject;
    this.limits = limits;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.hosts = hosts;
    this.enteredAt = nanoTime.getAsLong();
  }

  AuditEntry.Step record(FlowDecision decision) {
    long now = nanoTime.getAsLong();
    Duration inFrom = Duration.ofNanos(now - enteredAt);
    if (decision.row().changesState()) {
      enteredAt = now;
    }
    sequence++;
    return new DecidedStep(
            subject,
            limits,
            sequence,
            clock.instant(),
            now,
            inFrom,
            host(decision.memory().credentials().endpoint()),
            decision)
        .entry();
  }

  /**
   * The host of the endpoint. It is cached, because the vault is cleared before the last record.
   */
  private Optional<String> host(int current) {
    if (current != endpoint) {
      endpoint = current;
      host = hosts.apply(current);
    }
    return host;
  }
}
