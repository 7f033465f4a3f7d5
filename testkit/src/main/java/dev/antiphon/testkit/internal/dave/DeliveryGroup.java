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
 * An MLS group as the voice gateway sees it: its epoch, who sits where, and which proposals await a
 * commit. It knows no secret of the group, and so cannot check signatures and tags of members.
 *
 * <p>In epoch 0 nobody is in it: each candidate holds a group of itself alone, and the first good
 * commit makes its sender's the group of all. Confined to the server's loop. Source: DAVE
 * whitepaper, "Voice Gateway Opcodes"; RFC 9420, sections 12.1.8 and 12.4.
 */
public final class DeliveryGroup {

  private final long channelId;
  private final ExternalProposer proposer;
  private final GroupRoster roster = new GroupRoster();
  private final List<QueuedChange> queue = new ArrayList<>();
  private long epoch;

  /** A commit that was chosen, and for whom what of it is. */
  public record Chosen(CommitWelcome commit, List<Long> stayed, Map<Long, Welcome> welcomed) {}

  /** A group of nobody, in epoch 0. */
  public DeliveryGroup(long channelId, ExternalProposer proposer) {
    this.channelId = channelId;
    this.proposer = proposer;
  }

  long epoch() {
    return epoch;
  }

  /** Whether a commit was chosen, and so somebody is in it. */
  public boolean isEstablished() {
    return epoch > 0;
  }

  /** Users by the index of their leaf. */
  public SortedMap<Integer, Long> members() {
    return roster.users();
  }

  /** What is proposed and awaits a commit, oldest first. */
  public List<QueuedChange> queue() {
    return List.copyOf(queue);
  }

  /** Whether the user has a leaf that no proposal takes away. */
  public boolean keeps(long userId) {
    OptionalInt leaf = roster.leafOf(userId);
    return leaf.isPresent() && !removes(leaf.getAsInt());
  }

  /** Whether somebody is left who could commit. */
  boolean hasCommitter() {
    return roster.users().values().stream().anyMatch(this::keeps);
  }

  private boolean removes(int leaf) {
    return queue.stream().anyMatch(change -> change.leaf() == leaf);
  }

  // What is proposed

  /** Proposes that the owner of the key package is added. */
  public QueuedChange proposeAdd(KeyPackage keyPackage) {
    return queued(QueuedChange.add(keyPackage, proposer.add(channelId, epoch, keyPackage)));
  }

  /** Proposes that the user's leaf goes; nothing if there is none, or it goes already. */
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

  /** Takes back that the user is added, if that was proposed. */
  public Optional<QueuedChange> revokeAdd(long userId) {
    Optional<QueuedChange> add =
        queue.stream().filter(change -> change.isAdd() && change.userId() == userId).findFirst();
    add.ifPresent(queue::remove);
    return add;
  }

  // What is committed

  /**
   * Takes a commit into the next epoch.
   *
   * @throws RefusedOfferException if it is not one that all could follow; nothing has changed then
   */
  public Chosen choose(long userId, CommitWelcome offered) throws RefusedOfferException {
    FramedContent content = offered.commit().content();
    if (!(content.content() instanceof Commit commit)) {
      throw new RefusedOfferException("A proposal came in place of a commit.");
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
    return new Chosen(offered, stayed, welcomed);
  }

  private void checkPlace(FramedContent content) throws RefusedOfferException {
    if (!content.groupId().equals(Bytes.ofLong(channelId))) {
      throw new RefusedOfferException("The commit belongs to another group.");
    }
    if (content.epoch() != epoch) {
      throw new RefusedOfferException(
          "The commit is of epoch %s, but epoch %d is current."
              .formatted(Long.toUnsignedString(content.epoch()), epoch));
    }
  }

  private void checkSender(long userId, Sender sender) throws RefusedOfferException {
    OptionalInt leaf = isEstablished() ? roster.leafOf(userId) : OptionalInt.of(0);
    if (leaf.isEmpty()) {
      throw new RefusedOfferException("The commit comes from somebody who is no member.");
    }
    if (sender.type() != Sender.Type.MEMBER || leaf.getAsInt() != sender.index()) {
      throw new RefusedOfferException(
          "The commit names leaf %d, but its sender's is %d."
              .formatted(sender.index(), leaf.getAsInt()));
    }
    if (removes(sender.index())) {
      throw new RefusedOfferException("The commit comes from somebody whom it must remove.");
    }
  }

  /** What it commits, in its order: exactly what awaits a commit, save that nobody adds itself. */
  private List<QueuedChange> changesOf(long userId, Commit commit) throws RefusedOfferException {
    List<Bytes> named = commit.references();
    if (named.size() != commit.proposals().size()) {
      throw new RefusedOfferException("The commit carries a proposal by value.");
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
            "The commit names a proposal twice, or one that awaits none.");
      }
      changes.add(change);
    }
    if (changes.isEmpty() || !awaited.isEmpty()) {
      throw new RefusedOfferException(
          "The commit names %d of the %d proposals that await one."
              .formatted(changes.size(), count));
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
          "The commit adds %d, and its welcome is not for them but for %d."
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
