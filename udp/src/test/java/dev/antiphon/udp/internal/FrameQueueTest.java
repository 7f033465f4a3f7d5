package dev.antiphon.udp.internal;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FrameQueueTest {
  private static final int ROUNDS = 20_000;

  private static void spin(int times) {
    for (int n = 0; n < times; n++) {
      Thread.onSpinWait();
    }
  }

  /**
   * In every round, close() and add() run concurrently. The frame must be rejected or counted as
   * dropped.
   */
  @Test
  void frameIsRejectedOrCountedAsDroppedWhenAddAndCloseRunConcurrently() throws Exception {
    FrameQueue[] queues = new FrameQueue[ROUNDS];
    for (int n = 0; n < ROUNDS; n++) {
      queues[n] = new FrameQueue(1);
    }
    boolean[] accepted = new boolean[ROUNDS];
    AtomicInteger turn = new AtomicInteger(-1);
    FutureTask<Void> producer =
        new FutureTask<>(
            () -> {
              for (int n = 0; n < ROUNDS; n++) {
                turn.set(n);
                spin(n * 7 % 64);
                accepted[n] = queues[n].tryReserve() && queues[n].add(new byte[] {1}, 0);
              }
              return null;
            });
    Thread thread = new Thread(producer, "producer");
    thread.setDaemon(true);
    thread.start();
    int[] dropped = new int[ROUNDS];
    for (int n = 0; n < ROUNDS; n++) {
      while (turn.get() < n) {
        Thread.onSpinWait();
      }
      spin(n % 64);
      dropped[n] = queues[n].close();
    }
    producer.get(10, SECONDS);

    for (int n = 0; n < ROUNDS; n++) {
      assertThat(dropped[n]).as("round %d", n).isEqualTo(accepted[n] ? 1 : 0);
      assertThat(queues[n].poll()).isNull();
    }
  }
}
