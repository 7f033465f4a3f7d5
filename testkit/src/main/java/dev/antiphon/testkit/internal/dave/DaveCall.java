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
import dev.antiphon.protocol.MlsProposals;
import dev.antiphon.testkit.fault.FaultExtra;
import dev.antiphon.testkit.internal.record.ServerRecording;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.server.DaveGroup;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The end-to-end encryption of one call: its delivery service and its DAVE version. The members are
 * the clients that have received a Session Description. Confined to the server's loop.
 *
 * <p>Invariant: the target version is 1 exactly while all members offer DAVE. Only then are there
 * proposals and commits. Source: DAVE whitepaper, "Voice Gateway" and "Protocol Transitions".
 */
final class DaveCall {

  private static final int VERSION = 1;
  private static final int AT_ONCE = 0;

  /** The identity of the external sender: a snowflake that no user has. Clients do not read it. */
  private static final Bytes IDENTITY = Bytes.ofLong(1L << 22);

  private final long guildId;
  private final ServerRecording recording;
  private final SignatureKeyPair key = SignatureKeyPair.generate(new SecureRandom());
  private final Map<Long, Member> members = new LinkedHashMap<>();
  private final PreparedTransitions transitions;
  private final ExternalProposer proposer = new ExternalProposer(key, IDENTITY);
  private final LongSupplier channel;
  private DeliveryGroup group;
  private long channelId;
  private int targetVersion = VERSION;
  private int currentVersion = VERSION;
  private Optional<MlsAnnounceCommitTransition> lastCommit = Optional.empty();

  /** A member of the call. */
  private static final class Member {
    private final CallMember session;
    private boolean externalSenderSent;
    private boolean candidate;

    Member(CallMember session) {
      this.session = session;
    }

    boolean offers() {
      return session.offersDave();
    }
  }

  DaveCall(
      long guildId,
      LongSupplier channel,
      ServerRecording recording,
      PreparedTransitions.Clock clock,
      Duration limit) {
    this.guildId = guildId;
    this.channel = channel;
    this.recording = recording;
    this.transitions = new PreparedTransitions(clock, limit, this::executed);
    begin();
  }

  /** Discards the old group and begins a new one. */
  private void begin() {
    channelId = channel.getAsLong();
    group = new DeliveryGroup(channelId, proposer);
    members.values().forEach(member -> member.candidate = false);
    lastCommit = Optional.empty();
  }

  boolean isEmpty() {
    return members.isEmpty();
  }

  /** Releases the resources after the last member has left. */
  void close() {
    transitions.cancel();
    key.close();
  }

