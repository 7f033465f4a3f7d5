package dev.antiphon.cli.internal.soak;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The frames that a member must hear, because it had the keys of their speakers, and those that it
 * has heard. Thread-safe.
 */
final class FrameLedger {

  /**
   * A frame is missing after this time. A frame that comes before its key waits for 1 s. On a busy
   * machine, a frame can be heard later.
   */
  static final Duration LIMIT = Duration.ofMillis(2_500);

  /** A missing frame can still be heard within this time. */
  private static final Duration LATEST = Duration.ofSeconds(30);

  private final Map<FrameId, Expected> pending = new LinkedHashMap<>();
  private final Map<FrameId, Expected> missing = new LinkedHashMap<>();
  private final Map<Long, Frames> bySpeaker = new HashMap<>();

  /** The RTP fields of a frame. The server forwards them unchanged. */
  record FrameId(long ssrc, int sequence, long timestamp) {}

  private record Expected(long speaker, long session, long at) {}

  /**
   * What happened to expected frames.
   *
   * @param heard frames that were heard
   * @param interrupted frames that were not heard, but the receiver's session changed
   * @param missing frames that were not heard, although the receiver's session did not change
   */
  record Frames(long heard, long interrupted, long missing) {
    static final Frames NONE = new Frames(0, 0, 0);

    Frames plus(Frames more) {
      return new Frames(heard + more.heard, interrupted + more.interrupted, missing + more.missing);
    }

    Frames minus(Frames less) {
      return new Frames(heard - less.heard, interrupted - less.interrupted, missing - less.missing);
    }

    long expected() {
      return heard + interrupted + missing;
    }
  }

  /**
   * Expects a frame that the server is about to forward.
   *
   * @param session a number that changes when the receiver's session changes
   * @param now the monotonic time in nanoseconds
   */
  synchronized void expect(FrameId frame, long speaker, long session, long now) {
    pending.put(frame, new Expected(speaker, session, now));
  }

  /** Does not expect the frame any more. */
  synchronized void forget(FrameId frame) {
    pending.remove(frame);
  }

  synchronized void heard(FrameId frame) {
    Expected expected = pending.remove(frame);
    if (expected != null) {
      count(expected, new Frames(1, 0, 0));
      return;
    }
    Expected late = missing.remove(frame);
    if (late != null) {
      count(late, new Frames(1, 0, -1));
    }
  }

  /** Counts the frames that were not heard in time. */
  synchronized void judge(long session, long now) {
    removeUntil(pending, now - LIMIT.toNanos())
        .forEach(
            (frame, expected) -> {
              boolean changed = expected.session() != session;
              count(expected, changed ? new Frames(0, 1, 0) : new Frames(0, 0, 1));
              if (!changed) {
                missing.put(frame, expected);
              }
            });
    removeUntil(missing, now - LATEST.toNanos());
  }

  /** Removes the frames that were expected at this time or before, and returns them. */
  private static Map<FrameId, Expected> removeUntil(Map<FrameId, Expected> frames, long time) {
    Map<FrameId, Expected> removed = new LinkedHashMap<>();
    Iterator<Map.Entry<FrameId, Expected>> oldest = frames.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<FrameId, Expected> next = oldest.next();
      if (next.getValue().at() - time > 0) {
        break;
      }
      removed.put(next.getKey(), next.getValue());
      oldest.remove();
    }
    return removed;
  }

  private void count(Expected expected, Frames one) {
    bySpeaker.merge(expected.speaker(), one, Frames::plus);
  }

  /** Returns true if no frame is expected that can still be heard. */
  synchronized boolean isSettled() {
    return pending.isEmpty();
  }

  synchronized Map<Long, Frames> bySpeaker() {
    return Map.copyOf(bySpeaker);
  }

  synchronized Frames of(long speaker) {
    return bySpeaker.getOrDefault(speaker, Frames.NONE);
  }
}
