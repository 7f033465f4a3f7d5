package dev.antiphon.cli.internal.soak;

import dev.antiphon.audit.AuditPump;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The resources of this process: the library's threads, and the open sockets if the system reports
 * them.
 */
record Resources(Set<String> threads, OptionalLong sockets) {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  static Resources now() {
    return new Resources(ourThreads(), openSockets());
  }

  /** Returns sentences about resources that exist now and did not exist before. */
  List<String> leftSince(Resources before) {
    Set<String> more = new TreeSet<>(threads);
    more.removeAll(before.threads);
    Stream<String> leftThreads =
        more.isEmpty() ? Stream.empty() : Stream.of("Threads are left over: " + more);
    boolean leftSockets =
        sockets.isPresent()
            && before.sockets.isPresent()
            && sockets.getAsLong() > before.sockets.getAsLong();
    return Stream.concat(
            leftThreads,
            leftSockets
                ? Stream.of(
                    "Sockets are left over: %d are open now, %d were open before"
                        .formatted(sockets.getAsLong(), before.sockets.getAsLong()))
                : Stream.empty())
        .toList();
  }

  static int liveThreads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }

  static Duration cpuTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Returns the CPU time of the audit threads that are running now. */
  static Duration auditTime() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return Duration.ofNanos(
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals(AuditPump.THREAD))
            .mapToLong(thread -> Math.max(0, threads.getThreadCpuTime(thread.getId())))
            .sum());
  }

  /** Returns the bytes of heap in use after a garbage collection. */
  static long heapInUse() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static Set<String> ourThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(name -> name.startsWith("antiphon-"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static OptionalLong openSockets() {
    try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
      return OptionalLong.of(descriptors.filter(Resources::isSocket).count());
    } catch (IOException e) {
      return OptionalLong.empty(); // this system does not report it
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException closed) {
      return false;
    }
  }
}
