package dev.antiphon;

import dev.antiphon.audit.AuditEntry;
import dev.antiphon.audit.AuditPump;
import dev.antiphon.audit.Transition;
import dev.antiphon.internal.connection.VoiceRuntime;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the connections of one {@link Voice} share.
 *
 * @param runtime what they run on
 * @param callbacks where listeners run and futures complete
 * @param audits where every step is recorded
 * @param transitionListeners hear every change of state of every connection; safe to be changed by
 *     any thread
 */
record VoiceContext(
    VoiceRuntime runtime,
    Callbacks callbacks,
    List<AuditPump> audits,
    List<Consumer<Transition>> transitionListeners) {

  void audit(AuditEntry entry) {
    for (AuditPump audit : audits) {
      audit.accept(entry);
    }
  }

  /** Refuses what would wait on a thread that must never wait. */
  void requireBlockable(String what) {
    runtime.loops().requireBlockable(what);
  }
}
