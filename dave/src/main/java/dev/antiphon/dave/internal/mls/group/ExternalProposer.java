package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.crypto.SignatureKeyPair;
import dev.antiphon.dave.internal.mls.tree.Credential;
import java.util.Optional;

/**
 * The gateway's side of proposals (RFC 9420, section 12.1.8): signs them, and knows nothing secret
 * of any group.
 */
public final class ExternalProposer {
  private final SignatureKeyPair signer;
  private final ExternalSender sender;

  /**
   * A proposer that signs with this key, which stays the caller's to close.
   *
   * @param identity its name
   */
  public ExternalProposer(SignatureKeyPair signer, Bytes identity) {
    this.signer = signer;
    this.sender = new ExternalSender(signer.publicKey(), new Credential(identity));
  }

  /** What members know it by; its encoding is the body of op 25. */
  public ExternalSender sender() {
    return sender;
  }

  /** Proposes that somebody joins. */
  public PublicMessage add(long channelId, long epoch, KeyPackage keyPackage) {
    return propose(Bytes.ofLong(channelId), epoch, new Proposal.Add(keyPackage));
  }

  /** Proposes that the member at a leaf leaves. */
  public PublicMessage remove(long channelId, long epoch, int leaf) {
    return propose(Bytes.ofLong(channelId), epoch, new Proposal.Remove(leaf));
  }

  PublicMessage propose(Bytes groupId, long epoch, Proposal proposal) {
    FramedContent content =
        new FramedContent(groupId, epoch, Sender.GATEWAY, Bytes.EMPTY, proposal);
    return PublicMessage.sign(signer, content, Optional.empty());
  }
}
