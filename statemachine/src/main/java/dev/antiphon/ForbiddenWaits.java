package dev.antiphon;

import dev.antiphon.flow.FailureCause;
import dev.antiphon.internal.connection.EventLoops;
import java.util.concurrent.Executor;

/**
 * Refuses waits for joins and futures on threads that may have to do the awaited work: event loops,
 * threads that run a callback, and the thread that delivers the gateway's events.
 */
final class ForbiddenWaits {
  private static final String NO_EVENT =
      "No event has come from the application's gateway. If the thread that called joinChannel"
          + " delivers these events, the call has blocked them: use joinChannelAsync on that thread"
          + " and implement DiscordGateway.isDispatchThread. If another thread delivers them: ";

  private final EventLoops loops;
  private final Executor callbacks;
  private final DispatchThread dispatch;

  /** {@code callbacks} is the executor that runs the callbacks. */
  ForbiddenWaits(EventLoops loops, Executor callbacks, DispatchThread dispatch) {
    this.loops = loops;
    this.callbacks = callbacks;
    this.dispatch = dispatch;
  }

  /**
   * Checks the call of a blocking {@code joinChannel}.
   *
   * @throws IllegalStateException if the calling thread must not wait
   */
  void requireJoin() {
    String otherwise = "; call it on another thread, or use joinChannelAsync";
    if (loops.isCurrentThread()) {
      throw new IllegalStateException("joinChannel would block an event loop" + otherwise);
    }
    if (CallbackThread.runsFor(callbacks)) {
      throw new IllegalStateException(
          "joinChannel would block a callback, and the guild's other callbacks wait for it"
              + otherwise);
    }
    if (dispatch.isCurrentThread()) {
      throw new IllegalStateException(
          "joinChannel would block the thread that delivers the gateway's events, and it needs"
              + " those events"
              + otherwise);
    }
  }

  /**
   * Explains the failure of a blocking join on a thread that was not refused. If no event has ever
   * come, the calling thread may be the one that should deliver it.
   */
  VoiceConnectException explained(VoiceConnectException failure) {
    return failure.reason() == FailureCause.NO_SERVER_UPDATE && dispatch.isUnknown()
        ? new VoiceConnectException(failure.reason(), NO_EVENT + failure.getMessage(), failure)
        : failure;
  }

  /**
   * Checks a wait for a future that is not done.
   *
   * @param method the method that would wait
   * @throws IllegalStateException if the calling thread must not wait
   */
  void requireFutureWait(String method) {
    if (loops.isCurrentThread()) {
      throw refusal(method, "an event loop");
    }
    if (CallbackThread.runsFor(callbacks)) {
      throw refusal(method, "a callback, and the future completes after this callback");
    }
    if (dispatch.isDeclared()) {
      throw refusal(method, "the thread that delivers the gateway's events");
    }
  }

  private static IllegalStateException refusal(String method, String where) {
    return new IllegalStateException(
        method
            + "() would block "
            + where
            + "; continue without waiting: joinChannelAsync(..).thenAccept(..),"
            + " moveTo(..).thenRun(..)");
  }
}
