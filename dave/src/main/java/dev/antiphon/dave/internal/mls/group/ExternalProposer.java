package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.crypto.SignatureKeyPair;
import dev.antiphon.dave.internal.mls.tree.Credential;
import java.util.Optional;

/**
 * Creates and signs proposals for the gateway (RFC 9420, section 12.1.8). It has no secret of any
 * group.
 */
public final class ExternalProposer {
  private final SignatureKeyPair signer;
  private final ExternalSender sender;

  /**
   * A proposer that signs with this key. The caller closes the key.
   *
   * @param identity the identity in the credential of the external sender
   */
  public ExternalProposer(SignatureKeyPair signer, Bytes identity) {
    this.signer = signer;
    this.sender = new ExternalSender(signer.publicKey(), new Credential(identity));
  }

  /** The external sender of these proposals. Its encoding is the body of op 25. */
  public ExternalSender sender() {
    return sender;
  }

  /** Creates a proposal to add a member. */
  public PublicMessage add(long channelId, long epoch, KeyPackage keyPackage) {
    return propose(Bytes.ofLong(channelId), epoch, new Proposal.Add(keyPackage));
  }

  /** Creates a proposal to remove the member at a leaf. */
  public PublicMessage remove(long channelId, long epoch, int leaf) {
    return propose(Bytes.ofLong(channelId), epoch, new Proposal.Remove(leaf));
  }

  PublicMessage propose(Bytes groupId, long epoch, Proposal proposal) {
    FramedContent content =
        new FramedContent(groupId, epoch, Sender.GATEWAY, Bytes.EMPTY, proposal);
    return PublicMessage.sign(signer, content, Optional.empty());
  }
}