  DaveGroup view() {
    return new DaveGroup(
        guildId,
        channelId,
        currentVersion,
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
    return newMember.offersDave() && others(newMember.userId()).allMatch(Member::offers)
        ? VERSION
        : 0;
  }

  private Stream<Member> others(long userId) {
    return members.values().stream().filter(member -> member.session.userId() != userId);
  }

  /** Adds a member that has received its first or a later Session Description. */
  void entered(CallMember session) {
    boolean first = members.isEmpty();
    Member member =
        members.compute(
            session.userId(),
            (id, known) -> known != null && known.session == session ? known : new Member(session));
    int version = members.values().stream().allMatch(Member::offers) ? VERSION : 0;
    if (first) {
      targetVersion = version;
      currentVersion = version;
    } else if (version < targetVersion) {
      downgrade();
    }
    if (targetVersion > 0) {
      sendExternalSender(member);
    }
  }

  private void sendExternalSender(Member member) {
    if (!member.externalSenderSent) {
      member.externalSenderSent = true;
      member.session.post(DaveWire.externalSender(proposer.sender()));
    }
  }

  void left(CallMember session) {
    Member member = members.get(session.userId());
    if (member == null || member.session != session) {
      return;
    }
    members.remove(session.userId());
    transitions.forget(session.userId());
    if (members.isEmpty()) {
      return;
    }
    if (targetVersion == 0) {
      if (members.values().stream().allMatch(Member::offers)) {
        targetVersion = VERSION;
        reinitialise();
      }
    } else {
      removed(session.userId());
    }
  }

  private void removed(long userId) {
    revokeAdd(userId);
    List<QueuedChange> removal = group.proposeRemove(userId).stream().toList();
    boolean alone =
        members.size() == 1 && (group.isEstablished() || currentVersion < targetVersion);
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
    others(but).filter(this::receivesProposals).forEach(member -> member.session.post(message));
  }

  private boolean receivesProposals(Member member) {
    return group.isEstablished() ? group.keeps(member.session.userId()) : member.candidate;
  }

  // Transitions

  private void downgrade() {
    targetVersion = 0;
    begin();
    transitions.cancel();
    prepare(0, Member::offers);
  }

  private void prepare(int version, Predicate<Member> receivers) {
    List<Long> notified = new ArrayList<>();
    int id = transitions.number();
    recording.record(new ServerEvent.DaveTransitionPrepared(recording.now(), guildId, id, version));
    for (Member member : members.values()) {
      if (receivers.test(member)) {
        notified.add(member.session.userId());
      }
    }
    transitions.prepare(id, version, notified);
    send(notified, new DavePrepareTransition(id, version));
  }

  /** Begins a new group of all members, or of the only remaining member. */
  void reinitialise() {
    begin();
    transitions.cancel();
    for (Member member : List.copyOf(members.values())) {
      member.session.post(
          new DavePrepareEpoch(OptionalLong.of(1), OptionalInt.of(VERSION), OptionalInt.empty()));
      sendExternalSender(member);
    }
    if (members.size() == 1) {
      currentVersion = VERSION;
      send(members.keySet(), new DavePrepareTransition(AT_ONCE, VERSION));
    }
    recording.record(new ServerEvent.DaveGroupReset(recording.now(), guildId));
  }

  private void executed(PreparedTransitions.Prepared transition) {
    currentVersion = transition.version();
    recording.record(
        new ServerEvent.DaveTransitionExecuted(
            recording.now(),
            guildId,
            transition.id(),
            transition.version(),
            List.copyOf(transition.awaited())));
    send(transition.announced(), new DaveExecuteTransition(transition.id()));
  }

  private void send(Collection<Long> users, GatewayMessage message) {
    for (long user : List.copyOf(users)) {
      Optional.ofNullable(members.get(user)).ifPresent(member -> member.session.post(message));
    }
  }

  // Messages of members

  void received(CallMember from, GatewayMessage message) {
    Member member = members.get(from.userId());
    if (member == null || member.session != from) {
      refused(from, message, "The message arrived before Session Description.");
    } else if (message instanceof DaveTransitionReady ready) {
      if (!transitions.ready(from.userId(), ready.transitionId())) {
        refused(
            from,
            message,
            "Transition " + ready.transitionId() + " does not wait for this member.");
      }
    } else if (targetVersion == 0) {
      refused(from, message, "The call is not encrypted.");
    } else if (message instanceof MlsKeyPackage keyPackage) {
      keyPackage(member, keyPackage);
    } else if (message instanceof MlsCommitWelcome commit) {
      commit(from, commit);
    } else if (message instanceof MlsInvalidCommitWelcome) {
      transitions.forget(from.userId());
    }
  }

  private void keyPackage(Member member, MlsKeyPackage message) {
    long userId = member.session.userId();
    KeyPackage keyPackage;
    try {
      keyPackage = KeyPackageCheck.checked(message.content(), userId);
    } catch (RefusedOfferException e) {
      refused(member.session, message, String.valueOf(e.getMessage()));
      return;
    }
    if (!group.isEstablished() && group.queue().isEmpty()) {
      channelId = channel.getAsLong();
      group = new DeliveryGroup(channelId, proposer);
    } else if (!group.isEstablished() && channelId != channel.getAsLong()) {
      reinitialise(); // the waiting key packages belong to the previous channel of the call
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
      member.session.post(DaveWire.append(pendingAdds));
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
    int id = founding && currentVersion == VERSION ? AT_ONCE : transitions.number();
    recording.record(
        new ServerEvent.DaveEpochBegan(
            recording.now(), guildId, from.userId(), group.epoch(), id, group.members()));
    if (id != AT_ONCE) {
      List<Long> notified = new ArrayList<>(accepted.stayed());
      notified.addAll(accepted.welcomed().keySet());
      transitions.prepare(id, VERSION, notified);
    }
    lastCommit = Optional.of(DaveWire.commit(id, accepted.commit().commit()));
    send(accepted.stayed(), lastCommit.get());
    accepted
        .welcomed()
        .forEach((user, welcome) -> send(List.of(user), DaveWire.welcome(id, welcome)));
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
            recording.now(), guildId, from.userId(), message.opcode(), reason));
  }

  // Faults

  /** Applies a fault to a member. */
  void applyFault(FaultExtra.Dave.What what, CallMember to) {
    switch (what) {
      case BAD_SIGNATURE -> {
        try (SignatureKeyPair other = SignatureKeyPair.generate(new SecureRandom())) {
          to.post(stray(new ExternalProposer(other, IDENTITY), group.epoch()));
        }
      }
      case WRONG_EPOCH -> to.post(stray(proposer, group.epoch() + 1));
      case FOREIGN_COMMIT -> lastCommit.ifPresent(to::post);
      case UNKNOWN_TRANSITION -> to.post(new DaveExecuteTransition(transitions.number()));
      case REVOKE -> revokeAll();
      case REINITIALISE -> {
        if (targetVersion > 0) {
          reinitialise();
        }
      }
    }
  }

  private MlsProposals stray(ExternalProposer by, long epoch) {
    return DaveWire.appended(List.of(by.remove(channelId, epoch, 0)));
  }

  /** Revokes all pending proposals and proposes them again. */
  private void revokeAll() {
    List<QueuedChange> all = group.queue();
    for (Member member : members.values()) {
      List<QueuedChange> others =
          all.stream().filter(change -> change.userId() != member.session.userId()).toList();
      if (receivesProposals(member) && !others.isEmpty()) {
        member.session.post(DaveWire.revoke(others));
        member.session.post(DaveWire.append(others));
      }
    }
  }
}
