package dev.antiphon.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.machine.Outcome;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The share of a connection in the audit. The time of the shares is virtual. */
class AuditSharesTest {
  private static final Clock CLOCK = Clock.fixed(Steps.BEGIN, ZoneOffset.UTC);
  private static final int FLOOD = 20_000;

  private final List<AuditEntry> written = Collections.synchronizedList(new ArrayList<>());
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);
  private final List<AuditEntry.Step> flood = withoutChangeOfState(FLOOD);

  @TempDir private Path folder;

  @Test
  void floodOfOneConnectionIsOneCountedLine() {
    try (AuditPump pump = pump(written::add)) {
      flood.forEach(pump::accept);
      assertThat(pump.skipped()).isGreaterThan(FLOOD - AuditShares.BURST);
      assertThat(pump.lost()).isZero();
    }
    assertThat(stepsOf("a").size()).isBetween(1_000, AuditShares.BURST);
    assertThat(skipped()).hasSize(1);
    AuditEntry.Skipped line = skipped().get(0);
    assertThat(line.subject().connectionId()).isEqualTo("a");
    assertThat(line.count()).isEqualTo(FLOOD - stepsOf("a").size());
    assertThat(line.kinds().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(line.count());
    assertThat(line.kinds()).isNotEmpty().doesNotContainKey(Outcome.TRANSITION);
    assertThat(written.get(written.size() - 1)).isEqualTo(line);
  }

  /** The sink writes nothing until all entries are there. */
  @Test
  void floodDoesNotPushOutTheEntriesOfOthers() throws InterruptedException {
    CountDownLatch goOn = new CountDownLatch(1);
    List<AuditEntry.Step> others = new Steps("b", 2).next(1_000);
    AuditSink slow =
        entry -> {
          await(goOn);
          written.add(entry);
        };
    try (AuditPump pump = new AuditPump(slow, CLOCK, now::get, 2_000, 250)) {
      flood.forEach(pump::accept);
      others.forEach(pump::accept);
      assertThat(pump.lost()).isZero();
      goOn.countDown();
    }
    assertThat(stepsOf("b").size() + skippedOf("b")).isEqualTo(1_000);
    assertThat(stepsOf("b")).hasSizeGreaterThanOrEqualTo(250);
    assertThat(stepsOf("a").size() + skippedOf("a")).isEqualTo(FLOOD);
  }

  @Test
  void stepsThatChangeTheStateAreWrittenWhileOthersAreSkipped() {
    AuditEntry.Step change =
        new Steps("a", 3)
            .next(500).stream().filter(AuditEntry.Step::changesState).findFirst().orElseThrow();
    try (AuditPump pump = pump(written::add)) {
      flood.forEach(pump::accept);
      pump.accept(change);
      pump.accept(flood.get(0));
    }
    int place = written.indexOf(change);
    assertThat(place).isPositive();
    assertThat(written.get(place - 1)).isInstanceOf(AuditEntry.Skipped.class);
    assertThat(skipped()).hasSize(2);
    assertThat(skipped().get(1).count()).isEqualTo(1);
  }

  @Test
  void connectionIsRecordedAgainAfterItsFlood() {
    try (AuditPump pump = pump(written::add)) {
      flood.forEach(pump::accept);
      now.addAndGet(Duration.ofSeconds(1).toNanos());
      flood.subList(0, 40).forEach(pump::accept);
    }
    int line = written.indexOf(skipped().get(0));
    assertThat(skipped()).hasSize(1);
    assertThat(written.subList(line + 1, written.size())).isEqualTo(flood.subList(0, 40));
  }

  @Test
  void countIsWrittenEvenIfNoOtherEntryFollows() throws InterruptedException {
    CountDownLatch counted = new CountDownLatch(1);
    AuditSink sink =
        entry -> {
          if (entry instanceof AuditEntry.Skipped) {
            counted.countDown();
          }
        };
    try (AuditPump pump = pump(sink)) {
      flood.forEach(pump::accept);
      now.addAndGet(Duration.ofSeconds(5).toNanos());
      assertThat(counted.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void fileWithSkippedEntriesIsIntactAndCanBeReplayed() {
    Path file = folder.resolve("one.jsonl");
    try (AuditFile audit = AuditFile.replacing(file)) {
      try (AuditPump pump = pump(audit)) {
        List<AuditEntry.Step> steps = new Steps("a", 1).next(4_000);
        steps.forEach(pump::accept);
        now.addAndGet(Duration.ofSeconds(5).toNanos());
        new Steps("b", 1).next(10).forEach(pump::accept);
        assertThat(pump.skipped()).isPositive();
      }
    }
    AuditVerdict verdict = AuditVerifier.verify(List.of(file), Optional.empty());
    assertThat(verdict.flaw()).isEmpty();
    assertThat(verdict.notes())
        .isNotEmpty()
        .allSatisfy(
            note ->
                assertThat(note.what())
                    .contains(
                        " entries of connection a are missing here, because it exceeded its"
                            + " share: "));
    AuditReplay.Outcome replay = AuditReplay.of(file);
    assertThat(replay.unexplained()).isEmpty();
    assertThat(replay.steps()).isBetween(1_000L, 2_500L);
  }

  @Test
  void floodDoesNotPushTheEntriesOfOtherGuildsOutOfTheRing() {
    AuditRing ring = new AuditRing(100);
    List<AuditEntry.Step> others = new Steps("b", 2, 7).next(60);
    others.forEach(ring::write);
    flood.forEach(ring::write);
    assertThat(ring.entries()).hasSize(100).containsAll(others);
    assertThat(ring.entries().subList(60, 100)).isEqualTo(flood.subList(FLOOD - 40, FLOOD));
  }

  private AuditPump pump(AuditSink sink) {
    return new AuditPump(sink, CLOCK, now::get, 40_000, 40_000);
  }

  private List<AuditEntry.Step> stepsOf(String connection) {
    return written.stream()
        .filter(AuditEntry.Step.class::isInstance)
        .map(AuditEntry.Step.class::cast)
        .filter(step -> step.subject().connectionId().equals(connection))
        .toList();
  }

  private long skippedOf(String connection) {
    return skipped().stream()
        .filter(line -> line.subject().connectionId().equals(connection))
        .mapToLong(AuditEntry.Skipped::count)
        .sum();
  }

  private List<AuditEntry.Skipped> skipped() {
    return written.stream()
        .filter(AuditEntry.Skipped.class::isInstance)
        .map(AuditEntry.Skipped.class::cast)
        .toList();
  }

  /** Misplaced messages and late events. */
  private static List<AuditEntry.Step> withoutChangeOfState(int count) {
    Steps steps = new Steps("a", 1);
    List<AuditEntry.Step> flood = new ArrayList<>();
    while (flood.size() < count) {
      steps.next(1_000).stream().filter(step -> !step.changesState()).forEach(flood::add);
    }
    return flood.subList(0, count);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
