package dev.antiphon.internal.flow;

import dev.antiphon.flow.Budgets;
import java.util.function.Consumer;

/**
 * All that the flow remembers between two events. Immutable, without clock and without secrets:
 * time windows are timers, and tokens, session ids and keys are ordinals.
 *
 * @param intent what we want of the main gateway
 * @param credentials what is known of the credentials
 * @param socket the WebSocket
 * @param udp the UDP path
 * @param timers the timers that run
 * @param mainUp whether the main gateway's session stands
 * @param mainDoubtful whether the main gateway has a new session, in which Discord has not listed
 *     us yet
 * @param budgets how often it may be tried again
 * @param retries what has been tried since the connection last stood
 * @param jitter where chance comes from
 * @param malformed malformed messages counted in the present window
 */
public record FlowMemory(
    Intent intent,
    Credentials credentials,
    SocketMemory socket,
    UdpMemory udp,
    ArmedTimers timers,
    boolean mainUp,
    boolean mainDoubtful,
    Budgets budgets,
    Retries retries,
    Jitter jitter,
    int malformed) {

  /** The memory of a connection that was just made; its chance begins with {@code jitter}. */
  public static FlowMemory initial(FlowLimits limits, Jitter jitter) {
    return new FlowMemory(
        Intent.NONE,
        Credentials.UNKNOWN,
        SocketMemory.NONE,
        UdpMemory.none(limits.modes()),
        ArmedTimers.NONE,
        true,
        false,
        Budgets.of(limits.retries()),
        Retries.NONE,
        jitter,
        0);
  }

  FlowMemory with(Intent changed) {
    return change(draft -> draft.intent = changed);
  }

  FlowMemory with(Credentials changed) {
    return change(draft -> draft.credentials = changed);
  }

  FlowMemory with(SocketMemory changed) {
    return change(draft -> draft.socket = changed);
  }

  FlowMemory with(UdpMemory changed) {
    return change(draft -> draft.udp = changed);
  }

  FlowMemory with(ArmedTimers changed) {
    return change(draft -> draft.timers = changed);
  }

  FlowMemory with(Budgets changed) {
    return change(draft -> draft.budgets = changed);
  }

  FlowMemory with(Retries changed) {
    return change(draft -> draft.retries = changed);
  }

  FlowMemory with(Jitter changed) {
    return change(draft -> draft.jitter = changed);
  }

  FlowMemory withMain(boolean up, boolean doubtful) {
    return change(
        draft -> {
          draft.mainUp = up;
          draft.mainDoubtful = doubtful;
        });
  }

  FlowMemory withMalformed(int changed) {
    return change(draft -> draft.malformed = changed);
  }

  private FlowMemory change(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.memory();
  }

  /** A memory while it is being changed, so that a change names only what it changes. */
  private static final class Draft {
    private Intent intent;
    private Credentials credentials;
    private SocketMemory socket;
    private UdpMemory udp;
    private ArmedTimers timers;
    private boolean mainUp;
    private boolean mainDoubtful;
    private Budgets budgets;
    private Retries retries;
    private Jitter jitter;
    private int malformed;

    Draft(FlowMemory memory) {
      intent = memory.intent;
      credentials = memory.credentials;
      socket = memory.socket;
      udp = memory.udp;
      timers = memory.timers;
      mainUp = memory.mainUp;
      mainDoubtful = memory.mainDoubtful;
      budgets = memory.budgets;
      retries = memory.retries;
      jitter = memory.jitter;
      malformed = memory.malformed;
    }

    FlowMemory memory() {
      return new FlowMemory(
          intent,
          credentials,
          socket,
          udp,
          timers,
          mainUp,
          mainDoubtful,
          budgets,
          retries,
          jitter,
          malformed);
    }
  }
}
