package dev.antiphon.spec;

import static dev.antiphon.spec.Scene.BOT;
import static dev.antiphon.spec.Scene.CHANNEL;
import static dev.antiphon.spec.Scene.GUILD;
import static dev.antiphon.spec.Scene.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.Connection;
import dev.antiphon.Voice;
import dev.antiphon.statemachine.connection.EventLoops;
import dev.antiphon.testkit.FakeDiscordGateway;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** After many joins and leaves nothing is left: no thread, no socket, no timer, no buffer. */
class LeakTest {
  private static final int JOINS = 200;
  private static final int AT_ONCE = 20;
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  @Test
  void nothingIsLeftAfterTwoHundredJoinsAndLeaves() throws Exception {
    assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
    runScene(AT_ONCE);
    long socketsBefore = sockets();

    runScene(JOINS);

    awaitThat("no thread of ours is left", () -> ourThreads().isEmpty());
    if (socketsBefore >= 0) {
      awaitThat("no socket is left", () -> sockets() <= socketsBefore);
    }
    collectGarbage();
    assertThat(LeakWatch.leaks()).isEmpty();
  }

  @Test
  void aLostBufferWouldBeSeen() throws Exception {
    loseABuffer();
    awaitThat(
        "the lost buffer is reported",
        () -> {
          collectGarbage();
          return !LeakWatch.leaks().isEmpty();
        });
    LeakWatch.leaks().clear();
  }

  private static void runScene(int joins) throws Exception {
    EventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            2, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    try (Scene scene = Scene.open();
        FakeDiscordGateway gateway = FakeDiscordGateway.strict(BOT, scene.server());
        Voice voice =
            Voice.builder(gateway)
                .userId(BOT)
                .options(scene.options(options -> {}))
                .eventLoops(EventLoops.of(group))
                .build()) {
      for (int from = 0; from < joins; from += AT_ONCE) {
        joinAndLeave(voice, from);
      }
      assertThat(voice.connections()).isEmpty();
      awaitThat("no timer is left", () -> timers(group) == 0);
    } finally {
      group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    }
  }

  private static void joinAndLeave(Voice voice, int from) throws Exception {
    List<CompletableFuture<Connection>> joins =
        IntStream.range(from, from + AT_ONCE)
            .mapToObj(guild -> voice.joinChannelAsync(GUILD + guild, CHANNEL))
            .toList();
    for (CompletableFuture<Connection> join : joins) {
      Connection connection = join.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      connection.opusSend().send(Scene.frame(1));
    }
    for (CompletableFuture<Connection> join : joins) {
      join.get().close();
    }
  }

  /** Scheduled tasks of the loops, counted on the loops themselves. */
  private static int timers(EventLoopGroup group) {
    int timers = 0;
    for (EventExecutor executor : group) {
      timers += ((SingleThreadEventExecutor) executor).pendingTasks();
    }
    return timers;
  }

  private static List<String> ourThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("antiphon-"))
        .toList();
  }

  /** Open sockets of this process, or −1 where the system does not list them. */
  private static long sockets() {
    if (!Files.isDirectory(DESCRIPTORS)) {
      return -1;
    }
    try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
      return descriptors.filter(LeakTest::isSocket).count();
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

  private static void loseABuffer() {
    ByteBufAllocator.DEFAULT.buffer(16).writeByte(1);
  }

  /** Lets the detector see what became unreachable: it looks when the next buffer is made. */
  private static void collectGarbage() {
    System.gc();
    for (int i = 0; i < 100; i++) {
      ByteBufAllocator.DEFAULT.directBuffer(16).release();
      ByteBufAllocator.DEFAULT.heapBuffer(16).release();
    }
  }

  private static void awaitThat(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      LockSupport.parkNanos(POLL.toNanos());
    }
  }
}
