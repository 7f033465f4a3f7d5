package dev.antiphon.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.flow.Substate;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.flow.WaitReason;
import dev.antiphon.machine.Row;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Finds rows that no input takes. Such a row is a mistake, or it only completes a cell. In the
 * second case this class lists it with its reason. A listed row that an input takes must be removed
 * from the list.
 */
@Tag("P2")
class RowsVisitedTest {
  private static final int VARIANTS = 20;
  private static final int WALKS = 20_000;
  private static final int LENGTH = 30;
  private static final long SEED = 7_919;

  private static final Set<VoiceState> SOCKET_HELD =
      EnumSet.range(VoiceState.IDENTIFYING, VoiceState.ESTABLISHED);

  /** In Backoff, a path is held only while a resume is planned. */
  private static final Set<VoiceState> PATH_HELD =
      EnumSet.of(
          VoiceState.RESUMING,
          VoiceState.READY,
          VoiceState.DISCOVERING,
          VoiceState.SELECTING,
          VoiceState.ESTABLISHED,
          VoiceState.BACKOFF);

  /** In Idle no session or server is known, so no update can repeat or change it. */
  private static final Set<String> NOTHING_KNOWN_IN_IDLE =
      Set.of("B2.IDLE.1", "B3.IDLE.1", "B6.IDLE.1", "B7.IDLE.1");

  /** A leave clears the token, so no server update can repeat it. */
  private static final Set<String> REPEATED_WHILE_LEAVING = Set.of("B6.ASU.1");

  /** The UDP failure timer starts in Established, and leaving a path closes it. */
  private static final Set<String> WATCHED_BEFORE_ESTABLISHED = Set.of("E21.SE.1", "E21.SE.2");

  /** A connection inherits an unanswered leave only together with its join. */
  private static final Set<String> LEFT_BEFORE_JOINING = Set.of("E22.IDLE.1");

  /** A reconnect leaves the session, so none is pending in Resuming. */
  private static final Set<String> RECONNECT_WHILE_RESUMING = Set.of("E24.RS.3");

  private static final List<FlowLimits> LIMITS =
      List.of(
          FlowLimits.ofDefaults(),
          FlowSimulation.limits(RetryLimits.builder().resumes(0).identifies(0).build()),
          FlowSimulation.limits(RetryLimits.builder().rejoins(0).identifies(0).build()),
          FlowSimulation.limits(RetryLimits.builder().resumes(0).rejoins(0).identifies(0).build()),
          FlowSimulation.limits(RetryLimits.builder().resumes(1).rejoins(1).build()),
          FlowSimulation.limits(RetryLimits.builder().resumes(1).rejoins(0).build()),
          FlowSimulation.limits(
              RetryLimits.builder()
                  .pathFailures(1)
                  .serverNotFound(1)
                  .authenticationFailures(1)
                  .protocolErrors(1)
                  .build()),
          withOneMode());

  private final Rules rules = RulesUnderTest.current();
  private final Set<String> visited = new HashSet<>();

