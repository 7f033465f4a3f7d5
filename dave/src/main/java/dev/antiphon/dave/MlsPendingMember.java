package dev.antiphon.dave;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.MlsWriter;
import dev.antiphon.dave.internal.mls.group.Candidate;
import dev.antiphon.dave.internal.mls.group.ExternalSender;
import dev.antiphon.dave.internal.mls.group.MemberIdentity;

/** A pending member with keys of the MLS engine. */
final class MlsPendingMember implements PendingMember {
  private final long channelId;
  private final Candidate candidate;

  MlsPendingMember(long channelId, MemberIdentity identity) {
    this.channelId = channelId;
    this.candidate = Candidate.create(identity);
  }

  @Override
  public Bytes keyPackage() {
    return new MlsWriter().struct(candidate.keyPackage()).toBytes();
  }

  @Override
  public Group found(ExternalSender sender) {
    return new MlsGroup(candidate.found(channelId, sender));
  }

  @Override
  public Group join(Bytes welcome, ExternalSender sender) throws MlsException {
    return new MlsGroup(candidate.join(welcome.toArray(), channelId, sender));
  }

  @Override
  public void close() {
    candidate.close();
  }
}
