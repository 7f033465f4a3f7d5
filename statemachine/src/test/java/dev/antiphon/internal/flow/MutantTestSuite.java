package dev.antiphon.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.Substate;
import dev.antiphon.machine.Table;
import dev.antiphon.machine.check.RowCoverage;
import dev.antiphon.machine.check.StepLimit;
import java.util.List;
import java.util.Optional;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.opentest4j.TestAbortedException;

/**
 * Runs the tests of this package against a mutant, one test at a time.
 *
 * <p>JUnit first runs all tests once with the original flow. {@link ScenarioCollector} records each
 * invocation and the rows that it takes. A mutant then runs only with the tests that take its row.
 * The shortest tests run first. Tests that read the table itself run last, because behaviour is a
 * stronger proof than the form of the table.
 */
final class MutantTestSuite {
  private static final List<Class<?>> WRITTEN_BY_HAND =
      List.of(
          AgreementTest.class,
          AnyOrderTest.class,
          BackoffTest.class,
          CloseCodeTest.class,
          DeadlineTest.class,
          DecisionsTest.class,
          UnexpectedEventTest.class,
          FailureTest.class,
          FreshRequestTest.class,
          JoinTest.class,
          KeysTest.class,
          LeavingTest.class,
          MainGatewayTest.class,
          MovedByDiscordTest.class,
          MoveCommandTest.class,
          OwnVoiceStatesTest.class,
          DialPaceTest.class,
          UpdatePairingTest.class,
          PolicyTest.class,
          ReconnectTest.class,
          RejoinTest.class,
          RekeyTest.class,
          RequestTest.class,
          ResumeTest.class,
          SelfMuteTest.class,
          ServerChangedTest.class,
          KickedOrMovedTest.class,
          StaleEventTest.class,
          TableTest.class,
          TakenOverTest.class,
          UnusableServerTest.class,
          ViolationTest.class);

  private final FlowRecording recording = new FlowRecording();
  private final List<RowCoverage.CoveredTest<Scenario>> tracks;

  /** Runs all tests once with the original flow. */
  MutantTestSuite() {
    RulesUnderTest.runWith(recording, this::record);
    tracks = recording.tracks();
  }

  FlowRecording recording() {
    return recording;
  }

  /** The first scenario that fails with the mutant. */
  Optional<RowCoverage.CoveredTest<Scenario>> killer(FlowMutant mutant) {
    Rules rules = mutant.rules().get();
    return tracks.stream()
        .filter(track -> track.meets(mutant.rows()))
        .filter(track -> fails(track, rules))
        .findFirst();
  }

  private static boolean fails(RowCoverage.CoveredTest<Scenario> track, Rules rules) {
    boolean[] failed = new boolean[1];
    RulesUnderTest.runWith(
        new Bounded(rules, 10 * track.steps() + 1_000), () -> failed[0] = fails(track.test()));
    return failed[0];
  }

  private static boolean fails(Scenario scenario) {
    try {
      scenario.run();
      return false;
    } catch (TestAbortedException e) {
      return false;
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      return true;
    }
  }

  private void record() {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(WRITTEN_BY_HAND.stream().map(type -> selectClass(type)).toList())
            .filters(EngineFilter.includeEngines("junit-jupiter"))
            .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
            .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
            .build();
    LauncherFactory.create().execute(request);
    everyInput();
  }

  /** Splits {@link EveryInputTest} into small scenarios, so that a mutant runs few of them. */
  private void everyInput() {
    for (int kind = 0; kind < RandomInput.KINDS; kind++) {
      for (EveryInputTest.Circumstance circumstance : EveryInputTest.Circumstance.values()) {
        for (Stage stage : Stage.values()) {
          record("atAStage", stage, circumstance, kind);
        }
      }
      for (EveryInputTest.Circumstance circumstance : EveryInputTest.FOR_HISTORIES) {
        for (StageWithHistory start : StageWithHistory.values()) {
          record("withHistory", start, circumstance, kind);
        }
      }
    }
  }

  private void record(String method, Object... arguments) {
    Scenario scenario = Scenario.of(EveryInputTest.class, method, List.of(arguments));
    recording.begins(scenario);
    assertThat(fails(scenario)).as("%s fails", scenario).isFalse();
  }

  /** A mutant with a maximum number of steps. */
  private static final class Bounded implements Rules {
    private final Rules rules;
    private final StepLimit<Question, FlowDecision> limited;

    Bounded(Rules rules, int most) {
      this.rules = rules;
      limited = new StepLimit<>(rules::answer, most);
    }

    @Override
    public FlowDecision decide(FlowLimits limits, Snapshot before, VoiceEvent event) {
      return limited.apply(new Question(limits, before, event));
    }

    @Override
    public Table<Substate, EventKind, Guard, Action> table() {
      return rules.table();
    }
  }
}
