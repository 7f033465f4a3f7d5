package dev.antiphon.testkit.internal.dave;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.group.KeyPackage;
import dev.antiphon.dave.internal.mls.group.PublicMessage;
import java.util.Optional;

/**
 * A proposal that was sent and awaits a commit.
 *
 * @param userId whom it adds or removes
 * @param leaf the leaf that it removes, -1 for one that adds
 * @param keyPackage by which it adds
 * @param message the proposal
 * @param reference its ProposalRef
 */
public record QueuedChange(
    long userId,
    int leaf,
    Optional<KeyPackage> keyPackage,
    PublicMessage message,
    Bytes reference) {

  static QueuedChange add(KeyPackage keyPackage, PublicMessage message) {
    return new QueuedChange(
        keyPackage.userId(), -1, Optional.of(keyPackage), message, message.reference());
  }

  static QueuedChange remove(long userId, int leaf, PublicMessage message) {
    return new QueuedChange(userId, leaf, Optional.empty(), message, message.reference());
  }

  /** Whether it adds; else it removes. */
  public boolean isAdd() {
    return keyPackage.isPresent();
  }
}
