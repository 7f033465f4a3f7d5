package dev.antiphon;

import dev.antiphon.audit.AuditEntry;
import dev.antiphon.audit.AuditPump;
import dev.antiphon.audit.Transition;
import dev.antiphon.internal.connection.VoiceRuntime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The objects that all connections of one {@link Voice} share.
 *
 * @param runtime the event loops, the settings and the flow's engine
 * @param callbacks runs listeners and completes futures
 * @param waits refuses waits on threads that must not wait
 * @param audits record every step
 * @param transitionListeners receive the changes of state of all connections
 */
record VoiceContext(
    VoiceRuntime runtime,
    Callbacks callbacks,
    ForbiddenWaits waits,
    List<AuditPump> audits,
    ListenerList<Consumer<Transition>> transitionListeners) {

  void audit(AuditEntry entry) {
    for (AuditPump audit : audits) {
      audit.accept(entry);
    }
  }

  /**
   * The future that users receive in place of an internal one. It completes on their executor,
   * after the earlier callbacks of the guild. So dependent stages do not run on an event loop.
   *
   * @param internal the future of the library
   * @param onAbandon runs if anyone except the library completes the returned future
   */
  <T> CompletableFuture<T> forUser(
      long guildId, CompletableFuture<T> internal, Runnable onAbandon) {
    return UserFuture.of(internal, waits, callbacks.ofGuild(guildId), onAbandon);
  }

  /** Throws an exception if the current thread must not block. */
  void requireBlockable(String what) {
    runtime.loops().requireBlockable(what);
  }
}
