package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import dev.antiphon.dave.internal.mls.tree.Extension;
import dev.antiphon.dave.internal.mls.tree.RatchetTree;
import dev.antiphon.dave.internal.mls.tree.TreeValidator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The result of the proposals of one commit (RFC 9420, sections 12.2 and 12.3).
 *
 * @param tree the tree after all proposals are applied
 * @param added the leaves of the new members, in the order of the proposals
 * @param newcomers the key packages of the new members, in the same order
 * @param extensions the extensions of the group
 * @param needsPath whether the commit must renew the path of its sender
 */
record ProposalList(
    RatchetTree tree,
    List<Integer> added,
    List<KeyPackage> newcomers,
    List<Extension> extensions,
    boolean needsPath) {

  /**
   * Applies validated proposals. Refuses the list if the proposals conflict.
   *
   * @param committer the leaf of the committer
   * @param self the leaf of this member
   */
  static ProposalList apply(
      GroupState state, List<QueuedProposal> proposals, int committer, int self)
      throws MlsException {
    if (proposals.isEmpty() && state.profile().isStrict()) {
      throw new MlsException(Refusal.NOTHING_TO_COMMIT, "a commit");
    }
    for (QueuedProposal queued : proposals) {
      if (queued.epoch() != state.context().epoch()) {
        throw new MlsException(Refusal.WRONG_EPOCH, "a queued proposal");
      }
    }
    RatchetTree tree = withoutLeavers(state, proposals, committer, self);
    List<Extension> extensions = state.context().extensions();
    List<Integer> added = new ArrayList<>();
    List<KeyPackage> newcomers = new ArrayList<>();
    for (QueuedProposal queued : proposals) {
      if (queued.proposal() instanceof Proposal.Add add) {
        added.add(tree.nextLeaf());
        newcomers.add(add.keyPackage());
        tree = tree.add(add.keyPackage().leaf());
      } else if (queued.proposal() instanceof Proposal.GroupContextExtensions change) {
        extensions = change.extensions();
      } else if (queued.proposal() instanceof Proposal.UnsupportedProposal foreign) {
        throw new MlsException(Refusal.UNSUPPORTED, "a proposal", "type " + foreign.type());
      }
    }
    MemberRules.checkUsers(tree, state.profile());
    TreeValidator.checkUnique(tree);
    boolean needsPath = newcomers.isEmpty() || newcomers.size() < proposals.size();
    return new ProposalList(
        tree, List.copyOf(added), List.copyOf(newcomers), extensions, needsPath);
  }

  private static RatchetTree withoutLeavers(
      GroupState state, List<QueuedProposal> proposals, int committer, int self)
      throws MlsException {
    RatchetTree tree = state.tree();
    Set<Integer> changed = new HashSet<>();
    List<Integer> leavers = new ArrayList<>();
    for (QueuedProposal queued : proposals) {
      if (queued.proposal() instanceof Proposal.Remove remove) {
        checkLeaver(state, remove.leaf(), committer, self);
        checkFirst(changed, remove.leaf());
        leavers.add(remove.leaf());
      } else if (queued.proposal() instanceof Proposal.Update update) {
        checkFirst(changed, queued.sender().index());
        tree = tree.update(queued.sender().index(), update.leaf());
      }
    }
    for (int leaf : leavers) {
      tree = tree.remove(leaf);
    }
    return tree;
  }

  private static void checkLeaver(GroupState state, int leaf, int committer, int self)
      throws MlsException {
    if (state.tree().leaf(leaf).isEmpty()) {
      throw new MlsException(Refusal.NOT_A_MEMBER, "a proposal", "leaf " + leaf);
    }
    if (leaf == committer && leaf != self) {
      throw new MlsException(Refusal.COMMITTER_REMOVED, "the commit of leaf " + leaf);
    }
    if (leaf == self) {
      throw new MlsException(Refusal.SELF_REMOVED, "a proposal", "leaf " + leaf);
    }
  }

  private static void checkFirst(Set<Integer> changed, int leaf) throws MlsException {
    if (!changed.add(leaf)) {
      throw new MlsException(Refusal.DUPLICATE_PROPOSAL, "a commit", "leaf " + leaf);
    }
  }
}
