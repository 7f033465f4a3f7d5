package dev.antiphon.dave;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.group.ExternalSender;

/**
 * This client before it is a member: its key package, and the private keys for it. The interface
 * separates the table from the MLS engine, so that tests can explore the table with groups without
 * cryptography.
 */
interface PendingMember extends AutoCloseable {
  /** The key package: the body of op 26. */
  Bytes keyPackage();

  /** Creates our own group, at epoch 0. */
  Group createGroup(ExternalSender sender);

  /** Joins a group by a welcome. */
  Group join(Bytes welcome, ExternalSender sender) throws MlsException;

  @Override
  void close();
}
