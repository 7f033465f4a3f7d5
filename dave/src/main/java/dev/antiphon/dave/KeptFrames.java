package dev.antiphon.dave;

import dev.antiphon.dave.internal.media.FrameOutcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

/** Keeps frames until their keys come, for a limited time and with limited memory. */
final class KeptFrames {
  /** How long a frame is kept, in nanoseconds: one second. */
  static final long KEPT_NANOS = 1_000_000_000L;

  /** The maximum number of kept frames of one SSRC: one second of audio. */
  static final int FRAMES_PER_SSRC = 50;

  /** The maximum number of SSRCs with kept frames. */
  static final int SSRCS = 64;

  /** The maximum number of bytes of all kept frames. */
  static final int BYTES = 1 << 20;

  private final BiConsumer<FrameStream, FrameOutcome> dropped;
  private final Set<FrameStream> streams = new LinkedHashSet<>();
  private int bytes;
  private long oldest;

  /**
   * {@code dropped} is called with each frame that is no longer kept, with TOO_EARLY or NO_ROOM.
   */
  KeptFrames(BiConsumer<FrameStream, FrameOutcome> dropped) {
    this.dropped = dropped;
  }

  boolean isEmpty() {
    return streams.isEmpty();
  }

  /** The streams with kept frames. */
  List<FrameStream> streams() {
    return List.copyOf(streams);
  }

  /** Keeps a copy of the frame, or drops it. The oldest frame of an SSRC makes room for the new. */
  void keep(FrameStream stream, byte[] frame, int offset, int length, long position, long now) {
    if (stream.kept().size() >= FRAMES_PER_SSRC) {
      dropOldest(stream, FrameOutcome.NO_ROOM);
    }
    boolean isFull = !streams.contains(stream) && streams.size() >= SSRCS;
    if (isFull || length > BYTES - bytes) {
      dropped.accept(stream, FrameOutcome.NO_ROOM);
      return;
    }
    byte[] copy = Arrays.copyOfRange(frame, offset, offset + length);
    add(stream, new KeptFrame(copy, position, now));
  }

  /** Keeps frames that were taken out with {@link #take}. */
  void putBack(FrameStream stream, KeptFrame frame) {
    add(stream, frame);
  }

  private void add(FrameStream stream, KeptFrame frame) {
    if (streams.isEmpty() || frame.at() - oldest < 0) {
      oldest = frame.at();
    }
    streams.add(stream);
    stream.kept().add(frame);
    bytes += frame.bytes().length;
  }

  /** Takes all kept frames of this SSRC out, the oldest first. */
  List<KeptFrame> take(FrameStream stream) {
    List<KeptFrame> taken = new ArrayList<>(stream.kept());
    taken.forEach(frame -> bytes -= frame.bytes().length);
    stream.kept().clear();
    streams.remove(stream);
    return taken;
  }

  /** Drops the frames that are too old. */
  void expire(long now) {
    if (streams.isEmpty() || now - oldest < KEPT_NANOS) {
      return;
    }
    oldest = now;
    for (FrameStream stream : streams()) {
      KeptFrame first = stream.kept().peek();
      while (first != null && now - first.at() >= KEPT_NANOS) {
        dropOldest(stream, FrameOutcome.TOO_EARLY);
        first = stream.kept().peek();
      }
      if (first != null && first.at() - oldest < 0) {
        oldest = first.at();
      }
    }
  }

  /** Drops all frames of this SSRC. */
  void drop(FrameStream stream, FrameOutcome reason) {
    while (!stream.kept().isEmpty()) {
      dropOldest(stream, reason);
    }
  }

  private void dropOldest(FrameStream stream, FrameOutcome reason) {
    KeptFrame frame = stream.kept().remove();
    bytes -= frame.bytes().length;
    if (stream.kept().isEmpty()) {
      streams.remove(stream);
    }
    dropped.accept(stream, reason);
  }
}
