package dev.antiphon.testkit.internal.dave;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.group.Commit;
import dev.antiphon.dave.internal.mls.group.CommitWelcome;
import dev.antiphon.dave.internal.mls.group.ExternalProposer;
import dev.antiphon.dave.internal.mls.group.FramedContent;
import dev.antiphon.dave.internal.mls.group.KeyPackage;
import dev.antiphon.dave.internal.mls.group.Sender;
import dev.antiphon.dave.internal.mls.group.Welcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * The voice gateway's view of an MLS group: its epoch, its members by leaf, and its pending
 * proposals. It knows no secret of the group. Therefore it cannot check signatures and tags of
 * members.
 *
 * <p>In epoch 0 the group has no members: each candidate has a group with only itself. The first
 * valid commit turns its sender's group into the group of all. Confined to the server's loop.
 * Source: DAVE whitepaper, "Voice Gateway Opcodes"; RFC 9420, sections 12.1.8 and 12.4.
 */
public final class DeliveryGroup {

  private final long channelId;
  private final ExternalProposer proposer;
  private final GroupRoster roster = new GroupRoster();
  private final List<QueuedChange> queue = new ArrayList<>();
  private long epoch;

  /**
   * An accepted commit and its receivers.
   *
   * @param commit the commit and its welcome
   * @param stayed the previous members, who receive the commit
   * @param welcomed the welcome of each new member
   */
  public record AcceptedCommit(
      CommitWelcome commit, List<Long> stayed, Map<Long, Welcome> welcomed) {}

  /** Creates an empty group in epoch 0. */
  public DeliveryGroup(long channelId, ExternalProposer proposer) {
    this.channelId = channelId;
    this.proposer = proposer;
  }

  long epoch() {
    return epoch;
  }

  /** Returns true if a commit was accepted, so the group has members. */
  public boolean isEstablished() {
    return epoch > 0;
  }

  /** Returns the user ids by leaf index. */
  public SortedMap<Integer, Long> members() {
    return roster.users();
  }

  /** Returns the pending proposals, oldest first. */
  public List<QueuedChange> queue() {
    return List.copyOf(queue);
  }

  /** Returns true if the user has a leaf and no pending proposal removes it. */
  public boolean keeps(long userId) {
    OptionalInt leaf = roster.leafOf(userId);
    return leaf.isPresent() && !removes(leaf.getAsInt());
  }

  /** Returns true if a remaining member can commit. */
  boolean hasCommitter() {
    return roster.users().values().stream().anyMatch(this::keeps);
  }

  private boolean removes(int leaf) {
    return queue.stream().anyMatch(change -> change.leaf() == leaf);
  }

  // Proposals

  /** Proposes to add the owner of the key package. */
  public QueuedChange proposeAdd(KeyPackage keyPackage) {
    return queued(QueuedChange.add(keyPackage, proposer.add(channelId, epoch, keyPackage)));
  }

  /**
   * Proposes to remove the user's leaf. Empty if there is none or its removal is already proposed.
   */
  public Optional<QueuedChange> proposeRemove(long userId) {
    if (!keeps(userId)) {
      return Optional.empty();
    }
    int leaf = roster.leafOf(userId).getAsInt();
    return Optional.of(
        queued(QueuedChange.remove(userId, leaf, proposer.remove(channelId, epoch, leaf))));
  }

  private QueuedChange queued(QueuedChange change) {
    queue.add(change);
    return change;
  }

  /** Revokes the proposal to add the user, if there is one. */
  public Optional<QueuedChange> revokeAdd(long userId) {
    Optional<QueuedChange> add =
        queue.stream().filter(change -> change.isAdd() && change.userId() == userId).findFirst();
    add.ifPresent(queue::remove);
    return add;
  }

  // Commits

