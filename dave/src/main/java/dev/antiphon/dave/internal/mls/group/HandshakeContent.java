package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Encodable;

/** The content of a message: a proposal or a commit. DAVE has no MLS application messages. */
public sealed interface HandshakeContent extends Encodable permits Proposal, Commit {
  /** The content type of a proposal. */
  int PROPOSAL = 2;

  /** The content type of a commit. */
  int COMMIT = 3;
}
