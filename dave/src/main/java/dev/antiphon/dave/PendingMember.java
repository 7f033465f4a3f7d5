package dev.antiphon.dave;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.group.ExternalSender;

/**
 * This client with a key package by which it can be added to a group: what the session asks of it.
 * The interface is between table and MLS engine, so that the table can be explored with groups that
 * do no cryptography.
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
