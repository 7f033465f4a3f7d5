package dev.antiphon.dave.internal.media;

import dev.antiphon.dave.internal.mls.crypto.RatchetSecret;
import dev.antiphon.dave.internal.mls.crypto.Secret;
import dev.antiphon.dave.spi.FrameCiphers;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys of one remote sender in one epoch, and the nonces received with them (whitepaper,
 * "Sender Key Derivation" and "Key Rotation"). Only an authentic frame changes this object. Not
 * thread safe.
 *
 * <p>The most significant byte of a received nonce is the generation modulo 256. It is mapped to
 * the lowest generation with this value that is not below the oldest kept generation.
 */
final class SenderEpoch implements AutoCloseable {
  /** How long old keys are kept after newer ones are in use: 10 seconds. */
  static final long RETENTION_NANOS = 10_000_000_000L;

  /** The maximum distance of a generation from the newest one in use. */
  static final int MAX_AHEAD = 250;

  /** The rate of a sender with voice and two video streams. */
  static final int MAX_FRAMES_PER_SECOND = 170;

  static final int GENERATION_SHIFT = 24;

  private static final int GENERATIONS_ON_THE_WIRE = 256;
  private static final int COUNTER_MASK = (1 << GENERATION_SHIFT) - 1;
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final FrameCiphers ciphers;
  private final long created;
  private final NonceWindow nonces = new NonceWindow();

  /** The generations in use, the newest first. Only the newest one has no expiry time. */
  private final List<Generation> generations = new ArrayList<>();

  private RatchetSecret newestSecret;

  /** The keys that derive from this secret. This object takes ownership of the secret. */
  SenderEpoch(FrameCiphers ciphers, Secret base, long now) {
    this.ciphers = ciphers;
    created = now;
    newestSecret = RatchetSecret.first(base);
    generations.add(new Generation(0, new FrameKey(ciphers, newestSecret)));
  }

  /** Decrypts a frame if it is authentic with this epoch's keys and if its nonce is new. */
  FrameOutcome open(
      ProtocolFrame frame, byte[] in, int offset, byte[] out, int outOffset, long now) {
    expire(now);
    long generation = widen(frame.nonce() >>> GENERATION_SHIFT);
    if (isTooFar(generation, now)) {
      return FrameOutcome.TOO_FAR;
    }
    long nonce = generation << GENERATION_SHIFT | (frame.nonce() & COUNTER_MASK);
    if (!nonces.isNew(nonce)) {
      return FrameOutcome.REPLAYED;
    }
    FrameOutcome outcome =
        generation > newest().number
            ? openAhead(generation, frame, in, offset, out, outOffset, now)
            : openKept(generation, frame, in, offset, out, outOffset);
    if (outcome == FrameOutcome.DECRYPTED) {
      nonces.receive(nonce);
    }
    return outcome;
  }

  /**
   * Whether a frame is authentic with this epoch's keys, also if its nonce was received before.
   * This object does not change.
   */
  boolean isAuthentic(ProtocolFrame frame, byte[] in, int offset, byte[] scratch, long now) {
    long generation = widen(frame.nonce() >>> GENERATION_SHIFT);
    if (isTooFar(generation, now)) {
      return false;
    }
    if (generation <= newest().number) {
      return openKept(generation, frame, in, offset, scratch, 0) == FrameOutcome.DECRYPTED;
    }
    try (RatchetSecret secret = advance(generation);
        FrameKey key = new FrameKey(ciphers, secret)) {
      return key.open(frame, in, offset, scratch, 0);
    }
  }

  private boolean isTooFar(long generation, long now) {
    return generation > newest().number + MAX_AHEAD || generation > reachable(now);
  }

  private FrameOutcome openKept(
      long number, ProtocolFrame frame, byte[] in, int offset, byte[] out, int outOffset) {
    for (Generation generation : generations) {
      if (generation.number == number) {
        return generation.key.open(frame, in, offset, out, outOffset)
            ? FrameOutcome.DECRYPTED
            : FrameOutcome.NOT_AUTHENTIC;
      }
    }
    return FrameOutcome.NO_KEY;
  }

  /**
   * Tries a generation that is not in use yet. Its key costs one step of the ratchet for each
   * generation that it is ahead. {@link #reachable} limits the steps: none in the first day, and
   * one for each further 27 hours.
   */
  private FrameOutcome openAhead(
      long number,
      ProtocolFrame frame,
      byte[] in,
      int offset,
      byte[] out,
      int outOffset,
      long now) {
    RatchetSecret secret = advance(number);
    FrameKey key = new FrameKey(ciphers, secret);
    if (!key.open(frame, in, offset, out, outOffset)) {
      key.close();
      secret.close();
      return FrameOutcome.NOT_AUTHENTIC;
    }
    newestSecret.close();
    newestSecret = secret;
    newest().end = now + RETENTION_NANOS;
    generations.add(0, new Generation(number, key));
    return FrameOutcome.DECRYPTED;
  }

  private RatchetSecret advance(long number) {
    RatchetSecret secret = newestSecret.next();
    for (long at = newest().number + 1; at < number; at++) {
      RatchetSecret next = secret.next();
      secret.close();
      secret = next;
    }
    return secret;
  }

  private long widen(int generation) {
    long oldest = generations.get(generations.size() - 1).number;
    long wide = oldest - oldest % GENERATIONS_ON_THE_WIRE + generation;
    return wide < oldest ? wide + GENERATIONS_ON_THE_WIRE : wide;
  }

  /** The highest generation that the fastest sender can have reached. */
  private long reachable(long now) {
    long age = Math.max(0, now - created);
    return (age / SECOND_NANOS * MAX_FRAMES_PER_SECOND) >>> GENERATION_SHIFT;
  }

  private void expire(long now) {
    for (int last = generations.size() - 1; last > 0; last--) {
      if (generations.get(last).end - now > 0) {
        return;
      }
      generations.remove(last).key.close();
    }
  }

  private Generation newest() {
    return generations.get(0);
  }

  /** Wipes the keys. */
  @Override
  public void close() {
    newestSecret.close();
    generations.forEach(generation -> generation.key.close());
  }

  private static final class Generation {
    private final long number;
    private final FrameKey key;
    private long end;

    private Generation(long number, FrameKey key) {
      this.number = number;
      this.key = key;
    }
  }
}
