package dev.antiphon.statemachine.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * A row that no input takes is a mistake, or belongs to an issue to come; then it stands here with
 * its reason, and has to leave when it can be taken.
 */
class RowsVisitedTest {
  private static final int VARIANTS = 20;
  private static final int WALKS = 20_000;
  private static final int LENGTH = 30;
  private static final long SEED = 7_919;

  /** In Idle nothing is known that a command or an update could equal, or differ from. */
  private static final Set<String> NOTHING_KNOWN_IN_IDLE =
      Set.of("A2.IDLE.1", "B2.IDLE.1", "B3.IDLE.1", "B6.IDLE.1", "B7.IDLE.1");

  /** Joining leaves AwaitingServerUpdate as soon as the credentials are complete. */
  private static final Set<String> COMPLETE_WITHOUT_NEWS = Set.of("B6.ASU.1", "E2.ASU.1");

  /** Only a second dial knows a mode before its Ready. */
  private static final Set<String> MODE_KNOWN_BEFORE_READY = Set.of("C6.ID.1");

  /** A UDP failure is watched only in Established, and nothing leads back from there yet. */
  private static final Set<String> WATCHED_BEFORE_ESTABLISHED = Set.of("E21.SE.1");

  @Test
  void everyRowIsTakenBySomeInputUnlessItIsListedHere() {
    Set<String> visited = new HashSet<>();
    for (Stage stage : Stage.values()) {
      insist(stage, visited);
      fireEachTimer(stage, visited);
    }
    Random random = new Random(SEED);
    for (int walk = 0; walk < WALKS; walk++) {
      walk(random, visited);
    }
    visited.remove("G0");

    Set<String> notVisited = new TreeSet<>();
    Set<String> visitedThoughBarred = new TreeSet<>();
    for (Row row : VoiceFlow.TABLE.rows()) {
      if (barred(row) && visited.contains(row.id())) {
        visitedThoughBarred.add(row.id());
      } else if (!barred(row) && !visited.contains(row.id())) {
        notVisited.add(row.id());
      }
    }
    assertThat(notVisited).as("rows that no input has taken").isEmpty();
    assertThat(visitedThoughBarred).as("rows listed as never taken, but taken").isEmpty();
  }

  /** Every input three times over, at this stage. */
  private static void insist(Stage stage, Set<String> visited) {
    for (int kind = 0; kind < RandomInput.KINDS; kind++) {
      for (int value = 0; value < VARIANTS; value++) {
        FlowSimulation flow = stage.reach();
        RandomInput input = new RandomInput(kind, 0, value);
        input.happenTo(flow);
        input.happenTo(flow);
        input.happenTo(flow);
        flow.decisions().forEach(decision -> visited.add(decision.row().id()));
      }
    }
  }

  /** Each timer that runs at this stage after a malformed message. */
  private static void fireEachTimer(Stage stage, Set<String> visited) {
    for (FlowTimer timer : FlowTimer.values()) {
      FlowSimulation flow = stage.reach().malformed(-1);
      flow.on(now -> new VoiceEvent.TimerFired(timer, now.timers().generation(timer)));
      visited.add(flow.last().row().id());
    }
  }

  private static void walk(Random random, Set<String> visited) {
    VoiceFlow flow = new VoiceFlow(FlowLimits.ofDefaults());
    VoiceState state = VoiceState.IDLE;
    FlowMemory memory = flow.initialMemory(SEED);
    int afterTheEnd = 0;
    for (int step = 0; step < LENGTH && afterTheEnd < 3; step++) {
      int offset = random.nextInt(4) == 0 ? random.nextInt(5) - 2 : 0;
      RandomInput input =
          new RandomInput(random.nextInt(RandomInput.KINDS), offset, random.nextInt(1_000));
      Decision decision = flow.decide(state, memory, input.event(state, memory));
      visited.add(decision.row().id());
      state = decision.to();
      memory = decision.memory();
      if (state.isTerminal()) {
        afterTheEnd++;
      }
    }
  }

  private static boolean barred(Row row) {
    return fromAStateThatNothingEntersYet(row)
        || ofASocketOrPathThatIsNotHeld(row)
        || ofATimerThatDoesNotRun(row)
        || NOTHING_KNOWN_IN_IDLE.contains(row.id())
        || COMPLETE_WITHOUT_NEWS.contains(row.id())
        || MODE_KNOWN_BEFORE_READY.contains(row.id())
        || WATCHED_BEFORE_ESTABLISHED.contains(row.id());
  }

  private static boolean fromAStateThatNothingEntersYet(Row row) {
    return row.from() == VoiceState.RESUMING || row.from() == VoiceState.BACKOFF;
  }

  /** Rule G0 has dropped the event before the table is asked. */
  private static boolean ofASocketOrPathThatIsNotHeld(Row row) {
    boolean ofSocket =
        row.event().line().startsWith("C") && row.event() != EventKind.EFFECT_FAILED
            || row.event().line().startsWith("D")
            || row.event() == EventKind.HEARTBEATS_MISSED;
    boolean ofPath =
        row.event().line().startsWith("F") || row.event() == EventKind.NONCE_NEARLY_SPENT;
    boolean held =
        EnumSet.range(ofPath ? VoiceState.READY : VoiceState.IDENTIFYING, VoiceState.ESTABLISHED)
            .contains(row.from());
    return (ofSocket || ofPath) && !held;
  }

  /** A timer ends with the state that owns it, and its firing is then dropped by rule G0. */
  private static boolean ofATimerThatDoesNotRun(Row row) {
    return row.event().line().startsWith("E")
        && row.event() != EventKind.HEARTBEATS_MISSED
        && row.note().equals("stale");
  }
}
