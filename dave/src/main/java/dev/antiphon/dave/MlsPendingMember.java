package dev.antiphon.dave;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.group.ExternalSender;
import dev.antiphon.dave.internal.mls.group.KeyPackageBundle;
import dev.antiphon.dave.internal.mls.group.MemberIdentity;

/** A pending member that uses the MLS engine. */
final class MlsPendingMember implements PendingMember {
  private final long channelId;
  private final KeyPackageBundle bundle;

  MlsPendingMember(long channelId, MemberIdentity identity) {
    this.channelId = channelId;
    this.bundle = KeyPackageBundle.create(identity);
  }

  @Override
  public Bytes keyPackage() {
    return new MlsWriter().struct(bundle.keyPackage()).toBytes();
  }

  @Override
  public Group createGroup(ExternalSender sender) {
    return new MlsGroup(bundle.createGroup(channelId, sender));
  }

  @Override
  public Group join(Bytes welcome, ExternalSender sender) throws MlsException {
    return new MlsGroup(bundle.join(welcome.toArray(), channelId, sender));
  }

  @Override
  public void close() {
    bundle.close();
  }
}
