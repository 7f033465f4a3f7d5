package dev.antiphon.dave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.group.ExternalSender;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * All that can be reached with a few users, transitions and messages, step by step: the contract
 * holds everywhere, and every row is taken by some input or cannot be.
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
          Duration.ofSeconds(30));
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final Pretended pretended = new Pretended();
  private final DaveFlow flow = new DaveFlow(FEW, Pretended.SELF, pretended::pendingMember);
  private final Set<CanonicalMemory> seen = new HashSet<>();
  private final Deque<Place> open = new ArrayDeque<>();
  private final Set<String> visited = new HashSet<>();
  private int explored;

  private record Place(DaveState state, DaveMemory memory, long nanos) {}

  @Test
  void theContractHoldsEverywhereAndEveryRowThatCanBeIsTaken() throws MlsException {
    ExternalSender gateway = ExternalSender.parse(Pretended.gateway(1).toByteArray());
    explore(DaveMemory.INITIAL.with(gateway), groups());
    explore(DaveMemory.INITIAL.with(gateway), versions());
    explore(DaveMemory.INITIAL, senders());
    System.out.println("DAVE: " + explored + " situations explored");
    assertThat(DaveTable.SESSION.rows())
        .filteredOn(row -> !row.note().equals(DaveTableWriter.IMPOSSIBLE))
        .extracting(DaveRow::id)
        .filteredOn(id -> !visited.contains(id))
        .as("rows that nothing takes")
        .isEmpty();
  }

  private void explore(DaveMemory memory, List<DaveEvent> events) {
    seen.clear();
    arrive(new Place(DaveState.DISABLED, memory, 0));
    while (!open.isEmpty()) {
      Place place = open.poll();
      for (DaveEvent event : events) {
        step(place, event, place.nanos());
      }
      step(place, new DaveEvent.ExecuteTransition(9), place.nanos() + MINUTE);
    }
    explored += seen.size();
  }

  private void arrive(Place place) {
    if (seen.add(CanonicalMemory.of(place.state(), place.memory(), place.nanos()))) {
      open.add(place);
    }
  }

  private void step(Place place, DaveEvent event, long nanos) {
    DaveDecision decision = flow.decide(place.state(), place.memory(), event, nanos);
    try {
      Contract.check(place.state(), decision, FEW, nanos);
    } catch (AssertionError | IllegalStateException e) {
      throw new AssertionError(place + "\n" + event + "\n" + decision.row().id(), e);
    }
    visited.add(decision.row().id());
    DaveMemory memory = decision.memory();
    arrive(new Place(decision.row().to(), memory, nanos));
    if (memory.hasDue()) {
      DaveMemory rest = memory.with(memory.early().withoutFirst());
      step(new Place(decision.row().to(), rest, nanos), memory.early().first(), nanos);
    }
  }

  /** Groups come and go; the version is 1. */
  private static List<DaveEvent> groups() {
    List<DaveEvent> events = new ArrayList<>();
    events.add(new DaveEvent.Begin(1));
    events.add(new DaveEvent.PrepareEpoch(1, 1));
    events.add(new DaveEvent.ExecuteTransition(5));
    events.add(new DaveEvent.DecryptionFails(Pretended.OTHER));
    events.add(new DaveEvent.DecryptionFails(99));
    for (String proposals : List.of("0", "3", "9", "34", "bad")) {
      events.add(new DaveEvent.Proposals(0, Pretended.message(proposals)));
    }
    for (String references : List.of("0", "3")) {
      events.add(new DaveEvent.Proposals(1, Pretended.message(references)));
    }
    events.add(new DaveEvent.Welcome(5, Pretended.message("good")));
    for (String commit : List.of("own", "good", "bad", "past", "removes us")) {
      events.add(new DaveEvent.CommitAnnounced(5, Pretended.message(commit)));
    }
    for (String welcome : List.of("bad", "for another")) {
      events.add(new DaveEvent.Welcome(5, Pretended.message(welcome)));
    }
    return events;
  }

  /** The gateway presents itself more than once, and others. */
  private static List<DaveEvent> senders() {
    return List.of(
        new DaveEvent.UsersConnected(List.of(Pretended.OTHER)),
        new DaveEvent.UserDisconnected(Pretended.OTHER),
        new DaveEvent.PrepareEpoch(2, 1),
        new DaveEvent.Begin(1),
        new DaveEvent.ExternalSender(Pretended.gateway(1)),
        new DaveEvent.ExternalSender(Pretended.gateway(2)),
        new DaveEvent.ExternalSender(Pretended.message("none")),
        new DaveEvent.Proposals(0, Pretended.message("3")),
        new DaveEvent.Welcome(5, Pretended.message("bad")),
        new DaveEvent.Welcome(5, Pretended.message("too long for what is kept")),
        new DaveEvent.CommitAnnounced(0, Pretended.message("own")));
  }

  /** Versions come and go; whoever asks for a group gets one. */
  private static List<DaveEvent> versions() {
    List<DaveEvent> events = new ArrayList<>();
    for (int version : new int[] {0, 1}) {
      events.add(new DaveEvent.Begin(version));
      events.add(new DaveEvent.PrepareTransition(0, version));
      events.add(new DaveEvent.PrepareTransition(5, version));
      events.add(new DaveEvent.PrepareEpoch(1, version));
    }
    events.add(new DaveEvent.ExecuteTransition(5));
    events.add(new DaveEvent.DecryptionFails(Pretended.OTHER));
    events.add(new DaveEvent.Proposals(0, Pretended.message("3")));
    events.add(new DaveEvent.CommitAnnounced(0, Pretended.message("own")));
    events.add(new DaveEvent.CommitAnnounced(0, Pretended.message("good")));
    events.add(new DaveEvent.Welcome(0, Pretended.message("good")));
    events.add(new DaveEvent.Welcome(5, Pretended.message("good")));
    return events;
  }
}
