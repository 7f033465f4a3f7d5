package dev.antiphon.spec.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.flow.FlowDecision;
import dev.antiphon.spec.summary.Figures;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Runs real connections with seeded disturbances and checks the properties on their records. A seed
 * fixes the disturbances and their order, but not their timing between the steps of a connection.
 * So each violation is reported with the events of its connection.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealRunsTest {
  /** Runs wait most of the time, so many can run in parallel. */
  private static final int PARALLEL_RUNS = 12;

  private final List<PropertyViolation> violations = new ArrayList<>();
  private final List<FlowDecision> decisions = new ArrayList<>();

  /** The seeds; one run per seed. */
  LongStream seeds() {
    return LongStream.rangeClosed(1, 50);
  }

  @BeforeAll
  void run() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(PARALLEL_RUNS);
    try {
      List<Future<Run>> runs =
          seeds().mapToObj(seed -> threads.submit(() -> Run.of(Plan.of(seed)))).toList();
      for (Future<Run> run : runs) {
        violations.addAll(run.get().violations());
        decisions.addAll(run.get().decisions());
      }
    } finally {
      threads.shutdownNow();
    }
    System.out.printf(
        "On the wire: %d runs, %d steps, %d rows visited.%n",
        seeds().count(), decisions.size(), rows());
    Figures.write(
        "real-runs-" + seeds().count(),
        Map.of("runs", seeds().count(), "steps", decisions.size(), "rows", rows()));
  }

  private long rows() {
    return decisions.stream()
        .filter(decision -> !decision.isStale())
        .map(decision -> decision.row().id())
        .distinct()
        .count();
  }

  private void assertHolds(String property) {
    assertThat(violations).filteredOn(violation -> violation.property().equals(property)).isEmpty();
  }

  @Test
  void everyStateIsVisitedByAtLeastOneRun() {
    Set<VoiceState> visited = EnumSet.of(VoiceState.IDLE);
    decisions.forEach(decision -> visited.add(decision.to()));
    assertThat(visited).containsExactly(VoiceState.values());
  }

  @Test
  @Tag("P24")
  void replayOfEveryRecordedStepGivesTheSameResult() {
    assertHolds("P24");
  }

  @Test
  void noClientViolatesTheProtocol() {
    assertHolds(ServerRecordChecker.PROTOCOL);
  }

  @Test
  @Tag("P4")
  void audioIsSentOnlyInEstablishedAndResuming() {
    assertHolds("P4");
  }

  @Test
  @Tag("P5")
  void atMostOneWebSocketAndOneUdpPathAreOpen() {
    assertHolds("P5");
  }

  @Test
  @Tag("P6")
  void eachOpenSocketSendsOneIdentifyOrResume() {
    assertHolds("P6");
  }

  @Test
  @Tag("P7")
  void onlyReadySessionsAreResumed() {
    assertHolds("P7");
  }

  @Test
  @Tag("P8")
  void selectProtocolContainsADiscoveredAddress() {
    assertHolds("P8");
  }

  @Test
  @Tag("P9")
  void speakingMessageIsSentBeforeTheFirstFrame() {
    assertHolds("P9");
  }

  @Test
  @Tag("P10")
  void noNonceIsRepeatedForAKeyAndNoKeyIsUsedAfterItsSession() {
    assertHolds("P10");
  }

  @Test
  @Tag("P11")
  void heartbeatAndResumeMessagesContainTheLastSequenceNumber() {
    assertHolds("P11");
  }

  @Test
  @Tag("P12")
  void voiceStateUpdatesKeepTheMinimumSpacing() {
    assertHolds("P12");
  }

  @Test
  @Tag("P14")
  void endedConnectionDoesNotChangeItsState() {
    assertHolds("P14");
  }

  @Test
  @Tag("P16")
  void everySocketIsClosedExactlyOnce() {
    assertHolds("P16");
  }

  @Test
  @Tag("P17")
  void noTimerRunsAfterTheEndOfAConnection() {
    assertHolds("P17");
  }

  @Test
  @Tag("P18")
  void everyFutureIsCompleted() {
    assertHolds("P18");
  }
}
