package dev.antiphon.internal.flow;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.VoiceState;
import java.util.Map;
import java.util.Set;

/** The event and the state of each timer. */
public final class FlowTimers {
  /** The timers that stop when their state is left. */
  private static final Map<VoiceState, Set<FlowTimer>> OWNED_TIMERS =
      Map.of(
          VoiceState.AWAITING_SERVER_UPDATE,
          Set.of(FlowTimer.SERVER, FlowTimer.SETTLE, FlowTimer.HOLD),
          VoiceState.IDENTIFYING,
          Set.of(FlowTimer.PACE, FlowTimer.DIAL, FlowTimer.READY),
          VoiceState.RESUMING,
          Set.of(FlowTimer.DIAL, FlowTimer.RESUMED),
          VoiceState.READY,
          Set.of(FlowTimer.DISCOVERY),
          VoiceState.DISCOVERING,
          Set.of(FlowTimer.DISCOVERY, FlowTimer.DISCOVERY_RETRY),
          VoiceState.SELECTING,
          Set.of(FlowTimer.DESCRIPTION),
          VoiceState.ESTABLISHED,
          Set.of(FlowTimer.STABLE, FlowTimer.KEYS),
          VoiceState.BACKOFF,
          Set.of(FlowTimer.BACKOFF, FlowTimer.HOLD));

  private FlowTimers() {}

  /** Returns the event of a timer that fires. */
  public static EventKind event(FlowTimer timer) {
    return switch (timer) {
      case SERVER -> EventKind.SERVER_TIMEOUT;
      case SETTLE -> EventKind.SETTLED;
      case DIAL, HELLO -> EventKind.DIAL_TIMEOUT;
      case READY -> EventKind.READY_TIMEOUT;
      case RESUMED -> EventKind.RESUMED_TIMEOUT;
      case DISCOVERY_RETRY -> EventKind.DISCOVERY_RETRY;
      case DISCOVERY -> EventKind.DISCOVERY_TIMEOUT;
      case DESCRIPTION -> EventKind.DESCRIPTION_TIMEOUT;
      case BACKOFF -> EventKind.BACKOFF_OVER;
      case PACE -> EventKind.DIAL_DUE;
      case MOVE -> EventKind.MOVE_TIMEOUT;
      case PAIR -> EventKind.PAIRING_OVER;
      case KEYS -> EventKind.KEYS_OVERDUE;
      case HOLD -> EventKind.MAIN_SESSION_MISSED;
      case STABLE -> EventKind.STABLE;
      case VIOLATIONS -> EventKind.VIOLATIONS_FORGOTTEN;
      case PROTOCOL_ERRORS -> EventKind.PROTOCOL_ERRORS_FORGOTTEN;
      case RESUME_WINDOW -> EventKind.RESUME_WINDOW_OVER;
      case LEAVE -> EventKind.LEAVE_FORGOTTEN;
      case UDP_FAILURE -> EventKind.UDP_FAILURE_LASTED;
      case DECIDE -> EventKind.REQUEST_OVERDUE;
      case RECOVERY -> EventKind.RECOVERY_OVER;
    };
  }

  /**
   * Returns the timers that stop when this state is left. The others continue, or belong to no
   * state.
   */
  public static Set<FlowTimer> ownedBy(VoiceState state) {
    return OWNED_TIMERS.getOrDefault(state, Set.of());
  }
}
