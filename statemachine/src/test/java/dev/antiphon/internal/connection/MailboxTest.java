package dev.antiphon.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MailboxTest {
  private static final int BATCH = 64;
  private static final int CAPACITY = 400;
  private static final int RESERVED = 80;
  private static final int HIGH_WATER = CAPACITY - RESERVED;

  private final ManualExecutor loop = new ManualExecutor();
  private final List<Integer> handled = new ArrayList<>();
  private final List<String> reading = new ArrayList<>();

  @Test
  void eventsAreHandledInOrder() {
    Mailbox<Integer> mailbox = mailbox(handled::add);
    IntStream.range(0, 10).forEach(event -> assertThat(mailbox.offer(event)).isTrue());
    assertThat(handled).as("events handled by the caller").isEmpty();
    loop.runAll();
    assertThat(handled).isEqualTo(upTo(10));
    assertThat(mailbox.size()).isZero();
  }

  @Test
  void oneTaskIsScheduledForManyEvents() {
    Mailbox<Integer> mailbox = mailbox(handled::add);
    IntStream.range(0, 10).forEach(mailbox::offer);
    assertThat(loop.waiting()).isEqualTo(1);
    loop.runAll();
    mailbox.offer(10);
    assertThat(loop.waiting()).isEqualTo(1);
  }

  @Test
  void eventIsHandledCompletelyBeforeAnEventThatItCauses() {
    List<String> steps = new ArrayList<>();
    AtomicReference<Mailbox<Integer>> self = new AtomicReference<>();
    Mailbox<Integer> mailbox =
        mailbox(
            event -> {
              steps.add("begin " + event);
              if (event == 1) {
                self.get().offer(2);
              }
              steps.add("end " + event);
            });
    self.set(mailbox);
    mailbox.offer(1);
    loop.runAll();
    assertThat(steps).containsExactly("begin 1", "end 1", "begin 2", "end 2");
  }

  @Test
  void otherTasksRunAfterEachBatchOfEvents() {
    Mailbox<Integer> mailbox = mailbox(handled::add);
    IntStream.range(0, BATCH + 10).forEach(mailbox::offer);
    loop.execute(() -> handled.add(-1));
    loop.runAll();
    List<Integer> expected = new ArrayList<>(upTo(BATCH));
    expected.add(-1);
    IntStream.range(BATCH, BATCH + 10).forEach(expected::add);
    assertThat(handled).isEqualTo(expected);
  }

  /** Tasks of an event loop run before its timers, however many tasks there are. */
  @Test
  void dueTimerOfTheEventLoopRunsAfterOneBatchOfEvents() throws Exception {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try {
      EventLoop real = group.next();
      Mailbox<Integer> mailbox =
          new Mailbox<>(CAPACITY, RESERVED, LoopTurns.of(real), handled::add, noting());
      CompletableFuture<Integer> handledBefore = new CompletableFuture<>();
      real.execute(
          () -> {
            IntStream.range(0, CAPACITY).forEach(mailbox::accept);
            real.schedule(() -> handledBefore.complete(handled.size()), 0, TimeUnit.NANOSECONDS);
          });
      assertThat(handledBefore.get(10, TimeUnit.SECONDS)).isLessThanOrEqualTo(BATCH);
    } finally {
      group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  @Test
  void offerReturnsFalseWhenTheMailboxIsFullButAcceptStoresTheEvent() {
    Mailbox<Integer> mailbox = mailbox(handled::add);
    IntStream.range(0, CAPACITY).forEach(event -> assertThat(mailbox.offer(event)).isTrue());
    assertThat(mailbox.offer(CAPACITY)).isFalse();
    mailbox.accept(CAPACITY);
    mailbox.accept(CAPACITY + 1);
    assertThat(mailbox.offer(-1)).isFalse();
    assertThat(mailbox.size()).isEqualTo(CAPACITY + 2);
    loop.runAll();
    assertThat(handled).as("handled events, without the refused one").isEqualTo(upTo(CAPACITY + 2));
    assertThat(mailbox.offer(0)).isTrue();
  }

  @Test
  void sourceIsPausedAtTheHighWaterMarkAndResumedAtHalfOfIt() {
    Mailbox<Integer> mailbox = mailbox(handled::add);
    IntStream.range(0, HIGH_WATER - 1).forEach(mailbox::accept);
    loop.runAll();
    assertThat(reading).isEmpty();
    IntStream.range(0, HIGH_WATER + 5).forEach(mailbox::accept);
    loop.runAll();
    assertThat(reading).containsExactly("pause", "resume");
    IntStream.range(0, HIGH_WATER).forEach(mailbox::accept);
    loop.runAll();
    assertThat(reading).containsExactly("pause", "resume", "pause", "resume");
  }

  @Test
  void sourceStaysPausedAboveHalfOfTheHighWaterMark() {
    Mailbox<Integer> mailbox = mailbox(handled::add);
    IntStream.range(0, CAPACITY + BATCH).forEach(mailbox::accept);
    while (mailbox.size() > HIGH_WATER / 2) {
      assertThat(reading).doesNotContain("resume");
      loop.runOne();
    }
    loop.runAll();
    assertThat(reading).containsExactly("pause", "resume");
  }

  /** Otherwise a slow producer could request a pause after the loop has requested to resume. */
  @Test
  void sourceIsPausedAndResumedOnTheEventLoopThread() {
    Mailbox<Integer> mailbox =
        new Mailbox<>(
            CAPACITY,
            RESERVED,
            new LoopTurns(loop, loop, () -> false),
            handled::add,
            new BackPressure() {
              @Override
              public void pauseReading() {
                assertThat(loop.isRunning()).as("called on the loop").isTrue();
                reading.add("pause");
              }

              @Override
              public void resumeReading() {
                assertThat(loop.isRunning()).as("called on the loop").isTrue();
                reading.add("resume");
              }
            });
    IntStream.range(0, CAPACITY).forEach(mailbox::accept);
    assertThat(reading).isEmpty();
    loop.runAll();
    assertThat(reading).endsWith("resume");
  }

  @Test
  void laterEventsAreHandledWhenAHandlerThrows() {
    Mailbox<Integer> mailbox =
        mailbox(
            event -> {
              if (event == 1) {
                throw new AssertionError("on purpose");
              }
              handled.add(event);
            });
    IntStream.range(0, 4).forEach(mailbox::offer);
    assertThatThrownBy(loop::runAll).isInstanceOf(AssertionError.class);
    loop.runAll();
    mailbox.offer(4);
    loop.runAll();
    assertThat(handled).containsExactly(0, 2, 3, 4);
    assertThat(mailbox.size()).isZero();
  }

  @Test
  void eventsOfConcurrentProducersAreAllHandledInOrder() throws Exception {
    int producers = 8;
    int each = 20_000;
    ExecutorService single = Executors.newSingleThreadExecutor();
    ExecutorService threads = Executors.newFixedThreadPool(producers);
    CountDownLatch all = new CountDownLatch(producers * each);
    int[] next = new int[producers];
    List<String> disorder = new ArrayList<>();
    Mailbox<int[]> mailbox =
        new Mailbox<>(
            CAPACITY,
            RESERVED,
            new LoopTurns(single, single, () -> false),
            event -> {
              if (next[event[0]]++ != event[1]) {
                disorder.add(event[0] + ": " + event[1]);
              }
              all.countDown();
            },
            noting());
    try {
      for (int producer = 0; producer < producers; producer++) {
        int name = producer;
        threads.execute(
            () -> {
              for (int number = 0; number < each; number++) {
                int[] event = {name, number};
                if (number % 2 == 0) {
                  mailbox.accept(event);
                } else {
                  while (!mailbox.offer(event)) {
                    Thread.onSpinWait();
                  }
                }
              }
            });
      }
      assertThat(all.await(10, TimeUnit.SECONDS)).as("all events were handled").isTrue();
      single.submit(() -> {}).get(10, TimeUnit.SECONDS);
      assertThat(disorder).isEmpty();
      assertThat(mailbox.size()).isZero();
      assertThat(reading.isEmpty() || reading.get(reading.size() - 1).equals("resume"))
          .as("the source is paused")
          .isTrue();
    } finally {
      threads.shutdownNow();
      single.shutdown();
    }
  }

  private Mailbox<Integer> mailbox(Consumer<Integer> handler) {
    return new Mailbox<>(
        CAPACITY, RESERVED, new LoopTurns(loop, loop, loop::isRunning), handler, noting());
  }

  private BackPressure noting() {
    return new BackPressure() {
      @Override
      public void pauseReading() {
        reading.add("pause");
      }

      @Override
      public void resumeReading() {
        reading.add("resume");
      }
    };
  }

  private static List<Integer> upTo(int end) {
    return IntStream.range(0, end).boxed().toList();
  }
}
