package dev.antiphon.testkit.internal.dave;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.crypto.SignatureKeyPair;
import dev.antiphon.dave.internal.mls.group.CommitWelcome;
import dev.antiphon.dave.internal.mls.group.ExternalProposer;
import dev.antiphon.dave.internal.mls.group.KeyPackage;
import dev.antiphon.protocol.DaveExecuteTransition;
import dev.antiphon.protocol.DavePrepareEpoch;
import dev.antiphon.protocol.DavePrepareTransition;
import dev.antiphon.protocol.DaveTransitionReady;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.MlsAnnounceCommitTransition;
import dev.antiphon.protocol.MlsCommitWelcome;
import dev.antiphon.protocol.MlsInvalidCommitWelcome;
import dev.antiphon.protocol.MlsKeyPackage;
import dev.antiphon.protocol.MlsWelcome;
import dev.antiphon.testkit.internal.record.ServerRecording;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.server.DaveGroup;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The end-to-end encryption of one call: its delivery service and its DAVE version. The members are
 * the clients that have received a Session Description. Confined to the server's loop.
 *
 * <p>Invariant: the target version is 1 exactly while all members offer DAVE. Only then are there
 * proposals and commits. Source: DAVE whitepaper, "Voice Gateway" and "Protocol Transitions".
 */
final class DaveCall {

  private static final int VERSION = CallVersion.ENCRYPTED;
  private static final int AT_ONCE = 0;

  /** The identity of the external sender: a snowflake that no user has. Clients do not read it. */
  static final Bytes IDENTITY = Bytes.ofLong(1L << 22);

  private final CallKey key;
  private final ServerRecording recording;
  private final SignatureKeyPair signature = SignatureKeyPair.generate(new SecureRandom());
  private final CallMembers members = new CallMembers();
  private final PreparedTransitions transitions;
  private final ExternalProposer proposer = new ExternalProposer(signature, IDENTITY);
  private final CallVersion version = new CallVersion();
  private DeliveryGroup group;
  private Optional<MlsAnnounceCommitTransition> lastCommit = Optional.empty();
  private Optional<MlsWelcome> lastWelcome = Optional.empty();

  DaveCall(
      CallKey key, ServerRecording recording, PreparedTransitions.Clock clock, Duration limit) {
    this.key = key;
    this.recording = recording;
    this.transitions = new PreparedTransitions(clock, limit, this::executed);
    this.group = newGroup();
  }

  private DeliveryGroup newGroup() {
    return new DeliveryGroup(key.channelId(), proposer);
  }

  /** Discards the old group and begins a new one. */
  private void begin() {
    group = newGroup();
    members.all().forEach(member -> member.candidate = false);
    lastCommit = Optional.empty();
    lastWelcome = Optional.empty();
  }

  boolean isEmpty() {
    return members.isEmpty();
  }

  /** Releases the resources after the last member has left. */
  void close() {
    transitions.cancel();
    signature.close();
  }

  DaveGroup view() {
    return new DaveGroup(
        key.guildId(),
        key.channelId(),
        version.current(),
        group.epoch(),
        group.members(),
        group.queue().stream()
            .map(change -> new DaveGroup.PendingProposal(change.isAdd(), change.userId()))
            .toList(),
        transitions.waiting());
  }

  // Members of the call

  /** Returns the version for the Session Description of a new member. */
  int versionWith(CallMember newMember) {
    boolean possible =
        newMember.offersDave()
            && members.others(newMember.userId()).allMatch(DaveMember::offers)
            && !version.heldPlain;
    return possible ? VERSION : 0;
  }

  /** Adds a member that has received its first or a later Session Description. */
  void entered(CallMember session) {
    boolean first = members.isEmpty();
    DaveMember member = members.enter(session);
    int possible = members.allOffer() && !version.heldPlain ? VERSION : 0;
    if (first) {
      version.aim(possible);
      version.reach(possible, members.all());
    } else if (possible < version.target()) {
      downgrade();
    }
    if (version.target() > 0) {
      member.encrypts = true;
      sendExternalSender(member);
    }
  }

  private void sendExternalSender(DaveMember member) {
    if (!member.externalSenderSent) {
      member.externalSenderSent = true;
      member.post(DaveWire.externalSender(proposer.sender()));
    }
  }

