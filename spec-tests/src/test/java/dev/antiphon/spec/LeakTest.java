package dev.antiphon.spec;

import static dev.antiphon.spec.TestEnvironment.BOT;
import static dev.antiphon.spec.TestEnvironment.CHANNEL;
import static dev.antiphon.spec.TestEnvironment.GUILD;
import static dev.antiphon.spec.TestEnvironment.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.Connection;
import dev.antiphon.Voice;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoopGroup;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** After many joins and leaves, no thread, socket, timer or buffer is left. */
class LeakTest {
  private static final int JOINS = 200;
  private static final int PARALLEL_JOINS = 20;

  @Test
  @Tag("P16")
  void noResourceIsLeftAfterTwoHundredJoinsAndLeaves() throws Exception {
    assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
    runJoins(PARALLEL_JOINS);
    long socketsBefore = OpenResources.sockets();

    runJoins(JOINS);

    OpenResources.awaitThat(
        "no thread of the library is left", () -> OpenResources.libraryThreads().isEmpty());
    if (socketsBefore >= 0) {
      OpenResources.awaitThat("no socket is left", () -> OpenResources.sockets() <= socketsBefore);
    }
    collectGarbage();
    assertThat(BufferLeakListener.leaks()).isEmpty();
  }

  @Test
  void nettyBufferThatIsNotReleasedIsReported() throws Exception {
    loseABuffer();
    OpenResources.awaitThat(
        "the lost buffer is reported",
        () -> {
          collectGarbage();
          return !BufferLeakListener.leaks().isEmpty();
        });
    BufferLeakListener.leaks().clear();
  }

  private static void runJoins(int joins) throws Exception {
    EventLoopGroup group = OpenResources.newLoops();
    try (TestEnvironment env = TestEnvironment.open();
        FakeDiscordGateway gateway = FakeDiscordGateway.strict(BOT, env.server());
        Voice voice =
            Voice.builder(gateway)
                .userId(BOT)
                .options(env.options(options -> {}))
                .eventLoops(group)
                .build()) {
      for (int from = 0; from < joins; from += PARALLEL_JOINS) {
        joinAndLeave(voice, from);
      }
      assertThat(voice.connections()).isEmpty();
      OpenResources.awaitThat("no timer is left", () -> OpenResources.timers(group) == 0);
    } finally {
      group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    }
  }

  private static void joinAndLeave(Voice voice, int from) throws Exception {
    List<CompletableFuture<Connection>> joins =
        IntStream.range(from, from + PARALLEL_JOINS)
            .mapToObj(guild -> voice.joinChannelAsync(GUILD + guild, CHANNEL))
            .toList();
    for (CompletableFuture<Connection> join : joins) {
      Connection connection = join.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      connection.opusSend().send(TestEnvironment.frame(1));
    }
    for (CompletableFuture<Connection> join : joins) {
      join.get().close();
    }
  }

  private static void loseABuffer() {
    ByteBufAllocator.DEFAULT.buffer(16).writeByte(1);
  }

  /**
   * Runs the garbage collector and the leak detector. The detector checks when a new buffer is
   * created.
   */
  static void collectGarbage() {
    System.gc();
    for (int i = 0; i < 100; i++) {
      ByteBufAllocator.DEFAULT.directBuffer(16).release();
      ByteBufAllocator.DEFAULT.heapBuffer(16).release();
    }
  }
}
