package dev.antiphon.cli.internal.soak;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * Many connections that talk on embedded voice servers, and faults of every kind for a time; then a
 * quiet server.
 *
 * <p><b>Invariants.</b> While faults strike: no effect fails, no connection is longer in a state
 * than its deadlines allow, op 4 keep their distance, no guild has two connections, and no server
 * sees what a client must never do. On the quiet server: within the sum of the deadlines every
 * connection is Established or has ended; then those that have ended can be joined again, everybody
 * is in the channel in which Discord lists it, is heard and hears, and whatever was asked for is
 * decided. After the end Discord lists nobody, and no future, no thread and no socket is left.
 */
public final class Soak {
  private static final Duration JOIN_LIMIT = Duration.ofMinutes(1);
  private static final Duration REPORT_PERIOD = Duration.ofSeconds(10);
  private static final Duration INSPECTION_PERIOD = Duration.ofSeconds(1);
  private static final long POLL_MILLIS = 10;

  /** More at once would only miss the deadlines of one another in a cold virtual machine. */
  private static final int JOINS_AT_ONCE = 10;

  private final SoakSettings settings;
  private final SoakObserver observer;
  private final Figures figures = new Figures();
  private final Duration patience = ShortOptions.sumOfDeadlines();
  private final Duration longestState = ShortOptions.longestInOneState();
  private final Set<BotInGuild> hanging = new HashSet<>();
  private final Map<BotInGuild, Waiting> waiting = new HashMap<>();
  private long begunAt;
  private Duration settling = Duration.ZERO;
  private Duration cpuBefore = Duration.ZERO;
  private Duration auditBefore = Duration.ZERO;
  private long heapBefore;
  private long heapAfter;

  private Soak(SoakSettings settings, SoakObserver observer) {
    this.settings = settings;
    this.observer = observer;
  }

  /**
   * Soaks, and returns the figures. Interrupting the thread ends the faults early.
   *
   * @throws InterruptedException if the thread is interrupted while no faults strike
   */
  public static SoakReport run(SoakSettings settings, SoakObserver observer)
      throws InterruptedException {
    return new Soak(settings, observer).run();
  }

  private SoakReport run() throws InterruptedException {
    Resources before = Resources.now();
    SoakReport last;
    Site site = new Site(settings, figures);
    try {
      joinAll(site);
      strike(site);
      settle(site);
      if (hanging.isEmpty()) {
        joinAgain(site);
        examine(site);
      }
      heapAfter = Resources.heapInUse();
      last = report(site);
    } finally {
      site.close();
    }
    requireNobodyListed(site);
    requireKept(figures.lifetimes);
    Resources.now().beyond(before).forEach(figures.findings::add);
    return last.withBroken(figures.findings.sentences());
  }

