package dev.antiphon.dave.internal.mls.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Many sessions in one JVM: threads with separate groups, and threads that share one epoch. */
class ConcurrentGroupsTest {
  private static final int THREADS = 8;

  @Test
  void separateGroupsOnSeveralThreadsDoNotInterfere() throws Exception {
    runAll(
        i -> {
          GroupHistoryPropertiesTest.play(new Random(i), 12, 8);
          return null;
        });
  }

  @Test
  void oneEpochCanBeUsedBySeveralThreads() throws Exception {
    Channel channel = Channel.of(5);
    channel.leave(channel.members.get(4));
    Client committer = channel.members.get(1);
    Client receiver = channel.members.get(0);
    List<Bytes> results =
        runAll(
            i -> {
              try (PreparedCommit commit = committer.epoch.commit(committer.queue);
                  Epoch next =
                      receiver.epoch.apply(
                          PublicMessage.parse(commit.message().toArray()), receiver.queue)) {
                assertThat(next.authenticator()).isEqualTo(commit.next().authenticator());
                return receiver.epoch.authenticator();
              }
            });
    assertThat(results).containsOnly(committer.epoch.authenticator());
  }

  private interface Work<T> {
    T of(int thread) throws Exception;
  }

  private static <T> List<T> runAll(Work<T> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<T>> tasks = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        tasks.add(() -> work.of(thread));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
