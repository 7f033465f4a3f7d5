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
 * A call of members of any make, without sockets: the group of the test kit's delivery service
 * decides what is proposed and which commit is good.
 *
 * <p>All members offer commits, and chance chooses among the good ones. A member that is well
 * treated and yet cannot follow is an {@link AssertionError}.
 */
public final class MixedCall {
  private static final int VERSION = 1;
  private static final int AT_ONCE = 0;

  /** In one of so many changes somebody leaves before a commit is chosen that adds it. */
  private static final int HESITATING = 6;

  /** One of so many commits is spoiled for one member. */
  private static final int MISLEADING = 6;

  private static final Bytes IDENTITY = Bytes.ofLong(1);

  private final long channelId;
  private final Random chance;
  private final ExternalProposer proposer =
      new ExternalProposer(SignatureKeyPair.generate(new SecureRandom()), IDENTITY);
  private final Map<Long, Member> members = new LinkedHashMap<>();
  private final Set<Long> hearing = new HashSet<>();
  private final Said said = new Said();
  private DeliveryGroup group;
  private int transition;
  private int recovered;
  private int refused;
  private boolean revoked;

  /** Somebody in the call: takes what the voice gateway says, and answers. */
  public interface Member {
    /** The user. */
    long userId();

    /** Whether it is of our make. */
    boolean isOurs();

    /** What it does on this. */
    List<DaveEffect> handle(DaveEvent event);
  }

  /** What members have said and nobody has looked at yet. */
  private static final class Said {
    private final Map<Long, DaveBytes> keyPackages = new LinkedHashMap<>();
    private final Map<Long, DaveBytes> commits = new HashMap<>();
    private final Set<Long> ready = new HashSet<>();
    private final Set<Long> lost = new HashSet<>();
  }

  /** A call in which nobody is yet. */
  public MixedCall(long channelId, Random chance) {
    this.channelId = channelId;
    this.chance = chance;
    this.group = new DeliveryGroup(channelId, proposer);
  }

  /** Who is in the group. */
  public List<Long> users() {
    return List.copyOf(group.members().values());
  }

  /** Whether the user is in the call, in the group or not. */
  public boolean isPresent(long user) {
    return members.containsKey(user);
  }

  /** How many members were lost, and have been added anew. */
  public int recovered() {
    return recovered;
  }

  /**
   * How many commits of others were refused: after a proposal is taken back, davey sends none of
   * its welcomes again, and the delivery service waits for another's commit.
   */
  public int refused() {
    return refused;
  }

  /**
   * Some leave and some come, and a commit takes the group there. Now and then one of those who
   * come leaves before that, or somebody hears something else than was said and has to be added
   * anew.
   *
   * @return whose commit was chosen; empty if there was nothing to commit, or none was good
   */
  public Optional<Member> change(Collection<Long> leaving, Collection<? extends Member> coming) {
    List<QueuedChange> changes = new ArrayList<>();
    members.keySet().removeAll(leaving);
    leaving.forEach(user -> changes.addAll(leave(user)));
    if (members.size() == 1 && coming.isEmpty()) {
      beginAnew();
      return Optional.empty();
    }
    List<QueuedChange> inFlight = group.isEstablished() ? List.of() : group.queue();
    coming.forEach(this::enter);
    changes.addAll(additions());
    propose(inFlight, changes);
    if (!coming.isEmpty() && chance.nextInt(HESITATING) == 0) {
      leave(coming.iterator().next().userId());
    }
    return choose();
  }

  private List<QueuedChange> leave(long user) {
    members.remove(user);
    hearing.remove(user);
    tellAll(new DaveEvent.UserDisconnected(user));
    Optional<QueuedChange> add = group.revokeAdd(user);
    if (add.isPresent()) {
      revoked = true;
      said.commits.clear();
      DaveEvent revocation = proposals(DaveWire.revoke(List.of(add.get())));
      proposees().forEach(member -> tell(member, revocation));
    }
    return group.proposeRemove(user).stream().toList();
  }

  private void enter(Member member) {
    tellAll(new DaveEvent.UsersConnected(List.of(member.userId())));
    members.put(member.userId(), member);
    tell(member, new DaveEvent.UsersConnected(List.copyOf(members.keySet())));
    tell(member, new DaveEvent.Begin(VERSION));
    tell(member, new DaveEvent.ExternalSender(bytes(proposer.sender().encode())));
  }

  /** Who is left alone begins a new group, and is encrypted at once. */
  private void beginAnew() {
    group = new DeliveryGroup(channelId, proposer);
    hearing.clear();
    tellAll(new DaveEvent.PrepareEpoch(1, VERSION));
    tellAll(new DaveEvent.PrepareTransition(AT_ONCE, VERSION));
    additions();
    hearing.addAll(members.keySet());
  }

  private List<QueuedChange> additions() {
    List<QueuedChange> additions = new ArrayList<>();
    said.keyPackages.forEach(
        (user, body) -> {
          try {
            OpaqueBytes bytes = OpaqueBytes.copyOf(body.toByteArray());
            additions.add(group.proposeAdd(KeyPackageCheck.checked(bytes, user)));
          } catch (RefusedOfferException e) {
            throw new AssertionError("the key package of " + members.get(user) + " is refused", e);
          }
        });
    said.keyPackages.clear();
    return additions;
  }

