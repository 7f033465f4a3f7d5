package dev.antiphon.interop;

import dev.antiphon.dave.DaveBytes;
import dev.antiphon.dave.DaveEffect;
import dev.antiphon.dave.DaveEvent;
import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.crypto.SignatureKeyPair;
import dev.antiphon.dave.internal.mls.group.CommitWelcome;
import dev.antiphon.dave.internal.mls.group.ExternalProposer;
import dev.antiphon.protocol.MlsProposals;
import dev.antiphon.protocol.OpaqueBytes;
import dev.antiphon.testkit.internal.dave.DaveWire;
import dev.antiphon.testkit.internal.dave.DeliveryGroup;
import dev.antiphon.testkit.internal.dave.KeyPackageCheck;
import dev.antiphon.testkit.internal.dave.QueuedChange;
import dev.antiphon.testkit.internal.dave.RefusedOfferException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A call with members of different implementations, without sockets. The group of the test kit's
 * delivery service proposes changes and validates commits.
 *
 * <p>All members send commits, and a random valid one is chosen. An {@link AssertionError} is
 * thrown if a member fails although it received correct messages.
 */
public final class MixedCall {
  private static final int VERSION = 1;
  private static final int AT_ONCE = 0;

  /** On average, in one of this number of changes a new client leaves before a commit adds it. */
  private static final int EARLY_LEAVE_INTERVAL = 6;

  /** On average, one of this number of commits is damaged for one member. */
  private static final int DAMAGE_INTERVAL = 6;

  private static final Bytes IDENTITY = Bytes.ofLong(1);

  private final long channelId;
  private final Random random;
  private final ExternalProposer proposer =
      new ExternalProposer(SignatureKeyPair.generate(new SecureRandom()), IDENTITY);
  private final Map<Long, Member> members = new LinkedHashMap<>();
  private final Set<Long> receivers = new HashSet<>();
  private final Outbox outbox = new Outbox();
  private DeliveryGroup group;
  private int transition;
  private int recovered;
  private int refused;
  private boolean revoked;

  /** A member of the call. It handles the messages of the voice gateway. */
  public interface Member {
    /** The user id. */
    long userId();

    /** Whether the member uses our implementation. */
    boolean isOurs();

    /** Handles the event and returns the effects. */
    List<DaveEffect> handle(DaveEvent event);
  }

  /** The messages of members that are not handled yet. */
  private static final class Outbox {
    private final Map<Long, DaveBytes> keyPackages = new LinkedHashMap<>();
    private final Map<Long, DaveBytes> commits = new HashMap<>();
    private final Set<Long> ready = new HashSet<>();
    private final Set<Long> invalidReports = new HashSet<>();
  }

  /** A call without members. */
  public MixedCall(long channelId, Random random) {
    this.channelId = channelId;
    this.random = random;
    this.group = new DeliveryGroup(channelId, proposer);
  }

  /** The members of the group. */
  public List<Long> users() {
    return List.copyOf(group.members().values());
  }

  /** Whether the user is in the call. It may not be a member of the group yet. */
  public boolean isPresent(long user) {
    return members.containsKey(user);
  }

  /** The number of members that reported an invalid message and were added again. */
  public int recovered() {
    return recovered;
  }

  /**
   * The number of refused commits of other implementations. After a revoked proposal davey sends
   * commits without a welcome, and the delivery service waits for the commit of another member.
   */
  public int refused() {
    return refused;
  }

  /**
   * Some members leave, some clients join, and a commit changes the group accordingly. Sometimes a
   * new client leaves before the commit, or a member receives a damaged message and must be added
   * again.
   *
   * @return the sender of the chosen commit; empty if there was nothing to commit, or if no commit
   *     was valid
   */
  public Optional<Member> change(Collection<Long> leaving, Collection<? extends Member> coming) {
    List<QueuedChange> changes = new ArrayList<>();
    members.keySet().removeAll(leaving);
    leaving.forEach(user -> changes.addAll(leave(user)));
    if (members.size() == 1 && coming.isEmpty()) {
      startNewGroup();
      return Optional.empty();
    }
    List<QueuedChange> inFlight = group.isEstablished() ? List.of() : group.queue();
    coming.forEach(this::enter);
    changes.addAll(additions());
    propose(inFlight, changes);
    if (!coming.isEmpty() && random.nextInt(EARLY_LEAVE_INTERVAL) == 0) {
      leave(coming.iterator().next().userId());
    }
    return choose();
  }

