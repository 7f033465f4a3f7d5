package dev.antiphon.dave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.group.ExternalSender;
import dev.antiphon.machine.Row;
import dev.antiphon.machine.VisitedRows;
import dev.antiphon.machine.check.Exploration;
import dev.antiphon.machine.check.Explorer;
import dev.antiphon.machine.check.Model;
import dev.antiphon.machine.check.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Explores all reachable situations with a few users, transitions and messages. The invariants hold
 * in each of them, and every possible row is chosen at least once.
 */
class ExplorationTest {
  private static final DaveLimits FEW =
      new DaveLimits(
          2,
          2,
          1,
          1,
          16,
          2,
          Duration.ofSeconds(10),
          Duration.ofSeconds(24),
          Duration.ofSeconds(10),
          36,
          2,
          Duration.ofSeconds(40),
          Duration.ofMinutes(3));

  private static final DaveSettings SETTINGS = DaveSettings.of(FEW, FakeMls.SELF);

  /** A limit above the number of situations. */
  private static final int MAX_SITUATIONS = 100_000;

  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final VisitedRows visited = new VisitedRows();
  private final Map<DaveSettings, SessionAbstraction> abstractions = new HashMap<>();
  private int explored;

  /** A session at one point in time. */
  private record Moment(DaveConfiguration here, long nanos) {
    DaveMemory memory() {
      return here.memory();
    }
  }

  /**
   * The next input.
   *
   * @param later the delay in nanoseconds
   * @param kept whether the event is a buffered early message that is handled now
   * @param followed whether the next event is a message with proposals
   */
  private record Input(DaveEvent event, long later, boolean kept, boolean followed) {
    boolean isOfProposals() {
      return event instanceof DaveEvent.Proposals;
    }
  }

  /** The model: a session that receives these events in any order. */
  private static final class World implements Model<Moment, Input, DaveDecision> {
    private final FakeMls fakeMls = new FakeMls();
    private final DaveFlow flow;
    private final Moment first;
    private final List<Input> inputs = new ArrayList<>();

    World(DaveSettings settings, DaveMemory memory, List<DaveEvent> events) {
      flow = new DaveFlow(settings, fakeMls::pendingMember);
      first = new Moment(DaveConfiguration.INITIAL.with(memory), 0);
      events.forEach(event -> inputs.add(new Input(event, 0, false, false)));
      inputs.add(new Input(new DaveEvent.ExecuteTransition(9), MINUTE, false, false));
      inputs.addAll(
          inputs.stream()
              .filter(Input::isOfProposals)
              .map(input -> new Input(input.event(), 0, false, true))
              .toList());
    }

    @Override
    public Moment first() {
      return first;
    }

    @Override
    public List<Input> events(Moment moment) {
      List<Input> more = new ArrayList<>(inputs);
      if (moment.memory().hasHandleableMessage()) {
        more.add(new Input(moment.memory().early().first(), 0, true, false));
      }
      if (moment.memory().membership().deferred()) {
        more.removeIf(input -> !input.isOfProposals());
      }
      return more;
    }

    @Override
    public DaveDecision decide(Moment moment, Input input) {
      DaveMemory memory = moment.memory();
      DaveConfiguration here =
          input.kept()
              ? moment.here().with(memory.with(memory.early().withoutFirst()))
              : moment.here();
      return flow.decide(here, input.event(), moment.nanos() + input.later(), input.followed());
    }

    @Override
    public Moment after(Moment moment, Input input, DaveDecision decision) {
      return new Moment(decision.step().after(), moment.nanos() + input.later());
    }

    @Override
    public String row(DaveDecision decision) {
      return decision.row().id();
    }
  }

  @Test
  void invariantsHoldInAllExploredSituationsAndEveryPossibleRowIsChosen() throws MlsException {
    ExternalSender gateway = ExternalSender.parse(FakeMls.gateway(1).toByteArray());
    DaveMemory known = DaveMemory.INITIAL.with(gateway);
    DaveMemory withOther = known.with(Set.of(FakeMls.OTHER));
    explore(SETTINGS, withOther, groups());
    explore(SETTINGS, withOther, versions());
    explore(SETTINGS, DaveMemory.INITIAL, senders());
    explore(SETTINGS, known, recoveries());
    explore(SETTINGS.withRequired(true), known, recoveries());
    System.out.println("DAVE: " + explored + " situations explored");
    abstractions
        .values()
        .forEach(
            one -> {
              Set<SessionAbstraction.Step> unseen = one.allowed();
              unseen.removeAll(one.seen());
              System.out.println(
                  "DAVE: "
                      + one.seen().size()
                      + " steps of the abstraction seen, not seen: "
                      + unseen.size());
            });
    assertThat(visited.missing(DaveTable.SESSION))
        .filteredOn(row -> !row.note().equals(DaveRows.IMPOSSIBLE))
        .extracting(Row::id)
        .as("rows that no input chooses")
        .isEmpty();
  }

