package dev.antiphon.dave.internal.mls.group;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import dev.antiphon.dave.internal.mls.crypto.Secret;
import dev.antiphon.dave.internal.mls.crypto.Signatures;
import dev.antiphon.dave.internal.mls.tree.LeafNode;
import dev.antiphon.dave.internal.mls.tree.LeafSource;
import dev.antiphon.dave.internal.mls.tree.MemberKeys;
import dev.antiphon.dave.internal.mls.tree.PathSecrets;
import dev.antiphon.dave.internal.mls.tree.RatchetTree;
import dev.antiphon.dave.internal.mls.tree.TreeValidator;
import dev.antiphon.dave.internal.mls.tree.UpdatePath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Processes another member's commit and creates the next epoch (RFC 9420, section 12.4.2). */
final class CommitProcessor {
  private final Epoch epoch;
  private final GroupState state;
  private final int self;

  CommitProcessor(Epoch epoch) {
    this.epoch = epoch;
    this.state = epoch.state();
    this.self = epoch.leaf();
  }

  Epoch process(PublicMessage message, ProposalQueue queue) throws MlsException {
    Commit commit =
        message
            .commit()
            .orElseThrow(
                () -> new MlsException(Refusal.UNSUPPORTED, "a proposal in the place of a commit"));
    ProposalValidator.checkPlace(state, message.content());
    Sender sender = message.content().sender();
    if (!sender.isMember()) {
      throw new MlsException(Refusal.WRONG_SENDER, "a commit", "the sender is not a member");
    }
    if (sender.index() == self) {
      throw new MlsException(Refusal.OWN_COMMIT, "the commit");
    }
    LeafNode committer =
        ProposalValidator.checkMember(state, message, epoch.schedule().membership());
    ProposalList list =
        ProposalList.apply(state, resolve(commit, queue, sender), sender.index(), self);
    if (list.needsPath() && commit.path().isEmpty()) {
      throw new MlsException(Refusal.PATH_MISSING, "the commit");
    }
    return commit.path().isPresent()
        ? withPath(message, list, commit.path().get(), committer)
        : withoutPath(message, list);
  }

  private List<QueuedProposal> resolve(Commit commit, ProposalQueue queue, Sender sender)
      throws MlsException {
    List<QueuedProposal> proposals = new ArrayList<>();
    Map<Bytes, QueuedProposal> known = queue.byReference();
    Set<Bytes> seen = new HashSet<>();
    for (ProposalOrRef named : commit.proposals()) {
      if (named instanceof ProposalOrRef.Reference reference) {
        if (!seen.add(reference.hash())) {
          throw new MlsException(
              Refusal.DUPLICATE_PROPOSAL, "the commit", reference.hash().toString());
        }
        QueuedProposal queued = known.get(reference.hash());
        if (queued == null) {
          throw new MlsException(
              Refusal.UNKNOWN_PROPOSAL, "the commit", reference.hash().toString());
        }
        proposals.add(queued);
      } else if (named instanceof ProposalOrRef.Inline inline) {
        if (state.profile().isStrict()) {
          throw new MlsException(Refusal.INLINE_PROPOSAL, "the commit");
        }
        proposals.add(
            new QueuedProposal(Bytes.EMPTY, state.context().epoch(), sender, inline.proposal()));
      }
    }
    return proposals;
  }

  private Epoch withoutPath(PublicMessage message, ProposalList list) throws MlsException {
    try (Secret nothing = Secret.zero()) {
      MemberKeys keys = epoch.keys().in(list.tree());
      return confirm(message, list, list.tree(), keys, nothing);
    }
  }

  private Epoch withPath(
      PublicMessage message, ProposalList list, UpdatePath path, LeafNode committer)
      throws MlsException {
    int sender = message.content().sender().index();
    MemberRules.checkRenewal(committer, path.leaf(), state.profile());
    path.checkShape(list.tree(), sender, list.added());
    checkNewKeys(list.tree(), path);
    RatchetTree.MergedPath merged = list.tree().merge(sender, path.keys());
    if (!path.leaf().source().equals(new LeafSource.OfCommit(merged.leafParentHash()))) {
      throw new MlsException(Refusal.BAD_PARENT_HASH, "the committer's new leaf");
    }
    RatchetTree tree = merged.tree().withLeaf(sender, path.leaf());
    path.leaf().verifySignature(state.context().groupId(), sender);
    Bytes context = state.context().provisional(tree.hash(), list.extensions()).encode();
    try (PathSecrets secrets =
        epoch.keys().open(tree, sender, path, list.added(), context, epoch.identity().random())) {
      MemberKeys keys = epoch.keys().in(tree, secrets);
      return confirm(message, list, tree, keys, secrets.commitSecret());
    }
  }

  /**
   * Checks that the tree does not contain a key of the path yet. The tree still has the old leaf.
   */
  private static void checkNewKeys(RatchetTree tree, UpdatePath path) throws MlsException {
    List<Bytes> keys = new ArrayList<>(tree.encryptionKeys());
    keys.add(path.leaf().encryptionKey());
    for (Bytes key : path.keys()) {
      Signatures.checkKey(key);
      keys.add(key);
    }
    TreeValidator.checkUnique(keys, "encryption key");
  }

  private Epoch confirm(
      PublicMessage message,
      ProposalList list,
      RatchetTree tree,
      MemberKeys keys,
      Secret commitSecret)
      throws MlsException {
    GroupContext context =
        state
            .context()
            .provisional(tree.hash(), list.extensions())
            .confirmed(TranscriptHash.confirmed(state.interimTranscriptHash(), message));
    try (Secret noPsk = Secret.zero();
        Secret joiner = KeySchedule.joiner(epoch.schedule().init(), commitSecret, context)) {
      KeySchedule schedule = KeySchedule.of(joiner, noPsk, context);
      Bytes tag = schedule.confirmationTag(context);
      if (!message.confirmationTag().orElseThrow().matches(tag)) {
        keys.close();
        schedule.close();
        throw new MlsException(Refusal.BAD_CONFIRMATION_TAG, "the commit");
      }
      return new Epoch(state.next(context, tag, tree), keys, schedule, epoch.identity());
    }
  }
}
