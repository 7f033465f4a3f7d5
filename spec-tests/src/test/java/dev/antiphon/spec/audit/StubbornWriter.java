package dev.antiphon.spec.audit;

import dev.antiphon.audit.AuditEntry;
import dev.antiphon.audit.AuditFile;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.flow.Command;
import dev.antiphon.internal.flow.FlowLimits;
import dev.antiphon.internal.flow.FlowMemory;
import dev.antiphon.internal.flow.SelfFlags;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.internal.flow.VoiceFlow;
import dev.antiphon.machine.Decision;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process that writes an audit until it is killed. After each batch that it has handed to the
 * operating system it says how many steps that were.
 */
final class StubbornWriter {
  private static final int BATCH = 100;

  private StubbornWriter() {}

  public static void main(String[] arguments) {
    AuditFile audit = AuditFile.numbered(Path.of(arguments[0])).open();
    FlowLimits limits = FlowLimits.ofDefaults();
    AuditEntry.Subject subject = new AuditEntry.Subject("stubborn", 1, 2, limits);
    VoiceFlow flow = new VoiceFlow(limits);
    VoiceState state = VoiceState.IDLE;
    FlowMemory memory = flow.initialMemory(1);
    for (long step = 1; ; step++) {
      VoiceEvent event =
          step == 1
              ? new Command.Join(7)
              : new Command.SetSelf(new SelfFlags(step % 2 == 0, step % 3 == 0));
      Decision decision = flow.decide(state, memory, event);
      audit.write(
          new AuditEntry.Step(
              subject,
              step,
              Instant.now(),
              System.nanoTime(),
              Duration.ZERO,
              Optional.empty(),
              memory,
              decision));
      state = decision.to();
      memory = decision.memory();
      if (step % BATCH == 0) {
        audit.flush();
        System.out.println(step);
      }
    }
  }
}
