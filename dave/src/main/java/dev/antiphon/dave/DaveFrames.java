package dev.antiphon.dave;

import dev.antiphon.dave.internal.media.FrameDecryptor;
import dev.antiphon.dave.internal.media.FrameEncryptor;
import dev.antiphon.dave.internal.media.FrameOutcome;
import dev.antiphon.dave.internal.media.JdkFrameCipher;
import dev.antiphon.dave.internal.media.Silence;
import dev.antiphon.dave.internal.mls.crypto.Secret;
import dev.antiphon.dave.spi.FrameCiphers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongConsumer;

/**
 * Encrypts and decrypts the frames of a connection, with the latest keys that the session has
 * published. Create exactly one instance for each session. Two instances with the same keys would
 * use the same nonces, so a second instance gets no key for encryption.
 *
 * <p>While there are no keys, frames are held back: {@link #protect} returns {@link #HELD}, and the
 * caller can pass the frame again later. Frames are sent unencrypted only while version 0 is active
 * (whitepaper, section Passthrough Mode), and only after the caller has called {@link #allowPlain}
 * for this period of version 0. Silence frames are unencrypted in both directions.
 *
 * <p>A client that is alone in the channel never gets keys. After the time {@link #ALONE}, its
 * frames are replaced by silence frames.
 *
 * <p>Only one thread at a time may use an instance, except for {@link #counts}. All times are in
 * nanoseconds, and come from the same clock as the times of the session.
 */
public final class DaveFrames implements AutoCloseable {
  /** The maximum number of bytes that encryption adds to a frame. */
  public static final int MAX_OVERHEAD = FrameEncryptor.MAX_OVERHEAD;

  /** The result of {@link #protect} for a frame that is held back. */
  public static final int HELD = -1;

  /** The result of {@link #unprotect} for a frame that is dropped. */
  public static final int DROPPED = -1;

  /**
   * How long frames of a client that is alone in the channel are held back, before silence frames
   * replace them. Normally, the gateway announces the other users within this time after the
   * session starts.
   */
  public static final Duration ALONE = Duration.ofSeconds(1);

  private static final int UNKNOWN_USER = 0;

  private final int tolerated;
  private final int users;
  private final long retention;
  private final LongConsumer failing;
  private final FrameCiphers ciphers;
  private final AtomicLongArray counts = new AtomicLongArray(FrameOutcome.values().length);
  private final Map<Long, FrameDecryptor> decryptors = new HashMap<>();
  private final Map<Long, Integer> failures = new HashMap<>();

  /** The decryptor for users without keys. */
  private final FrameDecryptor unknownSenders;

  private DaveMedia.Sending sending = DaveMedia.Sending.HOLD;
  private Optional<FrameEncryptor> encryptor = Optional.empty();
  private int encryptorKeys;
  private int newestKeys;
  private boolean plainAllowed;
  private boolean alone = true;
  private OptionalLong heldSince = OptionalLong.empty();

  /**
   * Creates an instance without keys, for a session with these limits. The instance uses the
   * ciphers of the Java runtime.
   *
   * @param failing called with a user id when too many consecutive frames of this user could not be
   *     decrypted ({@link DaveLimits#decryptionFailures}). The caller then passes a {@link
   *     DaveEvent.DecryptionFails} to the session. {@code failing} is called again after the same
   *     number of further failures
   */
  public DaveFrames(DaveLimits limits, LongConsumer failing) {
    this(limits, failing, JdkFrameCipher::new);
  }

  /**
   * Creates an instance without keys, for a session with these limits. The instance uses custom
   * ciphers.
   *
   * @param failing as for the other constructor
   * @param ciphers creates the ciphers; called on the thread that uses this instance
   */
  public DaveFrames(DaveLimits limits, LongConsumer failing, FrameCiphers ciphers) {
    this.tolerated = limits.decryptionFailures();
    this.users = limits.users();
    this.retention = limits.keyRetention().toNanos();
    this.failing = failing;
    this.ciphers = ciphers;
    this.unknownSenders = new FrameDecryptor(ciphers);
  }

