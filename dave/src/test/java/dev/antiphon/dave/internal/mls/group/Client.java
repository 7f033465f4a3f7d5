package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.MlsException;

/** One user of a {@link Channel}, as far as MLS is concerned. */
final class Client {
  final MemberIdentity identity;
  KeyPackageBundle bundle;
  Epoch epoch;
  ProposalQueue queue = ProposalQueue.EMPTY;

  Client(long userId) {
    identity = MemberIdentity.ephemeral(userId);
    bundle = KeyPackageBundle.create(identity);
  }

  long userId() {
    return identity.userId();
  }

  void hear(PublicMessage proposal) throws MlsException {
    queue = queue.with(epoch.check(proposal, user -> true));
  }

  /** Goes on in the next epoch; the old one is wiped at once, to see that nothing is shared. */
  void enter(Epoch next) {
    if (epoch != null) {
      epoch.close();
    }
    if (bundle != null) {
      bundle.close();
      bundle = null;
    }
    epoch = next;
    queue = ProposalQueue.EMPTY;
  }
}
