package dev.antiphon.dave;

import dev.antiphon.dave.internal.media.FrameDecryptor;
import dev.antiphon.dave.internal.media.FrameOutcome;
import dev.antiphon.dave.spi.FrameCiphers;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * Decrypts the received frames of a connection. It keeps frames whose key is missing, finds the
 * sender of frames without a known user, and counts all frames.
 */
final class ReceivedFrames implements AutoCloseable {
  /** The maximum number of SSRCs. If there are more, the one that was added first is removed. */
  static final int SSRCS = 1_024;

  private static final DaveFrameListener NOBODY =
      (user, ssrc, position, frame, offset, length) -> {};

  private final int tolerated;
  private final int users;
  private final LongConsumer failing;
  private final MediaSenders senders;
  private final KeyTrials trials;
  private final FrameCounters counters = new FrameCounters();
  private final KeptFrames kept = new KeptFrames(this::dropKept);
  private final Map<Long, FrameStream> streams = new LinkedHashMap<>();
  private final Map<Long, Integer> failures = new HashMap<>();
  private DaveFrameListener listener = NOBODY;
  private boolean closed;

  ReceivedFrames(DaveLimits limits, LongConsumer failing, FrameCiphers ciphers) {
    this.tolerated = limits.decryptionFailures();
    this.users = limits.users();
    this.failing = failing;
    this.senders = new MediaSenders(limits, ciphers, failures::remove);
    this.trials = new KeyTrials(senders);
  }

  void deliverTo(DaveFrameListener next) {
    listener = next;
  }

  /** Uses these keys from now on, and delivers the kept frames that they decrypt. */
  void update(DaveMedia media, long now) {
    boolean keysAdded = senders.update(media, now);
    failures.keySet().removeIf(user -> senders.find(user).isEmpty());
    for (FrameStream stream : streams.values()) {
      if (stream.isProven() && !senders.isCurrent(stream.user())) {
        stream.forgetProof();
      }
    }
    kept.expire(now);
    if (keysAdded) {
      kept.streams().forEach(stream -> deliverKept(stream, now, () -> true));
    }
  }

  /** Drops the frames that are kept for too long. */
  void expire(long now) {
    kept.expire(now);
  }

  boolean keepsFrames() {
    return !kept.isEmpty();
  }

  /** Decrypts a frame of this user, see {@link DaveFrames#unprotect}. */
  int unprotect(
      long userId, byte[] in, int offset, int length, byte[] out, int outOffset, long now) {
    FrameDecryptor decryptor =
        senders.find(userId).map(MediaSender::decryptor).orElse(senders.others());
    FrameOutcome outcome = decryptor.decrypt(in, offset, length, out, outOffset, now);
    counters.row(userId).count(outcome);
    int written = outcome.isDelivered() ? decryptor.length() : DaveFrames.DROPPED;
    note(userId, outcome);
    return written;
  }

  /** Handles a frame of this SSRC, see {@link DaveFrames#receive}. */
  void receive(
      long userId, long ssrc, long position, byte[] frame, int offset, int length, long now) {
    kept.expire(now);
    FrameStream stream = streamOf(ssrc);
    announce(stream, userId, now);
    if (closed) {
      dropKept(stream, FrameOutcome.TOO_EARLY);
      return;
    }
    FrameDecryptor decryptor = stream.decryptor(senders);
    FrameOutcome outcome = decryptor.decrypt(frame, offset, length, frame, offset, now);
    if (isWithoutKey(stream, outcome, frame, offset, length, now)) {
      Optional<MediaSender> found = trials.find(stream, frame, offset, length, now);
      if (found.isEmpty()) {
        kept.keep(stream, frame, offset, length, position, now);
        noteKept(stream.user(), outcome);
        return;
      }
      prove(stream, found.get());
      retry(stream, now);
      decryptor = found.get().decryptor();
      outcome = decryptor.decrypt(frame, offset, length, frame, offset, now);
    }
    if (closed) {
      dropKept(stream, FrameOutcome.TOO_EARLY);
      return;
    }
    finish(stream, outcome, position, frame, offset, decryptor.length());
  }

  private FrameStream streamOf(long ssrc) {
    FrameStream stream = streams.get(ssrc);
    if (stream == null) {
      stream = new FrameStream(ssrc);
      streams.put(ssrc, stream);
      if (streams.size() > SSRCS) {
        var oldest = streams.values().iterator();
        kept.drop(oldest.next(), FrameOutcome.NO_ROOM);
        oldest.remove();
      }
    }
    return stream;
  }

  private void announce(FrameStream stream, long userId, long now) {
    if (stream.announced() == userId) {
      return;
    }
    stream.announce(userId);
    countContradiction(stream);
    if (!stream.kept().isEmpty()) {
      retry(stream, now);
    }
  }

  private void prove(FrameStream stream, MediaSender owner) {
    stream.prove(owner);
    countContradiction(stream);
  }

  private void countContradiction(FrameStream stream) {
    if (stream.isNewContradiction()) {
      counters.contradiction();
    }
  }

