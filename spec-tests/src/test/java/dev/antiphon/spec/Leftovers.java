package dev.antiphon.spec;

import static dev.antiphon.spec.Scene.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** What connections must not leave behind: timers, threads, sockets. */
final class Leftovers {
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private Leftovers() {}

  /** Loops whose timers can be counted. */
  static EventLoopGroup newLoops() {
    return new MultiThreadIoEventLoopGroup(
        2, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
  }

  /** Scheduled tasks of the loops, counted on the loops themselves. */
  static int timers(EventLoopGroup group) {
    int timers = 0;
    for (EventExecutor executor : group) {
      timers += ((SingleThreadEventExecutor) executor).pendingTasks();
    }
    return timers;
  }

  static List<String> ourThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("antiphon-"))
        .toList();
  }

  /** Open sockets of this process, or −1 where the system does not list them. */
  static long sockets() {
    if (!Files.isDirectory(DESCRIPTORS)) {
      return -1;
    }
    try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
      return descriptors.filter(Leftovers::isSocket).count();
    } catch (IOException e) {
      Assumptions.abort("this system does not list the sockets of a process: " + e.getMessage());
      return -1;
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }

  static void awaitThat(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      LockSupport.parkNanos(POLL.toNanos());
    }
  }
}
