package dev.antiphon.dave;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.group.ExternalSender;

/**
 * What the session asks of somebody who may become a member. It stands between the table and the
 * MLS engine, so that the table can be explored with groups that are only pretended.
 */
interface PendingMember extends AutoCloseable {
  /** The body of op 26. */
  Bytes keyPackage();

  /** A group of its own, at epoch 0. */
  Group found(ExternalSender sender);

  /** The group that a welcome leads into. */
  Group join(Bytes welcome, ExternalSender sender) throws MlsException;

  @Override
  void close();
}
