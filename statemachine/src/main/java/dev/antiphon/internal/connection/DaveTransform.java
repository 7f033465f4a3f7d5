package dev.antiphon.internal.connection;

import dev.antiphon.dave.DaveFrameListener;
import dev.antiphon.dave.DaveFrameStatistics;
import dev.antiphon.dave.DaveFrames;
import dev.antiphon.udp.internal.FrameTransform;
import io.netty.channel.EventLoop;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Encrypts and decrypts frames with the keys of the current session. Without a session, sent frames
 * are held back and received frames are dropped. Runs on the event loop only, except for {@link
 * #statistics}.
 */
final class DaveTransform implements FrameTransform, DaveFrameListener {
  /** How often the age of kept frames is checked. */
  private static final long CHECK_MILLIS = 250;

  private final EventLoop loop;
  private Optional<Output> output = Optional.empty();
  private Optional<Future<?>> check = Optional.empty();
  private volatile Counted counted = new Counted(DaveFrameStatistics.NONE, Optional.empty());

  /** The counts of the earlier sessions, and the frames of the current one. */
  private record Counted(DaveFrameStatistics before, Optional<DaveFrames> frames) {
    DaveFrameStatistics sum() {
      return frames.map(current -> before.plus(current.statistics())).orElse(before);
    }
  }

  DaveTransform(EventLoop loop) {
    this.loop = loop;
  }

  /** A session starts. */
  void begin(DaveFrames frames) {
    end();
    frames.deliverTo(this);
    counted = new Counted(counted.sum(), Optional.of(frames));
  }

  /** The session ends, after its frames were closed. */
  void end() {
    counted = new Counted(counted.sum(), Optional.empty());
    check.ifPresent(timer -> timer.cancel(false));
    check = Optional.empty();
    output = Optional.empty();
  }

  /** The counts of the received frames since the start of the connection. */
  DaveFrameStatistics statistics() {
    return counted.sum();
  }

  @Override
  public int maxOverhead() {
    return DaveFrames.MAX_OVERHEAD;
  }

  @Override
  public int protect(byte[] in, int off, int len, byte[] out, int outOff) {
    Optional<DaveFrames> frames = counted.frames();
    return frames.isPresent()
        ? frames.get().protect(in, off, len, out, outOff, now())
        : DaveFrames.HELD;
  }

  @Override
  public void receive(
      long userId, long ssrc, long position, byte[] in, int off, int len, Output to) {
    Optional<DaveFrames> frames = counted.frames();
    if (frames.isEmpty()) {
      to.drop();
      return;
    }
    if (output.isEmpty() || output.get() != to) {
      output = Optional.of(to);
    }
    frames.get().receive(userId, ssrc, position, in, off, len, now());
    if (check.isEmpty() && frames.get().keepsFrames()) {
      checkLater();
    }
  }

  private void checkLater() {
    try {
      check = Optional.of(loop.schedule(this::expire, CHECK_MILLIS, TimeUnit.MILLISECONDS));
    } catch (RejectedExecutionException stopped) {
      check = Optional.empty();
    }
  }

  /** Drops frames that are kept for too long, also when no other frame arrives. */
  private void expire() {
    check = Optional.empty();
    if (counted.frames().isPresent() && counted.frames().get().expire(now())) {
      checkLater();
    }
  }

  private long now() {
    return loop.ticker().nanoTime();
  }

  @Override
  public void delivered(
      long userId, long ssrc, long position, byte[] frame, int offset, int length) {
    output.ifPresent(to -> to.deliver(userId, ssrc, position, frame, offset, length));
  }

  @Override
  public void dropped(long userId, long ssrc) {
    output.ifPresent(Output::drop);
  }

  @Override
  public String toString() {
    return "DAVE";
  }
}