  private void joinAll(Site site) throws InterruptedException {
    long start = System.nanoTime();
    for (BotInGuild member : site.members()) {
      member.join();
      while (site.members().stream().filter(other -> !other.isSettled()).count() >= JOINS_AT_ONCE) {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    }
    await(site, "did not join a server without faults", JOIN_LIMIT, BotInGuild::isEstablished);
    heapBefore = Resources.heapInUse();
    cpuBefore = Resources.cpuTime();
    auditBefore = Resources.auditTime();
    begunAt = System.nanoTime();
    observer.begun(Duration.ofNanos(begunAt - start));
  }

  /** A member that was seen waiting since then, when it had changed last at that moment. */
  private record Waiting(long changedAt, long since) {}

  private void strike(Site site) {
    Plan plan = new Plan(settings.seed(), settings.connections());
    Duration inspection = INSPECTION_PERIOD;
    Duration report = REPORT_PERIOD;
    try {
      while (elapsed().compareTo(settings.time()) < 0) {
        Plan.Fault fault = plan.next();
        awaitTime(fault.at());
        strike(site, fault);
        if (elapsed().compareTo(inspection) >= 0) {
          inspection = elapsed().plus(INSPECTION_PERIOD);
          somebodyHangs(site);
        }
        if (elapsed().compareTo(report) >= 0) {
          report = elapsed().plus(REPORT_PERIOD);
          observer.progress(report(site));
        }
      }
    } catch (InterruptedException e) {
      // Enough of them, then.
    }
  }

  /** Waits for the moment of the plan, but not beyond the end of the faults. */
  private void awaitTime(Duration at) throws InterruptedException {
    Duration until = at.compareTo(settings.time()) < 0 ? at : settings.time();
    long wait = until.minus(elapsed()).toNanos();
    if (wait > 0) {
      TimeUnit.NANOSECONDS.sleep(wait);
    }
  }

  private void strike(Site site, Plan.Fault fault) {
    figures.faults.count(fault.kind().title());
    BotInGuild member = site.members().get(fault.member());
    site.guarded(() -> fault.kind().strike(member, new Dice(fault.seed())));
  }

  /**
   * A state that is waited in has a deadline, so nobody can stay in one for ever. Counted from when
   * it was seen here: a change is told a moment after it can be seen.
   *
   * @return whether somebody did
   */
  private boolean somebodyHangs(Site site) {
    long now = System.nanoTime();
    for (BotInGuild member : site.members()) {
      if (member.isSettled()) {
        waiting.remove(member);
        continue;
      }
      Waiting seen = waiting.get(member);
      if (seen == null || seen.changedAt() != member.changedAt()) {
        waiting.put(member, new Waiting(member.changedAt(), now));
      } else if (now - seen.since() > longestState.toNanos() && hanging.add(member)) {
        figures.findings.add("A connection hangs: " + member.description());
      }
    }
    return !hanging.isEmpty();
  }

  private void settle(Site site) throws InterruptedException {
    site.joining(false);
    site.calm();
    observer.progress(report(site));
    long start = System.nanoTime();
    await(
        site,
        "neither stands nor has ended on a quiet server",
        patience,
        member -> member.isSettled() || somebodyHangs(site));
    settling = Duration.ofNanos(System.nanoTime() - start);
  }

  private void joinAgain(Site site) throws InterruptedException {
    site.joining(true);
    site.members().stream().filter(BotInGuild::hasNoConnection).forEach(BotInGuild::join);
    await(
        site, "could not be joined again on a quiet server", JOIN_LIMIT, BotInGuild::isEstablished);
  }

  /** What stands stands where Discord says so, is heard, and hears. */
  private void examine(Site site) throws InterruptedException {
    await(site, "is not where Discord lists it", JOIN_LIMIT, BotInGuild::isWhereItIsListed);
    requireMore(site, "stands, and is not heard", BotInGuild::framesArrived, member -> true);
    requireMore(site, "stands, and hears nobody", BotInGuild::framesHeard, site::isPaired);
    long end = System.nanoTime() + patience.toNanos();
    while (!figures.requests.allKept() && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    requireKept(figures.requests);
  }

  private void requireMore(
      Site site,
      String otherwise,
      ToLongFunction<BotInGuild> count,
      Predicate<BotInGuild> concerned)
      throws InterruptedException {
    Map<BotInGuild, Long> before = new HashMap<>();
    site.members().stream()
        .filter(concerned)
        .forEach(member -> before.put(member, count.applyAsLong(member)));
    await(
        site,
        otherwise,
        JOIN_LIMIT,
        member -> !before.containsKey(member) || count.applyAsLong(member) > before.get(member));
  }

  private void requireKept(Promises promises) {
    if (!promises.allKept()) {
      figures.findings.add("Futures were never completed: " + promises.stillOpen());
    }
  }

  private void requireNobodyListed(Site site) {
    for (BotInGuild member : site.members()) {
      if (member.gateway().channelIn(member.guildId()).isPresent()) {
        figures.findings.add(
            "A ghost was left: Discord still lists user %d in guild %d."
                .formatted(member.userId(), member.guildId()));
      }
    }
  }

  /** Waits until it is so for all members; whoever is late is a finding. */
  private void await(Site site, String otherwise, Duration limit, Predicate<BotInGuild> condition)
      throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!site.members().stream().allMatch(condition)) {
      if (System.nanoTime() > end) {
        site.members().stream()
            .filter(condition.negate())
            .forEach(
                member -> figures.findings.add("It " + otherwise + ": " + member.description()));
        return;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - begunAt);
  }

  private SoakReport report(Site site) {
    Map<String, Long> states = new TreeMap<>();
    site.members().forEach(member -> states.merge(member.stateName(), 1L, Long::sum));
    long sentNow = site.members().stream().mapToLong(BotInGuild::framesSent).sum();
    return new SoakReport(
        settings.seed(),
        elapsed(),
        figures.faults.byName(),
        figures.rows.byName(),
        states,
        figures.ends.byName(),
        figures.joins.sum(),
        SoakReport.Recovery.of(figures.resumed),
        SoakReport.Recovery.of(figures.rejoined),
        figures.voiceStates.sum(),
        figures.framesSent.sum() + sentNow,
        figures.framesHeard.sum(),
        settling,
        Resources.cpuTime().minus(cpuBefore),
        Resources.auditTime().minus(auditBefore),
        heapBefore,
        heapAfter,
        Resources.liveThreads(),
        figures.findings.sentences());
  }
}