  void left(CallMember session) {
    Optional<DaveMember> member = members.find(session);
    if (member.isEmpty()) {
      return;
    }
    members.remove(member.get());
    transitions.forget(session.userId());
    if (members.isEmpty()) {
      return;
    }
    if (version.target() > 0) {
      removed(session.userId());
    } else {
      upgradeIfAllOffer();
    }
  }

  private void upgradeIfAllOffer() {
    if (version.target() == 0 && !version.heldPlain && members.allOffer()) {
      version.aim(VERSION);
      reinitialise();
    }
  }

  private void removed(long userId) {
    revokeAdd(userId);
    List<QueuedChange> removal = group.proposeRemove(userId).stream().toList();
    boolean alone =
        members.size() == 1 && (group.isEstablished() || version.current() < version.target());
    boolean headless = group.isEstablished() && !group.hasCommitter();
    if (alone || headless) {
      reinitialise();
    } else if (!removal.isEmpty()) {
      sendToProposalReceivers(userId, DaveWire.append(removal));
    }
  }

  private void revokeAdd(long userId) {
    group
        .revokeAdd(userId)
        .ifPresent(add -> sendToProposalReceivers(userId, DaveWire.revoke(List.of(add))));
  }

  /** Sends to the remaining members of the group. If there is no group, sends to all candidates. */
  private void sendToProposalReceivers(long but, GatewayMessage message) {
    members.others(but).filter(this::receivesProposals).forEach(member -> member.post(message));
  }

  private boolean receivesProposals(DaveMember member) {
    return group.isEstablished() ? group.keeps(member.userId()) : member.candidate;
  }

  // Transitions

  private void downgrade() {
    version.aim(0);
    begin();
    transitions.cancel();
    int id = transitions.number();
    List<Long> notified =
        members.all().stream().filter(DaveMember::offers).map(DaveMember::userId).toList();
    transitions.prepare(id, 0, notified);
    announce(id, 0, notified);
  }

  private void announce(int id, int next, Collection<Long> receivers) {
    recording.record(
        new ServerEvent.DaveTransitionPrepared(recording.now(), key.guildId(), id, next));
    members.send(receivers, new DavePrepareTransition(id, next));
  }

  /** Begins a new group of all members, or of the only remaining member. */
  void reinitialise() {
    begin();
    transitions.cancel();
    for (DaveMember member : members.all()) {
      member.post(
          new DavePrepareEpoch(OptionalLong.of(1), OptionalInt.of(VERSION), OptionalInt.empty()));
      sendExternalSender(member);
    }
    if (members.size() == 1) {
      version.reach(VERSION, members.all());
      members.send(members.users(), new DavePrepareTransition(AT_ONCE, VERSION));
    }
    recording.record(new ServerEvent.DaveGroupReset(recording.now(), key.guildId()));
  }

  private void executed(PreparedTransitions.Prepared transition) {
    version.reach(transition.version(), members.all());
    recording.record(
        new ServerEvent.DaveTransitionExecuted(
            recording.now(),
            key.guildId(),
            transition.id(),
            transition.version(),
            List.copyOf(transition.awaited())));
    members.send(transition.announced(), new DaveExecuteTransition(transition.id()));
  }

  /** Returns true if a frame of this member had to be encrypted, but is not. */
  boolean isInClear(CallMember from, boolean encrypted) {
    return members.find(from).filter(member -> version.isInClear(member, encrypted)).isPresent();
  }

  // Messages of members

  void received(CallMember from, GatewayMessage message) {
    Optional<DaveMember> member = members.find(from);
    if (member.isEmpty()) {
      refused(from, message, "The message arrived before Session Description.");
    } else if (message instanceof DaveTransitionReady ready) {
      if (!transitions.ready(from.userId(), ready.transitionId())) {
        refused(
            from,
            message,
            "Transition " + ready.transitionId() + " does not wait for this member.");
      }
    } else if (version.target() == 0) {
      refused(from, message, "The call is not encrypted.");
    } else if (message instanceof MlsKeyPackage keyPackage) {
      keyPackage(member.get(), keyPackage);
    } else if (message instanceof MlsCommitWelcome commit) {
      commit(from, commit);
    } else if (message instanceof MlsInvalidCommitWelcome) {
      transitions.forget(from.userId());
    }
  }

