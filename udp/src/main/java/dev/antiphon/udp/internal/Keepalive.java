package dev.antiphon.udp.internal;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Sends keepalive packets periodically and recognises their echoes. A packet is a little-endian
 * counter of 8 bytes.
 */
final class Keepalive {
  static final int LENGTH = 8;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final EventLoop loop;
  private final Predicate<byte[]> socket;
  private final PathCounters counters;
  private final byte[] packet = new byte[LENGTH];
  private @Nullable Future<?> timer;
  private long sent;
  private long sentAt;
  private volatile @Nullable Duration roundTrip;

  /**
   * Creates a keepalive that is not started.
   *
   * @param socket sends a datagram and returns whether it was sent
   */
  Keepalive(EventLoop loop, Predicate<byte[]> socket, PathCounters counters) {
    this.loop = loop;
    this.socket = socket;
    this.counters = counters;
  }

  void start(Duration period) {
    stop();
    long nanos = period.toNanos();
    // With a fixed delay, the keepalives that were missed during a suspension are not sent later.
    timer = loop.scheduleWithFixedDelay(this::send, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  void stop() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void send() {
    LONG.set(packet, 0, sent);
    if (socket.test(packet)) {
      sent++;
      sentAt = loop.ticker().nanoTime();
      counters.count(PathCounter.KEEPALIVES_SENT);
    }
  }

  /** Returns whether this datagram of 8 bytes is the echo of a keepalive. */
  boolean recognises(byte[] datagram) {
    long counter = (long) LONG.get(datagram, 0);
    if (counter < 0 || counter >= sent) {
      return false;
    }
    counters.count(PathCounter.KEEPALIVE_ECHOES);
    if (counter == sent - 1) {
      roundTrip = Duration.ofNanos(loop.ticker().nanoTime() - sentAt);
    }
    return true;
  }

  /** The round-trip time of the last keepalive. Can be called on any thread. */
  Optional<Duration> roundTrip() {
    return Optional.ofNullable(roundTrip);
  }
}