  private void explore(DaveSettings settings, DaveMemory memory, List<DaveEvent> events) {
    SessionAbstraction abstraction =
        abstractions.computeIfAbsent(settings, SessionAbstraction::new);
    Exploration<Moment, Input> exploration =
        Explorer.of(new World(settings, memory, events))
            .storedIn(
                () -> Store.by(moment -> CanonicalMemory.of(moment.here(), moment.nanos(), FEW)))
            .checking(
                step -> {
                  SessionInvariants.check(step.decision(), settings, step.after().nanos());
                  abstraction.check(step.decision(), step.after().nanos());
                  return Optional.empty();
                })
            .explore(MAX_SITUATIONS)
            .orThrow();
    assertThat(exploration.isComplete()).as("%s", exploration).isTrue();
    exploration.rows().counts().keySet().forEach(visited::visit);
    System.out.println("DAVE: " + exploration);
    explored += exploration.size();
  }

  /** Events of groups; the version is 1. */
  private static List<DaveEvent> groups() {
    List<DaveEvent> events = new ArrayList<>();
    events.add(new DaveEvent.Begin(1));
    events.add(new DaveEvent.PrepareEpoch(1, 1));
    events.add(new DaveEvent.ExecuteTransition(5));
    events.add(new DaveEvent.DecryptionFails(FakeMls.OTHER));
    events.add(new DaveEvent.DecryptionFails(99));
    events.add(new DaveEvent.KeysOverdue());
    events.add(new DaveEvent.RecoveryDue());
    for (String proposals : List.of("0", "3", "9", "34", "bad", "other channel")) {
      events.add(new DaveEvent.Proposals(0, FakeMls.message(proposals)));
    }
    for (String references : List.of("0", "3")) {
      events.add(new DaveEvent.Proposals(1, FakeMls.message(references)));
    }
    events.add(new DaveEvent.Welcome(5, FakeMls.message("good")));
    for (String commit : List.of("own", "good", "bad", "past", "removes us", "other channel")) {
      events.add(new DaveEvent.CommitAnnounced(5, FakeMls.message(commit)));
    }
    for (String welcome : List.of("bad", "for another", "other channel")) {
      events.add(new DaveEvent.Welcome(5, FakeMls.message(welcome)));
    }
    return events;
  }

  /** Events with several external senders, and events of users. */
  private static List<DaveEvent> senders() {
    return List.of(
        new DaveEvent.UsersConnected(List.of(FakeMls.OTHER)),
        new DaveEvent.UserDisconnected(FakeMls.OTHER),
        new DaveEvent.PrepareEpoch(2, 1),
        new DaveEvent.Begin(1),
        new DaveEvent.ExternalSender(FakeMls.gateway(1)),
        new DaveEvent.ExternalSender(FakeMls.gateway(2)),
        new DaveEvent.ExternalSender(FakeMls.message("none")),
        new DaveEvent.Proposals(0, FakeMls.message("3")),
        new DaveEvent.Welcome(5, FakeMls.message("bad")),
        new DaveEvent.Welcome(5, FakeMls.message("too long for the buffer")),
        new DaveEvent.CommitAnnounced(0, FakeMls.message("own")));
  }

  /** Events of users, versions and recoveries. */
  private static List<DaveEvent> recoveries() {
    List<DaveEvent> events = new ArrayList<>();
    events.add(new DaveEvent.UsersConnected(List.of(FakeMls.SELF, FakeMls.OTHER)));
    events.add(new DaveEvent.UserDisconnected(FakeMls.OTHER));
    events.add(new DaveEvent.PrepareEpoch(1, 1));
    events.add(new DaveEvent.KeysOverdue());
    events.add(new DaveEvent.RecoveryDue());
    events.add(new DaveEvent.DecryptionFails(FakeMls.OTHER));
    for (int version : new int[] {0, 1}) {
      events.add(new DaveEvent.Begin(version));
      events.add(new DaveEvent.PrepareTransition(0, version));
    }
    for (String welcome : List.of("good", "bad", "other channel")) {
      events.add(new DaveEvent.Welcome(0, FakeMls.message(welcome)));
    }
    events.add(new DaveEvent.CommitAnnounced(0, FakeMls.message("bad")));
    return events;
  }

  /** Events of versions and transitions; every welcome is valid. */
  private static List<DaveEvent> versions() {
    List<DaveEvent> events = new ArrayList<>();
    for (int version : new int[] {0, 1}) {
      events.add(new DaveEvent.Begin(version));
      events.add(new DaveEvent.PrepareTransition(0, version));
      events.add(new DaveEvent.PrepareTransition(5, version));
      events.add(new DaveEvent.PrepareEpoch(1, version));
    }
    events.add(new DaveEvent.ExecuteTransition(5));
    events.add(new DaveEvent.DecryptionFails(FakeMls.OTHER));
    events.add(new DaveEvent.Proposals(0, FakeMls.message("3")));
    events.add(new DaveEvent.CommitAnnounced(0, FakeMls.message("own")));
    events.add(new DaveEvent.CommitAnnounced(0, FakeMls.message("good")));
    events.add(new DaveEvent.Welcome(0, FakeMls.message("good")));
    events.add(new DaveEvent.Welcome(5, FakeMls.message("good")));
    return events;
  }
}