  private void keyPackage(DaveMember member, MlsKeyPackage message) {
    long userId = member.userId();
    KeyPackage keyPackage;
    try {
      keyPackage = KeyPackageCheck.checked(message.content(), userId);
    } catch (RefusedOfferException e) {
      refused(member.session, message, String.valueOf(e.getMessage()));
      return;
    }
    revokeAdd(userId);
    List<QueuedChange> changes = new ArrayList<>(group.proposeRemove(userId).stream().toList());
    if (group.isEstablished() && !group.hasCommitter()) {
      reinitialise();
      return;
    }
    List<QueuedChange> pendingAdds = group.isEstablished() ? List.of() : group.queue();
    changes.add(group.proposeAdd(keyPackage));
    member.candidate = true;
    sendToProposalReceivers(userId, DaveWire.append(changes));
    if (!pendingAdds.isEmpty()) {
      member.post(DaveWire.append(pendingAdds));
    }
  }

  private void commit(CallMember from, MlsCommitWelcome message) {
    boolean founding = !group.isEstablished();
    DeliveryGroup.AcceptedCommit accepted;
    try {
      accepted = group.accept(from.userId(), parsed(message));
    } catch (RefusedOfferException e) {
      refused(from, message, String.valueOf(e.getMessage()));
      return;
    }
    int id = founding && version.current() == VERSION ? AT_ONCE : transitions.number();
    recording.record(
        new ServerEvent.DaveEpochBegan(
            recording.now(), key.guildId(), from.userId(), group.epoch(), id, group.members()));
    if (id != AT_ONCE) {
      List<Long> notified = new ArrayList<>(accepted.stayed());
      notified.addAll(accepted.welcomed().keySet());
      transitions.prepare(id, VERSION, notified);
    }
    lastCommit = Optional.of(DaveWire.commit(id, accepted.commit().commit()));
    members.send(accepted.stayed(), lastCommit.get());
    accepted
        .welcomed()
        .forEach(
            (user, welcome) -> {
              lastWelcome = Optional.of(DaveWire.welcome(id, welcome));
              members.send(List.of(user), lastWelcome.get());
            });
  }

  private static CommitWelcome parsed(MlsCommitWelcome message) throws RefusedOfferException {
    try {
      return CommitWelcome.parse(message.content().toByteArray());
    } catch (MlsException e) {
      throw new RefusedOfferException(e);
    }
  }

  private void refused(CallMember from, GatewayMessage message, String reason) {
    recording.record(
        new ServerEvent.DaveRefused(
            recording.now(), key.guildId(), from.userId(), message.opcode(), reason));
  }

  // Faults

  /** Discards the group and announces version 0, although all members can offer encryption. */
  void holdPlain(boolean atOnce) {
    version.heldPlain = true;
    if (version.target() == 0) {
      return;
    }
    if (atOnce) {
      version.aim(0);
      begin();
      transitions.cancel();
      version.reach(0, members.all());
      announce(AT_ONCE, 0, members.users());
    } else {
      downgrade();
    }
  }

  /** Announces version 0, but never executes it. The call stays as it is. */
  void announcePlain() {
    int id = transitions.number();
    transitions.neverExecute(id);
    announce(id, 0, members.users());
  }

  /** Ends {@link #holdPlain}: if all members offer encryption, they begin a new group. */
  void releasePlain() {
    version.heldPlain = false;
    upgradeIfAllOffer();
  }

  CallState state() {
    return new CallState(group, proposer, transitions, lastCommit, lastWelcome);
  }

  /** The parts of a call that its faults use. */
  record CallState(
      DeliveryGroup group,
      ExternalProposer proposer,
      PreparedTransitions transitions,
      Optional<MlsAnnounceCommitTransition> lastCommit,
      Optional<MlsWelcome> lastWelcome) {}

  boolean isEncrypted() {
    return version.target() > 0;
  }

  /** Revokes all pending proposals and proposes them again. */
  void revokeAndRepeatProposals() {
    List<QueuedChange> all = group.queue();
    for (DaveMember member : members.all()) {
      List<QueuedChange> others =
          all.stream().filter(change -> change.userId() != member.userId()).toList();
      if (receivesProposals(member) && !others.isEmpty()) {
        member.post(DaveWire.revoke(others));
        member.post(DaveWire.append(others));
      }
    }
  }
}
