package dev.antiphon.internal.connection;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/** An executor that runs tasks only when the test requests it, on the test's thread. */
final class ManualExecutor implements Executor {
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private boolean running;

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  int waiting() {
    return tasks.size();
  }

  /** Whether a task is running now. */
  boolean isRunning() {
    return running;
  }

  void runOne() {
    running = true;
    try {
      tasks.remove().run();
    } finally {
      running = false;
    }
  }

  void runAll() {
    while (!tasks.isEmpty()) {
      runOne();
    }
  }
}
