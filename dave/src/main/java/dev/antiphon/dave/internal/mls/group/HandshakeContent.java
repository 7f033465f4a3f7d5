package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Encodable;

/** What a message is about; DAVE has no application messages in MLS. */
public sealed interface HandshakeContent extends Encodable permits Proposal, Commit {
  /** The content type's number of a proposal. */
  int PROPOSAL = 2;

  /** The content type's number of a commit. */
  int COMMIT = 3;
}
