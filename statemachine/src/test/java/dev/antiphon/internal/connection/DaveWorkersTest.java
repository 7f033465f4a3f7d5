package dev.antiphon.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.dave.DaveEffect;
import dev.antiphon.dave.DaveEvent;
import dev.antiphon.dave.DaveRecord;
import dev.antiphon.dave.DaveSession;
import dev.antiphon.dave.DaveStatistics;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The threads of the DAVE sessions, and how sessions share them. */
@Timeout(20)
class DaveWorkersTest {
  private static final DaveEvent USERS = new DaveEvent.UsersConnected(List.of(2L));

  private final Deque<Runnable> turns = new ArrayDeque<>();
  private final List<Boolean> urgent = new ArrayList<>();
  private final List<String> order = new ArrayList<>();

  /** Stores the numbers of events of each turn. */
  private final class Work implements DaveWork.Owner {
    private final String name;
    private final DaveWork work;
    private final List<Integer> batches = new ArrayList<>();

    Work(String name) {
      this.name = name;
      this.work =
          new DaveWork(
              (turn, first) -> {
                turns.add(turn);
                urgent.add(first);
              },
              Runnable::run,
              records -> DaveSession.builder(1, 7).records(records::add).build(),
              this);
    }

    void add(DaveEvent event, int count) {
      for (int i = 0; i < count; i++) {
        work.add(event, 0);
      }
    }

    @Override
    public void handled(
        int events, List<DaveRecord> records, List<DaveEffect> effects, DaveStatistics all) {
      assertThat(records).hasSize(events);
      batches.add(events);
      order.add(name);
    }

    @Override
    public void unhandled(int events, @Nullable Throwable failure) {
      assertThat(failure).isNull();
      batches.add(-events);
    }
  }

  private void runTurns() {
    while (!turns.isEmpty()) {
      turns.remove().run();
    }
  }

  @Test
  void eventsThatWaitAreHandledInOneTurn() {
    Work work = new Work("a");
    work.add(USERS, DaveWork.BATCH + 3);
    runTurns();
    assertThat(work.batches).containsExactly(DaveWork.BATCH, 3);
  }

  @Test
  void sessionsTakeTurns() {
    Work busy = new Work("busy");
    busy.add(USERS, 3 * DaveWork.BATCH);
    Work other = new Work("other");
    other.add(USERS, 1);
    runTurns();
    assertThat(order).containsExactly("busy", "other", "busy", "busy");
  }

  @Test
  void turnThatBeginsWithAKeyPackageIsUrgent() {
    new Work("a").add(new DaveEvent.Begin(1), 1);
    new Work("b").add(USERS, 1);
    new Work("c").add(new DaveEvent.PrepareEpoch(1, 1), 1);
    assertThat(urgent).containsExactly(true, false, true);
  }

  @Test
  void closedSessionSkipsItsEvents() {
    Work work = new Work("a");
    work.add(USERS, 2);
    work.work.close();
    runTurns();
    assertThat(work.batches).containsExactly(-2);
    work.work.close();
    runTurns();
  }

  @Test
  void keyPackageDoesNotWaitForTurnsThatOccupyEveryThread() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    try (DaveWorkers workers = new DaveWorkers(3)) {
      CountDownLatch occupied = new CountDownLatch(3);
      for (int turn = 0; turn < 3; turn++) {
        workers.execute(
            () -> {
              occupied.countDown();
              awaitOn(release);
            },
            false);
      }
      occupied.await();
      CountDownLatch keyPackage = new CountDownLatch(1);
      workers.execute(keyPackage::countDown, true);
      assertThat(keyPackage.await(10, TimeUnit.SECONDS)).isTrue();
      release.countDown();
    }
  }

  @Test
  void secondUrgentTurnRunsOnTheOtherThreads() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    try (DaveWorkers workers = new DaveWorkers(1)) {
      CountDownLatch occupied = new CountDownLatch(1);
      workers.execute(
          () -> {
            occupied.countDown();
            awaitOn(release);
          },
          true);
      occupied.await();
      CountDownLatch second = new CountDownLatch(1);
      workers.execute(second::countDown, true);
      assertThat(second.await(10, TimeUnit.SECONDS)).isTrue();
      release.countDown();
    }
  }

  private static void awaitOn(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