  @Test
  void everyRowIsTakenBySomeInputUnlessItIsListedAsNeverTaken() {
    for (FlowLimits limits : LIMITS) {
      for (Stage stage : Stage.values()) {
        visit(stage.reach(limits));
        visit(stage.reach(limits).mainSession(VoiceEvent.MainSession.Change.LOST));
        visit(stage.reach(limits).malformed(-1));
      }
      visit(
          Stage.ASKED
              .reach(limits)
              .notSent("away")
              .mainSession(VoiceEvent.MainSession.Change.LOST)
              .advanceMillis(1_000));
      visit(Stage.DOUBTING.reach(limits).closed(1006).closed(1006));
      visit(Stage.MOVING.reach(limits).closed(4006).advanceMillis(250));
      visitJoin(new FlowSimulation(limits).on(new Command.Join(7, true)));
      visitJoin(Stage.DIALLING.reach(limits).on(ModelEvent.DIAL_HOPELESS).advanceMillis(1_000));
      visitJoin(Stage.RESUMING_GREETED.reach(limits).resumed().closed(4002).advanceMillis(1_000));
      visit(Stage.ESTABLISHED.reach(limits).closed(4022));
      visit(Stage.SEVERED.reach(limits).move(FlowSimulation.OTHER_CHANNEL));
      visit(Stage.MOVING.reach(limits).closed(4014));
      visit(Stage.REDIALLING.reach(limits).join());
      visitJoin(Stage.ESTABLISHED.reach(limits).reconnect().advance(Duration.ZERO));
      visitSpent(limits);
      visitKeys(limits);
      for (Stage stage : List.of(Stage.ESTABLISHED, Stage.MOVING)) {
        visitHandshake(stage.reach(limits).voiceServer(2, 2).advanceMillis(250));
      }
      visit(
          Stage.SERVER_CHANGED
              .reach(limits)
              .advanceMillis(250)
              .establish()
              .voiceState(FlowSimulation.CHANNEL, 2));
    }
    EnumSet.range(Stage.IDENTIFIED, Stage.RESUMING)
        .forEach(stage -> LIMITS.forEach(limits -> visit(stage.reachWithoutHello(limits))));
    Random random = new Random(SEED);
    for (int walk = 0; walk < WALKS; walk++) {
      walk(random, LIMITS.get(walk % LIMITS.size()));
    }
    visited.remove("G0");

    Set<String> notVisited = new TreeSet<>();
    Set<String> visitedThoughListed = new TreeSet<>();
    for (Row<Substate, EventKind, Guard, Action> row : rules.table().rows()) {
      if (listedAsNeverTaken(row) && visited.contains(row.id())) {
        visitedThoughListed.add(row.id());
      } else if (!listedAsNeverTaken(row) && !visited.contains(row.id())) {
        notVisited.add(row.id());
      }
    }
    assertThat(notVisited).as("rows that no input has taken").isEmpty();
    assertThat(visitedThoughListed).as("rows listed as never taken, but taken").isEmpty();
    Figures.write(
        "rows-of-the-model", visited.stream().collect(Collectors.toMap(row -> row, row -> 1)));
  }

  /** Applies all inputs to joins for which the library has sent as many op 4 as it may send. */
  private void visitSpent(FlowLimits limits) {
    FlowSimulation asked = spent(Stage.ASKED.reach(limits));
    visitHandshake(asked.voiceState(FlowSimulation.CHANNEL, 1).voiceServer(2, 2));
    FlowSimulation moving = spent(Stage.MOVING.reach(limits));
    visit(moving.voiceState(FlowSimulation.CHANNEL, 1).voiceServer(2, 2).closed(4011));
  }

  /** Applies all inputs while keys are missing, before and after the recovery. */
  private void visitKeys(FlowLimits limits) {
    FlowSimulation flow = Stage.ESTABLISHED.reach(limits).on(ModelEvent.KEYS_AWAITED);
    visit(flow);
    visit(flow.on(ModelEvent.KEYS_FIRES));
    visit(flow.on(ModelEvent.KEYS_CHANGING));
  }

  private static FlowSimulation spent(FlowSimulation flow) {
    int most = flow.limits().ownVoiceStates(flow.memory().budgets());
    for (int session = 0; session < most; session++) {
      flow.mainSession(VoiceEvent.MainSession.Change.NEW);
    }
    return flow;
  }

  /** Applies all inputs in each state of a join or rejoin that starts from this flow. */
  private void visitJoin(FlowSimulation flow) {
    visit(flow);
    if (flow.substate() == WaitReason.REJOIN_LEAVING) {
      flow.voiceStateWithoutChannel();
    }
    visitHandshake(flow.voiceState(7, 2).voiceServer(2, 2));
  }

  /** Applies all inputs in each state from the dial to the second loss of the socket. */
  private void visitHandshake(FlowSimulation flow) {
    visit(flow);
    visit(flow.open());
    visit(flow.hello());
    visit(flow.ready());
    visit(flow.udpReady());
    visit(flow.discovered());
    visit(flow.described());
    visit(flow.closed(1006));
    visit(flow.open());
    visit(flow.closed(1006));
  }

