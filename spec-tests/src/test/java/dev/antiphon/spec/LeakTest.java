package dev.antiphon.spec;

import static dev.antiphon.spec.Scene.BOT;
import static dev.antiphon.spec.Scene.CHANNEL;
import static dev.antiphon.spec.Scene.GUILD;
import static dev.antiphon.spec.Scene.LIMIT;
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

/** After many joins and leaves nothing is left: no thread, no socket, no timer, no buffer. */
class LeakTest {
  private static final int JOINS = 200;
  private static final int AT_ONCE = 20;

  @Test
  @Tag("P16")
  void nothingIsLeftAfterTwoHundredJoinsAndLeaves() throws Exception {
    assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
    runScene(AT_ONCE);
    long socketsBefore = Leftovers.sockets();

    runScene(JOINS);

    Leftovers.awaitThat("no thread of ours is left", () -> Leftovers.ourThreads().isEmpty());
    if (socketsBefore >= 0) {
      Leftovers.awaitThat("no socket is left", () -> Leftovers.sockets() <= socketsBefore);
    }
    collectGarbage();
    assertThat(LeakWatch.leaks()).isEmpty();
  }

  @Test
  void aLostBufferWouldBeSeen() throws Exception {
    loseABuffer();
    Leftovers.awaitThat(
        "the lost buffer is reported",
        () -> {
          collectGarbage();
          return !LeakWatch.leaks().isEmpty();
        });
    LeakWatch.leaks().clear();
  }

  private static void runScene(int joins) throws Exception {
    EventLoopGroup group = Leftovers.newLoops();
    try (Scene scene = Scene.open();
        FakeDiscordGateway gateway = FakeDiscordGateway.strict(BOT, scene.server());
        Voice voice =
            Voice.builder(gateway)
                .userId(BOT)
                .options(scene.options(options -> {}))
                .eventLoops(group)
                .build()) {
      for (int from = 0; from < joins; from += AT_ONCE) {
        joinAndLeave(voice, from);
      }
      assertThat(voice.connections()).isEmpty();
      Leftovers.awaitThat("no timer is left", () -> Leftovers.timers(group) == 0);
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

  private static void loseABuffer() {
    ByteBufAllocator.DEFAULT.buffer(16).writeByte(1);
  }

  /** Lets the detector see what became unreachable: it looks when the next buffer is made. */
  static void collectGarbage() {
    System.gc();
    for (int i = 0; i < 100; i++) {
      ByteBufAllocator.DEFAULT.directBuffer(16).release();
      ByteBufAllocator.DEFAULT.heapBuffer(16).release();
    }
  }
}
