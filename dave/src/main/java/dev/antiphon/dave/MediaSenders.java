package dev.antiphon.dave;

import dev.antiphon.dave.internal.media.FrameDecryptor;
import dev.antiphon.dave.internal.mls.crypto.Secret;
import dev.antiphon.dave.spi.FrameCiphers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;

/** The users whose frames we have keys for, and their keys. */
final class MediaSenders implements AutoCloseable {
  private final long retention;
  private final FrameCiphers ciphers;
  private final LongConsumer keysAdded;
  private final Map<Long, MediaSender> senders = new HashMap<>();

  /** The decryptor for users without keys. */
  private final FrameDecryptor others;

  private List<MediaSender> all = List.of();
  private int newestKeys;
  private int changes;

  /** {@code keysAdded} is called with each user for whom keys are added. */
  MediaSenders(DaveLimits limits, FrameCiphers ciphers, LongConsumer keysAdded) {
    this.retention = limits.keyRetention().toNanos();
    this.ciphers = ciphers;
    this.keysAdded = keysAdded;
    this.others = new FrameDecryptor(ciphers);
  }

  /** Uses these keys from now on. Returns whether keys were added. */
  boolean update(DaveMedia media, long now) {
    int before = newestKeys;
    addKeys(media, now);
    dropLeavers(media);
    allow(others, media);
    int oldest = oldestInUse(media);
    for (MediaSender sender : senders.values()) {
      allow(sender.decryptor(), media);
      sender.decryptor().retireBefore(oldest, now + retention);
    }
    all = List.copyOf(senders.values());
    changes++;
    return newestKeys != before;
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
    MediaSender sender =
        senders.computeIfAbsent(user, id -> new MediaSender(id, new FrameDecryptor(ciphers)));
    sender.decryptor().addEpoch(serial, secret, now);
    sender.keysAdded(serial);
    keysAdded.accept(user);
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
    senders
        .values()
        .removeIf(
            sender -> {
              boolean left = !present.contains(sender.user());
              if (left) {
                sender.decryptor().close();
              }
              return left;
            });
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

  Optional<MediaSender> find(long user) {
    return Optional.ofNullable(senders.get(user));
  }

  /** All users with keys. The list does not change; each update creates another one. */
  List<MediaSender> all() {
    return all;
  }

  /** The decryptor for users without keys. It delivers only unencrypted frames. */
  FrameDecryptor others() {
    return others;
  }

  /** Whether this user is in the newest group that we have keys for. */
  boolean isCurrent(long user) {
    return find(user).filter(sender -> sender.newestKeys() == newestKeys).isPresent();
  }

  /** The number of updates. It changes when the result of {@link #find} can change. */
  int changes() {
    return changes;
  }

  /** Wipes the keys, and accepts no unencrypted frame except silence. */
  @Override
  public void close() {
    senders.values().forEach(sender -> sender.decryptor().close());
    senders.clear();
    all = List.of();
    others.forbidPassthrough();
    changes++;
  }
}