  /**
   * Accepts a commit and moves to the next epoch.
   *
   * @throws RefusedOfferException if some member could not process the commit; the group is then
   *     unchanged
   */
  public AcceptedCommit accept(long userId, CommitWelcome offered) throws RefusedOfferException {
    FramedContent content = offered.commit().content();
    if (!(content.content() instanceof Commit commit)) {
      throw new RefusedOfferException("The message contains a proposal instead of a commit.");
    }
    checkPlace(content);
    checkSender(userId, content.sender());
    List<QueuedChange> changes = changesOf(userId, commit);
    boolean removing = changes.stream().anyMatch(change -> !change.isAdd());
    if (removing && commit.path().isEmpty()) {
      throw new RefusedOfferException("The commit removes a member and has no path.");
    }
    Map<Long, Welcome> welcomed = welcomes(changes, offered.welcome());
    List<Long> stayed =
        isEstablished()
            ? roster.users().values().stream().filter(this::keeps).toList()
            : List.of(userId);
    advance(userId, changes);
    return new AcceptedCommit(offered, stayed, welcomed);
  }

  private void checkPlace(FramedContent content) throws RefusedOfferException {
    if (!content.groupId().equals(Bytes.ofLong(channelId))) {
      throw new RefusedOfferException("The commit belongs to another group.");
    }
    if (content.epoch() != epoch) {
      throw new RefusedOfferException(
          "The commit is for epoch %s, but the current epoch is %d."
              .formatted(Long.toUnsignedString(content.epoch()), epoch));
    }
  }

  private void checkSender(long userId, Sender sender) throws RefusedOfferException {
    OptionalInt leaf = isEstablished() ? roster.leafOf(userId) : OptionalInt.of(0);
    if (leaf.isEmpty()) {
      throw new RefusedOfferException("The sender of the commit is not a member.");
    }
    if (sender.type() != Sender.Type.MEMBER || leaf.getAsInt() != sender.index()) {
      throw new RefusedOfferException(
          "The commit names leaf %d, but its sender has leaf %d."
              .formatted(sender.index(), leaf.getAsInt()));
    }
    if (removes(sender.index())) {
      throw new RefusedOfferException("The commit must remove its own sender.");
    }
  }

  /**
   * Returns the committed proposals in order. They must be exactly the pending ones. In epoch 0,
   * the sender's own Add is excluded.
   */
  private List<QueuedChange> changesOf(long userId, Commit commit) throws RefusedOfferException {
    List<Bytes> named = commit.references();
    if (named.size() != commit.proposals().size()) {
      throw new RefusedOfferException(
          "The commit contains a proposal by value; expected only references.");
    }
    Map<Bytes, QueuedChange> awaited = new HashMap<>();
    queue.stream()
        .filter(change -> isEstablished() || change.userId() != userId)
        .forEach(change -> awaited.put(change.reference(), change));
    int count = awaited.size();
    List<QueuedChange> changes = new ArrayList<>();
    for (Bytes reference : named) {
      QueuedChange change = awaited.remove(reference);
      if (change == null) {
        throw new RefusedOfferException(
            "The commit names a proposal twice, or one that is not pending.");
      }
      changes.add(change);
    }
    if (changes.isEmpty() || !awaited.isEmpty()) {
      throw new RefusedOfferException(
          "The commit names %d of the %d pending proposals.".formatted(changes.size(), count));
    }
    return changes;
  }

  private static Map<Long, Welcome> welcomes(List<QueuedChange> changes, Optional<Welcome> welcome)
      throws RefusedOfferException {
    Map<Bytes, Long> added = new HashMap<>();
    for (QueuedChange change : changes) {
      change.keyPackage().ifPresent(one -> added.put(one.reference(), change.userId()));
    }
    Set<Bytes> welcomed =
        welcome.stream()
            .flatMap(one -> one.secrets().stream())
            .map(Welcome.Entry::newMember)
            .collect(Collectors.toSet());
    if (welcome.isPresent() == added.isEmpty() || !welcomed.equals(added.keySet())) {
      throw new RefusedOfferException(
          "The welcome is not for exactly the added members: the commit adds %d, the welcome is for %d."
              .formatted(added.size(), welcomed.size()));
    }
    Map<Long, Welcome> each = new HashMap<>();
    added.forEach((reference, user) -> each.put(user, welcome.orElseThrow().only(reference)));
    return each;
  }

  private void advance(long committer, List<QueuedChange> changes) {
    if (!isEstablished()) {
      roster.add(committer);
    }
    changes.stream().filter(change -> !change.isAdd()).forEach(gone -> roster.remove(gone.leaf()));
    changes.stream().filter(QueuedChange::isAdd).forEach(come -> roster.add(come.userId()));
    queue.clear();
    epoch++;
  }
}
