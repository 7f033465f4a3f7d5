package dev.antiphon.statemachine.flow;

import java.util.Optional;

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
 * @param retries what has been tried since the connection last stood
 * @param jitter where chance comes from
 * @param malformed malformed messages counted in the present window
 * @param reason why the present state was entered, where it has reasons
 * @param origin what triggered the last change of state
 */
public record FlowMemory(
    Intent intent,
    Credentials credentials,
    SocketMemory socket,
    UdpMemory udp,
    ArmedTimers timers,
    boolean mainUp,
    boolean mainDoubtful,
    Retries retries,
    Jitter jitter,
    int malformed,
    Optional<Reason> reason,
    Optional<Origin> origin) {

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
        Retries.NONE,
        jitter,
        0,
        Optional.empty(),
        Optional.empty());
  }

  FlowMemory with(Intent changed) {
    return new FlowMemory(
        changed,
        credentials,
        socket,
        udp,
        timers,
        mainUp,
        mainDoubtful,
        retries,
        jitter,
        malformed,
        reason,
        origin);
  }

  FlowMemory with(Credentials changed) {
    return new FlowMemory(
        intent,
        changed,
        socket,
        udp,
        timers,
        mainUp,
        mainDoubtful,
        retries,
        jitter,
        malformed,
        reason,
        origin);
  }

  FlowMemory with(SocketMemory changed) {
    return new FlowMemory(
        intent,
        credentials,
        changed,
        udp,
        timers,
        mainUp,
        mainDoubtful,
        retries,
        jitter,
        malformed,
        reason,
        origin);
  }

  FlowMemory with(UdpMemory changed) {
    return new FlowMemory(
        intent,
        credentials,
        socket,
        changed,
        timers,
        mainUp,
        mainDoubtful,
        retries,
        jitter,
        malformed,
        reason,
        origin);
  }

  FlowMemory with(ArmedTimers changed) {
    return new FlowMemory(
        intent,
        credentials,
        socket,
        udp,
        changed,
        mainUp,
        mainDoubtful,
        retries,
        jitter,
        malformed,
        reason,
        origin);
  }

  FlowMemory with(Retries changed) {
    return new FlowMemory(
        intent,
        credentials,
        socket,
        udp,
        timers,
        mainUp,
        mainDoubtful,
        changed,
        jitter,
        malformed,
        reason,
        origin);
  }

  FlowMemory with(Jitter changed) {
    return new FlowMemory(
        intent,
        credentials,
        socket,
        udp,
        timers,
        mainUp,
        mainDoubtful,
        retries,
        changed,
        malformed,
        reason,
        origin);
  }

  FlowMemory withMain(boolean up, boolean doubtful) {
    return new FlowMemory(
        intent,
        credentials,
        socket,
        udp,
        timers,
        up,
        doubtful,
        retries,
        jitter,
        malformed,
        reason,
        origin);
  }

  FlowMemory withMalformed(int changed) {
    return new FlowMemory(
        intent,
        credentials,
        socket,
        udp,
        timers,
        mainUp,
        mainDoubtful,
        retries,
        jitter,
        changed,
        reason,
        origin);
  }

  FlowMemory entering(Optional<Reason> newReason, Origin newOrigin) {
    return new FlowMemory(
        intent,
        credentials,
        socket,
        udp,
        timers,
        mainUp,
        mainDoubtful,
        retries,
        jitter,
        malformed,
        newReason,
        Optional.of(newOrigin));
  }

  /** The same state goes on for another reason. */
  FlowMemory because(Reason newReason) {
    return new FlowMemory(
        intent,
        credentials,
        socket,
        udp,
        timers,
        mainUp,
        mainDoubtful,
        retries,
        jitter,
        malformed,
        Optional.of(newReason),
        origin);
  }
}
