package dev.antiphon.internal.flow;

import dev.antiphon.flow.Budgets;
import java.util.function.Consumer;

/**
 * Everything that the flow remembers between two events. Immutable, without a clock and without
 * secrets: time windows are timers; tokens, session ids and keys are ordinals (rule G12).
 *
 * @param intent the request to the main gateway and its answers
 * @param credentials the credentials that are known
 * @param socket the WebSocket
 * @param udp the UDP path
 * @param timers the timers that run
 * @param mainUp whether the main gateway is connected
 * @param mainSessionUnconfirmed whether the main gateway has a new session in which Discord has not
 *     listed the bot yet
 * @param budgets the number of attempts that are allowed
 * @param retries the attempts since the connection was last stable
 * @param jitter the random number generator
 * @param heard whether a voice state or a voice server has arrived since the join
 * @param violations the number of violations in the current window
 * @param encryption the end-to-end encryption
 */
public record FlowMemory(
    Intent intent,
    Credentials credentials,
    SocketMemory socket,
    UdpMemory udp,
    ArmedTimers timers,
    boolean mainUp,
    boolean mainSessionUnconfirmed,
    Budgets budgets,
    Retries retries,
    Jitter jitter,
    boolean heard,
    int violations,
    EncryptionMemory encryption) {

  /** Returns the memory of a new connection. {@code jitter} is its random number generator. */
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
        false,
        0,
        EncryptionMemory.NONE);
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
          draft.mainSessionUnconfirmed = doubtful;
        });
  }

  FlowMemory withHeard() {
    return heard ? this : change(draft -> draft.heard = true);
  }

  FlowMemory withViolations(int changed) {
    return change(draft -> draft.violations = changed);
  }

  FlowMemory with(EncryptionMemory changed) {
    return change(draft -> draft.encryption = changed);
  }

  private FlowMemory change(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.memory();
  }

  /** A mutable copy, so that each change names only the values that it changes. */
  private static final class Draft {
    private Intent intent;
    private Credentials credentials;
    private SocketMemory socket;
    private UdpMemory udp;
    private ArmedTimers timers;
    private boolean mainUp;
    private boolean mainSessionUnconfirmed;
    private Budgets budgets;
    private Retries retries;
    private Jitter jitter;
    private boolean heard;
    private int violations;
    private EncryptionMemory encryption;

    Draft(FlowMemory memory) {
      intent = memory.intent;
      credentials = memory.credentials;
      socket = memory.socket;
      udp = memory.udp;
      timers = memory.timers;
      mainUp = memory.mainUp;
      mainSessionUnconfirmed = memory.mainSessionUnconfirmed;
      budgets = memory.budgets;
      retries = memory.retries;
      jitter = memory.jitter;
      heard = memory.heard;
      violations = memory.violations;
      encryption = memory.encryption;
    }

    FlowMemory memory() {
      return new FlowMemory(
          intent,
          credentials,
          socket,
          udp,
          timers,
          mainUp,
          mainSessionUnconfirmed,
          budgets,
          retries,
          jitter,
          heard,
          violations,
          encryption);
    }
  }
}
