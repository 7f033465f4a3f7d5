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
 * End-to-end encryption in one call: its delivery service, and which version of DAVE is in force.
 * Members are those that were given a Session Description. Confined to the server's loop.
 *
 * <p>Invariant: version 1 is wanted exactly while all members offer it; only then is there
 * something proposed or committed. Source: DAVE whitepaper, "Voice Gateway" and "Protocol
 * Transitions".
 */
final class DaveCall {

  private static final int VERSION = 1;
  private static final int AT_ONCE = 0;

  /** What the external sender is called: a snowflake that no user has. Nobody looks at it. */
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
  private int wanted = VERSION;
  private int inForce = VERSION;
  private Optional<MlsAnnounceCommitTransition> lastCommit = Optional.empty();

  /** Somebody in the call. */
  private static final class Member {
    private final CallMember session;
    private boolean toldSender;
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

  /** What group there was is no more. */
  private void begin() {
    channelId = channel.getAsLong();
    group = new DeliveryGroup(channelId, proposer);
    members.values().forEach(member -> member.candidate = false);
    lastCommit = Optional.empty();
  }

  boolean isEmpty() {
    return members.isEmpty();
  }

  /** Nobody is there any more. */
  void close() {
    transitions.cancel();
    key.close();
  }

  DaveGroup view() {
    return new DaveGroup(
        guildId,
        channelId,
        inForce,
        group.epoch(),
        group.members(),
        group.queue().stream()
            .map(change -> new DaveGroup.Awaiting(change.isAdd(), change.userId()))
            .toList(),
        transitions.waiting());
  }

  // Who is in the call

  /** The version that a newcomer is told in its Session Description. */
  int versionWith(CallMember newcomer) {
    return newcomer.offersDave() && others(newcomer.userId()).allMatch(Member::offers)
        ? VERSION
        : 0;
  }

  private Stream<Member> others(long userId) {
    return members.values().stream().filter(member -> member.session.userId() != userId);
  }

  /** It was told its Session Description, for the first time or anew. */
  void entered(CallMember session) {
    boolean first = members.isEmpty();
    Member member =
        members.compute(
            session.userId(),
            (id, known) -> known != null && known.session == session ? known : new Member(session));
    int version = members.values().stream().allMatch(Member::offers) ? VERSION : 0;
    if (first) {
      wanted = version;
      inForce = version;
    } else if (version < wanted) {
      downgrade();
    }
    if (wanted > 0) {
      tellSender(member);
    }
  }