  /**
   * Whether no key of the stream's user fits the frame. The first frames of an epoch have nonces
   * that were received in the previous one, so a repeated nonce alone does not mean a replay.
   */
  private boolean isWithoutKey(
      FrameStream stream, FrameOutcome outcome, byte[] frame, int offset, int length, long now) {
    return switch (outcome) {
      case NO_KEY, NOT_AUTHENTIC, TOO_FAR -> true;
      case REPLAYED -> !trials.isOfUser(stream, frame, offset, length, now);
      default -> false;
    };
  }

  /**
   * Delivers the kept frames of this SSRC that can be decrypted now. A frame that cannot be
   * decrypted costs as much as a trial, and the first such frame without a budget is the last that
   * is tried.
   */
  private void retry(FrameStream stream, long now) {
    deliverKept(stream, now, () -> trials.maySpend(stream, stream.decryptor(senders), now));
  }

  /**
   * Delivers the kept frames of this SSRC that can be decrypted now, in order. The others stay.
   *
   * @param mayFail called after each frame that cannot be decrypted: whether further ones are tried
   */
  private void deliverKept(FrameStream stream, long now, BooleanSupplier mayFail) {
    boolean mayTry = true;
    for (KeptFrame frame : kept.take(stream)) {
      if (closed) {
        dropKept(stream, FrameOutcome.TOO_EARLY);
      } else if (!mayTry || !delivers(stream, frame, now)) {
        kept.putBack(stream, frame);
        mayTry = mayTry && mayFail.getAsBoolean();
      }
    }
  }

  private boolean delivers(FrameStream stream, KeptFrame frame, long now) {
    byte[] bytes = frame.bytes();
    FrameDecryptor decryptor = stream.decryptor(senders);
    FrameOutcome outcome = decryptor.decrypt(bytes, 0, bytes.length, bytes, 0, now);
    if (outcome != FrameOutcome.DECRYPTED) {
      Optional<MediaSender> found = trials.find(stream, bytes, 0, bytes.length, now);
      if (found.isEmpty()) {
        return false;
      }
      prove(stream, found.get());
      retry(stream, now); // earlier frames, for which fewer keys were tried
      decryptor = found.get().decryptor();
      outcome = decryptor.decrypt(bytes, 0, bytes.length, bytes, 0, now);
    }
    finish(stream, outcome, frame.position(), bytes, 0, decryptor.length());
    return true;
  }

  /** Counts a frame, and tells the listener. */
  private void finish(
      FrameStream stream, FrameOutcome outcome, long position, byte[] frame, int at, int length) {
    if (outcome == FrameOutcome.DECRYPTED) {
      if (!stream.isProven()) {
        stream.sender(senders).ifPresent(owner -> prove(stream, owner));
      }
      if (!failures.isEmpty()) {
        failures.remove(stream.user());
      }
    }
    boolean isPlain = outcome == FrameOutcome.PASSED_THROUGH;
    long user =
        isPlain && stream.announced() != FrameStream.UNKNOWN ? stream.announced() : stream.user();
    if (user == stream.user()) {
      stream.count(counters, outcome);
    } else {
      counters.row(user).count(outcome);
    }
    if (outcome.isDelivered()) {
      listener.delivered(user, stream.ssrc(), position, frame, at, length);
    } else {
      listener.dropped(user, stream.ssrc());
    }
  }

  private void dropKept(FrameStream stream, FrameOutcome reason) {
    boolean isUnknown = stream.user() == FrameStream.UNKNOWN && !senders.all().isEmpty();
    boolean isLate = reason == FrameOutcome.TOO_EARLY;
    stream.count(counters, isLate && isUnknown ? FrameOutcome.NO_OWNER : reason);
    listener.dropped(stream.user(), stream.ssrc());
  }

  private void note(long userId, FrameOutcome outcome) {
    if (outcome == FrameOutcome.DECRYPTED && !failures.isEmpty()) {
      failures.remove(userId);
    }
    noteKept(userId, outcome);
  }

  private void noteKept(long userId, FrameOutcome outcome) {
    switch (outcome) {
      case NO_KEY, NOT_AUTHENTIC, TOO_FAR -> countFailure(userId);
      default -> {
        // The outcome does not depend on the keys.
      }
    }
  }

  private void countFailure(long userId) {
    boolean isCounted = senders.find(userId).isPresent() || failures.containsKey(userId);
    if (userId == FrameStream.UNKNOWN || (!isCounted && failures.size() >= users)) {
      return;
    }
    if (failures.merge(userId, 1, Integer::sum) >= tolerated) {
      failures.remove(userId);
      failing.accept(userId);
    }
  }

  /** The counts of the frames received so far. Any thread may call this method. */
  DaveFrameStatistics statistics() {
    return counters.snapshot();
  }

  /** Wipes all keys, and drops the kept frames. */
  @Override
  public void close() {
    closed = true;
    kept.streams().forEach(stream -> kept.drop(stream, FrameOutcome.TOO_EARLY));
    senders.close();
    trials.wipe();
  }
}
