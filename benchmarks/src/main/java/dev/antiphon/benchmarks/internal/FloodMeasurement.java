package dev.antiphon.benchmarks.internal;

import dev.antiphon.Connection;
import dev.antiphon.OpusSource;
import dev.antiphon.Voice;
import dev.antiphon.VoiceOptions;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import dev.antiphon.testkit.fault.StrayDatagram;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Measures the 20 ms clock of one connection while a voice server floods another connection on the
 * same event loop. The connection plays ten seconds of audio. After two seconds the event loop is
 * held, so that the whole flood waits in the socket. The measured time begins when the loop
 * continues. The CPU time of the event loop between two ticks does not depend on other programs of
 * the computer.
 */
public final class FloodMeasurement {
  private static final long BOT = 104694319306248192L;
  private static final long QUIET_GUILD = 41771983423143937L;
  private static final long FLOODED_GUILD = 41771983423143938L;
  private static final long CHANNEL = 127121515262115840L;
  private static final int FRAMES = 500;

  /** The time after which the whole flood is in the socket's buffer. */
  private static final Duration ARRIVAL = Duration.ofMillis(500);

  private static final int FIRST_FLOODED_FRAME = 100;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private FloodMeasurement() {}

  /**
   * Prints the longest time between two frames of the other connection for each kind of flood.
   *
   * @param args the number of messages of a flood; 20,000 if it is absent
   */
  public static void main(String[] args) {
    int messages = args.length == 0 ? 20_000 : Integer.parseInt(args[0]);
    measure("no flood", 0, server -> true);
    measure(
        "second Resumed",
        messages,
        server -> server.sendRaw(FLOODED_GUILD, BOT, "{\"op\":9,\"d\":null}"));
    measure(
        "unknown opcode",
        messages,
        server -> server.sendRaw(FLOODED_GUILD, BOT, "{\"op\":99,\"d\":{}}"));
    measure(
        "Speaking",
        messages,
        server ->
            server.sendRaw(
                FLOODED_GUILD,
                BOT,
                "{\"op\":5,\"d\":{\"user_id\":\"1\",\"speaking\":1,\"ssrc\":7}}"));
    measure(
        "datagrams", messages, server -> server.inject(FLOODED_GUILD, BOT, StrayDatagram.GARBAGE));
  }

  /** Sends one message of a flood. */
  @FunctionalInterface
  private interface Flood {
    boolean send(EmbeddedVoiceServer server);
  }

  private static void measure(String kind, int messages, Flood flood) {
    EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try (EmbeddedVoiceServer server = EmbeddedVoiceServer.builder().plain().start();
        FakeDiscordGateway gateway = FakeDiscordGateway.strict(BOT, server);
        Voice voice =
            Voice.builder(gateway)
                .userId(BOT)
                .eventLoops(loop)
                .options(
                    VoiceOptions.builder()
                        .allowPlain(true)
                        .voiceStateSpacing(Duration.ofMillis(1))
                        .build())
                .build()) {
      Connection quiet = voice.joinChannel(QUIET_GUILD, CHANNEL);
      voice.joinChannel(FLOODED_GUILD, CHANNEL);
      MeasuredSource source =
          new MeasuredSource(
              () -> {
                for (int i = 0; i < messages; i++) {
                  flood.send(server);
                }
                LockSupport.parkNanos(ARRIVAL.toNanos());
              });
      quiet.play(source).join();
      System.out.printf(
          "%-16s %,7d messages, longest gap of the 20 ms clock %4d ms,"
              + " most CPU time between two ticks %4d ms%n",
          kind,
          messages,
          TimeUnit.NANOSECONDS.toMillis(source.longestGap),
          TimeUnit.NANOSECONDS.toMillis(source.mostCpu));
    } finally {
      loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  /** A source whose frames the clock takes one by one. It notes the longest gap between them. */
  private static final class MeasuredSource implements OpusSource {
    private final Runnable holdLoop;
    private int taken;
    private long last;
    private long lastCpu;
    private volatile long longestGap;
    private volatile long mostCpu;

    MeasuredSource(Runnable holdLoop) {
      this.holdLoop = holdLoop;
    }

    @Override
    public byte @Nullable [] nextFrame() {
      if (taken >= FIRST_FLOODED_FRAME) {
        longestGap = Math.max(longestGap, System.nanoTime() - last);
        mostCpu = Math.max(mostCpu, THREADS.getCurrentThreadCpuTime() - lastCpu);
      }
      taken++;
      if (taken == FIRST_FLOODED_FRAME) {
        holdLoop.run();
      }
      last = System.nanoTime();
      lastCpu = THREADS.getCurrentThreadCpuTime();
      return new byte[] {(byte) 0xF8, (byte) (taken >> 8), (byte) taken, 0x55};
    }

    @Override
    public boolean finished() {
      return taken == FRAMES;
    }
  }
}
