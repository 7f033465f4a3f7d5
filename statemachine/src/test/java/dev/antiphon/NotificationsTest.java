package dev.antiphon;

import static org.assertj.core.api.Assertions.assertThat;

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
  private final Notifications notifications = new Notifications(tasks::add, 1);
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
    notifications.call(() -> say(2), lost);
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
  void futureCompletesInOrderWhenTheQueueOfListenersIsFull() {
    IntStream.range(0, Notifications.CAPACITY + 3).forEach(this::say);
    notifications.complete(() -> heard.add(-1));
    runAll();
    assertThat(heard).hasSize(Notifications.CAPACITY + 1).endsWith(Notifications.CAPACITY - 1, -1);
  }

  @Test
  void reportIsNotDroppedWhenTheQueueOfListenersIsFull() {
    IntStream.range(0, Notifications.CAPACITY + 3).forEach(this::say);
    notifications.tell(() -> heard.add(-1), () -> heard.add(-2));
    runAll();
    assertThat(heard).hasSize(Notifications.CAPACITY + 1).endsWith(Notifications.CAPACITY - 1, -1);
  }

  @Test
  void refusedReportIsNotDelivered() {
    Notifications refusing =
        new Notifications(
            task -> {
              throw new RejectedExecutionException("full, on purpose");
            },
            1);
    refusing.tell(() -> heard.add(-1), () -> heard.add(-2));
    assertThat(heard).containsExactly(-2);
  }

  @Test
  void failuresOfAListenerAreLoggedOnceAndCounted() {
    ListenerList<Runnable> listeners = new ListenerList<>("onTransition");
    LongAdder failures = new LongAdder();
    listeners.add(
        () -> {
          throw new AssertionError("on purpose");
        });
    listeners.add(() -> heard.add(1));
    try (LogCapture log = LogCapture.of(ListenerList.class)) {
      for (int event = 0; event < 3; event++) {
        for (ListenerList<Runnable>.Registered listener : listeners.all()) {
          notifications.call(() -> listener.call(Runnable::run, failures), lost);
        }
      }
      runAll();
      assertThat(log.lines())
          .containsExactly(
              "WARN a listener of onTransition threw an exception;"
                  + " its later ones are only counted");
      assertThat(log.text()).contains("java.lang.AssertionError: on purpose");
    }
    assertThat(heard).containsExactly(1, 1, 1);
    assertThat(failures.sum()).isEqualTo(3);
    assertThat(lost.sum()).isZero();
  }

  @Test
  void callbacksAreCountedAsLostWhenTheExecutorRefusesThem() {
    Notifications refused =
        new Notifications(
            task -> {
              throw new RejectedExecutionException("shut down");
            },
            1);
    refused.call(() -> heard.add(1), lost);
    refused.call(() -> heard.add(2), lost);
    assertThat(heard).isEmpty();
    assertThat(lost.sum()).isEqualTo(2);
  }

  @Test
  void futureCompletesOnTheCallingThreadWhenTheExecutorFails() {
    Notifications failing =
        new Notifications(
            task -> {
              throw new OutOfMemoryError("on purpose: no thread can be created");
            },
            1);
    failing.complete(() -> heard.add(1));
    assertThat(heard).containsExactly(1);
  }

  @Test
  void callbacksRunInOrderOnAnExecutorWithManyThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      int count = Notifications.CAPACITY;
      CountDownLatch all = new CountDownLatch(count);
      Notifications ordered = new Notifications(threads, 1);
      for (int i = 0; i < count; i++) {
        int number = i;
        ordered.call(
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
    notifications.call(() -> heard.add(number), lost);
  }

  private void runAll() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }
}
