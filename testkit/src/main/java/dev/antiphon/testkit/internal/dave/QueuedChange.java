package dev.antiphon.testkit.internal.dave;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.group.KeyPackage;
import dev.antiphon.dave.internal.mls.group.PublicMessage;
import java.util.Optional;

/**
 * A proposal that was sent and waits for a commit.
 *
 * @param userId the user to add or remove
 * @param leaf the leaf to remove, -1 for an Add
 * @param keyPackage the key package of an Add
 * @param message the proposal
 * @param reference the ProposalRef of the proposal
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

  /** Returns true for an Add and false for a Remove. */
  public boolean isAdd() {
    return keyPackage.isPresent();
  }
}