  /**
   * Uses these keys from now on.
   *
   * @param media the latest keys that the session has published
   * @param now the current time in nanoseconds
   */
  public void update(DaveMedia media, long now) {
    addKeys(media, now);
    dropLeavers(media);
    allow(unknownSenders, media);
    decryptors.values().forEach(decryptor -> allow(decryptor, media));
    updateEncryptor(media);
    int oldest = oldestInUse(media);
    decryptors.values().forEach(decryptor -> decryptor.retireBefore(oldest, now + retention));
    sending = media.sending();
    plainAllowed &= sending == DaveMedia.Sending.PLAIN;
    alone = media.alone();
    if (!alone) {
      heldSince = OptionalLong.empty();
    }
  }

  /**
   * Sends frames unencrypted from now on, until version 0 is no longer active. Before this call,
   * {@link #protect} holds frames back in version 0, so that the caller can drop the frames that
   * were meant to be encrypted and tell its user. The call has no effect in other versions.
   */
  public void allowPlain() {
    plainAllowed = sending == DaveMedia.Sending.PLAIN;
  }

  private void addKeys(DaveMedia media, long now) {
    List<HeldKeys> oldestFirst = new ArrayList<>(media.held());
    Collections.reverse(oldestFirst);
    for (HeldKeys held : oldestFirst) {
      if (held.keys().serial() > newestKeys) {
        newestKeys = held.keys().serial();
        for (long user : held.keys().users()) {
          held.keys().receiver(user).ifPresent(secret -> add(user, newestKeys, secret, now));
        }
      }
    }
  }

  private void add(long user, int serial, Secret secret, long now) {
    decryptors
        .computeIfAbsent(user, unknown -> new FrameDecryptor(ciphers))
        .addEpoch(serial, secret, now);
    failures.remove(user);
  }

  /**
   * The session may get no event for hours after a change, so this class retires old keys without
   * waiting for an event.
   */
  private int oldestInUse(DaveMedia media) {
    return media.held().stream()
        .filter(held -> held.until().isEmpty())
        .mapToInt(held -> held.keys().serial())
        .min()
        .orElse(newestKeys + 1);
  }

  private void dropLeavers(DaveMedia media) {
    Set<Long> present = new HashSet<>();
    media.held().forEach(held -> present.addAll(held.keys().users()));
    decryptors
        .entrySet()
        .removeIf(
            entry -> {
              boolean left = !present.contains(entry.getKey());
              if (left) {
                entry.getValue().close();
              }
              return left;
            });
    failures.keySet().retainAll(present);
  }

  private static void allow(FrameDecryptor decryptor, DaveMedia media) {
    if (media.plain()) {
      decryptor.allowPassthrough();
    } else if (media.plainUntil().isPresent()) {
      decryptor.allowPassthroughUntil(media.plainUntil().getAsLong());
    } else {
      decryptor.forbidPassthrough();
    }
  }

  /**
   * The encryptor is kept while frames are sent unencrypted, because its keys can be used again
   * later.
   */
  private void updateEncryptor(DaveMedia media) {
    boolean isHeld = media.held().stream().anyMatch(held -> held.keys().serial() == encryptorKeys);
    if (media.sending() == DaveMedia.Sending.ENCRYPTED
        && media.senderKeys().getAsInt() != encryptorKeys) {
      closeEncryptor();
      encryptorKeys = media.senderKeys().getAsInt();
      encryptor = media.sender().takeSender().map(base -> FrameEncryptor.of(ciphers, base));
    } else if (!isHeld) {
      closeEncryptor();
    }
  }

  private void closeEncryptor() {
    encryptor.ifPresent(FrameEncryptor::close);
    encryptor = Optional.empty();
  }

