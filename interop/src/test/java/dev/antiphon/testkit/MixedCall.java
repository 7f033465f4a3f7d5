package dev.antiphon.testkit;

import dev.antiphon.dave.DaveEffect;
import dev.antiphon.dave.DaveEvent;
import dev.antiphon.dave.mls.codec.Bytes;
import dev.antiphon.dave.mls.codec.MlsException;
import dev.antiphon.dave.mls.crypto.SignatureKeyPair;
import dev.antiphon.dave.mls.group.CommitWelcome;
import dev.antiphon.dave.mls.group.ExternalProposer;
import dev.antiphon.protocol.MlsProposals;
import dev.antiphon.protocol.OpaqueBytes;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A call of members of any make, without sockets: the group of the test kit's delivery service
 * decides what is proposed and which commit is good. It is here because that group is not public.
 *
 * <p>All members offer commits, and chance chooses among the good ones. A member that is well
 * treated and yet cannot follow is an {@link AssertionError}.
 */
public final class MixedCall {
  private static final int VERSION = 1;
  private static final int AT_ONCE = 0;
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
    private final Map<Long, Bytes> keyPackages = new LinkedHashMap<>();
    private final Map<Long, Bytes> commits = new HashMap<>();
    private final Set<Long> ready = new HashSet<>();
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

  /** Who is in the call, in the group or not. */
  public Collection<Long> present() {
    return List.copyOf(members.keySet());
  }

  /**
   * Some leave and some come, and a commit takes the group there.
   *
   * @return whose commit was chosen; null if there was nothing to commit
   */
  public Member change(Collection<Long> leaving, Collection<? extends Member> coming) {
    List<QueuedChange> changes = new ArrayList<>();
    members.keySet().removeAll(leaving);
    hearing.removeAll(leaving);
    for (long user : leaving) {
      tellAll(new DaveEvent.UserDisconnected(user));
      group.proposeRemove(user).ifPresent(changes::add);
    }
    if (members.size() == 1 && coming.isEmpty()) {
      beginAnew();
      return null;
    }
    List<QueuedChange> inFlight = group.isEstablished() ? List.of() : group.queue();
    coming.forEach(this::enter);
    changes.addAll(additions());
    propose(inFlight, changes);
    return said.commits.isEmpty() ? null : choose();
  }

  private void enter(Member member) {
    tellAll(new DaveEvent.UsersConnected(List.of(member.userId())));
    members.put(member.userId(), member);
    tell(member, new DaveEvent.UsersConnected(List.copyOf(members.keySet())));
    tell(member, new DaveEvent.Begin(VERSION));
    tell(member, new DaveEvent.ExternalSender(proposer.sender().encode()));
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
            OpaqueBytes bytes = OpaqueBytes.copyOf(body.toArray());
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
    for (Member member : List.copyOf(members.values())) {
      long user = member.userId();
      if (group.isEstablished() && !group.keeps(user)) {
        continue;
      }
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

  private static DaveEvent proposals(MlsProposals message) {
    return new DaveEvent.Proposals(
        message.operation(), Bytes.copyOf(message.content().toByteArray()));
  }

  private Member choose() {
    List<Long> offering = new ArrayList<>(said.commits.keySet());
    long user = offering.get(chance.nextInt(offering.size()));
    boolean founding = !group.isEstablished();
    try {
      CommitWelcome offer = CommitWelcome.parse(said.commits.get(user).toArray());
      said.commits.clear();
      announce(founding ? AT_ONCE : ++transition, group.choose(user, offer));
    } catch (MlsException | RefusedOfferException e) {
      throw new AssertionError("the commit of " + members.get(user) + " is refused", e);
    }
    return members.get(user);
  }

  private void announce(int id, DeliveryGroup.Chosen chosen) {
    Bytes commit = chosen.commit().commit().encode();
    Map<Long, DaveEvent> news = new HashMap<>();
    chosen.stayed().forEach(user -> news.put(user, new DaveEvent.CommitAnnounced(id, commit)));
    chosen
        .welcomed()
        .forEach((user, welcome) -> news.put(user, new DaveEvent.Welcome(id, welcome.encode())));
    List<Long> order = new ArrayList<>(news.keySet());
    Collections.shuffle(order, chance);
    order.forEach(user -> tell(members.get(user), news.get(user)));
    if (id != AT_ONCE) {
      Set<Long> missing = new HashSet<>(order);
      missing.removeAll(said.ready);
      if (!missing.isEmpty()) {
        throw new AssertionError("not ready: " + missing.stream().map(members::get).toList());
      }
      said.ready.clear();
      tellAll(new DaveEvent.ExecuteTransition(id));
    }
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
        throw new AssertionError(member + " cannot follow: " + event);
      }
    }
  }
}
