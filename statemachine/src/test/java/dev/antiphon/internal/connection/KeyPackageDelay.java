package dev.antiphon.internal.connection;

import dev.antiphon.dave.DaveEffect;
import dev.antiphon.dave.DaveEvent;
import dev.antiphon.dave.DaveRecord;
import dev.antiphon.dave.DaveSession;
import dev.antiphon.dave.DaveStatistics;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Measures how long a new session takes to send its key package, without other work and while the
 * turns of other sessions occupy every thread. Run {@code main}; it prints medians.
 */
final class KeyPackageDelay {
  private static final int ROUNDS = 60;
  private static final long TURN = TimeUnit.MILLISECONDS.toNanos(300);

  private KeyPackageDelay() {}

  public static void main(String[] arguments) {
    int processors = Runtime.getRuntime().availableProcessors();
    try (DaveWorkers workers = new DaveWorkers(processors)) {
      measure("warm-up", workers, 0);
      measure("alone", workers, 0);
      measure("while " + 2 * processors + " turns of 300 ms wait", workers, 2 * processors);
    }
  }

  private static void measure(String name, DaveWorkers workers, int turns) {
    long[] times = new long[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      CompletableFuture<?>[] busy = new CompletableFuture<?>[turns];
      for (int turn = 0; turn < turns; turn++) {
        busy[turn] =
            CompletableFuture.runAsync(KeyPackageDelay::burn, run -> workers.execute(run, false));
      }
      CompletableFuture<Void> sent = new CompletableFuture<>();
      long began = System.nanoTime();
      new DaveWork(
              workers, Runnable::run, records -> DaveSession.builder(1, 7).build(), new Sent(sent))
          .add(new DaveEvent.Begin(1), began);
      sent.join();
      times[round] = System.nanoTime() - began;
      CompletableFuture.allOf(busy).join();
    }
    Arrays.sort(times);
    System.out.printf(
        "%s: median %.1f ms, highest %.1f ms%n",
        name, times[ROUNDS / 2] / 1e6, times[ROUNDS - 1] / 1e6);
  }

  private static void burn() {
    long end = System.nanoTime() + TURN;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  /** Completes when the key package is ready. */
  private record Sent(CompletableFuture<Void> done) implements DaveWork.Owner {
    @Override
    public void handled(
        int events, List<DaveRecord> records, List<DaveEffect> effects, DaveStatistics all) {
      if (effects.stream().anyMatch(DaveEffect.SendKeyPackage.class::isInstance)) {
        done.complete(null);
      }
    }

    @Override
    public void unhandled(int events, @Nullable Throwable failure) {
      done.completeExceptionally(new IllegalStateException("no key package", failure));
    }
  }
}
