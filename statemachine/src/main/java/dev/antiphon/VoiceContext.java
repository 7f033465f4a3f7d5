package dev.antiphon;

import dev.antiphon.audit.AuditEntry;
import dev.antiphon.audit.AuditPump;
import dev.antiphon.audit.Transition;
import dev.antiphon.internal.connection.VoiceRuntime;
import java.util.List;
import java.util.function.Consumer;

/**
 * The objects that all connections of one {@link Voice} share.
 *
 * @param runtime the event loops, the settings and the flow's engine
 * @param callbacks runs listeners and completes futures
 * @param audits record every step
 * @param transitionListeners receive the changes of state of all connections; a thread-safe list
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

  /** Throws an exception if the current thread must not block. */
  void requireBlockable(String what) {
    runtime.loops().requireBlockable(what);
  }
}