  /** In one message or in as many as there are changes; nobody hears that it is added itself. */
  private void propose(List<QueuedChange> inFlight, List<QueuedChange> changes) {
    boolean apart = chance.nextInt(4) == 0;
    for (Member member : proposees()) {
      long user = member.userId();
      List<QueuedChange> heard = new ArrayList<>(hearing.add(user) ? inFlight : List.of());
      heard.addAll(changes);
      heard.removeIf(change -> change.isAdd() && change.userId() == user);
      if (apart) {
        heard.forEach(change -> tell(member, proposals(DaveWire.append(List.of(change)))));
      } else if (!heard.isEmpty()) {
        tell(member, proposals(DaveWire.append(heard)));
      }
    }
  }

  private List<Member> proposees() {
    return members.values().stream()
        .filter(member -> !group.isEstablished() || group.keeps(member.userId()))
        .toList();
  }

  private static DaveEvent proposals(MlsProposals message) {
    return new DaveEvent.Proposals(
        message.operation(), DaveBytes.copyOf(message.content().toByteArray()));
  }

  private Optional<Member> choose() {
    List<Long> offering = new ArrayList<>(said.commits.keySet());
    Collections.shuffle(offering, chance);
    for (long user : offering) {
      Member member = members.get(user);
      try {
        CommitWelcome offer = CommitWelcome.parse(said.commits.get(user).toByteArray());
        int id = group.isEstablished() ? ++transition : AT_ONCE;
        DeliveryGroup.Chosen chosen = group.choose(user, offer);
        said.commits.clear();
        revoked = false;
        announce(id, chosen, user);
        return Optional.of(member);
      } catch (MlsException | RefusedOfferException e) {
        if (member.isOurs() || !revoked) {
          throw new AssertionError("the commit of " + member + " is refused", e);
        }
        refused++;
      }
    }
    said.commits.clear();
    return Optional.empty();
  }

  private void announce(int id, DeliveryGroup.Chosen chosen, long committer) {
    DaveBytes commit = bytes(chosen.commit().commit().encode());
    Map<Long, DaveEvent> news = new HashMap<>();
    chosen.stayed().forEach(user -> news.put(user, new DaveEvent.CommitAnnounced(id, commit)));
    chosen
        .welcomed()
        .forEach(
            (user, welcome) -> news.put(user, new DaveEvent.Welcome(id, bytes(welcome.encode()))));
    List<Long> order = new ArrayList<>(news.keySet());
    Collections.shuffle(order, chance);
    OptionalLong misled = misled(order, committer);
    misled.ifPresent(user -> news.computeIfPresent(user, (who, event) -> spoiled(event)));
    order.forEach(user -> tell(members.get(user), news.get(user)));
    Set<Long> lost = misled.stream().boxed().collect(Collectors.toSet());
    if (!said.lost.equals(lost)) {
      throw new AssertionError("of " + lost + " these tell that they are lost: " + said.lost);
    }
    if (id != AT_ONCE) {
      order.removeAll(lost);
      if (!said.ready.equals(Set.copyOf(order))) {
        throw new AssertionError("of " + order + " these are ready: " + said.ready);
      }
      tellAll(new DaveEvent.ExecuteTransition(id));
    }
    said.ready.clear();
    said.lost.clear();
    misled.ifPresent(this::addAnew);
  }

  private OptionalLong misled(List<Long> order, long committer) {
    long user = order.get(0);
    return chance.nextInt(MISLEADING) == 0 && user != committer
        ? OptionalLong.of(user)
        : OptionalLong.empty();
  }

  private static DaveEvent spoiled(DaveEvent event) {
    if (event instanceof DaveEvent.Welcome welcome) {
      return new DaveEvent.Welcome(welcome.transitionId(), spoiled(welcome.content()));
    }
    DaveEvent.CommitAnnounced commit = (DaveEvent.CommitAnnounced) event;
    return new DaveEvent.CommitAnnounced(commit.transitionId(), spoiled(commit.content()));
  }

  private static DaveBytes bytes(Bytes encoded) {
    return DaveBytes.copyOf(encoded.toArray());
  }

  private static DaveBytes spoiled(DaveBytes content) {
    byte[] bytes = content.toByteArray();
    bytes[bytes.length - 1] ^= 1;
    return DaveBytes.copyOf(bytes);
  }

  /** Whoever is lost has sent a key package: it goes and comes by the next commit. */
  private void addAnew(long user) {
    recovered++;
    List<QueuedChange> changes = new ArrayList<>(group.proposeRemove(user).stream().toList());
    changes.addAll(additions());
    propose(List.of(), changes);
    choose();
  }

  private void tellAll(DaveEvent event) {
    List.copyOf(members.values()).forEach(member -> tell(member, event));
  }

  private void tell(Member member, DaveEvent event) {
    for (DaveEffect effect : member.handle(event)) {
      if (effect instanceof DaveEffect.SendKeyPackage send) {
        said.keyPackages.put(member.userId(), send.content());
      } else if (effect instanceof DaveEffect.SendCommitWelcome send) {
        said.commits.put(member.userId(), send.content());
      } else if (effect instanceof DaveEffect.SendTransitionReady) {
        said.ready.add(member.userId());
      } else if (effect instanceof DaveEffect.SendInvalidCommitWelcome) {
        said.lost.add(member.userId());
      }
    }
  }
}
