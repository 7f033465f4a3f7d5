package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import dev.antiphon.dave.internal.mls.crypto.Secret;
import dev.antiphon.dave.internal.mls.tree.LeafNode;
import java.util.Optional;
import java.util.function.LongPredicate;

/** Validates one received proposal (RFC 9420, sections 6.1, 12.1 and 12.1.8). */
final class ProposalValidator {
  private final GroupState state;
  private final Secret membershipKey;

  ProposalValidator(GroupState state, Secret membershipKey) {
    this.state = state;
    this.membershipKey = membershipKey;
  }

  QueuedProposal check(PublicMessage message, LongPredicate recognised) throws MlsException {
    FramedContent content = message.content();
    Proposal proposal =
        message
            .proposal()
            .orElseThrow(
                () -> new MlsException(Refusal.UNSUPPORTED, "a commit in the place of a proposal"));
    checkPlace(state, content);
    checkSender(message, content.sender());
    checkContent(proposal, content.sender(), recognised);
    return new QueuedProposal(message.reference(), content.epoch(), content.sender(), proposal);
  }

  /** Refuses a message of another group or epoch. */
  static void checkPlace(GroupState state, FramedContent content) throws MlsException {
    GroupContext context = state.context();
    if (!content.groupId().equals(context.groupId())) {
      throw new MlsException(
          Refusal.WRONG_GROUP, "a message", content.groupId() + ", expected " + context.groupId());
    }
    if (content.epoch() != context.epoch()) {
      throw new MlsException(
          Refusal.WRONG_EPOCH,
          "a message",
          "epoch "
              + Long.toUnsignedString(content.epoch())
              + ", expected "
              + Long.toUnsignedString(context.epoch()));
    }
  }

  private void checkSender(PublicMessage message, Sender sender) throws MlsException {
    if (sender.isMember()) {
      if (state.profile().isStrict()) {
        throw new MlsException(
            Refusal.WRONG_SENDER,
            "a proposal",
            "member " + sender.index() + ", expected the gateway");
      }
      checkMember(state, message, membershipKey);
    } else {
      ExternalSender gateway = state.gateway().filter(known -> sender.index() == 0).orElse(null);
      if (gateway == null) {
        throw new MlsException(
            Refusal.WRONG_SENDER, "a proposal", "external sender " + sender.index());
      }
      message.verifySignature(gateway.signatureKey(), Optional.empty());
    }
  }

  /**
   * Refuses a member's message with a wrong membership tag or signature. The tag is checked first
   * because it is cheaper.
   */
  static LeafNode checkMember(GroupState state, PublicMessage message, Secret membershipKey)
      throws MlsException {
    int index = message.content().sender().index();
    LeafNode leaf =
        state
            .tree()
            .leaf(index)
            .orElseThrow(
                () -> new MlsException(Refusal.WRONG_SENDER, "a message", "leaf " + index));
    message.verifyMembership(membershipKey, state.context());
    message.verifySignature(leaf.signatureKey(), Optional.of(state.context()));
    return leaf;
  }

  private void checkContent(Proposal proposal, Sender sender, LongPredicate recognised)
      throws MlsException {
    if (proposal instanceof Proposal.Add add) {
      MemberRules.check(add.keyPackage(), state.profile());
      if (state.profile().isStrict() && !recognised.test(add.keyPackage().userId())) {
        throw new MlsException(
            Refusal.UNRECOGNISED_USER,
            "a proposal",
            Long.toUnsignedString(add.keyPackage().userId()));
      }
    } else if (proposal instanceof Proposal.Remove remove) {
      if (state.tree().leaf(remove.leaf()).isEmpty()) {
        throw new MlsException(Refusal.NOT_A_MEMBER, "a proposal", "leaf " + remove.leaf());
      }
    } else if (state.profile().isStrict() || proposal instanceof Proposal.UnsupportedProposal) {
      throw new MlsException(
          Refusal.UNSUPPORTED, "a proposal", "it neither adds nor removes a member");
    } else if (proposal instanceof Proposal.Update update) {
      MemberRules.check(update.leaf(), state.profile(), "an update");
      Bytes groupId = state.context().groupId();
      update.leaf().verifySignature(groupId, sender.index());
    }
  }
}
