package dev.antiphon.internal.flow;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.flow.Trigger;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Maps all memories that behave alike to one memory. Values that the flow only compares are
 * renamed. Values that only grow are limited. Values that no guard reads are removed:
 *
 * <ul>
 *   <li>the current generation of sockets, paths, op 4 and questions is 1, and every older
 *       generation is 0; running timers have higher generations than those of {@link #PREDECESSOR};
 *   <li>the known session, token, endpoint, key and SSRC are 1, because the modelled environment
 *       names only the known value or a new value;
 *   <li>delays are removed, because a running timer can fire at any time in the model; the pace is
 *       only zero or not zero, because nothing else decides whether the next dial waits;
 *   <li>the counts of requests, setbacks and changes stop at the limit that a guard compares with;
 *   <li>the number of op 4 that Discord has possibly not processed is removed: no row depends on
 *       it, only the leave at an end does, and this exploration does not check that;
 *   <li>whether an event of Discord was heard is always true: only the text of a failure depends on
 *       it;
 *   <li>the trigger, the channel that is being left, the jitter, and the address and key of a path
 *       that is not held are removed;
 *   <li>of a terminal state only the reason remains, because each of its cells has one row without
 *       actions.
 * </ul>
 */
final class CanonicalMemory {
  static final Duration SOME_TIME = Duration.ofSeconds(1);

  /** The memory for which late events are created. */
  static final FlowMemory PREDECESSOR = predecessor();

  private static final int CURRENT = 1;
  private static final Trigger TRIGGER = new Trigger.Event(EventKind.JOIN);
  private static final ArmedTimers NO_TIMERS = noTimers();

  private final FlowLimits limits;
  private final boolean requests;
  private final FlowMemory ended;

  /** {@code requests} is whether the pending requests and the number of own op 4 remain. */
  CanonicalMemory(FlowLimits limits, boolean requests) {
    this.limits = limits;
    this.requests = requests;
    ended = of(FlowMemory.initial(limits, new Jitter(FlowSimulation.SEED)));
  }

  /** The canonical memory of a flow that holds no socket and no path. */
  static FlowMemory holdingNothing(FlowLimits limits) {
    return new CanonicalMemory(limits, true).ended;
  }

  /** The canonical form, except for the timers, which {@link #running} renames. */
  Snapshot of(Snapshot now) {
    return new Snapshot(of(now.at()), now.state().isTerminal() ? ended : of(now.memory()));
  }

  private static FlowState of(FlowState at) {
    if (at instanceof FlowState.Severed severed) {
      Optional<Duration> window = severed.window().map(any -> SOME_TIME);
      return new FlowState.Severed(severed.why(), TRIGGER, window, severed.mainSessionLost());
    }
    if (at instanceof FlowState.Leaving) {
      return new FlowState.Leaving(FlowSimulation.CHANNEL, TRIGGER);
    }
    if (at instanceof FlowState.Awaiting waiting) {
      return new FlowState.Awaiting(waiting.why(), TRIGGER);
    }
    if (at instanceof FlowState.BackingOff wait) {
      return new FlowState.BackingOff(wait.plan(), TRIGGER, Duration.ZERO, wait.waited());
    }
    if (at instanceof FlowState.Disconnected end) {
      return new FlowState.Disconnected(end.reason(), TRIGGER);
    }
    if (at instanceof FlowState.Failed end) {
      return new FlowState.Failed(end.cause(), TRIGGER);
    }
    return at instanceof FlowState.Plain plain ? new FlowState.Plain(plain.state(), TRIGGER) : at;
  }

  private FlowMemory of(FlowMemory memory) {
    SocketMemory socket = memory.socket();
    return new FlowMemory(
        of(memory.intent()),
        of(memory.credentials()),
        new SocketMemory(CURRENT, socket.held(), socket.held() && socket.hello()),
        of(memory.udp()),
        memory.timers(),
        memory.mainUp(),
        memory.mainSessionUnconfirmed(),
        memory.budgets(),
        of(memory.retries()),
        new Jitter(FlowSimulation.SEED),
        true,
        memory.violations(),
        of(memory.encryption()));
  }

  /** Timers of the current generation, of which exactly these run. */
  ArmedTimers running(Set<FlowTimer> which) {
    ArmedTimers armed = NO_TIMERS;
    for (FlowTimer timer : which) {
      armed = armed.armed(timer);
    }
    return armed;
  }

  private static EncryptionMemory of(EncryptionMemory encryption) {
    return new EncryptionMemory(
        knownOrNot(encryption.session()),
        encryption.keys(),
        encryption.recovered(),
        encryption.unstable());
  }

  private Intent of(Intent intent) {
    return new Intent(
        intent.target(),
        intent.pendingMove(),
        intent.listed(),
        intent.wanted(),
        intent.shown(),
        CURRENT,
        Math.min(intent.requests(), limits.serverRequests()),
        0,
        intent.requestedChannel(),
        intent.leaving(),
        requests && intent.unproven(),
        requests && intent.contested(),
        requests ? intent.pendingRequest() : Intent.PendingRequest.NONE,
        requests && intent.fresh());
  }

  private static Credentials of(Credentials known) {
    return new Credentials(
        knownOrNot(known.session()),
        knownOrNot(known.token()),
        knownOrNot(known.endpoint()),
        known.tokenUsedUp(),
        known.confirmed(),
        known.serverLost(),
        known.unpaired());
  }

  private static UdpMemory of(UdpMemory udp) {
    boolean granted = udp.mode().isPresent();
    UdpMemory.Grant grant =
        granted
            ? new UdpMemory.Grant(FlowSimulation.SSRC, CURRENT, udp.mode())
            : UdpMemory.Grant.NONE;
    return new UdpMemory(
        udp.modes(),
        CURRENT,
        udp.held(),
        grant,
        udp.held() ? knownOrNot(udp.own()) : Credentials.NONE,
        udp.held() ? knownOrNot(udp.key()) : Credentials.NONE,
        udp.published());
  }

  private Retries of(Retries tried) {
    RetryLimits most = limits.retries();
    Retries.FailureCounts setbacks = tried.failures();
    return new Retries(
        tried.resumes(),
        tried.rejoins(),
        tried.identifies(),
        tried.windowOver(),
        tried.rejoinDelay(),
        Math.min(tried.changes(), most.freeChanges() + 1),
        tried.pace().isZero() ? Duration.ZERO : SOME_TIME,
        requests ? tried.voiceStates() : 0,
        CURRENT,
        new Retries.FailureCounts(
            Math.min(setbacks.opens(), most.pathFailures()),
            Math.min(setbacks.discoveries(), most.pathFailures()),
            Math.min(setbacks.serverNotFound(), most.serverNotFound()),
            Math.min(setbacks.authentications(), most.authenticationFailures()),
            Math.min(setbacks.protocolErrors(), most.protocolErrors()),
            Math.min(setbacks.unusableServers(), Retries.FailureCounts.UNUSABLE_SERVERS)));
  }

  private static int knownOrNot(int ordinal) {
    return ordinal == Credentials.NONE ? Credentials.NONE : CURRENT;
  }

  private static FlowMemory predecessor() {
    ArmedTimers all = ArmedTimers.NONE;
    for (FlowTimer timer : FlowTimer.values()) {
      all = all.armed(timer);
    }
    FlowMemory initial =
        FlowMemory.initial(FlowLimits.ofDefaults(), new Jitter(FlowSimulation.SEED));
    return initial.with(all);
  }

  private static ArmedTimers noTimers() {
    ArmedTimers stopped = PREDECESSOR.timers();
    for (FlowTimer timer : EnumSet.allOf(FlowTimer.class)) {
      stopped = stopped.stopped(timer);
    }
    return stopped;
  }
}
