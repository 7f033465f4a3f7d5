package dev.antiphon.spec.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.VoiceState;
import dev.antiphon.machine.Decision;
import dev.antiphon.machine.Row;
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
 * Real connections under seeded trouble of every kind, and the properties judged on what they did.
 * A seed fixes what happens and in which order, but not how it falls between the steps of a
 * connection; so what is wrong is told with the events that were met.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealRunsTest {
  /** Runs wait most of the time. */
  private static final int AT_ONCE = 12;

  private final List<Flaw> flaws = new ArrayList<>();
  private final List<Decision> decisions = new ArrayList<>();

  /** One run for each of these. */
  LongStream seeds() {
    return LongStream.rangeClosed(1, 50);
  }

  @BeforeAll
  void run() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<Run>> runs =
          seeds().mapToObj(seed -> threads.submit(() -> Run.of(Plan.of(seed)))).toList();
      for (Future<Run> run : runs) {
        flaws.addAll(run.get().flaws());
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
        .map(Decision::row)
        .filter(row -> !row.isStale())
        .map(Row::id)
        .distinct()
        .count();
  }

  private void assertHolds(String property) {
    assertThat(flaws).filteredOn(flaw -> flaw.property().equals(property)).isEmpty();
  }

  @Test
  void theyGoThroughEveryState() {
    Set<VoiceState> visited = EnumSet.of(VoiceState.IDLE);
    decisions.forEach(decision -> visited.add(decision.to()));
    assertThat(visited).containsExactly(VoiceState.values());
  }

  @Test
  @Tag("P24")
  void theCoreExplainsEveryRecordStepByStep() {
    assertHolds("P24");
  }

  @Test
  void noClientBreaksTheProtocol() {
    assertHolds(Overheard.PROTOCOL);
  }

  @Test
  @Tag("P4")
  void audioFlowsInEstablishedAndResumingOnly() {
    assertHolds("P4");
  }

  @Test
  @Tag("P5")
  void oneSocketAndOnePathAreHeldAtTheMost() {
    assertHolds("P5");
  }

  @Test
  @Tag("P6")
  void aSocketIdentifiesOrResumesOnceWhenItIsOpen() {
    assertHolds("P6");
  }

  @Test
  @Tag("P7")
  void onlyASessionThatWasReadyIsResumed() {
    assertHolds("P7");
  }

  @Test
  @Tag("P8")
  void theProtocolIsSelectedWithADiscoveredAddress() {
    assertHolds("P8");
  }

  @Test
  @Tag("P9")
  void speakingComesBeforeTheFirstFrame() {
    assertHolds("P9");
  }

  @Test
  @Tag("P10")
  void noNonceComesTwiceAndNoKeyOutlivesItsSession() {
    assertHolds("P10");
  }

  @Test
  @Tag("P11")
  void heartbeatsAndResumeNameTheLastSequence() {
    assertHolds("P11");
  }

  @Test
  @Tag("P12")
  void opFoursKeepTheirDistance() {
    assertHolds("P12");
  }

  @Test
  @Tag("P14")
  void anEndIsFinal() {
    assertHolds("P14");
  }

  @Test
  @Tag("P16")
  void everySocketIsClosed() {
    assertHolds("P16");
  }

  @Test
  @Tag("P17")
  void noTimerRunsAfterTheEnd() {
    assertHolds("P17");
  }

  @Test
  @Tag("P18")
  void everyQuestionIsAnswered() {
    assertHolds("P18");
  }
}
