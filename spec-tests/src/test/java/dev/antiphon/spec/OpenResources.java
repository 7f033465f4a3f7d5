package dev.antiphon.spec;

import static dev.antiphon.spec.TestEnvironment.LIMIT;
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

/** Counts the resources that connections must release: timers, threads and sockets. */
final class OpenResources {
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private OpenResources() {}

  /** Event loops whose timers can be counted. */
  static EventLoopGroup newLoops() {
    return new MultiThreadIoEventLoopGroup(
        2, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
  }

  /** The number of scheduled tasks of the event loops. */
  static int timers(EventLoopGroup group) {
    int timers = 0;
    for (EventExecutor executor : group) {
      timers += ((SingleThreadEventExecutor) executor).pendingTasks();
    }
    return timers;
  }

  static List<String> libraryThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("antiphon-"))
        .toList();
  }

  /** The number of open sockets of this process, or −1 if the system does not list them. */
  static long sockets() {
    if (!Files.isDirectory(DESCRIPTORS)) {
      return -1;
    }
    try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
      return descriptors.filter(OpenResources::isSocket).count();
    } catch (IOException e) {
      Assumptions.abort("this system does not list the sockets of a process: " + e.getMessage());
      return -1;
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException closed) {
      return false;
    }
  }

  static void awaitThat(String description, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(description).isLessThan(end);
      LockSupport.parkNanos(POLL.toNanos());
    }
  }
}
