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
 * Encrypts and decrypts the frames of a connection, with the keys that the session has published
 * last. A session has exactly one, for its lifetime: two that encrypted under the same keys would
 * use the same nonces, so a second one gets no key to encrypt with.
 *
 * <p>Rule: while there are no keys, frames are held; they go out in clear only while version 0 is
 * in force (whitepaper, section Passthrough Mode). Silence frames go in clear in either direction.
 * A client that is alone has nobody to share keys with: after {@link #ALONE} its frames no longer
 * wait, and silence goes out in their place.
 *
 * <p>Belongs to one thread at a time, except {@link #counts}. Times are in nanoseconds of the clock
 * that the session is told.
 */
public final class DaveFrames implements AutoCloseable {
  /** The most bytes by which a frame grows. */
  public static final int MAX_OVERHEAD = FrameEncryptor.MAX_OVERHEAD;

  /** What {@link #protect} answers for a frame that waits. */
  public static final int HELD = -1;

  /** What {@link #unprotect} answers for a frame that is dropped. */
  public static final int DROPPED = -1;

  /**
   * How long frames of who is alone are held first: the gateway tells who else is there within a
   * moment of the beginning.
   */
  public static final Duration ALONE = Duration.ofSeconds(1);

  private static final int NOBODY = 0;

  private final int tolerated;
  private final int users;
  private final long retention;
  private final LongConsumer failing;
  private final FrameCiphers ciphers;
  private final AtomicLongArray counts = new AtomicLongArray(FrameOutcome.values().length);
  private final Map<Long, FrameDecryptor> decryptors = new HashMap<>();
  private final Map<Long, Integer> failures = new HashMap<>();

  /** For those whose keys are not held. */
  private final FrameDecryptor strangers;

  private DaveMedia.Sending sending = DaveMedia.Sending.HOLD;
  private Optional<FrameEncryptor> encryptor = Optional.empty();
  private int encryptorKeys;
  private int newestKeys;
  private boolean alone = true;
  private OptionalLong heldSince = OptionalLong.empty();

  /**
   * Frames of a session with these limits, without keys as yet, under the ciphers of the Java
   * runtime.
   *
   * @param failing hears which user's frames have failed so often, one after another, that the
   *     session should hear of it as {@link DaveEvent.DecryptionFails}; again after as many more
   */
  public DaveFrames(DaveLimits limits, LongConsumer failing) {
    this(limits, failing, JdkFrameCipher::new);
  }

  /**
   * The same under other ciphers.
   *
   * @param failing hears of users whose frames keep failing
   * @param ciphers makes the ciphers; called on the thread that the frames belong to
   */
  public DaveFrames(DaveLimits limits, LongConsumer failing, FrameCiphers ciphers) {
    this.tolerated = limits.decryptionFailures();
    this.users = limits.users();
    this.retention = limits.keyRetention().toNanos();
    this.failing = failing;
    this.ciphers = ciphers;
    this.strangers = new FrameDecryptor(ciphers);
  }

  /** Uses these keys from now on; they are the session's latest. */
  public void update(DaveMedia media, long now) {
    addKeys(media, now);
    dropLeavers(media);
    allow(strangers, media);
    decryptors.values().forEach(decryptor -> allow(decryptor, media));
    updateEncryptor(media);
    int oldest = oldestInUse(media);
    decryptors.values().forEach(decryptor -> decryptor.retireBefore(oldest, now + retention));
    sending = media.sending();
    alone = media.alone();
    if (!alone) {
      heldSince = OptionalLong.empty();
    }
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

  /** The session may be silent for hours after a change, so the frames see to it by themselves. */
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

  /** The encryptor outlives a time in clear, for its keys may be taken up again. */
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
   * Protects one frame.
   *
   * @param out has room for {@code length} and {@link #MAX_OVERHEAD} bytes from {@code outOffset}
   * @return the number of bytes written, or {@link #HELD}
   */
  public int protect(byte[] in, int offset, int length, byte[] out, int outOffset, long now) {
    return switch (sending) {
      case HOLD -> hold(out, outOffset, now);
      case PLAIN -> {
        System.arraycopy(in, offset, out, outOffset, length);
        yield length;
      }
      case ENCRYPTED ->
          encryptor.map(keys -> keys.encrypt(in, offset, length, out, outOffset)).orElse(HELD);
    };
  }

  /** A frame is held, or silence goes out in its place. */
  private int hold(byte[] out, int outOffset, long now) {
    if (heldSince.isEmpty()) {
      heldSince = OptionalLong.of(now);
    }
    boolean longEnough = now - heldSince.getAsLong() >= ALONE.toNanos();
    return alone && longEnough ? Silence.write(out, outOffset) : HELD;
  }

  /**
   * Recovers one frame.
   *
   * @param userId the sender; 0 if it is not known
   * @param out has room for {@code length} bytes from {@code outOffset}
   * @return the number of bytes written, or {@link #DROPPED}
   */
  public int unprotect(
      long userId, byte[] in, int offset, int length, byte[] out, int outOffset, long now) {
    FrameDecryptor decryptor = decryptors.getOrDefault(userId, strangers);
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
        // Says nothing about the keys.
      }
    }
  }

  private void countFailure(long userId) {
    boolean isCounted = decryptors.containsKey(userId) || failures.containsKey(userId);
    if (userId == NOBODY || (!isCounted && failures.size() >= users)) {
      return;
    }
    if (failures.merge(userId, 1, Integer::sum) >= tolerated) {
      failures.remove(userId);
      failing.accept(userId);
    }
  }

  /** What became of the frames received so far. Any thread may ask. */
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

  /** Wipes all keys; from then on frames are held and dropped. */
  @Override
  public void close() {
    sending = DaveMedia.Sending.HOLD;
    alone = false;
    closeEncryptor();
    decryptors.values().forEach(FrameDecryptor::close);
    decryptors.clear();
    strangers.forbidPassthrough();
  }
}