  private List<QueuedChange> leave(long user) {
    members.remove(user);
    receivers.remove(user);
    sendToAll(new DaveEvent.UserDisconnected(user));
    Optional<QueuedChange> add = group.revokeAdd(user);
    if (add.isPresent()) {
      revoked = true;
      outbox.commits.clear();
      DaveEvent revocation = proposals(DaveWire.revoke(List.of(add.get())));
      proposalReceivers().forEach(member -> send(member, revocation));
    }
    return group.proposeRemove(user).stream().toList();
  }

  private void enter(Member member) {
    sendToAll(new DaveEvent.UsersConnected(List.of(member.userId())));
    members.put(member.userId(), member);
    send(member, new DaveEvent.UsersConnected(List.copyOf(members.keySet())));
    send(member, new DaveEvent.Begin(VERSION));
    send(member, new DaveEvent.ExternalSender(bytes(proposer.sender().encode())));
  }

  /** The last member starts a new group. The transition is immediate. */
  private void startNewGroup() {
    group = new DeliveryGroup(channelId, proposer);
    receivers.clear();
    sendToAll(new DaveEvent.PrepareEpoch(1, VERSION));
    sendToAll(new DaveEvent.PrepareTransition(AT_ONCE, VERSION));
    additions();
    receivers.addAll(members.keySet());
  }

  private List<QueuedChange> additions() {
    List<QueuedChange> additions = new ArrayList<>();
    outbox.keyPackages.forEach(
        (user, body) -> {
          try {
            OpaqueBytes bytes = OpaqueBytes.copyOf(body.toByteArray());
            additions.add(group.proposeAdd(KeyPackageCheck.checked(bytes, user)));
          } catch (RefusedOfferException e) {
            throw new AssertionError("The key package of " + members.get(user) + " was refused", e);
          }
        });
    outbox.keyPackages.clear();
    return additions;
  }

  /**
   * Sends the proposals in one message or in one message for each change. A client does not receive
   * the proposal that adds it.
   */
  private void propose(List<QueuedChange> inFlight, List<QueuedChange> changes) {
    boolean apart = random.nextInt(4) == 0;
    for (Member member : proposalReceivers()) {
      long user = member.userId();
      List<QueuedChange> heard = new ArrayList<>(receivers.add(user) ? inFlight : List.of());
      heard.addAll(changes);
      heard.removeIf(change -> change.isAdd() && change.userId() == user);
      if (apart) {
        heard.forEach(change -> send(member, proposals(DaveWire.append(List.of(change)))));
      } else if (!heard.isEmpty()) {
        send(member, proposals(DaveWire.append(heard)));
      }
    }
  }

  private List<Member> proposalReceivers() {
    return members.values().stream()
        .filter(member -> !group.isEstablished() || group.keeps(member.userId()))
        .toList();
  }

  private static DaveEvent proposals(MlsProposals message) {
    return new DaveEvent.Proposals(
        message.operation(), DaveBytes.copyOf(message.content().toByteArray()));
  }

  private Optional<Member> choose() {
    List<Long> offering = new ArrayList<>(outbox.commits.keySet());
    Collections.shuffle(offering, random);
    for (long user : offering) {
      Member member = members.get(user);
      try {
        CommitWelcome offer = CommitWelcome.parse(outbox.commits.get(user).toByteArray());
        int id = group.isEstablished() ? ++transition : AT_ONCE;
        DeliveryGroup.AcceptedCommit chosen = group.accept(user, offer);
        outbox.commits.clear();
        revoked = false;
        announce(id, chosen, user);
        return Optional.of(member);
      } catch (MlsException | RefusedOfferException e) {
        if (member.isOurs() || !revoked) {
          throw new AssertionError("The commit of " + member + " was refused", e);
        }
        refused++;
      }
    }
    outbox.commits.clear();
    return Optional.empty();
  }

