package dev.antiphon.cli.internal.soak;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A soak test: many connections talk on embedded voice servers under faults of every kind. Then the
 * faults end, and the connections must recover. If the connections do not join within their limit,
 * there are no faults, and the report says so.
 *
 * <p><b>Invariants before the faults.</b> Every connection joins, and the members of each call hear
 * each other.
 *
 * <p><b>Invariants during the faults.</b> No effect fails. No connection stays in a state longer
 * than its deadlines allow. Opcode 4 commands keep their spacing. No guild has two connections. No
 * client commits a forbidden violation. No frame is attributed to a wrong speaker. No call whose
 * members stay together and established is without sound for long. With encryption, the servers
 * find no frame of speech in clear. Each frame is heard by those who have its keys, or counted as
 * dropped, unless the session of the receiver changes.
 *
 * <p><b>Invariants after the faults.</b> Within the sum of the deadlines, every connection is
 * Established or has ended. Ended connections can be joined again. Then every bot is in the channel
 * in which Discord lists it. It sends and receives audio, and all its requests are completed. The
 * members of encrypted calls are brought to one channel. While visitors come and go without faults,
 * everybody hears everybody.
 *
 * <p><b>Invariants after the end.</b> Discord lists no bot in a channel. No future is open, and no
 * thread or socket is left over.
 */
public final class Soak {
  private static final Duration JOIN_LIMIT = Duration.ofMinutes(1);
  private static final Duration JOIN_REPORT_PERIOD = Duration.ofSeconds(2);
  private static final Duration REPORT_PERIOD = Duration.ofSeconds(10);
  private static final Duration INSPECTION_PERIOD = Duration.ofSeconds(1);
  private static final long POLL_MILLIS = 10;

  /** More simultaneous joins would slow each other down in a cold JVM and miss their deadlines. */
  private static final int SIMULTANEOUS_JOINS = 10;

  private final SoakSettings settings;
  private final SoakObserver observer;
  private final FrameAccount account = new FrameAccount();
  private final Measurements measurements = new Measurements();
  private final Duration patience = ShortOptions.sumOfDeadlines();
  private final Duration longestState = ShortOptions.longestInOneState();
  private final Set<BotInGuild> hanging = new HashSet<>();
  private final Map<BotInGuild, Waiting> waiting = new HashMap<>();
  private long faultsBeganAt;
  private Duration inspection = INSPECTION_PERIOD;
  private Duration settling = Duration.ZERO;
  private Duration cpuBefore = Duration.ZERO;
  private Duration auditBefore = Duration.ZERO;
  private long heapBefore;
  private long heapAfter;

  private final SilentCalls silentCalls;
  private final Conditions conditions;

  private Soak(SoakSettings settings, SoakObserver observer) {
    this.settings = settings;
    this.observer = observer;
    this.silentCalls = new SilentCalls(measurements);
    this.conditions = new Conditions(measurements.brokenInvariants);
  }

  /**
   * Runs a soak test and returns its results. An interrupt of the thread ends the faults early. An
   * interrupt before or after the faults ends the test, and the results say so.
   */
  public static SoakReport run(SoakSettings settings, SoakObserver observer) {
    return new Soak(settings, observer).run();
  }

  private SoakReport run() {
    Resources before = Resources.now();
    SoakReport last;
    SoakEnvironment environment = new SoakEnvironment(settings, measurements);
    try {
      run(environment);
      requireNoFrameInClear(environment);
      heapAfter = Resources.heapInUse();
      last = report(environment);
    } finally {
      environment.close();
    }
    requireNoGhost(environment);
    requireCompleted(measurements.lifetimes);
    Resources.now().leftSince(before).forEach(measurements.brokenInvariants::add);
    return last.withBroken(measurements.brokenInvariants.sentences());
  }