  /**
   * Encrypts one frame for sending.
   *
   * @param out has room for {@code length} + {@link #MAX_OVERHEAD} bytes from {@code outOffset}
   * @param now the current time in nanoseconds
   * @return the number of bytes written, or {@link #HELD}
   */
  public int protect(byte[] in, int offset, int length, byte[] out, int outOffset, long now) {
    return switch (sending) {
      case HOLD -> hold(out, outOffset, now);
      case PLAIN -> plain(in, offset, length, out, outOffset);
      case ENCRYPTED ->
          encryptor.map(keys -> keys.encrypt(in, offset, length, out, outOffset)).orElse(HELD);
    };
  }

  private int plain(byte[] in, int offset, int length, byte[] out, int outOffset) {
    if (!plainAllowed && !Silence.is(in, offset, length)) {
      return HELD;
    }
    System.arraycopy(in, offset, out, outOffset, length);
    return length;
  }

  /** Holds the frame back, or writes a silence frame instead. */
  private int hold(byte[] out, int outOffset, long now) {
    if (heldSince.isEmpty()) {
      heldSince = OptionalLong.of(now);
    }
    boolean longEnough = now - heldSince.getAsLong() >= ALONE.toNanos();
    return alone && longEnough ? Silence.write(out, outOffset) : HELD;
  }

  /**
   * Decrypts one received frame.
   *
   * @param userId the sender; 0 if the sender is not known
   * @param out has room for {@code length} bytes from {@code outOffset}
   * @param now the current time in nanoseconds
   * @return the number of bytes written, or {@link #DROPPED}
   */
  public int unprotect(
      long userId, byte[] in, int offset, int length, byte[] out, int outOffset, long now) {
    FrameDecryptor decryptor = decryptors.getOrDefault(userId, unknownSenders);
    FrameOutcome outcome = decryptor.decrypt(in, offset, length, out, outOffset, now);
    counts.lazySet(outcome.ordinal(), counts.getPlain(outcome.ordinal()) + 1);
    note(userId, outcome);
    return outcome.isDelivered() ? decryptor.length() : DROPPED;
  }

  private void note(long userId, FrameOutcome outcome) {
    switch (outcome) {
      case DECRYPTED -> {
        if (!failures.isEmpty()) {
          failures.remove(userId);
        }
      }
      case NO_KEY, NOT_AUTHENTIC, TOO_FAR -> countFailure(userId);
      default -> {
        // The outcome does not depend on the keys.
      }
    }
  }

  private void countFailure(long userId) {
    boolean isCounted = decryptors.containsKey(userId) || failures.containsKey(userId);
    if (userId == UNKNOWN_USER || (!isCounted && failures.size() >= users)) {
      return;
    }
    if (failures.merge(userId, 1, Integer::sum) >= tolerated) {
      failures.remove(userId);
      failing.accept(userId);
    }
  }

  /** The counts of the frames received so far. Any thread may call this method. */
  public DaveFrameCounts counts() {
    return new DaveFrameCounts(
        count(FrameOutcome.DECRYPTED),
        count(FrameOutcome.SILENCE),
        count(FrameOutcome.PASSED_THROUGH),
        count(FrameOutcome.NOT_ENCRYPTED),
        count(FrameOutcome.MALFORMED),
        count(FrameOutcome.NO_KEY),
        count(FrameOutcome.NOT_AUTHENTIC),
        count(FrameOutcome.TOO_FAR),
        count(FrameOutcome.REPLAYED));
  }

  private long count(FrameOutcome outcome) {
    return counts.get(outcome.ordinal());
  }

  /** Wipes all keys. From then on, sent frames are held back and received frames are dropped. */
  @Override
  public void close() {
    sending = DaveMedia.Sending.HOLD;
    alone = false;
    closeEncryptor();
    decryptors.values().forEach(FrameDecryptor::close);
    decryptors.clear();
    unknownSenders.forbidPassthrough();
  }
}
