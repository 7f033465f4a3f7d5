package dev.antiphon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.fixtures.LogCapture;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NotificationsTest {
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final List<Integer> heard = new ArrayList<>();
  private final Notifications notifications = new Notifications(tasks::add);
  private final LongAdder lost = new LongAdder();

  @Test
  void eachCallbackRunsInItsOwnTaskInTheOrderOfArrival() {
    IntStream.range(0, 5).forEach(this::say);
    assertThat(tasks).as("tasks that wait in the executor").hasSize(1);
    tasks.remove().run();
    assertThat(heard).containsExactly(0);
    runAll();
    assertThat(heard).containsExactly(0, 1, 2, 3, 4);
    assertThat(lost.sum()).isZero();
  }

  @Test
  void callbacksRunInTheOrderInWhichTheyWereAdded() {
    notifications.run(() -> say(2), lost);
    say(1);
    runAll();
    assertThat(heard).containsExactly(1, 2);
  }

  @Test
  void eventsAreDroppedAndCountedWhenTheQueueIsFull() {
    IntStream.range(0, Notifications.CAPACITY + 3).forEach(this::say);
    assertThat(lost.sum()).isEqualTo(3);
    runAll();
    assertThat(heard).isEqualTo(IntStream.range(0, Notifications.CAPACITY).boxed().toList());
    say(-1);
    runAll();
    assertThat(heard).endsWith(-1);
  }

  @Test
  void exceptionOfAListenerIsLoggedAndLaterCallbacksRun() {
    notifications.run(
        () -> {
          throw new IllegalStateException("on purpose");
        },
        lost);
    say(1);
    try (LogCapture log = LogCapture.of(Notifications.class)) {
      runAll();
      assertThat(log.lines()).containsExactly("WARN a listener threw an exception");
      assertThat(log.text()).contains("java.lang.IllegalStateException: on purpose");
    }
    assertThat(heard).containsExactly(1);
    assertThat(lost.sum()).isEqualTo(1);
  }

  @Test
  void errorOfAListenerReachesTheExecutorAndLaterCallbacksRun() {
    notifications.run(
        () -> {
          throw new AssertionError("on purpose");
        },
        lost);
    say(1);
    assertThatThrownBy(this::runAll).isInstanceOf(AssertionError.class);
    runAll();
    say(2);
    runAll();
    assertThat(heard).containsExactly(1, 2);
    assertThat(lost.sum()).isEqualTo(1);
  }

  @Test
  void callbacksAreCountedAsLostWhenTheExecutorRefusesThem() {
    Notifications refused =
        new Notifications(
            task -> {
              throw new RejectedExecutionException("shut down");
            });
    refused.run(() -> heard.add(1), lost);
    refused.run(() -> heard.add(2), lost);
    assertThat(heard).isEmpty();
    assertThat(lost.sum()).isEqualTo(2);
  }

  @Test
  void callbacksRunInOrderOnAnExecutorWithManyThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      int count = Notifications.CAPACITY;
      CountDownLatch all = new CountDownLatch(count);
      Notifications ordered = new Notifications(threads);
      for (int i = 0; i < count; i++) {
        int number = i;
        ordered.run(
            () -> {
              heard.add(number);
              all.countDown();
            },
            lost);
      }
      assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(heard).isEqualTo(IntStream.range(0, count).boxed().toList());
    } finally {
      threads.shutdown();
    }
  }

  private void say(int number) {
    notifications.run(() -> heard.add(number), lost);
  }

  private void runAll() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }
}