  private void announce(int id, DeliveryGroup.AcceptedCommit chosen, long committer) {
    DaveBytes commit = bytes(chosen.commit().commit().encode());
    Map<Long, DaveEvent> news = new HashMap<>();
    chosen.stayed().forEach(user -> news.put(user, new DaveEvent.CommitAnnounced(id, commit)));
    chosen
        .welcomed()
        .forEach(
            (user, welcome) -> news.put(user, new DaveEvent.Welcome(id, bytes(welcome.encode()))));
    List<Long> order = new ArrayList<>(news.keySet());
    Collections.shuffle(order, random);
    OptionalLong damagedFor = damagedFor(order, committer);
    damagedFor.ifPresent(user -> news.computeIfPresent(user, (who, event) -> damaged(event)));
    order.forEach(user -> send(members.get(user), news.get(user)));
    Set<Long> expected = damagedFor.stream().boxed().collect(Collectors.toSet());
    if (!outbox.invalidReports.equals(expected)) {
      throw new AssertionError(
          "Expected reports of an invalid commit from "
              + expected
              + ", received "
              + outbox.invalidReports);
    }
    if (id != AT_ONCE) {
      order.removeAll(expected);
      if (!outbox.ready.equals(Set.copyOf(order))) {
        throw new AssertionError(
            "Expected ready messages from " + order + ", received " + outbox.ready);
      }
      sendToAll(new DaveEvent.ExecuteTransition(id));
    }
    outbox.ready.clear();
    outbox.invalidReports.clear();
    damagedFor.ifPresent(this::addAgain);
  }

  private OptionalLong damagedFor(List<Long> order, long committer) {
    long user = order.get(0);
    return random.nextInt(DAMAGE_INTERVAL) == 0 && user != committer
        ? OptionalLong.of(user)
        : OptionalLong.empty();
  }

  private static DaveEvent damaged(DaveEvent event) {
    if (event instanceof DaveEvent.Welcome welcome) {
      return new DaveEvent.Welcome(welcome.transitionId(), damaged(welcome.content()));
    }
    DaveEvent.CommitAnnounced commit = (DaveEvent.CommitAnnounced) event;
    return new DaveEvent.CommitAnnounced(commit.transitionId(), damaged(commit.content()));
  }

  private static DaveBytes bytes(Bytes encoded) {
    return DaveBytes.copyOf(encoded.toArray());
  }

  private static DaveBytes damaged(DaveBytes content) {
    byte[] bytes = content.toByteArray();
    bytes[bytes.length - 1] ^= 1;
    return DaveBytes.copyOf(bytes);
  }

  /** The member has sent a new key package. The next commit removes it and adds it again. */
  private void addAgain(long user) {
    recovered++;
    List<QueuedChange> changes = new ArrayList<>(group.proposeRemove(user).stream().toList());
    changes.addAll(additions());
    propose(List.of(), changes);
    choose();
  }

  private void sendToAll(DaveEvent event) {
    List.copyOf(members.values()).forEach(member -> send(member, event));
  }

  private void send(Member member, DaveEvent event) {
    for (DaveEffect effect : member.handle(event)) {
      if (effect instanceof DaveEffect.SendKeyPackage send) {
        outbox.keyPackages.put(member.userId(), send.content());
      } else if (effect instanceof DaveEffect.SendCommitWelcome send) {
        outbox.commits.put(member.userId(), send.content());
      } else if (effect instanceof DaveEffect.SendTransitionReady) {
        outbox.ready.add(member.userId());
      } else if (effect instanceof DaveEffect.SendInvalidCommitWelcome) {
        outbox.invalidReports.add(member.userId());
      }
    }
  }
}
