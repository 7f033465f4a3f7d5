package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.crypto.Hash;
import dev.antiphon.dave.internal.mls.crypto.Secret;

/**
 * The secrets of one epoch that DAVE uses (RFC 9420, section 8). Closing it wipes them.
 *
 * @param init the init secret, from which the next epoch derives
 * @param exporter the exporter secret, from which exported secrets derive
 * @param authenticator the epoch authenticator: members compare it to verify that they are in the
 *     same epoch
 * @param confirmation the key of the confirmation tag
 * @param membership the key of membership tags
 */
record KeySchedule(
    Secret init, Secret exporter, Secret authenticator, Secret confirmation, Secret membership)
    implements AutoCloseable {
  /**
   * The joiner secret of the next epoch. It derives from the init secret of this epoch and the
   * commit secret.
   */
  static Secret joiner(Secret init, Secret commitSecret, GroupContext context) {
    try (Secret extracted = init.extract(commitSecret)) {
      return extracted.expand("joiner", context.encode(), Secret.LENGTH);
    }
  }

  /** The welcome secret that derives from the joiner secret. */
  static Secret welcome(Secret joiner, Secret psk) {
    try (Secret member = joiner.extract(psk)) {
      return member.derive("welcome");
    }
  }

  static Secret epochSecret(Secret joiner, Secret psk, GroupContext context) {
    try (Secret member = joiner.extract(psk)) {
      return member.expand("epoch", context.encode(), Secret.LENGTH);
    }
  }

  /** The secrets of the epoch of this joiner secret. */
  static KeySchedule of(Secret joiner, Secret psk, GroupContext context) {
    try (Secret epoch = epochSecret(joiner, psk, context)) {
      return ofEpoch(epoch);
    }
  }

  static KeySchedule ofEpoch(Secret epoch) {
    return new KeySchedule(
        epoch.derive("init"),
        epoch.derive("exporter"),
        epoch.derive("authentication"),
        epoch.derive("confirm"),
        epoch.derive("membership"));
  }

  /** MLS-Exporter (RFC 9420, section 8.5). */
  Secret export(String label, Bytes context, int length) {
    try (Secret derived = exporter.derive(label)) {
      return derived.expand("exported", Hash.of(context), length);
    }
  }

  /** The confirmation tag (RFC 9420, section 6.1). */
  Bytes confirmationTag(GroupContext context) {
    return confirmation.mac(context.confirmedTranscriptHash());
  }

  @Override
  public void close() {
    init.close();
    exporter.close();
    authenticator.close();
    confirmation.close();
    membership.close();
  }
}
