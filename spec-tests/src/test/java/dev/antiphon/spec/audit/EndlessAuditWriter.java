package dev.antiphon.spec.audit;

import dev.antiphon.audit.AuditEntry;
import dev.antiphon.audit.AuditFile;
import dev.antiphon.internal.connection.DecidedStep;
import dev.antiphon.internal.flow.Command;
import dev.antiphon.internal.flow.FlowDecision;
import dev.antiphon.internal.flow.FlowLimits;
import dev.antiphon.internal.flow.SelfFlags;
import dev.antiphon.internal.flow.Snapshot;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.internal.flow.VoiceFlow;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process that writes an audit until it is killed. After each batch it flushes the file to the
 * operating system and prints the number of steps written so far.
 */
final class EndlessAuditWriter {
  private static final int BATCH = 100;

  private EndlessAuditWriter() {}

  public static void main(String[] arguments) {
    AuditFile audit = AuditFile.numbered(Path.of(arguments[0])).open();
    FlowLimits limits = FlowLimits.ofDefaults();
    AuditEntry.Subject subject = new AuditEntry.Subject("stubborn", 1, 2);
    VoiceFlow flow = new VoiceFlow(limits);
    Snapshot now = flow.initial(1);
    for (long step = 1; ; step++) {
      VoiceEvent event =
          step == 1
              ? new Command.Join(7)
              : new Command.SetSelf(new SelfFlags(step % 2 == 0, step % 3 == 0));
      FlowDecision decision = flow.decide(now, event);
      audit.write(
          new DecidedStep(
                  subject,
                  limits,
                  step,
                  Instant.now(),
                  System.nanoTime(),
                  Duration.ZERO,
                  Optional.empty(),
                  decision)
              .entry());
      now = decision.after();
      if (step % BATCH == 0) {
        audit.flush();
        System.out.println(step);
      }
    }
  }
}