  private void tellSender(Member member) {
    if (!member.toldSender) {
      member.toldSender = true;
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
    if (wanted == 0) {
      if (members.values().stream().allMatch(Member::offers)) {
        wanted = VERSION;
        reinitialise();
      }
    } else {
      removed(session.userId());
    }
  }

  private void removed(long userId) {
    revokeAdd(userId);
    List<QueuedChange> removal = group.proposeRemove(userId).stream().toList();
    boolean alone = members.size() == 1 && (group.isEstablished() || inForce < wanted);
    boolean headless = group.isEstablished() && !group.hasCommitter();
    if (alone || headless) {
      reinitialise();
    } else if (!removal.isEmpty()) {
      toProposees(userId, DaveWire.append(removal));
    }
  }

  private void revokeAdd(long userId) {
    group.revokeAdd(userId).ifPresent(add -> toProposees(userId, DaveWire.revoke(List.of(add))));
  }

  /** Who hears of proposals: members that stay; before there are any, everybody with a group. */
  private void toProposees(long but, GatewayMessage message) {
    others(but).filter(this::hearsProposals).forEach(member -> member.session.post(message));
  }

  private boolean hearsProposals(Member member) {
    return group.isEstablished() ? group.keeps(member.session.userId()) : member.candidate;
  }

  // Transitions

  private void downgrade() {
    wanted = 0;
    begin();
    transitions.cancel();
    prepare(0, Member::offers);
  }

  private void prepare(int version, Predicate<Member> whom) {
    List<Long> asked = new ArrayList<>();
    int id = transitions.number();
    recording.record(new ServerEvent.DaveTransitionPrepared(recording.now(), guildId, id, version));
    for (Member member : members.values()) {
      if (whom.test(member)) {
        asked.add(member.session.userId());
      }
    }
    transitions.prepare(id, version, asked);
    send(asked, new DavePrepareTransition(id, version));
  }

  /** A new group of all, or of the one that is left alone. */
  void reinitialise() {
    begin();
    transitions.cancel();
    for (Member member : List.copyOf(members.values())) {
      member.session.post(
          new DavePrepareEpoch(OptionalLong.of(1), OptionalInt.of(VERSION), OptionalInt.empty()));
      tellSender(member);
    }
    if (members.size() == 1) {
      inForce = VERSION;
      send(members.keySet(), new DavePrepareTransition(AT_ONCE, VERSION));
    }
    recording.record(new ServerEvent.DaveGroupReset(recording.now(), guildId));
  }

  private void executed(PreparedTransitions.Prepared transition) {
    inForce = transition.version();
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

  // What members say

  void received(CallMember from, GatewayMessage message) {
    Member member = members.get(from.userId());
    if (member == null || member.session != from) {
      refused(from, message, "It came before Session Description.");
    } else if (message instanceof DaveTransitionReady ready) {
      if (!transitions.ready(from.userId(), ready.transitionId())) {
        refused(from, message, "No answer to transition " + ready.transitionId() + " is awaited.");
      }
    } else if (wanted == 0) {
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
    }
    revokeAdd(userId);
    List<QueuedChange> changes = new ArrayList<>(group.proposeRemove(userId).stream().toList());
    if (group.isEstablished() && !group.hasCommitter()) {
      reinitialise();
      return;
    }
    List<QueuedChange> inFlight = group.isEstablished() ? List.of() : group.queue();
    changes.add(group.proposeAdd(keyPackage));
    member.candidate = true;
    toProposees(userId, DaveWire.append(changes));
    if (!inFlight.isEmpty()) {
      member.session.post(DaveWire.append(inFlight));
    }
  }

  private void commit(CallMember from, MlsCommitWelcome message) {
    boolean founding = !group.isEstablished();
    DeliveryGroup.Chosen chosen;
    try {
      chosen = group.choose(from.userId(), parsed(message));
    } catch (RefusedOfferException e) {
      refused(from, message, String.valueOf(e.getMessage()));
      return;
    }
    int id = founding && inForce == VERSION ? AT_ONCE : transitions.number();
    recording.record(
        new ServerEvent.DaveEpochBegan(
            recording.now(), guildId, from.userId(), group.epoch(), id, group.members()));
    if (id != AT_ONCE) {
      List<Long> asked = new ArrayList<>(chosen.stayed());
      asked.addAll(chosen.welcomed().keySet());
      transitions.prepare(id, VERSION, asked);
    }
    lastCommit = Optional.of(DaveWire.commit(id, chosen.commit().commit()));
    send(chosen.stayed(), lastCommit.get());
    chosen
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

  // What goes wrong

  /** Does what a fault wants done to a member. */
  void besides(FaultExtra.Dave.What what, CallMember to) {
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
        if (wanted > 0) {
          reinitialise();
        }
      }
    }
  }

  private MlsProposals stray(ExternalProposer by, long epoch) {
    return DaveWire.appended(List.of(by.remove(channelId, epoch, 0)));
  }

  /** Takes back what awaits a commit, and proposes it again. */
  private void revokeAll() {
    List<QueuedChange> all = group.queue();
    for (Member member : members.values()) {
      List<QueuedChange> others =
          all.stream().filter(change -> change.userId() != member.session.userId()).toList();
      if (hearsProposals(member) && !others.isEmpty()) {
        member.session.post(DaveWire.revoke(others));
        member.session.post(DaveWire.append(others));
      }
    }
  }
}