  /** Applies every input three times in a row, and every pair of timers in sequence. */
  private void visit(FlowSimulation flow) {
    FlowLimits limits = flow.limits();
    flow.decisions().forEach(decision -> visited.add(decision.row().id()));
    for (int kind = 0; kind < RandomInput.KINDS; kind++) {
      for (int value = 0; value < VARIANTS; value++) {
        RandomInput input = new RandomInput(kind, 0, value);
        Snapshot now = flow.now();
        for (int time = 0; time < 3; time++) {
          now = decide(limits, now, input.event(now)).after();
        }
      }
    }
    for (FlowDecision decision : fireEachTimer(limits, flow.now())) {
      fireEachTimer(limits, decision.after());
    }
  }

  private List<FlowDecision> fireEachTimer(FlowLimits limits, Snapshot now) {
    ArmedTimers timers = now.memory().timers();
    return timers.armed().stream()
        .map(timer -> new VoiceEvent.TimerFired(timer, timers.generation(timer)))
        .map(fired -> decide(limits, now, fired))
        .toList();
  }

  private void walk(Random random, FlowLimits limits) {
    Snapshot now = new VoiceFlow(limits).initial(SEED);
    int afterTheEnd = 0;
    for (int step = 0; step < LENGTH && afterTheEnd < 3; step++) {
      int offset = random.nextInt(4) == 0 ? random.nextInt(5) - 2 : 0;
      RandomInput input =
          new RandomInput(random.nextInt(RandomInput.KINDS), offset, random.nextInt(1_000));
      now = decide(limits, now, input.event(now)).after();
      if (now.state().isTerminal()) {
        afterTheEnd++;
      }
    }
  }

  private FlowDecision decide(FlowLimits limits, Snapshot now, VoiceEvent event) {
    FlowDecision decision = rules.decide(limits, now, event);
    visited.add(decision.row().id());
    return decision;
  }

  private static FlowLimits withOneMode() {
    return FlowLimits.ofDefaults().withModes(List.of(FlowSimulation.MODE));
  }

  private static boolean listedAsNeverTaken(Row<Substate, EventKind, Guard, Action> row) {
    return ofASocketOrPathThatIsNotHeld(row)
        || ofATimerThatDoesNotRun(row)
        || ofAnEncryptionThatHasEnded(row)
        || NOTHING_KNOWN_IN_IDLE.contains(row.id())
        || REPEATED_WHILE_LEAVING.contains(row.id())
        || WATCHED_BEFORE_ESTABLISHED.contains(row.id())
        || LEFT_BEFORE_JOINING.contains(row.id())
        || RECONNECT_WHILE_RESUMING.contains(row.id());
  }

  /** Rule G0 drops such an event before the table is evaluated. */
  private static boolean ofASocketOrPathThatIsNotHeld(Row<Substate, EventKind, Guard, Action> row) {
    boolean ofSocket =
        row.event().line().startsWith("C") && row.event() != EventKind.EFFECT_FAILED
            || row.event().line().startsWith("D")
            || row.event() == EventKind.HEARTBEATS_MISSED;
    boolean ofPath =
        row.event().line().startsWith("F") || row.event() == EventKind.NONCE_NEARLY_SPENT;
    return ofPath && !PATH_HELD.contains(FlowRows.from(row))
        || ofSocket && !ofPath && !SOCKET_HELD.contains(FlowRows.from(row));
  }

  /** Rule G0 drops a report of an encryption session that cannot be used or resumed. */
  private static boolean ofAnEncryptionThatHasEnded(Row<Substate, EventKind, Guard, Action> row) {
    return row.event().line().startsWith("K")
        && (!SOCKET_HELD.contains(FlowRows.from(row)) && FlowRows.from(row) != VoiceState.BACKOFF
            || row.id().endsWith(".BO.2"));
  }

  /** A timer stops with the state that owns it. Rule G0 drops a later firing. */
  private static boolean ofATimerThatDoesNotRun(Row<Substate, EventKind, Guard, Action> row) {
    return row.event().line().startsWith("E")
        && row.event() != EventKind.HEARTBEATS_MISSED
        && row.note().equals("late event");
  }
}
