package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.MlsException;

/** The MLS part of one user of a {@link Channel}. */
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

  void receive(PublicMessage proposal) throws MlsException {
    queue = queue.with(epoch.check(proposal, user -> true));
  }

  /**
   * Enters the next epoch. The old epoch is wiped immediately, which verifies that the epochs share
   * no secrets.
   */
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
