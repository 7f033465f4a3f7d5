package dev.antiphon.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.antiphon.fixtures.LogCapture;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AuditPumpTest {
  private static final Clock CLOCK = Clock.fixed(Steps.BEGIN, ZoneOffset.UTC);

  private final List<AuditEntry> written = Collections.synchronizedList(new ArrayList<>());

  @Test
  void entriesAreWrittenInOrder() {
    List<AuditEntry.Step> steps = new Steps("a", 1).next(1_000);
    writeAll(steps, written::add);
    assertThat(written).isEqualTo(steps);
  }

  @Test
  void slowSinkReceivesAGapEntryWithTheNumberOfLostEntries() throws InterruptedException {
    CountDownLatch taken = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AuditSink slow =
        entry -> {
          taken.countDown();
          await(goOn);
          written.add(entry);
        };
    List<AuditEntry.Step> steps = new Steps("a", 1).next(20);
    try (AuditPump pump = new AuditPump(slow, CLOCK, 4)) {
      pump.accept(steps.get(0));
      assertThat(taken.await(10, TimeUnit.SECONDS)).isTrue();
      steps.subList(1, 20).forEach(pump::accept);
      assertThat(pump.lost()).isEqualTo(15);
      goOn.countDown();
    }
    assertThat(written.subList(0, 5)).isEqualTo(steps.subList(0, 5));
    assertThat(written.subList(5, written.size()))
        .containsExactly(new AuditEntry.Gap(Steps.BEGIN, 15));
  }

  @Test
  void failedEntriesAreReportedToTheSinkAsAGapEntry() {
    AtomicInteger calls = new AtomicInteger();
    AuditSink failing =
        entry -> {
          int call = calls.incrementAndGet();
          if (call >= 3 && call <= 5) {
            throw new IllegalStateException("a sink that fails, on purpose");
          }
          written.add(entry);
        };
    List<AuditEntry.Step> steps = new Steps("a", 1).next(8);
    try (LogCapture log = LogCapture.of(AuditPump.class)) {
      writeAll(steps, failing);
      assertThat(log.lines()).singleElement(STRING).startsWith("ERROR the audit sink ");
      assertThat(log.text()).contains("a sink that fails, on purpose");
    }
    assertThat(written).hasSize(6);
    assertThat(written.subList(0, 2)).isEqualTo(steps.subList(0, 2));
    assertThat(written.get(2)).isEqualTo(new AuditEntry.Gap(steps.get(2).at(), 3));
    assertThat(written.subList(3, 6)).isEqualTo(steps.subList(5, 8));
  }

  @Test
  void errorOfASinkDoesNotStopTheWritingThread() {
    AtomicInteger calls = new AtomicInteger();
    AuditSink failing =
        entry -> {
          if (calls.incrementAndGet() == 2) {
            throw new LinkageError("a sink that fails badly, on purpose");
          }
          written.add(entry);
        };
    List<AuditEntry.Step> steps = new Steps("a", 1).next(4);
    try (LogCapture log = LogCapture.of(AuditPump.class)) {
      writeAll(steps, failing);
      assertThat(log.lines()).singleElement(STRING).startsWith("ERROR the audit sink ");
      assertThat(log.text()).contains("a sink that fails badly, on purpose");
    }
    AuditEntry gap = new AuditEntry.Gap(steps.get(1).at(), 1);
    assertThat(written).containsExactly(steps.get(0), gap, steps.get(2), steps.get(3));
  }

  @Test
  void gapEntryIsWrittenEvenIfNoOtherEntryFollows() throws InterruptedException {
    CountDownLatch taken = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch written = new CountDownLatch(1);
    AuditSink slow =
        entry -> {
          taken.countDown();
          await(goOn);
          if (entry instanceof AuditEntry.Gap gap && gap.lost() == 3) {
            written.countDown();
          }
        };
    List<AuditEntry.Step> steps = new Steps("a", 1).next(5);
    try (AuditPump pump = new AuditPump(slow, CLOCK, 1)) {
      pump.accept(steps.get(0));
      assertThat(taken.await(10, TimeUnit.SECONDS)).isTrue();
      steps.subList(1, 5).forEach(pump::accept);
      goOn.countDown();
      assertThat(written.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void auditRingKeepsTheNewestEntries() {
    AuditRing ring = new AuditRing(3);
    List<AuditEntry.Step> steps = new Steps("a", 1).next(10);
    steps.forEach(ring::write);
    assertThat(ring.entries()).isEqualTo(steps.subList(7, 10));
  }

  private static void writeAll(List<AuditEntry.Step> steps, AuditSink sink) {
    try (AuditPump pump = new AuditPump(sink, CLOCK)) {
      steps.forEach(pump::accept);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