  private void run(SoakEnvironment environment) {
    Visits visits = new Visits(environment, settings.seed());
    FinalChecks checks =
        new FinalChecks(
            environment, visits, account, conditions, JOIN_LIMIT, () -> inspect(environment));
    try {
      if (joinAll(environment)) {
        visits.begin();
        apply(environment);
        settle(environment, checks);
        if (hanging.isEmpty()) {
          joinAgain(environment);
          checks.check();
          awaitRequests();
        }
      }
    } catch (InterruptedException e) {
      measurements.brokenInvariants.add("The soak was interrupted before its end.");
    }
  }

  /** Returns false if not all connections have joined within the limit. */
  private boolean joinAll(SoakEnvironment environment) throws InterruptedException {
    beginMeasurements();
    Duration report = JOIN_REPORT_PERIOD;
    List<BotInGuild> members = environment.members();
    int begun = 0;
    while (true) {
      long unsettled =
          members.subList(0, begun).stream().filter(member -> !member.isSettled()).count();
      for (; begun < members.size() && unsettled < SIMULTANEOUS_JOINS; unsettled++) {
        members.get(begun++).join();
      }
      long joined = members.stream().filter(BotInGuild::isEstablished).count();
      if (joined == members.size() && environment.silentCalls() == 0) {
        break;
      }
      Duration elapsed = elapsed();
      if (elapsed.compareTo(settings.joinLimit()) > 0) {
        observer.joining(joined, members.size(), elapsed);
        giveUp(environment, joined);
        return false;
      }
      if (elapsed.compareTo(report) >= 0) {
        report = elapsed.plus(JOIN_REPORT_PERIOD);
        observer.joining(joined, members.size(), elapsed);
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    Duration joining = elapsed();
    beginMeasurements();
    observer.begun(joining);
    return true;
  }

  private void beginMeasurements() {
    heapBefore = Resources.heapInUse();
    cpuBefore = Resources.cpuTime();
    auditBefore = Resources.auditTime();
    faultsBeganAt = System.nanoTime();
  }

  private void giveUp(SoakEnvironment environment, long joined) {
    environment.joining(false);
    List<BotInGuild> others =
        environment.members().stream().filter(member -> !member.isEstablished()).toList();
    String example =
        others.stream().findFirst().map(one -> ". The first one: " + one.description()).orElse("");
    measurements.brokenInvariants.add(
        "The connections did not join within %d s: %d of %d are established, and %d calls are silent%s"
            .formatted(
                settings.joinLimit().toSeconds(),
                joined,
                environment.members().size(),
                environment.silentCalls(),
                example));
  }

  /** A waiting member: the time of its last change, and when this class first saw it waiting. */
  private record Waiting(long changedAt, long since) {}

  private void apply(SoakEnvironment environment) {
    List<BotInGuild> targets = environment.everyone().toList();
    FaultPlan plan = new FaultPlan(settings.seed(), settings.connections(), targets.size());
    Duration report = REPORT_PERIOD;
    try {
      while (elapsed().compareTo(settings.time()) < 0) {
        FaultPlan.Fault fault = plan.next();
        awaitTime(fault.at());
        apply(environment, fault, targets.get(fault.member()));
        if (elapsed().compareTo(inspection) >= 0) {
          hasHangingMember(environment);
          inspect(environment);
        }
        if (elapsed().compareTo(report) >= 0) {
          report = elapsed().plus(REPORT_PERIOD);
          account.check(environment);
          observer.progress(report(environment));
        }
      }
    } catch (InterruptedException e) {
      // An interrupt ends the faults early.
    }
  }

  /** Waits for the planned time of a fault, but not longer than the end of the faults. */
  private void awaitTime(Duration at) throws InterruptedException {
    Duration until = at.compareTo(settings.time()) < 0 ? at : settings.time();
    long wait = until.minus(elapsed()).toNanos();
    if (wait > 0) {
      TimeUnit.NANOSECONDS.sleep(wait);
    }
  }

  private void apply(SoakEnvironment environment, FaultPlan.Fault fault, BotInGuild member) {
    measurements.faults.count(fault.kind().title());
    member.faults().begun(fault.kind().title(), System.nanoTime());
    environment.guarded(() -> fault.kind().apply(member, new SoakRandom(fault.seed())));
  }

  /**
   * Looks for members that wait longer in a state than its deadline allows. The time counts from
   * the first check that sees the state, because the notification of a change arrives a moment
   * later than the change is visible.
   *
   * @return true if a member hangs
   */
  private boolean hasHangingMember(SoakEnvironment environment) {
    long now = System.nanoTime();
    for (BotInGuild member : environment.everyone().toList()) {
      if (member.isSettled()) {
        waiting.remove(member);
        continue;
      }
      Waiting seen = waiting.get(member);
      if (seen == null || seen.changedAt() != member.changedAt()) {
        waiting.put(member, new Waiting(member.changedAt(), now));
      } else if (now - seen.since() > longestState.toNanos() && hanging.add(member)) {
        measurements.brokenInvariants.add("A connection hangs: " + member.description());
      }
    }
    return !hanging.isEmpty();
  }

  private void settle(SoakEnvironment environment, FinalChecks checks) throws InterruptedException {
    environment.joining(false);
    environment.endFaults();
    observer.progress(report(environment));
    long start = System.nanoTime();
    conditions.await(
        environment.everyone().toList(),
        "is neither established nor ended after the faults",
        patience,
        member -> member.isSettled() || hasHangingMember(environment));
    settling = Duration.ofNanos(System.nanoTime() - start);
    checks.endVisits();
  }

  private void joinAgain(SoakEnvironment environment) throws InterruptedException {
    environment.joining(true);
    environment.members().stream().filter(BotInGuild::hasNoConnection).forEach(BotInGuild::join);
    conditions.await(
        environment.members(),
        "could not be joined again after the faults",
        JOIN_LIMIT,
        BotInGuild::isEstablished);
  }

  private void awaitRequests() throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!measurements.requests.isEmpty() && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    requireCompleted(measurements.requests);
  }

  /** Looks for silent calls, once per second. */
  private void inspect(SoakEnvironment environment) {
    if (elapsed().compareTo(inspection) >= 0) {
      inspection = elapsed().plus(INSPECTION_PERIOD);
      silentCalls.check(environment.fullCalls());
    }
  }

  private void requireCompleted(OpenFutures promises) {
    if (!promises.isEmpty()) {
      measurements.brokenInvariants.add(
          "Some futures were never completed: " + promises.stillOpen());
    }
  }

  private void requireNoFrameInClear(SoakEnvironment environment) {
    environment
        .framesInClear()
        .forEach(
            (user, frames) ->
                measurements.brokenInvariants.add(
                    "Frames were sent unencrypted by user %d, in all its guilds: %d."
                        .formatted(user, frames)));
  }

  private void requireNoGhost(SoakEnvironment environment) {
    for (BotInGuild member : environment.everyone().toList()) {
      if (member.gateway().channelIn(member.guildId()).isPresent()) {
        measurements.brokenInvariants.add(
            "A ghost is left over: Discord still lists user %d in guild %d."
                .formatted(member.userId(), member.guildId()));
      }
    }
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - faultsBeganAt);
  }

  private SoakReport report(SoakEnvironment environment) {
    Map<String, Long> states = new TreeMap<>();
    environment.members().forEach(member -> states.merge(member.stateName(), 1L, Long::sum));
    long sentNow = environment.members().stream().mapToLong(BotInGuild::framesSent).sum();
    return new SoakReport(
        settings.seed(),
        elapsed(),
        measurements.faults.byName(),
        measurements.rows.byName(),
        states,
        measurements.ends.byName(),
        measurements.joins.sum(),
        SoakReport.Recovery.of(measurements.resumed),
        SoakReport.Recovery.of(measurements.rejoined),
        measurements.voiceStates.sum(),
        measurements.framesSent.sum() + sentNow,
        measurements.framesHeard.sum(),
        SoakReport.Calls.of(environment.fullCalls(), settings.dave(), measurements),
        measurements.visits.sum(),
        account.report(environment),
        settling,
        Resources.cpuTime().minus(cpuBefore),
        Resources.auditTime().minus(auditBefore),
        heapBefore,
        heapAfter,
        Resources.liveThreads(),
        measurements.brokenInvariants.sentences());
  }
}
